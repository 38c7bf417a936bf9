using Quartz;
using RegistryAnalytics.Jobs.Serve;

namespace RegistryAnalytics.Jobs.Schedule;

/// <summary>Joins the small batches of the day. What is joined already stays as it is, so a repeated run does no harm.</summary>
[DisallowConcurrentExecution]
public sealed class CompactJob(ServeOptions options, LakeTurn turn) : IJob
{
    /// <summary>Name in URLs, in the schedule and in the run history.</summary>
    public const string Name = "compact";

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var held = await turn.Take(cancellationToken);
        context.Result = JobEnd.Report(await ChildProgram.Run(options.Program ?? ChildProgram.Self(), ["compact", "--data", options.DataFolder], cancellationToken));
    }
}
