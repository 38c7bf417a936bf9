using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Compiled;

/// <summary>A run of rows in one of the flat arrays.</summary>
readonly record struct Slice(int Start, int Count)
{
    internal ReadOnlySpan<T> Of<T>(T[] rows) => new(rows, Start, Count);
}

/// <summary>Everything about an antigen that the rules read.</summary>
/// <param name="Series">In schedule order.</param>
/// <param name="EvaluationOrder">The same series, those whose skips ask for completed series last.</param>
/// <param name="SeasonMissing">No loaded season holds the assessment date: seasonal forecasts are withheld.</param>
readonly record struct AntigenRow(
    Slice Series,
    Slice EvaluationOrder,
    Slice SeriesGroups,
    Slice ClinicalHistory,
    Slice BirthDateImmunities,
    Slice Contraindications,
    Slice VaccineContraindications,
    bool SeasonMissing);

/// <param name="Number">The package's number within the antigen, 1 to 63.</param>
/// <param name="Members">Positions of the group's series in <c>CompiledSchedule.SeriesGroupMembers</c>.</param>
readonly record struct SeriesGroupRow(int Number, Slice Members);

/// <param name="EquivalentGroups">Bit n set: series group n of the same antigen is equivalent.</param>
/// <param name="Preference">1 is preferred most; none given ranks as <see cref="int.MaxValue"/>.</param>
readonly record struct SeriesRow(
    int Antigen,
    int VaccineGroup,
    SeriesType Type,
    SharedDecision SharedDecision,
    Gender Genders,
    int GroupNumber,
    ulong EquivalentGroups,
    bool IsDefault,
    bool IsProductPath,
    int Priority,
    int Preference,
    int MinAgeToStart,
    int MaxAgeToStart,
    Slice Doses);

/// <param name="PreferableSet">Index of the CVX set of all preferable vaccines; likewise the next two.</param>
/// <param name="ConflictSet">The vaccines named in <paramref name="Conflicts"/>.</param>
/// <param name="Conflicts">Vaccines whose earlier dose delays this one (CALCDTCONFLICT-3).</param>
readonly record struct SeriesDoseRow(
    int Number,
    bool IsRecurring,
    bool IsSeasonal,
    int SeasonStart,
    int SeasonEnd,
    Slice Ages,
    Slice Intervals,
    Slice AllowableIntervals,
    Slice Preferable,
    Slice Allowable,
    int PreferableSet,
    int AllowableSet,
    int InadvertentSet,
    Slice Skips,
    int ConflictSet,
    Slice Conflicts);

/// <summary>Days on which a rule holds, both ends counted; see RELEVANT-1 and RELEVANT-2.</summary>
readonly record struct Validity(int From, int Until)
{
    internal bool IsDated => From != Day.Ever || Until != Day.Never;
    internal bool Holds(int day) => From <= day && day <= Until;
}

/// <summary>Ages are indexes into the person's table of age dates.</summary>
readonly record struct AgeRow(int AbsoluteMinimum, int Minimum, int EarliestRecommended, int LatestRecommended, int Maximum, Validity Validity);

/// <param name="From">What the interval counts from.</param>
/// <param name="Reference">Target dose number, CVX set or observation, as <paramref name="From"/> says.</param>
/// <param name="ReadsWholeHistory">The CVX set names vaccines of other antigens.</param>
readonly record struct IntervalRow(
    IntervalReference From,
    int Reference,
    bool ReadsWholeHistory,
    Offset AbsoluteMinimum,
    Offset Minimum,
    Offset EarliestRecommended,
    Offset LatestRecommended,
    bool IsOverride,
    Validity Validity);

/// <param name="Mvx">0: any manufacturer.</param>
/// <param name="Volume">Hundredths of a millilitre; 0: none stated.</param>
readonly record struct VaccineRow(int Cvx, int Mvx, int BeginAge, int EndAge, int Volume, bool IsForecast);

readonly record struct SkipRow(bool InEvaluation, bool InForecast, bool NeedsAllSets, Slice Sets);

readonly record struct SkipSetRow(bool NeedsAllConditions, Validity Validity, Slice Conditions);

/// <param name="CvxSet">−1: every vaccine of the antigen.</param>
/// <param name="CountsWholeHistory">The CVX set names vaccines of other antigens, and any status counts.</param>
/// <param name="SeriesGroups">Bit n set: series group n.</param>
readonly record struct SkipConditionRow(
    SkipConditionType Type,
    int Start,
    int End,
    int BeginAge,
    int EndAge,
    Offset Interval,
    int DoseCount,
    bool CountsOnlyValid,
    DoseCountLogic CountLogic,
    int CvxSet,
    bool CountsWholeHistory,
    ulong SeriesGroups);

readonly record struct AssociationRow(int Antigen, int BeginAge, int EndAge);

/// <summary>A live-virus pair, listed under the current vaccine.</summary>
readonly record struct ConflictRow(int PreviousCvx, Offset Begin, Offset MinimumEnd, Offset End);

readonly record struct IndicationRow(int Series, int BeginAge, int EndAge);

readonly record struct ContraindicationRow(int Observation, int Cvx, int BeginAge, int EndAge);

/// <param name="Country">0: any.</param>
readonly record struct BirthDateImmunityRow(int BornBefore, int Country, Slice Exclusions);

/// <param name="IsFullGroup">Administer full vaccine group (FORECASTDN-2).</param>
readonly record struct VaccineGroupRow(Slice Antigens, bool IsMultipleAntigen, bool IsFullGroup, bool HasRiskSeries);
