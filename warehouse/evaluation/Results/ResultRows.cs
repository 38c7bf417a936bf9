using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation;

/// <summary>One dose against one best series of one of its antigens, as the fast path returns it.</summary>
/// <param name="Dose">Position of the dose in the input.</param>
/// <param name="Antigen">Index for <see cref="Evaluator.AntigenName"/>.</param>
/// <param name="Series">Index for <see cref="Evaluator.SeriesName"/>.</param>
/// <param name="TargetDose">Number of the target dose evaluated against, 1 or more; 0 where the series had none left.</param>
/// <param name="Reasons">Bit n set: <see cref="ReasonCode"/> n.</param>
public readonly record struct DoseEvaluation(int Dose, int Antigen, int Series, int TargetDose, EvaluationStatus Status, uint Reasons)
{
    public bool Has(ReasonCode code) => (Reasons & 1u << (int)code) != 0;
}

/// <summary>The forecast of one vaccine group and series type. Days are day numbers, <see cref="NoDay"/> where blank.</summary>
/// <param name="VaccineGroup">Index for <see cref="Evaluator.VaccineGroupName"/>.</param>
/// <param name="Type">Standard or Risk: best series are blended within their type only.</param>
/// <param name="DoseNumber">1 or more; 0 where nothing is forecast.</param>
/// <param name="Recommended">Adjusted: never before the earliest day.</param>
/// <param name="PastDue">Adjusted: never before the earliest day.</param>
/// <param name="Reasons">Bit n set: <see cref="ReasonCode"/> n.</param>
/// <param name="SharedDecision">For whom the series rest on shared clinical decision-making rather than on a routine recommendation.</param>
/// <param name="RecommendedCvxStart">The recommended vaccines: a run in <see cref="Evaluator.RecommendedCvx(in GroupForecast)"/>.</param>
public readonly record struct GroupForecast(
    int VaccineGroup,
    SeriesType Type,
    ForecastStatus Status,
    int DoseNumber,
    int Earliest,
    int Recommended,
    int PastDue,
    int Latest,
    int UnadjustedRecommended,
    int UnadjustedPastDue,
    ulong Reasons,
    SharedDecision SharedDecision,
    int RecommendedCvxStart,
    int RecommendedCvxCount)
{
    /// <summary>A blank date.</summary>
    public const int NoDay = Days.Day.None;

    /// <summary>For everyone whom the series serve: not a routine recommendation.</summary>
    public bool IsSharedDecision => SharedDecision == SharedDecision.All;

    public bool Has(ReasonCode code) => (Reasons & 1UL << (int)code) != 0;
}
