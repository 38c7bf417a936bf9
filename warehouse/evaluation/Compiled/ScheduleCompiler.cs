using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Compiled;

/// <summary>Turns one schedule into <see cref="ScheduleTables"/>: codes, antigens, groups. Series: the other part.</summary>
sealed partial class ScheduleCompiler(ImmunizationSchedule schedule, IReadOnlyList<string> antigensWithoutSeason, DateOnly? seasonsValidUntil)
{
    readonly List<Offset> ages = [Offset.Absent, Offset.Absent];
    readonly Dictionary<Offset, int> ageIndexes = [];
    readonly Dictionary<string, int> antigenIndexes = Number(schedule.Antigens, antigen => antigen.Name);
    readonly Dictionary<string, int> groupIndexes = Number(schedule.VaccineGroups, group => group.Name);
    readonly CodeList cvx = new();
    readonly CodeList mvx = new("");
    readonly CodeList observations = new();
    readonly CodeList countries = new("");
    readonly List<int> observationLists = [];
    readonly List<ContraindicationRow> contraindications = [];
    readonly List<BirthDateImmunityRow> birthDateImmunities = [];
    readonly List<ConflictRow> conflicts = [];
    CvxSetBuilder sets = new(0);

    internal ScheduleTables Compile()
    {
        CollectCodes();
        sets = new CvxSetBuilder(cvx.Count);
        var conflictsOfCurrent = CompileConflicts();
        var antigens = schedule.Antigens.Select(CompileAntigen).ToArray();
        var associations = new List<AssociationRow>();
        var indications = new List<IndicationRow>();
        return new ScheduleTables
        {
            Version = schedule.Version,
            SeasonsValidUntil = seasonsValidUntil?.DayNumber ?? Day.Never,
            AntigenNames = [.. schedule.Antigens.Select(antigen => antigen.Name)],
            SeriesNames = [.. seriesNames],
            VaccineGroupNames = [.. schedule.VaccineGroups.Select(group => group.Name)],
            CvxCodes = cvx.Codes,
            MvxCodes = mvx.Codes,
            ObservationCodes = observations.Codes,
            Antigens = antigens,
            Series = [.. series],
            EvaluationOrder = [.. evaluationOrder],
            SeriesGroups = [.. seriesGroups],
            SeriesGroupMembers = [.. seriesGroupMembers],
            Doses = [.. doses],
            Ages = [.. ageRows],
            Intervals = [.. intervals],
            Vaccines = [.. vaccines],
            Skips = [.. skips],
            SkipSets = [.. skipSets],
            SkipConditions = [.. skipConditions],
            Conflicts = [.. conflicts],
            LongestConflict = schedule.Conflicts.Select(row => row.End.TotalMonths * 31 + row.End.TotalDays).DefaultIfEmpty(0).Max(),
            ShortestConflictBegin = schedule.Conflicts.Select(row => row.Begin.TotalMonths * 28 + row.Begin.TotalDays).DefaultIfEmpty(0).Min(),
            ConflictSetOfCurrent = [.. conflictsOfCurrent.Select(slice => sets.Add(slice.Of(conflicts.ToArray()).ToArray().Select(row => row.PreviousCvx)))],
            ConflictsOfCurrent = conflictsOfCurrent,
            AssociationsOfCvx = CompileAssociations(associations),
            Associations = [.. associations],
            IndicationsOfObservation = CompileIndications(indications),
            Indications = [.. indications],
            Contraindications = [.. contraindications],
            BirthDateImmunities = [.. birthDateImmunities],
            ObservationLists = [.. observationLists],
            VaccineGroups = CompileVaccineGroups(out var groupAntigens),
            VaccineGroupAntigens = groupAntigens,
            AgeOffsets = [.. ages],
            CvxSets = sets.Build(),
            CvxIndexes = cvx.Indexes(code => code.TrimStart('0')),
            MvxIndexes = mvx.Indexes(code => code),
            ObservationIndexes = observations.Indexes(code => code.TrimStart('0')),
            CountryIndexes = countries.Indexes(code => code),
        };
    }

    void CollectCodes()
    {
        foreach (var vaccine in schedule.Vaccines)
            cvx.Add(vaccine.Cvx);
        foreach (var conflict in schedule.Conflicts)
        {
            cvx.Add(conflict.PreviousCvx);
            cvx.Add(conflict.CurrentCvx);
        }
        foreach (var observation in schedule.Observations)
            observations.Add(observation.Code);
        foreach (var antigen in schedule.Antigens)
        {
            foreach (var contraindicated in antigen.VaccineContraindications.SelectMany(row => row.Vaccines))
                cvx.Add(contraindicated.Cvx);
            foreach (var indication in antigen.Series.SelectMany(row => row.Indications))
                observations.Add(indication.ObservationCode);
            foreach (var dose in antigen.Series.SelectMany(row => row.Doses))
                CollectCodes(dose);
        }
    }

