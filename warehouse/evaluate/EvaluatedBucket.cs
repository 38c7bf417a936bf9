namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>What evaluation said about the persons of one bucket, in person order; kept until its turn to be written.</summary>
sealed class EvaluatedBucket
{
    internal readonly List<EvaluationRow> Evaluations = [];
    internal readonly List<ForecastRow> Forecasts = [];
    internal readonly List<StateRow> States = [];

    /// <summary>Persons whose rows are copied from the previous build.</summary>
    internal readonly List<long> CarriedOver = [];
}

/// <summary>One dose, antigen and best series. Days are day numbers of <see cref="DateOnly"/>.</summary>
readonly record struct EvaluationRow(long DoseKey, long PersonKey, int Day, int Antigen, int Series, int TargetDose, byte Status, uint Reasons);

/// <summary>One vaccine group and series type of a person.</summary>
readonly record struct ForecastRow(
    long PersonKey, int VaccineGroup, byte Type, byte Status, int DoseNumber, int Earliest, int Recommended, int PastDue, int Latest,
    ulong Reasons, bool IsSharedDecision, string RecommendedCvx, int ValidUntil);

/// <summary>What a later build needs to know whether a person's rows may be carried over.</summary>
/// <param name="HistoryHash">Of everything that was given to the engine except the assessment date.</param>
/// <param name="ValidUntil">Day number of the first date on which an answer could differ; <see cref="int.MaxValue"/>: never.</param>
readonly record struct StateRow(long PersonKey, long HistoryHash, int ValidUntil);
