using Quartz;
using RegistryAnalytics.Jobs.Serve;

namespace RegistryAnalytics.Jobs.Schedule;

/// <summary>Takes in what lies ready in the inbox. The same bytes twice are one batch, so a repeated run does no harm.</summary>
[DisallowConcurrentExecution]
public sealed class SweepJob(ServeOptions options, LeftBehind leftBehind, LakeTurn turn) : IJob
{
    /// <summary>Name in URLs, in the schedule and in the run history.</summary>
    public const string Name = "sweep";

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var ready = leftBehind.Without(Inbox.Ready(options.DataFolder, options.Clock.GetUtcNow())).Take(Inbox.MostAtOnce).ToArray();
        if (ready.Length == 0)
        {
            context.Result = JobRunReport.Skipped("nothing new was ready in the inbox");
            return;
        }
        using var held = await turn.Take(cancellationToken);
        var end = await ChildProgram.Run(options.Program ?? ChildProgram.Self(),
            ["ingest", .. ready.Select(entry => entry.Path), "--data", options.DataFolder], cancellationToken);
        leftBehind.Remember(ready, Inbox.Waiting(options.DataFolder));
        context.Result = JobEnd.Report(end).With("files", ready.Length);
    }
}

/// <summary>Submissions that were tried and stayed in the inbox: not tried again every minute, only when they change or after a restart.</summary>
public sealed class LeftBehind
{
    private HashSet<InboxEntry> tried = [];

    /// <summary>Those that were not tried as they are.</summary>
    public IEnumerable<InboxEntry> Without(IEnumerable<InboxEntry> entries) => entries.Where(entry => !tried.Contains(entry));

    /// <summary>Remembers what was tried and is still there unchanged; forgets what is gone.</summary>
    public void Remember(IEnumerable<InboxEntry> attempted, IEnumerable<InboxEntry> waiting) =>
        tried = [.. tried.Concat(attempted).Intersect(waiting)];
}
