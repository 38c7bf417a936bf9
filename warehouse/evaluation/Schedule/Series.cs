namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>A way to be protected against one antigen.</summary>
/// <param name="SharedDecision">For whom the series rests on shared clinical decision-making.</param>
/// <param name="RequiredGender"><see cref="Gender.Any"/> where the package asks for none.</param>
/// <param name="EquivalentSeriesGroups">Series groups of the same antigen that stand for this one's group.</param>
public sealed record Series(
    string Name,
    string Antigen,
    string VaccineGroup,
    SeriesType Type,
    SharedDecision SharedDecision,
    Gender RequiredGender,
    Rows<int> EquivalentSeriesGroups,
    SelectSeries Select,
    Rows<Indication> Indications,
    Rows<SeriesDose> Doses);

public enum SeriesType { Standard, Risk, EvaluationOnly }

/// <summary>
/// Whether a series is recommended after shared clinical decision-making: for nobody, for some of the persons it serves
/// (its guidance says so of an age range or a history; HPV at 27 to 45 years), or for all (its name says so).
/// </summary>
public enum SharedDecision { None, Some, All }

/// <summary>The genders a series is for; a person has exactly one of the three.</summary>
[Flags]
public enum Gender { None = 0, Female = 1, Male = 2, Unknown = 4, Any = Female | Male | Unknown }

/// <summary>What the selection of a prioritized series goes by (chapter 8).</summary>
/// <param name="Group">Number of the series group, 1 or more, within the antigen.</param>
/// <param name="Priority">A is highest.</param>
/// <param name="Preference">1 is preferred most; null ranks last.</param>
public sealed record SelectSeries(
    bool DefaultSeries,
    bool ProductPath,
    int Group,
    string GroupName,
    char Priority,
    int? Preference,
    Period? MinAgeToStart,
    Period? MaxAgeToStart);

/// <summary>The observation makes a risk series relevant while begin age ≤ age at assessment &lt; end age.</summary>
public sealed record Indication(string ObservationCode, Period? BeginAge, Period? EndAge);

/// <summary>One target dose of a series.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Recurring">When satisfied, the same dose follows again.</param>
/// <param name="Seasonal">Null: recommended all year.</param>
public sealed record SeriesDose(
    int Number,
    bool Recurring,
    SeasonalRecommendation? Seasonal,
    Rows<AgeRule> Ages,
    Rows<IntervalRule> Intervals,
    Rows<AllowableInterval> AllowableIntervals,
    Rows<PreferableVaccine> PreferableVaccines,
    Rows<AllowableVaccine> AllowableVaccines,
    Rows<string> InadvertentVaccines,
    Rows<ConditionalSkip> ConditionalSkips);

/// <summary>First and last day on which the dose is recommended.</summary>
public sealed record SeasonalRecommendation(DateOnly? Start, DateOnly? End);

/// <param name="Effective">First day on which the rule holds.</param>
/// <param name="Cessation">Last day on which the rule holds.</param>
public sealed record AgeRule(
    Period? AbsoluteMinimum,
    Period? Minimum,
    Period? EarliestRecommended,
    Period? LatestRecommended,
    Period? Maximum,
    DateOnly? Effective,
    DateOnly? Cessation);

/// <summary>What an interval is counted from.</summary>
public enum IntervalReference { PreviousDose, TargetDose, MostRecentVaccine, RelevantObservation }

/// <summary>A preferable interval.</summary>
/// <param name="TargetDose">Number of the target dose; for <see cref="IntervalReference.TargetDose"/> only.</param>
/// <param name="MostRecentCvx">For <see cref="IntervalReference.MostRecentVaccine"/> only.</param>
/// <param name="ObservationCode">For <see cref="IntervalReference.RelevantObservation"/> only.</param>
/// <param name="Override">The interval's priority flag (MULTIANTVG-1).</param>
public sealed record IntervalRule(
    IntervalReference From,
    int? TargetDose,
    Rows<string> MostRecentCvx,
    string? ObservationCode,
    Period? AbsoluteMinimum,
    Period? Minimum,
    Period? EarliestRecommended,
    Period? LatestRecommended,
    bool Override,
    DateOnly? Effective,
    DateOnly? Cessation);

/// <param name="From">Previous dose or target dose.</param>
public sealed record AllowableInterval(
    IntervalReference From,
    int? TargetDose,
    Period? AbsoluteMinimum,
    DateOnly? Effective,
    DateOnly? Cessation);

/// <param name="Mvx">Manufacturer; null: any.</param>
/// <param name="Volume">Millilitres.</param>
/// <param name="Forecast">May be named in a forecast.</param>
public sealed record PreferableVaccine(
    string Cvx,
    Period? BeginAge,
    Period? EndAge,
    string? TradeName,
    string? Mvx,
    decimal? Volume,
    bool Forecast);

public sealed record AllowableVaccine(string Cvx, Period? BeginAge, Period? EndAge);
