namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>When a target dose need not be given (tables 6-5 to 6-11). A dose may carry several; any that is met skips it.</summary>
/// <param name="SetLogic">Null where the package says none: one set, or any of them.</param>
public sealed record ConditionalSkip(SkipContext Context, SkipLogic? SetLogic, Rows<SkipSet> Sets);

/// <summary>In which of evaluation and forecast a conditional skip is looked at.</summary>
public enum SkipContext { Evaluation, Forecast, Both }

/// <summary>How several sets, or the conditions of one set, combine.</summary>
public enum SkipLogic { And, Or }

/// <param name="ConditionLogic">Null where the package says none: one condition.</param>
/// <param name="Effective">First day on which the set holds.</param>
/// <param name="Cessation">Last day on which the set holds.</param>
public sealed record SkipSet(
    int Id,
    SkipLogic? ConditionLogic,
    DateOnly? Effective,
    DateOnly? Cessation,
    Rows<SkipCondition> Conditions);

public enum SkipConditionType { Age, Interval, CompletedSeries, VaccineCountByAge, VaccineCountByDate, VaccineCountByDateAndAge }

/// <summary>Which doses a vaccine count counts.</summary>
public enum DoseCountType { Valid, Total }

/// <summary>How the count is compared with the condition's number.</summary>
public enum DoseCountLogic { LessThan, EqualTo, GreaterThan }

/// <summary>One condition; which members are present depends on the type.</summary>
/// <param name="StartDate">Counted are doses on or after it.</param>
/// <param name="EndDate">Counted are doses before it.</param>
/// <param name="BeginAge">Of the person on the reference date (Age), or at the counted dose.</param>
/// <param name="EndAge">Exclusive.</param>
/// <param name="Interval">Since the previous dose.</param>
/// <param name="VaccineTypes">CVX codes that count; empty: every vaccine of the antigen.</param>
/// <param name="SeriesGroups">Groups one of whose series must be complete.</param>
public sealed record SkipCondition(
    int Id,
    SkipConditionType Type,
    DateOnly? StartDate,
    DateOnly? EndDate,
    Period? BeginAge,
    Period? EndAge,
    Period? Interval,
    int? DoseCount,
    DoseCountType? DoseType,
    DoseCountLogic? CountLogic,
    Rows<string> VaccineTypes,
    Rows<int> SeriesGroups);
