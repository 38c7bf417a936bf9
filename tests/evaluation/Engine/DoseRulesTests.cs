using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>Rules that no published case, or only one, touches; over the shipped schedule.</summary>
public class DoseRulesTests
{
    static Dose Given(string id, string date, string cvx, string? mvx = null, bool hasCondition = false, decimal? ml = null) =>
        new(id, ShippedSchedule.Date(date), cvx, mvx, null, hasCondition, ml);

    static PersonEvaluation Adolescent(string? mvx) => ShippedSchedule.EvaluateDoses(
        "2012-03-01", Sex.Female, "2025-11-10", [Given("1", "2024-01-10", "43", mvx), Given("2", "2024-06-10", "43", mvx)]);

    [Fact]
    public void Two_adult_doses_of_the_named_product_complete_the_adolescent_hepatitis_B_series() =>
        Assert.Equal(ForecastStatus.Complete, Adolescent("MSD").ForecastOf("HepB").Status);

    [Theory]
    [InlineData("SKB")]
    [InlineData(null)]
    [InlineData("UNK")]
    public void Two_adult_doses_of_another_or_an_unknown_manufacturer_do_not(string? mvx) =>
        Assert.Equal(ForecastStatus.NotComplete, Adolescent(mvx).ForecastOf("HepB").Status);

    [Fact]
    public void A_dose_with_a_condition_must_be_repeated()
    {
        var result = ShippedSchedule.EvaluateDoses("2025-01-01", Sex.Male, "2025-11-10", [Given("1", "2025-01-02", "08", hasCondition: true)]);
        Assert.Equal(EvaluationStatus.SubStandard, result.EvaluationOf("1", "HepB").Status);
        Assert.Equal(1, result.ForecastOf("HepB").DoseNumber);
    }

    [Fact]
    public void Too_small_a_volume_is_told_and_the_dose_is_valid_all_the_same()
    {
        var result = ShippedSchedule.EvaluateDoses("2024-01-01", Sex.Male, "2025-11-10", [Given("1", "2025-02-02", "03", ml: 0.25m)]);
        var row = result.EvaluationOf("1", "Measles");
        Assert.Equal((EvaluationStatus.Valid, ReasonCode.VolumeTooSmall), (row.Status, Assert.Single(row.Reasons).Code));
    }

    [Fact]
    public void A_dose_after_the_series_is_complete_is_extraneous_and_has_no_target_dose()
    {
        var result = ShippedSchedule.Evaluate("2015-01-01", Sex.Male, "2025-11-10", ("2016-02-01", "83"), ("2016-09-01", "83"), ("2018-01-01", "83"));
        var third = result.EvaluationOf("3", "HepA");
        Assert.Equal((EvaluationStatus.Extraneous, null), (third.Status, third.TargetDose));
        Assert.Equal(ForecastStatus.Complete, result.ForecastOf("HepA").Status);
    }

    [Theory]
    [InlineData("2025-05-31", "Varicella")]
    [InlineData("2025-06-01", "Zoster")]
    public void Live_zoster_vaccine_counts_for_varicella_below_50_years_and_for_zoster_from_then(string given, string antigen)
    {
        var result = ShippedSchedule.Evaluate("1975-06-01", Sex.Female, "2025-11-10", (given, "121"));
        Assert.All(result.Evaluations, row => Assert.Equal(antigen, row.Antigen));
        Assert.NotEmpty(result.Evaluations);
    }

    [Fact]
    public void A_varicella_dose_holds_zoster_vaccine_back_although_it_is_another_antigen()
    {
        var result = ShippedSchedule.Evaluate("1960-06-01", Sex.Female, "2025-11-10", ("2025-11-01", "21"));
        Assert.True(result.ForecastOf("Zoster").Earliest > new DateOnly(2025, 11, 1));
    }

    [Theory]
    [InlineData(null, ForecastStatus.Immune)]
    [InlineData("US", ForecastStatus.Immune)]
    [InlineData("United States of America", ForecastStatus.Immune)]
    [InlineData("MX", ForecastStatus.NotComplete)]
    public void Born_before_1980_is_immune_to_varicella_in_the_United_States_only(string? country, ForecastStatus status)
    {
        var result = PersonEvaluator.Evaluate(new Person(new(1979, 12, 31), Sex.Male, country), [], [], ShippedSchedule.ByDate, new(2025, 11, 10));
        Assert.Equal(status, result.ForecastOf("Varicella").Status);
    }

    [Fact]
    public void Health_care_personnel_born_before_1957_are_not_taken_as_immune_to_measles()
    {
        var result = ShippedSchedule.EvaluateDoses("1955-01-01", Sex.Female, "2025-11-10", [], new PersonObservation("055"));
        Assert.Equal(ForecastStatus.NotComplete, result.ForecastOf("MMR", SeriesType.Risk).Status);
        Assert.Equal(ForecastStatus.Immune, ShippedSchedule.Evaluate("1955-01-01", Sex.Female, "2025-11-10").ForecastOf("MMR").Status);
    }

    [Fact]
    public void A_contraindication_closes_every_forecast_of_the_antigen_without_dates()
    {
        var forecast = ShippedSchedule.EvaluateDoses("1995-01-01", Sex.Female, "2025-11-10", [], new PersonObservation("007")).ForecastOf("MMR");
        Assert.Equal((ForecastStatus.Contraindicated, null, null), (forecast.Status, forecast.Earliest, forecast.DoseNumber));
    }

    [Fact]
    public void A_contraindicated_vaccine_is_not_recommended_while_the_others_are()
    {
        // 015 makes an adult series relevant in which PPSV23 or a newer conjugate vaccine follows PCV13; 117 speaks against the conjugates.
        IReadOnlyList<string> Recommended(params PersonObservation[] seen) =>
            ShippedSchedule.EvaluateDoses("1980-01-01", Sex.Male, "2025-11-10", [Given("1", "2024-01-10", "133")], seen)
                .ForecastOf("Pneumococcal", SeriesType.Risk).RecommendedCvx;
        Assert.Equal(["216", "327", "33"], Recommended(new PersonObservation("015")).Order(StringComparer.Ordinal));
        Assert.Equal(["33"], Recommended(new PersonObservation("015"), new PersonObservation("117")));
    }

    [Fact]
    public void An_indication_applies_from_its_age_and_valid_until_says_when()
    {
        var indication = ShippedSchedule.Schedule.Antigens.Single(antigen => antigen.Name == "Cholera").Series[0].Indications[0];
        var born = new DateOnly(2024, 1, 1);
        var from = indication.BeginAge!.Value.After(born);
        PersonEvaluation At(DateOnly day) => PersonEvaluator.Evaluate(
            new Person(born, Sex.Male), [], [new PersonObservation(indication.ObservationCode)], ShippedSchedule.ByDate, day);
        Assert.DoesNotContain(At(from.AddDays(-1)).Forecasts, row => row.VaccineGroup == "Cholera");
        Assert.Equal(from, At(from.AddDays(-1)).ValidUntil);
        Assert.Contains(At(from).Forecasts, row => row.VaccineGroup == "Cholera");
    }
}
