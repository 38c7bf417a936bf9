using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation;

/// <summary>Everything that the engine says about one person.</summary>
/// <param name="Problem">Why nothing could be said; then every list is empty.</param>
/// <param name="ScheduleVersion">CDC's supporting-data version.</param>
/// <param name="ValidUntil">First date on which any answer could differ with the same history; null: never.</param>
/// <param name="LeftOut">Doses that take no part, with the reason.</param>
public sealed record PersonEvaluation(
    PersonProblem Problem,
    string ScheduleVersion,
    DateOnly AsOf,
    DateOnly? ValidUntil,
    IReadOnlyList<EvaluatedDose> Evaluations,
    IReadOnlyList<Forecast> Forecasts,
    IReadOnlyList<LeftOutDose> LeftOut);

/// <summary>One dose against one best series of one of its antigens.</summary>
/// <param name="TargetDose">1 or more; null where the series had no target dose left.</param>
public sealed record EvaluatedDose(
    string DoseId,
    string Antigen,
    string Series,
    SeriesType SeriesType,
    int? TargetDose,
    EvaluationStatus Status,
    IReadOnlyList<Explanation> Reasons);

/// <summary>The forecast of one vaccine group and series type.</summary>
/// <param name="DoseNumber">1 or more; null where nothing is forecast.</param>
/// <param name="Recommended">Adjusted: never before the earliest date.</param>
/// <param name="PastDue">Adjusted: never before the earliest date; null where the schedule sets none.</param>
/// <param name="Latest">Last date on which the dose may be given; null where the schedule sets none.</param>
/// <param name="RecommendedCvx">Vaccines that the schedule asks to name; empty: any vaccine of the group.</param>
public sealed record Forecast(
    string VaccineGroup,
    SeriesType SeriesType,
    ForecastStatus Status,
    int? DoseNumber,
    DateOnly? Earliest,
    DateOnly? Recommended,
    DateOnly? PastDue,
    DateOnly? Latest,
    IReadOnlyList<string> RecommendedCvx,
    IReadOnlyList<Explanation> Reasons,
    SharedDecision SharedDecision);

public sealed record LeftOutDose(string DoseId, DoseOutcome Reason);
