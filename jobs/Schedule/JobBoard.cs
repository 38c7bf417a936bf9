using Quartz;
using Quartz.Extensibility;
using RegistryAnalytics.Dashboard.Model;
using RegistryAnalytics.Jobs.Serve;

namespace RegistryAnalytics.Jobs.Schedule;

/// <summary>What the jobs section of the pages shows, and its buttons.</summary>
public sealed class JobBoard(IScheduler scheduler, IExecutionHistoryStore history, ServeOptions options)
{
    private const int RunsShown = 12;

    private static readonly (string Name, string Title, string Words)[] Jobs =
    [
        (SweepJob.Name, "Inbox sweep", "Takes in the files that lie ready in the inbox."),
        (CompactJob.Name, "Nightly joining", "Joins the small batches of the day, so that readers open few files."),
        (BuildJob.Name, "Nightly build", "Counts everything anew from what was taken in, and publishes it."),
    ];

    /// <summary>Jobs, recent runs and what waits, as of now.</summary>
    public async Task<JobsView> View(CancellationToken cancel)
    {
        var running = await scheduler.QueryFireInstances(new FireInstanceQuery(), cancel);
        var lines = new List<JobLine>();
        foreach (var (name, title, words) in Jobs)
        {
            var trigger = await scheduler.GetTrigger(new TriggerKey(name), cancel);
            var firing = running.Items.FirstOrDefault(item => item.JobKey?.Name == name && item.State == FireInstanceState.Executing);
            lines.Add(new JobLine(name, title, words, trigger?.NextFireTimeUtc, firing?.FireTimeUtc));
        }
        var runs = await history.QueryExecutions(new ExecutionHistoryQuery
        {
            SchedulerName = ScheduleSetUp.SchedulerName,
            Results = [JobRunResult.Succeeded, JobRunResult.Failed, JobRunResult.Cancelled],
            Take = RunsShown,
        }, cancel);
        return new JobsView(lines, [.. runs.Items.Select(Line)], Inbox.Waiting(options.DataFolder).Count, options.TimeZone);
    }

    /// <summary>Starts a job now; null when there is no such job.</summary>
    public async Task<string?> Start(string name, CancellationToken cancel)
    {
        var job = Jobs.FirstOrDefault(known => known.Name == name);
        if (job.Name is null) return null;
        await scheduler.TriggerJob(new JobKey(name), new JobDataMap(), cancel);
        return $"{job.Title} was started.";
    }

    private static RunLine Line(ExecutionHistoryEntry entry)
    {
        var title = Jobs.FirstOrDefault(known => known.Name == entry.JobName).Title ?? entry.JobName;
        var rejects = entry.MetricsJson?.Contains($"\"{JobEnd.Rejects}\"", StringComparison.Ordinal) == true;
        var result = entry.EffectiveResult switch
        {
            JobRunResult.Succeeded => rejects ? "done, look at it" : "done",
            JobRunResult.Skipped => "nothing to do",
            JobRunResult.Cancelled => "cut off",
            _ => "failed",
        };
        return new RunLine(title, entry.FiredAtUtc, entry.Duration, result, entry.Summary ?? entry.ExceptionMessage,
            rejects || entry.EffectiveResult is JobRunResult.Failed or JobRunResult.Cancelled);
    }
}
