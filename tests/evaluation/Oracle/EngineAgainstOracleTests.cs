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
    [Fact]
    public void The_engine_agrees_with_the_oracle_on_made_up_persons()
    {
        var deep = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1";
        var persons = new RandomPersons(ShippedSchedule.Schedule);
        var differences = Enumerable.Range(0, deep ? 100_000 : 2_000).AsParallel().AsOrdered()
            .SelectMany(n => Differences(persons.Make(n)).Select(d => $"person {n}: {d}\n    {Tell(persons.Make(n))}")).Take(10).ToList();
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    static IEnumerable<string> Differences(OraclePerson person)
    {
        var seasonal = SeasonalSchedule.At(ShippedSchedule.Schedule, ShippedSchedule.Seasons, person.AsOf);
        var oracle = CdsiOracle.Evaluate(person, seasonal.Schedule);
        var engine = PersonEvaluator.Evaluate(
            new Person(person.Born, person.Gender switch { Gender.Female => Sex.Female, Gender.Male => Sex.Male, _ => Sex.Unknown }),
            person.Doses.Select(d => new Dose($"{d.Id}", d.Date, d.Cvx, d.Mvx, d.LotExpires, d.HasCondition)).ToList(),
            person.Observations.Select(o => new PersonObservation(o.Code, o.Date)).ToList(),
            ShippedSchedule.ByDate,
            person.AsOf);
        var withheld = seasonal.OutOfSeason.ToHashSet();
        return Compare("evaluation", OfOracle(oracle), OfEngine(engine))
            .Concat(Compare("forecast", oracle.Forecasts.Where(f => !withheld.Contains(f.VaccineGroup)).Select(Show), engine.Forecasts.Where(f => !withheld.Contains(f.VaccineGroup)).Select(Show)));
    }

    /// <summary>The person in words, for the message of a failure.</summary>
    static string Tell(OraclePerson p) =>
        $"born {p.Born:o}, {p.Gender}, as of {p.AsOf:o}; {string.Join(", ", p.Observations.Select(o => $"{o.Code}@{o.Date:o}"))}; "
        + string.Join(", ", p.Doses.OrderBy(d => d.Date).ThenBy(d => d.Id).Select(d =>
            $"{d.Id}: {d.Date:o} {d.Cvx} {d.Mvx}{(d.LotExpires is { } lot ? $" lot to {lot:o}" : "")}{(d.HasCondition ? " condition" : "")}"));

    static IEnumerable<string> Compare(string what, IEnumerable<string> oracle, IEnumerable<string> engine)
    {
        var (expected, actual) = (oracle.ToList(), engine.ToList());
        return expected.Except(actual).Select(e => $"only the oracle has {what} {e}").Concat(actual.Except(expected).Select(a => $"only the engine has {what} {a}"));
    }

    static IEnumerable<string> OfOracle(OracleResult result) => result.Best.SelectMany(b => b.Evaluations.Select(e =>
        $"{b.Series.Antigen}, {b.Series.Name}, dose {e.Dose.Id} against {e.TargetDose}: {e.Status} {string.Join(' ', e.Reasons.Order(StringComparer.Ordinal))}"));

    static IEnumerable<string> OfEngine(PersonEvaluation result) => result.Evaluations.Select(e =>
        $"{e.Antigen}, {e.Series}, dose {e.DoseId} against {e.TargetDose}: {StatusText.Of(e.Status)} {string.Join(' ', e.Reasons.Select(r => Word(r.Code)).OfType<string>().Distinct().Order(StringComparer.Ordinal))}");

    static string? Word(ReasonCode code) => code switch
    {
        ReasonCode.LotExpired => "lot-expired",
        ReasonCode.DoseCondition => "dose-condition",
        ReasonCode.InadvertentVaccine => "inadvertent",
        ReasonCode.TooYoung => "too-young",
        ReasonCode.AgeGracePeriod => "grace-age",
        ReasonCode.TooOld => "too-old",
        ReasonCode.TooSoon => "too-soon",
        ReasonCode.IntervalGracePeriod => "grace-interval",
        ReasonCode.VaccineConflict => "live-virus-conflict",
        ReasonCode.NotPreferableOrAllowable => "not-preferable-or-allowable",
        ReasonCode.SeriesAlreadyComplete => "series-complete",
        _ => null,
    };

    static string Show(OracleGroupForecast f) =>
        $"{f.VaccineGroup} {f.SeriesType}: {f.Status} number {f.Number}, {f.Earliest:o} {f.Recommended:o} {f.PastDue:o} {f.Latest:o} [{string.Join(' ', f.RecommendedCvx)}]";

    static string Show(Forecast f) =>
        $"{f.VaccineGroup} {(f.SeriesType == SeriesType.Risk ? "Risk" : "Standard")}: {StatusText.Of(f.Status)} number {f.DoseNumber}, {f.Earliest:o} {f.Recommended:o} {f.PastDue:o} {f.Latest:o} [{string.Join(' ', f.RecommendedCvx.Order(StringComparer.Ordinal))}]";
}
