using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;
using RegistryAnalytics.Jobs.Serve;

namespace RegistryAnalytics.Jobs.Schedule;

/// <summary>The schedule: inbox sweeps and the nightly build, kept in operations.db so that a restart neither forgets nor repeats a run.</summary>
public static class Scheduling
{
    /// <summary>How long finished runs stay in the history; sweeps that found nothing stay an hour.</summary>
    public static readonly TimeSpan HistoryKept = TimeSpan.FromDays(90);

    /// <summary>The SQLite file of operations.</summary>
    public static string DatabaseFile(string dataFolder) => Path.Combine(dataFolder, "operations.db");

    /// <summary>Adds the scheduler; it starts with the application.</summary>
    public static IServiceCollection AddSchedule(this IServiceCollection services, ServeOptions options)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = DatabaseFile(options.DataFolder), DefaultTimeout = 30 }.ToString();
        services.AddSingleton<LeftBehind>();
        services.AddHostedService<ScheduleSetUp>();
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(options.Clock);
            quartz.UseDefaultTimeZone(options.TimeZone);
            quartz.UseDefaultThreadPool(2);
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = ScheduleSetUp.SchedulerName;
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.AddJobType<SweepJob>();
            quartz.AddJobType<BuildJob>();
            quartz.AddJobType<CompactJob>();
            quartz.UsePersistentStore(store =>
            {
                store.UseSqlite(connection);
                store.ProvisionSchema();
                store.UseExecutionHistory();
                store.ConfigureStore(settings =>
                {
                    settings.StoreJobDataAsStrings = true;
                    settings.RecoverFiringsCancelledByShutdown = true;
                });
            });
        });
        services.AddQuartzExecutionHistory(history =>
        {
            history.Retention = HistoryKept;
            history.RetentionByResult[JobRunResult.Skipped] = TimeSpan.FromHours(1);
            history.MaxEntriesPerScheduler = 5000;
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        return services;
    }
}

/// <summary>Puts the jobs into the store before the scheduler starts.</summary>
/// <remarks>A trigger that is already there with the same times is left as it is: adding it again would lose a run missed while the program was down.</remarks>
internal sealed class ScheduleSetUp(IScheduler scheduler, ServeOptions options) : IHostedService
{
    public const string SchedulerName = "registry";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Put<SweepJob>(SweepJob.Name, options.SweepEvery.ToString("c"), SimpleScheduleBuilder.Create()
            .WithInterval(options.SweepEvery).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithExistingCount), cancellationToken);
        await Put<CompactJob>(CompactJob.Name, options.NightlyCompaction, cancellationToken);
        await Put<BuildJob>(BuildJob.Name, options.NightlyBuild, cancellationToken);
    }

    private Task Put<TJob>(string name, string cron, CancellationToken cancel) where TJob : IJob =>
        Put<TJob>(name, $"{cron} {options.TimeZone.Id}", CronScheduleBuilder.Create(cron)
            .InTimeZone(options.TimeZone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed), cancel);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Put<TJob>(string name, string times, IScheduleBuilder schedule, CancellationToken cancel) where TJob : IJob
    {
        var job = JobBuilder.Create<TJob>().WithIdentity(name).StoreDurably().RequestRecovery().Build();
        await scheduler.AddJob(job, AddJobOptions.Replacing, cancel);
        var key = new TriggerKey(name);
        if (await scheduler.GetTrigger(key, cancel) is { } stored && stored.Description == times) return;
        var trigger = TriggerBuilder.Create(options.Clock).WithIdentity(key).ForJob(job.Key).WithDescription(times).WithSchedule(schedule).Build();
        await scheduler.ScheduleJob(trigger, ScheduleJobOptions.Replacing, cancel);
    }
}
