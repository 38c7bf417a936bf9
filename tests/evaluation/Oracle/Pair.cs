using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Tests.Evaluation.Engine;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>Engine and oracle over one schedule with the shipped seasons.</summary>
sealed class Pair(ImmunizationSchedule schedule, ScheduleByDate compiled)
{
    internal ImmunizationSchedule Schedule => schedule;

    internal PersonEvaluation Engine(OraclePerson person) => PersonEvaluator.Evaluate(
        new Person(person.Born, person.Gender switch { Gender.Female => Sex.Female, Gender.Male => Sex.Male, _ => Sex.Unknown }),
        person.Doses.Select(d => new Dose($"{d.Id}", d.Date, d.Cvx, d.Mvx, d.LotExpires, d.HasCondition)).ToList(),
        person.Observations.Select(o => new PersonObservation(o.Code, o.Date)).ToList(),
        compiled,
        person.AsOf);

    /// <summary>What only one of the two says, each with the person's story.</summary>
    internal IEnumerable<string> Differences(OraclePerson person, string name)
    {
        var seasonal = SeasonalSchedule.At(schedule, ShippedSchedule.Seasons, person.AsOf);
        var oracle = CdsiOracle.Evaluate(person, seasonal.Schedule);
        var engine = Engine(person);
        var withheld = seasonal.OutOfSeason.ToHashSet();
        return Compare("evaluation", OfOracle(oracle), OfEngine(engine))
            .Concat(Compare("forecast", oracle.Forecasts.Where(f => !withheld.Contains(f.VaccineGroup)).Select(Show), engine.Forecasts.Where(f => !withheld.Contains(f.VaccineGroup)).Select(Show)))
            .Select(difference => $"{name}: {difference}\n    {Tell(person)}");
    }

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
        $"{e.Antigen}, {e.Series}, dose {e.DoseId} against {e.TargetDose}: {StatusText.Of(e.Status)} "
        + string.Join(' ', e.Reasons.Select(r => Word(r.Code)).OfType<string>().Distinct().Order(StringComparer.Ordinal)));

    /// <summary>The oracle's word for a reason; null for one that it does not have.</summary>
    internal static string? Word(ReasonCode code) => code switch
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
        $"{f.VaccineGroup} {(f.SeriesType == SeriesType.Risk ? "Risk" : "Standard")}: {StatusText.Of(f.Status)} number {f.DoseNumber}, "
        + $"{f.Earliest:o} {f.Recommended:o} {f.PastDue:o} {f.Latest:o} [{string.Join(' ', f.RecommendedCvx.Order(StringComparer.Ordinal))}]";
}