    void CollectCodes(SeriesDose dose)
    {
        foreach (var vaccine in dose.PreferableVaccines)
        {
            cvx.Add(vaccine.Cvx);
            mvx.Add(vaccine.Mvx ?? "");
        }
        foreach (var vaccine in dose.AllowableVaccines)
            cvx.Add(vaccine.Cvx);
        foreach (var code in dose.InadvertentVaccines.Concat(dose.Intervals.SelectMany(interval => interval.MostRecentCvx))
            .Concat(dose.ConditionalSkips.SelectMany(skip => skip.Sets).SelectMany(set => set.Conditions).SelectMany(row => row.VaccineTypes)))
            cvx.Add(code);
    }

    Slice[] CompileConflicts()
    {
        var slices = new Slice[cvx.Count];
        for (var current = 0; current < cvx.Count; current++)
        {
            var start = conflicts.Count;
            foreach (var row in schedule.Conflicts)
                if (cvx.Add(row.CurrentCvx) == current)
                    conflicts.Add(new(cvx.Add(row.PreviousCvx), Offset.From(row.Begin), Offset.From(row.MinimumEnd), Offset.From(row.End)));
            slices[current] = new(start, conflicts.Count - start);
        }
        return slices;
    }

    AntigenRow CompileAntigen(Antigen antigen)
    {
        var history = Observations(antigen.Immunity.ClinicalHistory);
        var immunityStart = birthDateImmunities.Count;
        foreach (var row in antigen.Immunity.BirthDates)
            birthDateImmunities.Add(new(
                row.BornBefore.DayNumber,
                row.Country is null ? 0 : countries.Add(Countries.Normalize(row.Country)),
                Observations(row.Exclusions)));
        var immunities = new Slice(immunityStart, birthDateImmunities.Count - immunityStart);
        var against = contraindications.Count;
        foreach (var row in antigen.Contraindications)
            contraindications.Add(new(observations.Add(row.ObservationCode), -1, Begin(row.BeginAge), End(row.EndAge)));
        var antigenWide = new Slice(against, contraindications.Count - against);
        var againstVaccines = contraindications.Count;
        foreach (var row in antigen.VaccineContraindications)
            foreach (var vaccine in row.Vaccines)
                contraindications.Add(new(observations.Add(row.ObservationCode), cvx.Add(vaccine.Cvx), Begin(vaccine.BeginAge), End(vaccine.EndAge)));
        var vaccineOnly = new Slice(againstVaccines, contraindications.Count - againstVaccines);
        var (all, order, groups) = CompileSeries(antigen);
        return new AntigenRow(all, order, groups, history, immunities, antigenWide, vaccineOnly,
            antigensWithoutSeason.Contains(antigen.Name));
    }

    Slice Observations(Rows<string> codes)
    {
        var start = observationLists.Count;
        observationLists.AddRange(codes.Select(code => observations.Add(code)));
        return new(start, codes.Count);
    }

    Slice[] CompileAssociations(List<AssociationRow> associations)
    {
        var slices = new Slice[cvx.Count];
        foreach (var vaccine in schedule.Vaccines)
        {
            slices[cvx.Add(vaccine.Cvx)] = new(associations.Count, vaccine.Associations.Count);
            foreach (var row in vaccine.Associations)
                associations.Add(new(Find(antigenIndexes, row.Antigen, $"vaccine {vaccine.Cvx}"), Begin(row.BeginAge), End(row.EndAge)));
        }
        return slices;
    }

    VaccineGroupRow[] CompileVaccineGroups(out int[] groupAntigens)
    {
        var members = new List<int>();
        var rows = new List<VaccineGroupRow>();
        foreach (var group in schedule.VaccineGroups)
        {
            var hasRisk = schedule.Antigens.Any(antigen => group.Antigens.Contains(antigen.Name) && antigen.Series.Any(row => row.Type == SeriesType.Risk));
            rows.Add(new(new(members.Count, group.Antigens.Count), group.Antigens.Count > 1, group.AdministerFullVaccineGroup ?? false, hasRisk));
            members.AddRange(group.Antigens.Select(antigen => Find(antigenIndexes, antigen, $"vaccine group {group.Name}")));
        }
        groupAntigens = [.. members];
        return [.. rows];
    }

    /// <summary>Position of an age that opens a range; absent: before every date.</summary>
    int Begin(Period? age) => age is { } given ? AgeIndex(given) : ScheduleTables.NoBegin;

    /// <summary>Position of an age that closes a range; absent: after every date.</summary>
    int End(Period? age) => age is { } given ? AgeIndex(given) : ScheduleTables.NoEnd;

    int AgeIndex(Period age)
    {
        var offset = Offset.From(age);
        if (ageIndexes.TryGetValue(offset, out var known))
            return known;
        ages.Add(offset);
        return ageIndexes[offset] = ages.Count - 1;
    }

    static Validity Dates(DateOnly? first, DateOnly? last) => new(first?.DayNumber ?? Day.Ever, last?.DayNumber ?? Day.Never);

    static Dictionary<string, int> Number<T>(IReadOnlyList<T> rows, Func<T, string> name) =>
        Enumerable.Range(0, rows.Count).ToDictionary(i => name(rows[i]), StringComparer.Ordinal);

    static int Find(Dictionary<string, int> indexes, string name, string where) =>
        indexes.TryGetValue(name, out var index) ? index : throw new InvalidOperationException($"Compiling the schedule: {where} names {name}, which the schedule does not define. Correct the schedule's files.");
}
