using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>The published cases: status, dates and number of the forecast, and every dose's status.</summary>
[Trait("kind", "spec")]
public class EngineCasesTests
{
    static readonly IReadOnlyDictionary<string, StaleCase> Stale = StaleCases.Read();

    [Fact]
    public void Every_healthy_case_holds() => Assert.Empty(Differences(PublishedCases.Healthy));

    [Fact]
    public void Every_case_of_underlying_conditions_holds_but_the_stale_ones() =>
        Assert.Empty(Differences(PublishedCases.UnderlyingConditions.Where(row => !Stale.ContainsKey(row.Id))));

    [Fact]
    public void A_case_called_stale_does_differ_so_that_the_list_hides_nothing() =>
        Assert.Equal(
            Stale.Keys.Order(),
            PublishedCases.UnderlyingConditions.Where(row => Differences([row]).Count > 0).Select(row => row.Id).Order());

    [Fact]
    public void The_documentation_lists_the_same_stale_cases()
    {
        var text = File.ReadAllText(Path.Combine(StaleCases.RepositoryRoot(), "docs", "evaluation", "stale-cases.md"));
        Assert.All(Stale.Values, row => Assert.Contains($"| {row.Id} | {row.Reason} |", text));
        Assert.Equal(Stale.Count, text.Split('\n').Count(line => line.StartsWith("| 20", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_reason_that_a_case_names_is_among_the_reasons_found()
    {
        var missed = new List<string>();
        foreach (var row in PublishedCases.Healthy.Concat(PublishedCases.UnderlyingConditions))
        {
            var result = Evaluate(row);
            foreach (var dose in row.Doses.Where(dose => dose.Reason is not null))
                if (!result.Evaluations.Any(found => found.DoseId == $"{dose.Number}" && found.Reasons.Any(reason => reason.Code == CodeOf(dose.Reason!))))
                    missed.Add(row.Id);
        }
        // 2018-0022 names its bivalent adult vaccine inadvertent, which the schedule lists under no dose of hepatitis B; 2020-UC-0003 is stale.
        Assert.Equal(["2018-0022", "2020-UC-0003"], missed);
    }

    static List<string> Differences(IEnumerable<PublishedCase> cases)
    {
        var found = new List<string>();
        foreach (var row in cases)
        {
            var result = Evaluate(row);
            var expected = Show(row.Status, row.Number, row.Earliest, row.Recommended, row.PastDue);
            var actual = Chosen(result, row.Group);
            if (actual != expected)
                found.Add($"{row.Id}: expected {expected}, found {actual}");
            foreach (var dose in row.Doses)
                if (!result.Evaluations.Any(evaluation => evaluation.DoseId == $"{dose.Number}" && StatusText.Of(evaluation.Status) == dose.Status))
                    found.Add($"{row.Id}: dose {dose.Number} is not {dose.Status}");
        }
        return found;
    }

    static PersonEvaluation Evaluate(PublishedCase row) => PersonEvaluator.Evaluate(
        new Person(row.Born, row.Sex == "F" ? Sex.Female : Sex.Male),
        [.. row.Doses.Select(dose => new Dose($"{dose.Number}", dose.Date, dose.Cvx, dose.Mvx))],
        [.. row.Observations.Select(seen => new PersonObservation(seen.Code, seen.Date))],
        ShippedSchedule.ByDate,
        row.AsOf);

    /// <summary>A case has one row for a group. It means the risk forecast where that goes on, or where the standard one does not.</summary>
    static string Chosen(PersonEvaluation result, string group)
    {
        var standard = result.Forecasts.SingleOrDefault(row => row.VaccineGroup == group && row.SeriesType == SeriesType.Standard);
        var risk = result.Forecasts.SingleOrDefault(row => row.VaccineGroup == group && row.SeriesType == SeriesType.Risk);
        var chosen = risk is not null && (risk.Status == ForecastStatus.NotComplete || standard?.Status != ForecastStatus.NotComplete) ? risk : standard;
        return chosen is null ? "none" : Show(StatusText.Of(chosen.Status), chosen.DoseNumber, chosen.Earliest, chosen.Recommended, chosen.PastDue);
    }

    static string Show(string status, int? number, DateOnly? earliest, DateOnly? recommended, DateOnly? pastDue) =>
        $"{status} #{number} {earliest:yyyy-MM-dd} {recommended:yyyy-MM-dd} {pastDue:yyyy-MM-dd}";

    static ReasonCode CodeOf(string word) => word switch
    {
        "too-young" => ReasonCode.TooYoung,
        "too-soon" => ReasonCode.TooSoon,
        "inadvertent" => ReasonCode.InadvertentVaccine,
        "series-complete" => ReasonCode.SeriesAlreadyComplete,
        "too-old" => ReasonCode.TooOld,
        "live-virus-conflict" => ReasonCode.VaccineConflict,
        _ => ReasonCode.NotPreferableOrAllowable,
    };
}
