using RegistryAnalytics.Evaluation.Days;

namespace RegistryAnalytics.Evaluation.Compiled;

/// <summary>The flat arrays of a compiled schedule. Rows refer to rows of other arrays by position.</summary>
sealed class ScheduleTables
{
    /// <summary>Index 0 of the age table: a range without begin. Index 1: a range without end.</summary>
    internal const int NoBegin = 0, NoEnd = 1;

    internal required string Version { get; init; }
    internal required int SeasonsValidUntil { get; init; }
    internal required string[] AntigenNames { get; init; }
    internal required string[] SeriesNames { get; init; }
    internal required string[] VaccineGroupNames { get; init; }
    internal required string[] CvxCodes { get; init; }
    internal required string[] MvxCodes { get; init; }
    internal required string[] ObservationCodes { get; init; }

    internal required AntigenRow[] Antigens { get; init; }
    internal required SeriesRow[] Series { get; init; }
    internal required int[] EvaluationOrder { get; init; }
    internal required SeriesGroupRow[] SeriesGroups { get; init; }
    internal required int[] SeriesGroupMembers { get; init; }
    internal required SeriesDoseRow[] Doses { get; init; }
    internal required AgeRow[] Ages { get; init; }
    internal required IntervalRow[] Intervals { get; init; }
    internal required VaccineRow[] Vaccines { get; init; }
    internal required SkipRow[] Skips { get; init; }
    internal required SkipSetRow[] SkipSets { get; init; }
    internal required SkipConditionRow[] SkipConditions { get; init; }
    internal required ConflictRow[] Conflicts { get; init; }
    /// <summary>Days after which no earlier dose can conflict any more: at least the longest interval.</summary>
    internal required int LongestConflict { get; init; }

    /// <summary>Days before which no earlier dose can conflict yet: at most the shortest begin.</summary>
    internal required int ShortestConflictBegin { get; init; }

    /// <summary>For each vaccine the set of those whose earlier dose may conflict with it.</summary>
    internal required int[] ConflictSetOfCurrent { get; init; }
    internal required Slice[] ConflictsOfCurrent { get; init; }
    internal required Slice[] AssociationsOfCvx { get; init; }
    internal required AssociationRow[] Associations { get; init; }
    internal required Slice[] IndicationsOfObservation { get; init; }
    internal required IndicationRow[] Indications { get; init; }
    internal required ContraindicationRow[] Contraindications { get; init; }
    internal required BirthDateImmunityRow[] BirthDateImmunities { get; init; }
    internal required int[] ObservationLists { get; init; }
    internal required VaccineGroupRow[] VaccineGroups { get; init; }
    internal required int[] VaccineGroupAntigens { get; init; }
    internal required Offset[] AgeOffsets { get; init; }
    internal required CvxSets CvxSets { get; init; }

    internal required Dictionary<string, int> CvxIndexes { get; init; }
    internal required Dictionary<string, int> MvxIndexes { get; init; }
    internal required Dictionary<string, int> ObservationIndexes { get; init; }
    internal required Dictionary<string, int> CountryIndexes { get; init; }
}
