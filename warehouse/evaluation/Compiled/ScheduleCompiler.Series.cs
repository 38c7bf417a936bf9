using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Compiled;

/// <summary>The part for series, their doses and the rules of each dose.</summary>
sealed partial class ScheduleCompiler
{
    /// <summary>Series group numbers are bits of one word.</summary>
    const int MaxGroupNumber = 63;

    readonly List<SeriesRow> series = [];
    readonly List<string> seriesNames = [];
    readonly List<int> evaluationOrder = [];
    readonly List<SeriesGroupRow> seriesGroups = [];
    readonly List<int> seriesGroupMembers = [];
    readonly List<SeriesDoseRow> doses = [];
    readonly List<AgeRow> ageRows = [];
    readonly List<IntervalRow> intervals = [];
    readonly List<VaccineRow> vaccines = [];
    readonly List<SkipRow> skips = [];
    readonly List<SkipSetRow> skipSets = [];
    readonly List<SkipConditionRow> skipConditions = [];

    (Slice All, Slice Order, Slice Groups) CompileSeries(Antigen antigen)
    {
        var start = series.Count;
        foreach (var row in antigen.Series)
        {
            seriesNames.Add(row.Name);
            series.Add(new(
                Find(antigenIndexes, row.Antigen, $"series {row.Name}"),
                Find(groupIndexes, row.VaccineGroup, $"series {row.Name}"),
                row.Type,
                row.SharedDecision,
                row.RequiredGender,
                row.Select.Group,
                GroupBits(row.EquivalentSeriesGroups, row.Name),
                row.Select.DefaultSeries,
                row.Select.ProductPath,
                row.Select.Priority,
                row.Select.Preference ?? int.MaxValue,
                Begin(row.Select.MinAgeToStart),
                End(row.Select.MaxAgeToStart),
                CompileDoses(row)));
        }
        var groupStart = seriesGroups.Count;
        foreach (var group in antigen.Series.Select((row, i) => (row.Select.Group, Index: start + i)).GroupBy(row => row.Group).OrderBy(group => group.Key))
        {
            seriesGroups.Add(new(group.Key, new(seriesGroupMembers.Count, group.Count())));
            seriesGroupMembers.AddRange(group.Select(row => row.Index));
        }
        var orderStart = evaluationOrder.Count;
        evaluationOrder.AddRange(Enumerable.Range(start, antigen.Series.Count).OrderBy(i => AsksForCompletedSeries(antigen.Series[i - start])));
        return (new(start, antigen.Series.Count), new(orderStart, antigen.Series.Count), new(groupStart, seriesGroups.Count - groupStart));
    }

    static bool AsksForCompletedSeries(Series row) =>
        row.Doses.SelectMany(dose => dose.ConditionalSkips).SelectMany(skip => skip.Sets).SelectMany(set => set.Conditions)
            .Any(condition => condition.Type == SkipConditionType.CompletedSeries);

    static ulong GroupBits(Rows<int> groups, string where) => groups.Aggregate(0UL, (bits, group) =>
        group is >= 0 and <= MaxGroupNumber
            ? bits | 1UL << group
            : throw new InvalidOperationException($"Compiling the schedule: {where} names series group {group}; groups are numbered 0 to {MaxGroupNumber}. Correct the schedule's files."));

    Slice CompileDoses(Series owner)
    {
        // Collected first, so that the rows of one series stand together although compiling a dose adds to other arrays.
        var rows = owner.Doses.Select(dose => CompileDose(owner, dose)).ToArray();
        doses.AddRange(rows);
        return new(doses.Count - rows.Length, rows.Length);
    }

