using RegistryAnalytics.Evaluation;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>Reasons name the dates that decided, and one formatter puts them into words.</summary>
public class ExplanationTests
{
    [Fact]
    public void An_interval_too_short_tells_the_days_and_what_they_count_from()
    {
        var result = ShippedSchedule.Evaluate("2024-05-01", Sex.Female, "2025-11-10", ("2025-05-03", "03"), ("2025-05-25", "03"));
        var second = result.EvaluationOf("2", "Measles");
        Assert.Equal(EvaluationStatus.NotValid, second.Status);
        Assert.Contains("Interval: too soon: 22 days after 2025-05-03, at least 24 needed", second.Reasons.Select(reason => ReasonText.Of(reason)));
    }

    [Fact]
    public void A_dose_too_young_tells_when_the_age_is_reached()
    {
        var result = ShippedSchedule.Evaluate("2024-05-01", Sex.Female, "2025-11-10", ("2025-04-01", "03"));
        Assert.Equal(
            ["Age: too young: given 2025-04-01, the age is reached on 2025-04-27", "Not a preferable or allowable vaccine", "Vaccine: outside its age range"],
            result.EvaluationOf("1", "Measles").Reasons.Select(reason => ReasonText.Of(reason)));
    }

    [Fact]
    public void A_live_vaccine_after_another_tells_the_conflict()
    {
        var result = ShippedSchedule.Evaluate("2020-05-01", Sex.Female, "2025-11-10", ("2025-05-01", "03"), ("2025-05-10", "21"));
        Assert.Contains(
            "Live virus conflict: 9 days after 2025-05-01, at least 28 needed",
            result.EvaluationOf("2", "Varicella").Reasons.Select(reason => ReasonText.Of(reason)));
    }

    [Fact]
    public void An_expired_lot_is_sub_standard_and_the_last_day_of_the_lot_is_not()
    {
        Dose Given(string id, string date) => new(id, ShippedSchedule.Date(date), "08", LotExpiry: new(2025, 3, 31));
        var result = ShippedSchedule.EvaluateDoses("2025-01-01", Sex.Male, "2025-11-10", [Given("1", "2025-03-31"), Given("2", "2025-05-01")]);
        Assert.Equal(EvaluationStatus.Valid, result.EvaluationOf("1", "HepB").Status);
        var expired = result.EvaluationOf("2", "HepB");
        Assert.Equal(EvaluationStatus.SubStandard, expired.Status);
        Assert.Equal("Lot expired: given 2025-05-01, usable until 2025-03-31", ReasonText.Of(Assert.Single(expired.Reasons)));
        Assert.Equal(2, result.ForecastOf("HepB").DoseNumber);
    }

    [Fact]
    public void A_forecast_names_the_rule_that_set_each_date()
    {
        var result = ShippedSchedule.Evaluate("2025-09-06", Sex.Female, "2025-11-10", ("2025-10-20", "107"));
        var forecast = result.ForecastOf("DTaP/Tdap/Td");
        Assert.Equal(
            [
                "Earliest by minimum interval from 2025-10-20: 2025-11-17",
                "Recommended by age: 2026-01-06",
                "Past due by age: 2026-03-05",
            ],
            forecast.Reasons.Select(reason => ReasonText.Of(reason)));
    }

    [Fact]
    public void A_closed_forecast_tells_why()
    {
        var result = ShippedSchedule.Evaluate("1950-01-01", Sex.Male, "2025-11-10");
        Assert.Equal("Evidence of immunity", ReasonText.Of(result.ForecastOf("MMR").Reasons[0]));
        Assert.Equal("Past the maximum age", ReasonText.Of(result.ForecastOf("Rotavirus").Reasons[0]));
    }

    [Fact]
    public void Reason_bits_are_told_as_codes_by_number() =>
        Assert.Equal(("", "TooYoung;VaccineConflict"), (ReasonText.Codes(0), ReasonText.Codes(1u << (int)ReasonCode.VaccineConflict | 1u << (int)ReasonCode.TooYoung)));

    [Fact]
    public void Every_code_has_words()
    {
        foreach (var code in Enum.GetValues<ReasonCode>())
            if (code != ReasonCode.None)
                Assert.NotEqual(code.ToString(), ReasonText.Of(code));
    }
}
