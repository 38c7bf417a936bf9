using Quartz;
using RegistryAnalytics.Jobs.Serve;

namespace RegistryAnalytics.Jobs.Schedule;

/// <summary>Takes in what lies ready in the inbox. The same bytes twice are one batch, so a repeated run does no harm.</summary>
[DisallowConcurrentExecution]
public sealed class SweepJob(ServeOptions options) : IJob
{
    /// <summary>Name in URLs, in the schedule and in the run history.</summary>
    public const string Name = "sweep";

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var ready = Inbox.Ready(options.DataFolder, options.Clock.GetUtcNow());
        if (ready.Count == 0)
        {
            context.Result = JobRunReport.Skipped("nothing was ready in the inbox");
            return;
        }
        var end = await ChildProgram.Run(options.Program ?? ChildProgram.Self(), ["ingest", .. ready, "--data", options.DataFolder], cancellationToken);
        context.Result = JobEnd.Report(end).With("files", ready.Count);
    }
}