    SeriesDoseRow CompileDose(Series owner, SeriesDose dose) => new(
        dose.Number,
        dose.Recurring,
        dose.Seasonal is { Start: not null } or { End: not null },
        dose.Seasonal?.Start?.DayNumber ?? Day.None,
        dose.Seasonal?.End?.DayNumber ?? Day.Never,
        AddAll(ageRows, dose.Ages, row => new AgeRow(
            Begin(row.AbsoluteMinimum), Begin(row.Minimum), Begin(row.EarliestRecommended), Begin(row.LatestRecommended), End(row.Maximum),
            Dates(row.Effective, row.Cessation))),
        AddAll(intervals, dose.Intervals, row => new IntervalRow(
            row.From, Reference(row), NamesOthers(owner, row.MostRecentCvx), Offset.From(row.AbsoluteMinimum), Offset.From(row.Minimum),
            Offset.From(row.EarliestRecommended), Offset.From(row.LatestRecommended), row.Override, Dates(row.Effective, row.Cessation))),
        AddAll(intervals, dose.AllowableIntervals, row => new IntervalRow(
            row.From, row.TargetDose ?? 0, false, Offset.From(row.AbsoluteMinimum), Offset.Absent, Offset.Absent, Offset.Absent, false,
            Dates(row.Effective, row.Cessation))),
        AddAll(vaccines, dose.PreferableVaccines, row => new VaccineRow(
            cvx.Add(row.Cvx), mvx.Add(row.Mvx ?? ""), Begin(row.BeginAge), End(row.EndAge), (int)((row.Volume ?? 0) * 100), row.Forecast)),
        AddAll(vaccines, dose.AllowableVaccines, row => new VaccineRow(cvx.Add(row.Cvx), 0, Begin(row.BeginAge), End(row.EndAge), 0, false)),
        Set(dose.PreferableVaccines.Select(row => row.Cvx)),
        Set(dose.AllowableVaccines.Select(row => row.Cvx)),
        Set(dose.InadvertentVaccines),
        CompileSkips(owner, dose),
        Set(ForecastConflicts(dose).Select(row => row.PreviousCvx)),
        AddAll(conflicts, ForecastConflicts(dose), row => new ConflictRow(cvx.Add(row.PreviousCvx), Offset.Absent, Offset.Absent, Offset.From(row.End))));

    int Set(IEnumerable<string> codes) => sets.Add(codes.Select(cvx.Add));

    /// <summary>Whether some of the vaccines do not count, or not at every age, for the series' own antigen.</summary>
    bool NamesOthers(Series owner, Rows<string> codes) => codes.Any(code => !schedule.Vaccines.Any(vaccine => vaccine.Cvx == code
        && vaccine.Associations.Any(row => row.Antigen == owner.Antigen && row.BeginAge is null && row.EndAge is null)));

    int Reference(IntervalRule row) => row.From switch
    {
        IntervalReference.TargetDose => row.TargetDose ?? 0,
        IntervalReference.MostRecentVaccine => Set(row.MostRecentCvx),
        IntervalReference.RelevantObservation => observations.Add(row.ObservationCode ?? ""),
        _ => 0,
    };

    Slice CompileSkips(Series owner, SeriesDose dose) => AddAll(skips, dose.ConditionalSkips, skip => new SkipRow(
        skip.Context is SkipContext.Evaluation or SkipContext.Both,
        skip.Context is SkipContext.Forecast or SkipContext.Both,
        skip.SetLogic == SkipLogic.And,
        AddAll(skipSets, skip.Sets, set => new SkipSetRow(
            set.ConditionLogic == SkipLogic.And,
            Dates(set.Effective, set.Cessation),
            AddAll(skipConditions, set.Conditions, row => new SkipConditionRow(
                row.Type,
                row.StartDate?.DayNumber ?? Day.Ever,
                row.EndDate?.DayNumber ?? Day.Never,
                Begin(row.BeginAge),
                End(row.EndAge),
                Offset.From(row.Interval),
                row.DoseCount ?? 0,
                row.DoseType == DoseCountType.Valid,
                row.CountLogic ?? DoseCountLogic.GreaterThan,
                row.VaccineTypes.Count == 0 ? -1 : Set(row.VaccineTypes),
                row.DoseType == DoseCountType.Total && NamesOthers(owner, row.VaccineTypes),
                GroupBits(row.SeriesGroups, $"a conditional skip of dose {dose.Number}")))))));

    /// <summary>The pairs whose current vaccine is preferable for the dose, one for each previous vaccine and length.</summary>
    List<LiveVirusConflict> ForecastConflicts(SeriesDose dose)
    {
        var preferable = dose.PreferableVaccines.Select(row => row.Cvx).ToHashSet(StringComparer.Ordinal);
        return [.. schedule.Conflicts.Where(row => preferable.Contains(row.CurrentCvx)).DistinctBy(row => (row.PreviousCvx, row.End))];
    }

    /// <summary>Adds rows that stand together; making one may add to other arrays, and to this one only before its own run.</summary>
    static Slice AddAll<TSource, TRow>(List<TRow> all, IReadOnlyCollection<TSource> sources, Func<TSource, TRow> make)
    {
        var rows = sources.Select(make).ToArray();
        all.AddRange(rows);
        return new(all.Count - rows.Length, rows.Length);
    }

    Slice[] CompileIndications(List<IndicationRow> indications)
    {
        var rows = new List<IndicationRow>[observations.Count];
        var index = 0;
        foreach (var owner in schedule.Antigens.SelectMany(antigen => antigen.Series))
        {
            foreach (var indication in owner.Indications)
                (rows[observations.Add(indication.ObservationCode)] ??= []).Add(new(index, Begin(indication.BeginAge), End(indication.EndAge)));
            index++;
        }
        return [.. rows.Select(list => AddAll(indications, list ?? [], row => row))];
    }
}
