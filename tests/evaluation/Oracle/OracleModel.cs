using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>A person as the oracle takes one: plain values, nothing precomputed.</summary>
public sealed record OraclePerson(
    DateOnly Born, Gender Gender, IReadOnlyList<OracleDose> Doses, IReadOnlyList<OracleObservation> Observations, DateOnly AsOf);

/// <param name="Id">Its place in the person's list, from 0; doses of one day are taken in this order.</param>
public sealed record OracleDose(
    int Id, DateOnly Date, string Cvx, string? Mvx = null, string? TradeName = null, DateOnly? LotExpires = null, bool HasCondition = false);

public sealed record OracleObservation(string Code, DateOnly? Date);

/// <summary>What became of one dose in one series.</summary>
/// <param name="TargetDose">Number of the target dose it was held against; null: none was left.</param>
public sealed record OracleEvaluation(OracleDose Dose, string Status, IReadOnlyList<string> Reasons, int? TargetDose)
{
    public bool IsInadvertent => Reasons.Contains("inadvertent");
}

/// <summary>One target dose while a series is worked through.</summary>
public sealed class OracleTarget(SeriesDose dose)
{
    public SeriesDose Dose { get; } = dose;

    public string Status { get; set; } = "Not Satisfied";

    public OracleDose? SatisfiedBy { get; set; }
}

/// <summary>The forecast made from one relevant patient series; dates are null unless the status is Not Complete.</summary>
public sealed record OracleForecast(
    string Status, OracleTarget? Target, DateOnly? Earliest, DateOnly? Recommended, DateOnly? PastDue, DateOnly? Latest, int? Number,
    IReadOnlyList<string> RecommendedCvx, bool IsPriority);

/// <summary>A relevant patient series with its evaluations and its forecast.</summary>
public sealed class OracleSeries(Series series)
{
    public Series Series { get; } = series;

    public List<OracleTarget> Targets { get; } = series.Doses.Select(d => new OracleTarget(d)).ToList();

    public List<OracleEvaluation> Evaluations { get; } = [];

    public OracleForecast? Forecast { get; set; }

    /// <summary>SELECTB-21.</summary>
    public int ValidDoses => Targets.Count(t => t.Status == "Satisfied");
}

/// <summary>A vaccine group's forecast, of one series type.</summary>
public sealed record OracleGroupForecast(
    string VaccineGroup, string SeriesType, string Status, int? Number, DateOnly? Earliest, DateOnly? Recommended, DateOnly? PastDue, DateOnly? Latest,
    IReadOnlyList<string> RecommendedCvx);

/// <param name="Best">The best series of every antigen.</param>
public sealed record OracleResult(IReadOnlyList<OracleSeries> Best, IReadOnlyList<OracleGroupForecast> Forecasts);
