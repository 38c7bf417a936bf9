using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Warehouse.Evaluate;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Bench;

/// <summary>Persons evaluated and forecast per second of processor time.</summary>
public static class EvaluateBench
{
    [Bench("evaluate", "ACIP evaluation and forecast: persons per CPU-second, bytes a person, linearity")]
    public static void Run(BenchReport report)
    {
        var asOf = new DateOnly(2025, 12, 31);
        var schedule = Load(asOf);
        foreach (var persons in new[] { 5_000, 10_000, 20_000 })
        {
            var histories = new EvaluateHistories(schedule, persons, asOf, seed: 1);
            var evaluator = new Evaluator(schedule);
            report.Measure($"{persons:N0} persons, one thread", "persons", () => EvaluateAll(evaluator, histories, 0, histories.Count));
            if (persons < 20_000)
                continue;
            Shared(report, schedule, histories);
            Explained(report, evaluator, histories);
            JsonLines(report, evaluator, histories);
        }
    }

    static void Shared(BenchReport report, CompiledSchedule schedule, EvaluateHistories histories)
    {
        var evaluators = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Evaluator(schedule)).ToArray();
        report.Measure($"{histories.Count:N0} persons, {evaluators.Length} threads", "persons", () =>
        {
            var share = (histories.Count + evaluators.Length - 1) / evaluators.Length;
            Parallel.For(0, evaluators.Length, i =>
                EvaluateAll(evaluators[i], histories, i * share, Math.Min(histories.Count, (i + 1) * share)));
            return histories.Count;
        });
        report.Note($"Mean doses: {(double)histories.ChildDoses / histories.Children:N1} a child ({histories.Children:N0} persons under 18), "
            + $"{histories.MeanDoses:N1} a person of all ages to 80; made up from the routine schedule with delays and gaps, as of 2025-12-31.");
    }

    static void Explained(BenchReport report, Evaluator evaluator, EvaluateHistories histories) =>
        report.Measure($"{histories.Count:N0} persons, one thread, explained", "persons", () =>
        {
            for (var i = 0; i < histories.Count; i++)
                evaluator.Evaluate(histories[i], explain: true);
            return histories.Count;
        });

    static void JsonLines(BenchReport report, Evaluator evaluator, EvaluateHistories histories)
    {
        var library = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder);
        var schedules = new ScheduleByDate(library.Load().Schedule!, library.LoadSeasons().Seasons);
        var lines = histories.JsonLines(evaluator, 4_000);
        report.Measure("4,000 persons as JSON lines, all threads", "persons", () =>
            EvaluateJsonLines.Run(new MemoryStream(lines), Stream.Null, schedules).Lines, rounds: 3);
    }

    static long EvaluateAll(Evaluator evaluator, EvaluateHistories histories, int start, int end)
    {
        for (var i = start; i < end; i++)
            evaluator.Evaluate(histories[i]);
        return end - start;
    }

    static CompiledSchedule Load(DateOnly asOf)
    {
        var library = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder);
        var loaded = library.Load();
        var schedule = loaded.Schedule
            ?? throw new InvalidOperationException($"Loading the shipped schedule for the benchmark: {string.Join("; ", loaded.Findings)}. Run the schedule tests.");
        var seasonal = SeasonalSchedule.At(schedule, library.LoadSeasons().Seasons, asOf);
        return CompiledSchedule.Compile(seasonal.Schedule, seasonal.OutOfSeason, seasonal.ValidUntil);
    }
}
