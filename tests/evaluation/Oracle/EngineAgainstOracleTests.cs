using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Tests.Evaluation.Engine;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>The engine and the oracle say the same of made-up persons: every evaluation of a best series, every forecast.</summary>
/// <remarks>
/// Not held together here, because the oracle does not have it: explanations' dates, validUntil, the reasons that only describe
/// (volume, manufacturer, a vaccine's age range, an allowable interval), doses that take no part (before birth, after the
/// assessment date, unknown CVX, same id), the country of birth, and what is withheld outside the loaded seasons.
/// </remarks>
public class EngineAgainstOracleTests
{
    static readonly bool Deep = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1";

    [Fact]
    public void The_engine_agrees_with_the_oracle_on_made_up_persons()
    {
        var shipped = new Pair(ShippedSchedule.Schedule, ShippedSchedule.ByDate);
        var persons = new RandomPersons(shipped.Schedule);
        AssertNone(Enumerable.Range(0, Deep ? 100_000 : 2_000).AsParallel().AsOrdered().SelectMany(n => shipped.Differences(persons.Make(n), $"person {n}")));
    }

    [Fact]
    public void The_engine_agrees_with_the_oracle_on_made_up_schedules()
    {
        var schedules = new RandomSchedules(ShippedSchedule.Schedule);
        AssertNone(Enumerable.Range(0, Deep ? 400 : 10).AsParallel().AsOrdered().SelectMany(n =>
        {
            var schedule = schedules.Make(n);
            var pair = new Pair(schedule, new ScheduleByDate(schedule, ShippedSchedule.Seasons));
            var persons = new RandomPersons(schedule);
            return Enumerable.Range(n * 1000, 50).SelectMany(p => pair.Differences(persons.Make(p), $"schedule {n}, person {p}")).ToList();
        }));
    }

    [Fact]
    public void Made_up_schedules_are_ones_that_could_be_loaded()
    {
        var made = new RandomSchedules(ShippedSchedule.Schedule).Make(1);
        Assert.NotEqual(ShippedSchedule.Schedule, made);
        Assert.DoesNotContain(ScheduleChecks.Of(made), f => f.IsError);
    }

    [Fact]
    public void Made_up_persons_reach_every_status_every_reason_and_every_antigen()
    {
        var pair = new Pair(ShippedSchedule.Schedule, ShippedSchedule.ByDate);
        var persons = new RandomPersons(ShippedSchedule.Schedule);
        var results = Enumerable.Range(0, 2_000).Select(n => pair.Engine(persons.Make(n))).ToList();
        var evaluations = results.SelectMany(r => r.Evaluations).ToList();
        Assert.Equal(ShippedSchedule.Schedule.Antigens.Select(a => a.Name), evaluations.Select(e => e.Antigen).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["Extraneous", "Not Valid", "Sub-standard", "Valid"], evaluations.Select(e => StatusText.Of(e.Status)).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            ["dose-condition", "grace-age", "grace-interval", "inadvertent", "live-virus-conflict", "lot-expired", "not-preferable-or-allowable", "series-complete", "too-old", "too-soon", "too-young"],
            evaluations.SelectMany(e => e.Reasons).Select(r => Pair.Word(r.Code)).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            ["Aged Out", "Complete", "Contraindicated", "Immune", "Not Complete", "Not Recommended", "Season Not Loaded"],
            results.SelectMany(r => r.Forecasts).Select(f => StatusText.Of(f.Status)).Distinct().Order(StringComparer.Ordinal));
    }

    static void AssertNone(IEnumerable<string> differences)
    {
        var first = differences.Take(10).ToList();
        Assert.True(first.Count == 0, string.Join("\n", first));
    }
}
