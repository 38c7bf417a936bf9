using RegistryAnalytics.Evaluation;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>What each kind of bad input comes to; none throws.</summary>
public class BadInputTests
{
    [Fact]
    public void Without_a_birth_date_nothing_is_said_and_the_result_says_so()
    {
        var result = PersonEvaluator.Evaluate(new Person(null, Sex.Female), [new("1", new(2025, 1, 1), "03")], [], ShippedSchedule.ByDate, new(2025, 11, 10));
        Assert.Equal(PersonProblem.NoBirthDate, result.Problem);
        Assert.Empty(result.Evaluations);
        Assert.Empty(result.Forecasts);
        Assert.Null(result.ValidUntil);
    }

    [Fact]
    public void Someone_born_after_the_assessment_date_is_not_evaluated_until_born()
    {
        var result = ShippedSchedule.Evaluate("2026-01-01", Sex.Male, "2025-11-10");
        Assert.Equal((PersonProblem.BornAfterAssessment, new DateOnly(2026, 1, 1)), (result.Problem, result.ValidUntil));
        Assert.Empty(result.Forecasts);
    }

    [Theory]
    [InlineData(Sex.Unknown)]
    [InlineData(Sex.Other)]
    public void A_sex_that_the_schedule_does_not_know_is_the_unknown_gender(Sex sex) =>
        Assert.Equal(ForecastStatus.NotComplete, ShippedSchedule.Evaluate("2012-01-01", sex, "2025-11-10").ForecastOf("HPV").Status);

    [Fact]
    public void Doses_that_cannot_count_are_left_out_with_the_reason_and_the_others_count()
    {
        IReadOnlyList<Dose> doses =
        [
            new("unknown", new(2025, 2, 1), "9999"),
            new("blank", new(2025, 2, 1), ""),
            new("early", new(2024, 12, 31), "08"),
            new("late", new(2025, 11, 11), "08"),
            new("undated", null, "08"),
            new("twice", new(2025, 1, 1), "08"),
            new("twice", new(2025, 3, 1), "08"),
            new("skin test", new(2025, 3, 1), "19"),
        ];
        var result = ShippedSchedule.EvaluateDoses("2025-01-01", Sex.Male, "2025-11-10", doses);
        Assert.Equal(
            [
                new LeftOutDose("twice", DoseOutcome.DuplicateId), new("unknown", DoseOutcome.UnknownVaccine), new("blank", DoseOutcome.UnknownVaccine),
                new("early", DoseOutcome.BeforeBirth), new("late", DoseOutcome.AfterAssessment), new("undated", DoseOutcome.NoDate),
                new("skin test", DoseOutcome.NoAntigen),
            ],
            result.LeftOut);
        Assert.Equal(EvaluationStatus.Valid, result.EvaluationOf("twice", "HepB").Status);
        Assert.Equal(2, result.ForecastOf("HepB").DoseNumber);
    }

    [Fact]
    public void Observations_that_no_rule_asks_for_say_nothing()
    {
        var with = ShippedSchedule.EvaluateDoses("2020-01-01", Sex.Male, "2025-11-10", [], new PersonObservation("99999"), new PersonObservation(""));
        Assert.Equal(
            ShippedSchedule.EvaluateDoses("2020-01-01", Sex.Male, "2025-11-10", []).Forecasts.Select(row => (row.VaccineGroup, row.Status, row.Earliest)),
            with.Forecasts.Select(row => (row.VaccineGroup, row.Status, row.Earliest)));
    }

    [Theory]
    [InlineData("0001-01-01", "2025-11-10")]
    [InlineData("0001-01-01", "0001-01-01")]
    [InlineData("9999-12-31", "9999-12-31")]
    [InlineData("1890-02-28", "9999-12-31")]
    public void Dates_at_the_ends_of_the_calendar_do_no_harm(string born, string asOf)
    {
        var result = ShippedSchedule.EvaluateDoses(born, Sex.Female, asOf, [new("1", ShippedSchedule.Date(asOf), "03"), new("2", ShippedSchedule.Date(born), "08")]);
        Assert.NotEmpty(result.Forecasts);
    }

    [Theory]
    [InlineData("03", 1)]
    [InlineData("03", 0)]
    [InlineData("33", 1)]
    [InlineData("309", 1)]
    public void Ten_thousand_doses_on_one_person_are_evaluated(string cvx, int daysApart)
    {
        var schedule = ShippedSchedule.ByDate.At(new(2025, 11, 10));
        var birth = new DateOnly(1990, 5, 1).DayNumber;
        // On as many days, so that nothing repeats and live vaccines stand close, or all on one.
        var doses = Enumerable.Range(0, 10_000).Select(i => new DoseInput(birth + 400 + i * daysApart, schedule.CvxIndex(cvx))).ToArray();
        var observations = ShippedSchedule.Schedule.Observations.Select(row => new ObservationInput(schedule.ObservationIndex(row.Code), birth)).ToArray();
        var evaluator = new Evaluator(schedule);
        new History(birth, new DateOnly(2025, 11, 10).DayNumber, RegistryAnalytics.Evaluation.Schedule.Gender.Female, doses, observations).EvaluateWith(evaluator);
        Assert.True(evaluator.Evaluations.Length >= 10_000);
    }
}
