using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RegistryAnalytics.Dashboard.Model;
using RegistryAnalytics.Jobs.Schedule;

namespace RegistryAnalytics.Tests.Dashboard;

/// <summary>The scheduler over a stand-in for the program: a script that writes down how it was called.</summary>
public sealed class ScheduleTests : IDisposable
{
    readonly string data = Directory.CreateTempSubdirectory("registry-schedule-").FullName;

    string Called => Path.Combine(data, "called");
    string Slow => Path.Combine(data, "slow");
    IReadOnlyList<string> Program => ["/bin/sh", Path.Combine(data, "program.sh")];

    public ScheduleTests()
    {
        Directory.CreateDirectory(Inbox.Of(data));
        File.WriteAllText(Program[1], $"""
            echo "$@" >> {Called}
            case $1 in
              ingest) for entry in "$@"; do case $entry in */keep.hl7) ;; */inbox/*) rm -rf "$entry" ;; esac; done; echo; echo "1 file accepted" ;;
              build) if [ -f {Slow} ]; then sleep 300; fi
                     if [ -f {data}/locked ]; then echo "another process holds the build lock" >&2; exit 3; fi
                     if [ -f {data}/checks ]; then echo "published x, 1 check failed"; exit 1; fi
                     echo "published x" ;;
            esac
            """);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_file_that_was_left_alone_is_taken_in_and_one_still_being_written_waits()
    {
        var ready = Path.Combine(Inbox.Of(data), "ready.hl7");
        File.WriteAllText(ready, "MSH");
        File.SetLastWriteTimeUtc(ready, DateTime.UnixEpoch);
        var partial = Path.Combine(Inbox.Of(data), "copy.hl7.part");
        File.WriteAllText(partial, "MSH");
        File.SetLastWriteTimeUtc(partial, DateTime.UnixEpoch);
        File.WriteAllText(Path.Combine(Inbox.Of(data), "young.hl7"), "MSH");
        await using var host = await Start();
        await Until(() => !File.Exists(ready));
        var run = await Run(host, "Inbox sweep");
        Assert.Equal("done", run.Result);
        Assert.Equal("1 file accepted", run.Summary);
        Assert.Equal($"ingest {ready} --data {data}", File.ReadAllLines(Called).First());
        Assert.Contains("One file waits in the inbox.", await host.Client().GetStringAsync("/"));
    }

    [Fact]
    public async Task The_button_starts_a_build_and_its_end_is_told()
    {
        await using var host = await Start();
        using var answer = await host.Client().PostAsync("/jobs/build/start", null);
        Assert.Equal("/#jobs", answer.Headers.Location!.ToString());
        Assert.Equal(("done", "published x", false), Told(await Run(host, "Nightly build")));
        using var unknown = await host.Client().PostAsync("/jobs/nothing/start", null);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("checks", "done, look at it", "published x, 1 check failed")]
    [InlineData("locked", "failed", "another process holds the build lock (exit code 3)")]
    public async Task A_build_that_did_not_end_well_is_marked(string how, string result, string summary)
    {
        File.WriteAllText(Path.Combine(data, how), "");
        await using var host = await Start();
        await host.Client().PostAsync("/jobs/build/start", null);
        Assert.Equal((result, summary, true), Told(await Run(host, "Nightly build")));
    }

    [Fact]
    public async Task A_build_that_a_stop_cut_off_ends_with_its_child_and_is_made_again_after_the_restart()
    {
        File.WriteAllText(Slow, "");
        await using (var first = await Start())
        {
            await first.Client().PostAsync("/jobs/build/start", null);
            await Until(() => File.Exists(Called));
            await Until(async () => (await first.Client().GetStringAsync("/")).Contains("The first build is being made", StringComparison.Ordinal));
        }
        File.Delete(Slow);
        await using var second = await Start();
        await Until(() => Builds() == 2);
        await Until(async () => (await Board(second)).Runs.Any(run => run.Result == "done"));
        Assert.Contains((await Board(second)).Runs, run => run.Result == "cut off");
    }

    [Fact]
    public async Task A_night_that_was_missed_while_the_program_was_down_is_made_up_for_once()
    {
        await using (var first = await Start())
            Assert.NotNull((await Board(first)).Jobs.Single(job => job.Name == BuildJob.Name).NextRun);
        Assert.False(File.Exists(Called));
        await using var later = await Start(new ShiftedClock(TimeSpan.FromDays(3)));
        await Until(() => Builds() == 1);
        await Until(async () => (await Board(later)).Runs.Any(run => run.Title == "Nightly build"));
        Assert.Equal(1, Builds());
    }

    [Fact]
    public void A_folder_is_ready_only_when_nothing_in_it_changed_for_a_while()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Inbox.Of(data), "clinic", "deep")).FullName;
        var file = Path.Combine(folder, "persons.csv");
        File.WriteAllText(file, "person_id");
        var now = DateTimeOffset.UnixEpoch.AddYears(80);
        foreach (var path in new[] { folder, Path.GetDirectoryName(folder)! }) Directory.SetLastWriteTimeUtc(path, now.UtcDateTime.AddHours(-1));
        File.SetLastWriteTimeUtc(file, now.UtcDateTime.AddSeconds(-9));
        Assert.Empty(Inbox.Ready(data, now));
        Assert.Equal([folder], Inbox.Ready(data, now.AddSeconds(1)).Select(entry => entry.Path));
        Assert.Single(Inbox.Waiting(data));
    }

    [Fact]
    public void A_folder_of_messages_only_sorts_them_by_sender_and_each_is_ready_by_itself()
    {
        var sender = Directory.CreateDirectory(Path.Combine(Inbox.Of(data), "CLINIC7")).FullName;
        var now = DateTimeOffset.UnixEpoch.AddYears(80);
        foreach (var (name, age) in new[] { ("b.hl7", 1), ("a.hl7", 60), (".c.hl7", 60) })
        {
            File.WriteAllText(Path.Combine(sender, name), "MSH");
            File.SetLastWriteTimeUtc(Path.Combine(sender, name), now.UtcDateTime.AddSeconds(-age));
        }
        Directory.CreateDirectory(Path.Combine(Inbox.Of(data), "EMPTY"));
        Assert.Equal([Path.Combine(sender, "a.hl7")], Inbox.Ready(data, now).Select(entry => entry.Path));
        Assert.Equal(2, Inbox.Waiting(data).Count);
    }

    [Fact]
    public async Task A_submission_that_cannot_be_taken_in_is_tried_again_only_when_it_changes()
    {
        var bad = Path.Combine(Inbox.Of(data), "keep.hl7");
        File.WriteAllText(bad, "nothing");
        File.SetLastWriteTimeUtc(bad, DateTime.UnixEpoch);
        await using var host = await Start();
        await Until(() => Sweeps() == 1);
        await Until(async () => (await Board(host)).Runs.Any(run => run.Title == "Inbox sweep"));
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.Equal(1, Sweeps());
        File.SetLastWriteTimeUtc(bad, DateTime.UnixEpoch.AddDays(1));
        await Until(() => Sweeps() == 2);
    }

    async Task<ServedHost> Start(TimeProvider? clock = null)
    {
        var host = await ServedHost.Start(data, runsJobs: true, Program, clock);
        host.KeepsData = true;
        return host;
    }

    int Builds() => File.Exists(Called) ? File.ReadAllLines(Called).Count(line => line.StartsWith("build ", StringComparison.Ordinal)) : 0;

    int Sweeps() => File.Exists(Called) ? File.ReadAllLines(Called).Count(line => line.StartsWith("ingest ", StringComparison.Ordinal)) : 0;

    static (string, string?, bool) Told(RunLine run) => (run.Result, run.Summary, run.IsBad);

    static Task<JobsView> Board(ServedHost host) => host.App.Services.GetRequiredService<JobBoard>().View(CancellationToken.None);

    static async Task<RunLine> Run(ServedHost host, string title)
    {
        RunLine? run = null;
        await Until(async () => (run = (await Board(host)).Runs.FirstOrDefault(line => line.Title == title)) is not null);
        return run!;
    }

    static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    static async Task Until(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await holds()) return;
            await Task.Delay(100);
        }
        Assert.Fail("What was waited for did not happen within a minute.");
    }

    sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
    }
}
