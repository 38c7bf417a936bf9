using Quartz;
using RegistryAnalytics.Jobs.Serve;

namespace RegistryAnalytics.Jobs.Schedule;

/// <summary>Makes and publishes a build. A build cut off is thrown away and made again from the same lake, so a repeated run does no harm.</summary>
[DisallowConcurrentExecution]
public sealed class BuildJob(ServeOptions options) : IJob
{
    /// <summary>Name in URLs, in the schedule and in the run history.</summary>
    public const string Name = "build";

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var end = await ChildProgram.Run(options.Program ?? ChildProgram.Self(), ["build", "--data", options.DataFolder], cancellationToken);
        context.Result = JobEnd.Report(end);
    }
}
