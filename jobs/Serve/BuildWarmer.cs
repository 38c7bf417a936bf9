using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RegistryAnalytics.Dashboard.Model;

namespace RegistryAnalytics.Jobs.Serve;

/// <summary>Reads the first page's figures as soon as a build is published, so that nobody waits for the search for small cells.</summary>
internal sealed class BuildWarmer(PublishedBuilds builds, ServeOptions options, ILogger<BuildWarmer> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? warm = null;
        using var timer = new PeriodicTimer(Every, options.Clock);
        do
        {
            if (builds.CurrentId() is not { } id || id == warm) continue;
            warm = id;
            await Task.Run(() => Read(id), stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Read(string id)
    {
        try
        {
            using var lease = builds.Open();
            if (lease is not null) OverviewPlan.Make(new PageState(), lease.Figures);
        }
        catch (Exception error)
        {
            // The page itself will say so to whoever asks for it; the server goes on.
            log.LogError(error, "Reading the figures of build {Build} ahead of the first visit", id);
        }
    }
}
