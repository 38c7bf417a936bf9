using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>Seasonal forecasts follow the loaded seasons and are withheld outside them.</summary>
public class SeasonForecastTests
{
    static readonly Person Child = new(new(2019, 3, 1), Sex.Female);

    static PersonEvaluation At(DateOnly asOf, params Season[] seasons) =>
        PersonEvaluator.Evaluate(Child, [], [], new ScheduleByDate(ShippedSchedule.Schedule, seasons), asOf);

    [Fact]
    public void In_the_packages_own_season_influenza_is_forecast_from_its_start() =>
        Assert.Equal(new DateOnly(2025, 7, 1), At(new(2025, 10, 1)).ForecastOf("Influenza").Earliest);

    [Fact]
    public void Past_every_loaded_season_the_forecast_is_withheld_and_says_so_instead_of_not_recommended()
    {
        var forecast = At(new(2026, 10, 1)).ForecastOf("Influenza");
        Assert.Equal(ForecastStatus.SeasonNotLoaded, forecast.Status);
        Assert.Null(forecast.Earliest);
        Assert.Equal("No loaded season holds the assessment date", ReasonText.Of(Assert.Single(forecast.Reasons)));
    }

    [Fact]
    public void Which_seasons_are_loaded_changes_no_evaluation_of_a_dose_outside_them()
    {
        var asOf = new DateOnly(2026, 10, 1);
        var none = ShippedSchedule.Schedule with { Seasons = [] };
        var (with, without) = (new Evaluator(new ScheduleByDate(ShippedSchedule.Schedule, []).At(asOf)), new Evaluator(new ScheduleByDate(none, []).At(asOf)));
        var histories = new RandomHistories(seed: 10);
        for (var i = 0; i < 300; i++)
        {
            var history = histories.Next(with.Schedule, asOf);
            history.EvaluateWith(with);
            history.EvaluateWith(without);
            Assert.Equal(without.Evaluations.ToArray(), with.Evaluations.ToArray());
        }
    }

    [Fact]
    public void What_is_not_seasonal_is_forecast_all_the_same() =>
        Assert.Equal(ForecastStatus.NotComplete, At(new(2026, 10, 1)).ForecastOf("MMR").Status);

    [Fact]
    public void A_season_that_a_site_adds_is_used()
    {
        var next = new Season("Influenza", "2026-27", new(2026, 7, 1), new(2027, 6, 30), "site");
        var forecast = At(new(2026, 10, 1), next).ForecastOf("Influenza");
        Assert.Equal((ForecastStatus.NotComplete, new DateOnly(2026, 7, 1)), (forecast.Status, forecast.Earliest));
    }

    [Fact]
    public void Answers_are_valid_at_most_until_the_season_changes()
    {
        Assert.True(At(new(2026, 6, 1)).ValidUntil <= new DateOnly(2026, 7, 1));
        var adult = PersonEvaluator.Evaluate(new Person(new(1980, 1, 1), Sex.Male), [], [], new ScheduleByDate(ShippedSchedule.Schedule, []), new(2026, 6, 20));
        Assert.Equal(new DateOnly(2026, 7, 1), adult.ValidUntil);
    }

    [Fact]
    public void A_dose_of_the_season_before_is_not_counted_where_standard_and_risk_series_are_best_at_once()
    {
        // Chronic lung disease of prematurity asks for a second season; the standard series is complete with the first.
        var result = ShippedSchedule.EvaluateDoses("2024-11-01", Sex.Female, "2025-11-10", [new Dose("1", new(2024, 11, 15), "306")], new PersonObservation("017"));
        Assert.All(result.Evaluations, row => Assert.Equal(EvaluationStatus.Valid, row.Status));
        Assert.Equal(2, result.Evaluations.Count);
        Assert.Equal((ForecastStatus.NotComplete, 1), (result.ForecastOf("RSV", SeriesType.Risk).Status, result.ForecastOf("RSV", SeriesType.Risk).DoseNumber));
    }

    [Fact]
    public void A_schedule_is_compiled_once_for_each_stretch_between_seasons()
    {
        var schedules = new ScheduleByDate(ShippedSchedule.Schedule, ShippedSchedule.Seasons);
        Assert.Same(schedules.At(new(2025, 10, 1)), schedules.At(new(2025, 12, 31)));
        Assert.NotSame(schedules.At(new(2025, 10, 1)), schedules.At(new(2026, 10, 1)));
    }

    [Fact]
    public void The_fingerprint_tells_seasons_and_schedules_apart_and_nothing_else()
    {
        var one = new ScheduleByDate(ShippedSchedule.Schedule, ShippedSchedule.Seasons).Fingerprint;
        Assert.Equal(one, new ScheduleByDate(ShippedSchedule.Schedule, ShippedSchedule.Seasons.ToArray()).Fingerprint);
        Assert.NotEqual(one, new ScheduleByDate(ShippedSchedule.Schedule, []).Fingerprint);
        Assert.NotEqual(one, new ScheduleByDate(ShippedSchedule.Schedule with { Version = "4.65" }, ShippedSchedule.Seasons).Fingerprint);
    }

    [Fact]
    public void Shared_decisions_are_marked()
    {
        var result = PersonEvaluator.Evaluate(new Person(new(2008, 1, 1), Sex.Female), [], [], ShippedSchedule.ByDate, new(2025, 11, 10));
        Assert.Equal(SharedDecision.All, result.ForecastOf("Meningococcal B").SharedDecision);
        Assert.Equal(SharedDecision.None, result.ForecastOf("Meningococcal").SharedDecision);
    }
}
