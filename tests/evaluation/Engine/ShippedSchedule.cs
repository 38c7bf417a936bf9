using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>The shipped schedule 4.64 with the shipped seasons, read and compiled once for all tests.</summary>
static class ShippedSchedule
{
    static readonly ScheduleLibrary Library = new(ScheduleLibrary.BuiltInFolder);

    internal static readonly ImmunizationSchedule Schedule = Library.Load("4.64").Schedule!;
    internal static readonly Rows<Season> Seasons = Library.LoadSeasons().Seasons;
    internal static readonly ScheduleByDate ByDate = new(Schedule, Seasons);

    internal static PersonEvaluation Evaluate(string born, Sex sex, string asOf, params (string Date, string Cvx)[] doses) =>
        PersonEvaluator.Evaluate(
            new Person(Date(born), sex),
            [.. doses.Select((dose, i) => new Dose($"{i + 1}", Date(dose.Date), dose.Cvx))], [], ByDate, Date(asOf));

    internal static PersonEvaluation EvaluateDoses(string born, Sex sex, string asOf, IReadOnlyList<Dose> doses, params PersonObservation[] observations) =>
        PersonEvaluator.Evaluate(new Person(Date(born), sex), doses, observations, ByDate, Date(asOf));

    internal static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");

    internal static Forecast ForecastOf(this PersonEvaluation evaluation, string group, SeriesType type = SeriesType.Standard) =>
        Assert.Single(evaluation.Forecasts, forecast => forecast.VaccineGroup == group && forecast.SeriesType == type);

    internal static EvaluatedDose EvaluationOf(this PersonEvaluation evaluation, string doseId, string antigen) =>
        Assert.Single(evaluation.Evaluations, row => row.DoseId == doseId && row.Antigen == antigen);
}
