using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>The oracle itself is held against CDC's published cases before anything is held against the oracle.</summary>
[Trait("kind", "spec")]
public class OracleCasesTests
{
    static readonly ScheduleLibrary Library = new(ScheduleLibrary.BuiltInFolder);
    static readonly ImmunizationSchedule Shipped = Library.Load("4.64").Schedule!;
    static readonly Rows<Season> Loaded = Library.LoadSeasons().Seasons;

    /// <summary>Cases of underlying conditions 4.6 that supporting data 4.64 does not answer as printed, each with the reason.</summary>
    static readonly Dictionary<string, string> Stale = new()
    {
        ["2016-UC-0003"] = "pertussis alone is contraindicated; table 9-4 makes the whole group Contraindicated, the row expects the other antigens' dates",
        ["2016-UC-0032"] = "the row expects the past due date of the standard series' interval; the risk series, which is the one due, has none",
        ["2016-UC-0057"] = "the row expects the risk series' dates at 5 months of age; the data's indication begins at 12 months",
        ["2016-UC-0060"] = "the row expects 8 weeks after the second dose; the data says 4 weeks",
        ["2016-UC-0110"] = "the row's earliest date is 10 days before the minimum age of 12 months that the data has",
        ["2016-UC-0114"] = "the series that starts at 2 to 23 months has no maximum age to start in the data, so it is chosen",
        ["2016-UC-0128"] = "same cause as 2016-UC-0114",
        ["2016-UC-0153"] = "the row's first dose is at 4 months; the data's risk series for the condition begins at 2 years",
        ["2016-UC-0165"] = "the row expects five years after the first dose; the data counts them from the most recent one",
        ["2016-UC-0198"] = "same cause as 2016-UC-0114",
        ["2017-UC-0015"] = "the row has a minimum age of 18 years; the data has 2 years",
        ["2020-UC-0003"] = "the row holds the second dose against a 2-dose series (6 months); in the data a 3-dose series is chosen, in which it is valid",
        ["2023-UC-0051"] = "assessed before the first season for which the RSV vaccine existed",
        ["2025-UC-0015"] = "the row's past due date is the latest recommended date itself, not the day before (FORECASTDT-3)",
    };

    /// <summary>Doses whose status (or reason) differs, in cases that are stale above or as said.</summary>
    static readonly HashSet<string> StaleDoses =
    [
        "2016-UC-0153 dose 1",
        "2020-UC-0003 dose 2",
        "2018-0022 dose 1", // status holds; the row says inadvertent, the data's best series lists no such vaccine
    ];

    static OraclePerson PersonOf(PublishedCase c) => new(
        c.Born,
        c.Sex switch { "F" => Gender.Female, "M" => Gender.Male, _ => Gender.Unknown },
        c.Doses.Select(d => new OracleDose(d.Number - 1, d.Date, d.Cvx, d.Mvx)).ToList(),
        c.Observations.Select(o => new OracleObservation(o.Code, o.Date)).ToList(),
        c.AsOf);

    static bool Holds(PublishedCase c, OracleGroupForecast f) =>
        f.VaccineGroup == c.Group && f.Status == c.Status && f.Number == c.Number && f.Earliest == c.Earliest && f.Recommended == c.Recommended && f.PastDue == c.PastDue;

    static bool Holds(CaseDose dose, OracleEvaluation e) =>
        e.Dose.Id == dose.Number - 1 && e.Status == dose.Status && (dose.Reason is null || e.Reasons.Contains(dose.Reason));

    static List<string> Differences(IReadOnlyList<PublishedCase> cases)
    {
        var seasonal = cases.Select(c => c.AsOf).Distinct().ToDictionary(asOf => asOf, asOf => SeasonalSchedule.At(Shipped, Loaded, asOf).Schedule);
        return cases.SelectMany(c =>
        {
            var result = CdsiOracle.Evaluate(PersonOf(c), seasonal[c.AsOf]);
            var evaluations = result.Best.SelectMany(b => b.Evaluations).ToList();
            var forecast = result.Forecasts.Any(f => Holds(c, f)) ? [] : new[] { c.Id };
            return forecast.Concat(c.Doses.Where(d => !evaluations.Any(e => Holds(d, e))).Select(d => $"{c.Id} dose {d.Number}"));
        }).Order(StringComparer.Ordinal).ToList();
    }

    [Fact]
    public void Every_healthy_case_holds() => Assert.Equal(StaleDoses.Where(s => !s.Contains("UC")), Differences(PublishedCases.Healthy));

    [Fact]
    public void Every_case_of_underlying_conditions_holds_but_those_that_are_stale() =>
        Assert.Equal(
            Stale.Keys.Concat(StaleDoses.Where(s => s.Contains("UC"))).Order(StringComparer.Ordinal),
            Differences(PublishedCases.UnderlyingConditions));
}
