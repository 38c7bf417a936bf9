using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Intake.Posts;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Jobs.Serve;

/// <summary>
/// Holds the journal of posts while the server runs, and takes its sealed segments into the lake. At the end what is open is
/// sealed; the next start, or <c>ingest</c>, takes it in.
/// </summary>
/// <param name="turn">Who writes to the lake: this, or the sweep of the inbox.</param>
public sealed class PostIntake(ServeOptions options, LakeTurn turn, ILogger<PostIntake> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private Journal? journal;
    private PostedSubmissions? desk;
    private DateTime settingsRead;

    /// <summary>Where posts are taken.</summary>
    /// <exception cref="ObjectDisposedException">The server is not up yet, or is going down.</exception>
    public PostedSubmissions Desk => desk ?? throw new ObjectDisposedException(nameof(PostIntake), "Taking a post: the journal is not open.");

    /// <summary>Notes that the disk refused a post; nothing of the post is in it.</summary>
    public void Report(Exception error) => log.LogError(error, "Keeping a post");

    /// <inheritdoc/>
    /// <exception cref="DataLockedException">Another server takes posts into this data folder.</exception>
    /// <exception cref="InvalidDataException">The settings or keys of the data folder cannot be read.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        SenderKeys.Read(options.DataFolder);
        var settings = IntakeSettings.Read(options.DataFolder);
        settingsRead = SettingsChanged();
        journal = Journal.OpenAt(options.DataFolder, options.Clock, options.SealBytes, options.SealAfter);
        desk = new PostedSubmissions(journal, settings, options.Clock);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        desk = null;
        journal?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, options.Clock);
        try
        {
            do
            {
                using var held = await turn.Take(stoppingToken);
                await Task.Run(() => TakeIn(stoppingToken), stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not taken in waits in the journal.
            return;
        }
    }

    private void TakeIn(CancellationToken cancel)
    {
        try
        {
            Reread();
            journal!.SealNow(evenIfYoung: false);
            if (journal.Waiting == 0) return;
            // One worker: the pages are answered meanwhile.
            foreach (var result in journal.TakeIn(Desk.Settings with { Workers = 1 }, cancel))
                if (result.Outcome == FileOutcome.Failed) log.LogError("Taking posts in: {File} was not taken in: {Reason}", Path.GetFileName(result.Path), result.Reason);
        }
        catch (DataLockedException)
        {
            log.LogInformation("Posts wait in the journal: another process writes to the lake.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or DuckDbException)
        {
            log.LogError(error, "Taking posts in; they wait in the journal");
        }
    }

    /// <summary>Judges by changed settings from now on; settings that cannot be read are said and the old ones stay.</summary>
    private void Reread()
    {
        var changed = SettingsChanged();
        if (changed == settingsRead) return;
        settingsRead = changed;
        desk = new PostedSubmissions(journal!, IntakeSettings.Read(options.DataFolder), options.Clock);
    }

    private DateTime SettingsChanged() => new[] { Lake.SettingsFile(options.DataFolder), Lake.SeverityFile(options.DataFolder) }
        .Max(path => File.Exists(path) ? File.GetLastWriteTimeUtc(path) : default);
}

/// <summary>One writer of the lake at a time within the server; the lock in the data folder keeps other processes out.</summary>
public sealed class LakeTurn : IDisposable
{
    private readonly SemaphoreSlim free = new(1);

    /// <summary>Waits for the turn; it ends when the answer is disposed.</summary>
    public async Task<IDisposable> Take(CancellationToken cancel)
    {
        await free.WaitAsync(cancel);
        return new Turn(free);
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
