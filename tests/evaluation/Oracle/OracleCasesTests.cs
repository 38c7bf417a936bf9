using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Tests.Evaluation.Engine;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>The oracle itself is held against CDC's published cases before the engine is held against the oracle.</summary>
[Trait("kind", "spec")]
public class OracleCasesTests
{
    static OraclePerson PersonOf(PublishedCase c) => new(
        c.Born,
        c.Sex switch { "F" => Gender.Female, "M" => Gender.Male, _ => Gender.Unknown },
        c.Doses.Select(d => new OracleDose(d.Number - 1, d.Date, d.Cvx, d.Mvx)).ToList(),
        c.Observations.Select(o => new OracleObservation(o.Code, o.Date)).ToList(),
        c.AsOf);

    static bool Holds(PublishedCase c, OracleGroupForecast? f) =>
        f is not null && f.Status == c.Status && f.Number == c.Number && f.Earliest == c.Earliest && f.Recommended == c.Recommended && f.PastDue == c.PastDue;

    /// <summary>A case has one row for a group: the risk forecast where that one goes on, or where the standard one does not.</summary>
    static OracleGroupForecast? Meant(PublishedCase c, OracleResult result)
    {
        var standard = result.Forecasts.SingleOrDefault(f => f.VaccineGroup == c.Group && f.SeriesType == "Standard");
        var risk = result.Forecasts.SingleOrDefault(f => f.VaccineGroup == c.Group && f.SeriesType == "Risk");
        return risk is not null && (risk.Status == "Not Complete" || standard?.Status != "Not Complete") ? risk : standard;
    }

    /// <summary>Ids of the cases in which the forecast or a dose's status differs.</summary>
    static List<string> Different(IReadOnlyList<PublishedCase> cases)
    {
        var seasonal = cases.Select(c => c.AsOf).Distinct()
            .ToDictionary(asOf => asOf, asOf => SeasonalSchedule.At(ShippedSchedule.Schedule, ShippedSchedule.Seasons, asOf).Schedule);
        return cases.AsParallel().AsOrdered().Where(c =>
        {
            var result = CdsiOracle.Evaluate(PersonOf(c), seasonal[c.AsOf]);
            var evaluations = result.Best.SelectMany(b => b.Evaluations).ToList();
            return !Holds(c, Meant(c, result)) || c.Doses.Any(d => !evaluations.Any(e => e.Dose.Id == d.Number - 1 && e.Status == d.Status));
        }).Select(c => c.Id).Order(StringComparer.Ordinal).ToList();
    }

    [Fact]
    public void Every_healthy_case_holds() => Assert.Empty(Different(PublishedCases.Healthy));

    [Fact]
    public void Every_case_of_underlying_conditions_holds_but_those_that_are_stale() =>
        Assert.Equal(StaleCases.Read().Keys.Order(StringComparer.Ordinal), Different(PublishedCases.UnderlyingConditions));
}
