using System.Diagnostics;
using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Bench;

/// <summary>How long a whole build of linked states takes, step by step, and how steps grow with the state.</summary>
public static class BuildBench
{
    static readonly DateOnly AsOf = new Synth.SynthOptions().AsOf;

    static readonly string[] Late = [nameof(Layer.Measures), nameof(Layer.Marts)];

    sealed record Built(long Persons, long Doses, BuildOutcome Outcome, double Seconds, double CpuSeconds, long Allocated, long PeakMiB);

    [Bench("build", "a whole build, from linked staged files to the published folder; BUILD_LAKES names data folders that are ingested and linked, separated by colons")]
    public static void Build(BenchReport report)
    {
        var built = Folders().Select(folder => Run(folder)).OrderBy(one => one.Persons).ToArray();
        foreach (var one in built)
        {
            report.Add(new BenchLine($"{one.Persons:N0} persons, {one.Doses:N0} dose records", "persons", one.Persons, one.CpuSeconds, one.Allocated, one.Seconds));
            report.Note($"{one.Persons:N0} persons: highest resident memory so far {one.PeakMiB:N0} MiB; {one.Outcome.Checks.Count(check => check.Wrong == 0)} of {one.Outcome.Checks.Count} checks passed; {(one.Outcome.Published ? "published" : "not published")}.");
        }
        report.Note("One run of each size, in one process. Processor seconds of each step, by persons of the state; growth is what a person costs in the largest against the smallest.");
        report.Note(string.Join('\n', StepTable(built)));
    }

    [Bench("build-layers", "measures and marts of a build by themselves, begun when the warehouse is whole; BUILD_LAKES as for build")]
    public static void Layers(BenchReport report)
    {
        foreach (var folder in Folders())
        {
            var clock = Stopwatch.StartNew();
            (double Seconds, double Cpu, long Bytes) Now() => (clock.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds, GC.GetTotalAllocatedBytes());
            // From the end of the last step of the warehouse to the end of the last measure or mart: checks and publishing come after.
            (double Seconds, double Cpu, long Bytes) begun = default, ended = default;
            var built = Run(folder, inTurn: true, step =>
            {
                if (Late.Contains(step.Layer)) ended = Now();
                else if (step.Layer is nameof(Layer.Warehouse)) begun = Now();
            });
            report.Add(new BenchLine($"measures and marts, {built.Persons:N0} persons, {built.Doses:N0} dose records", "persons", built.Persons, ended.Cpu - begun.Cpu, ended.Bytes - begun.Bytes, ended.Seconds - begun.Seconds));
            var steps = built.Outcome.Steps.Where(step => Late.Contains(step.Layer)).OrderByDescending(step => step.CpuSeconds).ToArray();
            report.Note(string.Create(CultureInfo.InvariantCulture, $"{built.Persons:N0} persons: {steps.Length} steps, on two runners; longest by processor seconds: {string.Join(", ", steps.Take(20).Select(step => $"{step.Name} {step.CpuSeconds:F1}"))}. Highest resident memory so far {built.PeakMiB:N0} MiB."));
        }
    }

    static string[] Folders() => Environment.GetEnvironmentVariable("BUILD_LAKES")?.Split(':', StringSplitOptions.RemoveEmptyEntries)
        ?? throw new InvalidOperationException("BUILD_LAKES is not set. Make a state with ./registry synth, ingest and link it, and name its data folders: BUILD_LAKES=data-a:data-b ./registry bench build");

    // A folder of its own beside the lake: no build before it, so that nothing is carried over.
    static Built Run(string folder, bool inTurn = false, Action<BuildStep>? onStep = null)
    {
        var data = Directory.CreateTempSubdirectory("registry-build-").FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(data, "lake"), Path.GetFullPath(Path.Combine(folder, "lake")));
            var (clock, before, bytes) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
            var outcome = BuildRun.Run(new BuildOptions(data, AsOf, DateTime.MaxValue.AddYears(-100)) { LayersInTurn = inTurn }, StandardSteps.All, TimeProvider.System, step =>
            {
                onStep?.Invoke(step);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.Seconds,8:F1} s  {step.Name}"));
            });
            var (seconds, cpu) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            using var database = DuckDbDatabase.Open(Path.Combine(outcome.Folder, "facts.duckdb"), new DuckDbSettings { Access = DuckDbAccess.ReadOnly });
            using var connection = database.Connect();
            return new(connection.QueryScalar<long>("select count(*) from dim_person"), connection.QueryScalar<long>("select count(*) from fct_dose_source"),
                outcome, seconds, cpu, GC.GetTotalAllocatedBytes(precise: true) - bytes, Process.GetCurrentProcess().PeakWorkingSet64 >> 20);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    static IEnumerable<string> StepTable(Built[] built)
    {
        var bySize = built.Select(one => one.Outcome.Steps.ToDictionary(step => step.Name, step => step.CpuSeconds)).ToArray();
        var steps = bySize[^1].OrderByDescending(step => step.Value).Where(step => step.Value >= bySize[^1].Values.Sum() / 200).Select(step => step.Key).ToArray();
        yield return "| step | " + string.Join(" | ", built.Select(one => $"{one.Persons:N0}")) + " | growth |";
        yield return "| --- |" + string.Concat(built.Select(_ => " ---: |")) + " ---: |";
        foreach (var step in steps) yield return Row(step, [.. bySize.Select(one => one.GetValueOrDefault(step))]);
        yield return Row("all others", [.. bySize.Select(one => one.Where(step => !steps.Contains(step.Key)).Sum(step => step.Value))]);
        yield return Row("all", [.. built.Select(one => one.CpuSeconds)]);

        string Row(string name, double[] seconds)
        {
            var growth = seconds[0] > 0 ? (seconds[^1] / built[^1].Persons / (seconds[0] / built[0].Persons)).ToString("F2", CultureInfo.InvariantCulture) : "";
            return $"| {name} | " + string.Join(" | ", seconds.Select(value => value.ToString("F1", CultureInfo.InvariantCulture))) + $" | {growth} |";
        }
    }
}
