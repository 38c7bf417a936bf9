namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>What must hold between the parts of a schedule before anything may be decided by it.</summary>
/// <remarks>Held against schedule files and against an imported package alike, so neither can bring in what the other refuses.</remarks>
public static class ScheduleChecks
{
    /// <summary>Errors, and notes on codes that are named but not listed (nothing fails by them).</summary>
    public static IEnumerable<Finding> Of(ImmunizationSchedule schedule) =>
    [
        .. Unique("antigen", schedule.Antigens.Select(a => a.Name)),
        .. Unique("vaccine", schedule.Vaccines.Select(v => v.Cvx)),
        .. Unique("observation", schedule.Observations.Select(o => o.Code)),
        .. Unique("vaccine group", schedule.VaccineGroups.Select(g => g.Name)),
        .. Unique("season of", schedule.Seasons.Select(s => s.Antigen)),
        .. Names(schedule),
        .. schedule.Seasons.Where(s => s.End < s.Start).Select(s => Error($"season {s.Antigen} {s.Name}", "ends before it starts")),
        .. schedule.Antigens.SelectMany(a => Unique($"{a.Name}, series", a.Series.Select(s => s.Name))),
        .. schedule.Antigens.SelectMany(a => a.Series).SelectMany(OfSeries),
        .. UnlistedCodes(schedule),
    ];

    static Finding Error(string place, string text) => new(true, place, text);

    static IEnumerable<Finding> Unique(string what, IEnumerable<string> names) =>
        names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => Error($"{what} {g.Key}", "stands more than once"));

    static IEnumerable<Finding> Names(ImmunizationSchedule schedule)
    {
        var antigens = schedule.Antigens.Select(a => a.Name).ToHashSet();
        var groups = schedule.VaccineGroups.Select(g => g.Name).ToHashSet();
        foreach (var (place, antigen) in schedule.VaccineGroups.SelectMany(g => g.Antigens.Select(a => ($"vaccine group {g.Name}", a)))
            .Concat(schedule.Vaccines.SelectMany(v => v.Associations.Select(a => ($"vaccine {v.Cvx}", a.Antigen))))
            .Concat(schedule.Seasons.Select(s => ($"season {s.Name}", s.Antigen))))
        {
            if (!antigens.Contains(antigen))
                yield return Error(place, $"names the antigen '{antigen}', which the schedule does not have");
        }
        foreach (var series in schedule.Antigens.SelectMany(a => a.Series).Where(s => !groups.Contains(s.VaccineGroup)))
            yield return Error(Place(series), $"names the vaccine group '{series.VaccineGroup}', which the schedule does not have");
    }

    static string Place(Series series) => $"{series.Antigen}, series '{series.Name}'";

    static IEnumerable<Finding> OfSeries(Series series)
    {
        if (!series.Doses.Select(d => d.Number).SequenceEqual(Enumerable.Range(1, series.Doses.Count)) || series.Doses.Count == 0)
            yield return Error(Place(series), "doses are not numbered 1, 2, 3 …");
        foreach (var dose in series.Doses)
        {
            var place = $"{Place(series)}, dose {dose.Number}";
            var targets = dose.Intervals.Select(i => i.TargetDose).Concat(dose.AllowableIntervals.Select(i => i.TargetDose));
            foreach (var target in targets.Where(t => t < 1 || t >= dose.Number))
                yield return Error(place, $"an interval counts from target dose {target}, which is not an earlier one");
            if (dose.Intervals.Any(i => i.From == IntervalReference.MostRecentVaccine && i.MostRecentCvx.Count == 0))
                yield return Error(place, "an interval counts from the most recent of no vaccines");
            foreach (var set in dose.ConditionalSkips.SelectMany(s => s.Sets))
            {
                if (set.Conditions.Count == 0 || (set.Conditions.Count > 1 && set.ConditionLogic is null))
                    yield return Error(place, $"conditional skip set {set.Id} has {set.Conditions.Count} conditions and does not say how they combine");
                foreach (var condition in set.Conditions.Where(c => !IsWhole(c)))
                    yield return Error(place, $"condition {condition.Id} of conditional skip set {set.Id} lacks what the type {condition.Type} decides by");
            }
            if (dose.ConditionalSkips.Any(s => s.Sets.Count == 0))
                yield return Error(place, "a conditional skip has no sets");
            if (dose.Ages.Any(a => !IsInOrder(a)))
                yield return Error(place, "ages are out of order: absolute minimum, minimum and maximum must follow each other");
        }
    }

    // The order of 4 weeks and 1 month depends on the birth date; the months' first and last days hold the extremes.
    static readonly DateOnly[] Births = [.. Enumerable.Range(1, 12).SelectMany(month => new[] { new DateOnly(2000, month, 1), new DateOnly(2001, month, DateTime.DaysInMonth(2001, month)) })];

    /// <summary>Whether an age's limits follow each other for whoever it is; a table of conditions that overlap decides nothing.</summary>
    public static bool IsInOrder(AgeRule age) => Births.All(birth =>
    {
        var dates = new[] { age.AbsoluteMinimum, age.Minimum, age.Maximum }.OfType<Period>().Select(limit => limit.After(birth)).ToList();
        return dates.SequenceEqual(dates.Order());
    });

    static bool IsWhole(SkipCondition c) => c.Type switch
    {
        SkipConditionType.Age => c.BeginAge is not null || c.EndAge is not null,
        SkipConditionType.Interval => c.Interval is not null,
        SkipConditionType.CompletedSeries => c.SeriesGroups.Count > 0,
        _ => c is { DoseCount: not null, DoseType: not null, CountLogic: not null },
    };

    static IEnumerable<Finding> UnlistedCodes(ImmunizationSchedule schedule)
    {
        var vaccines = schedule.Vaccines.Select(v => v.Cvx).ToHashSet();
        var observations = schedule.Observations.Select(o => o.Code).ToHashSet();
        foreach (var antigen in schedule.Antigens)
        {
            var unlisted = antigen.VaccinesNamed().Where(c => !vaccines.Contains(c)).Select(c => $"CVX {c}")
                .Concat(antigen.ObservationsNamed().Where(c => !observations.Contains(c)).Select(c => $"observation {c}"));
            foreach (var code in unlisted)
                yield return new Finding(false, antigen.Name, $"{code} is named but not listed in the schedule");
        }
    }

    /// <summary>Every CVX code that the antigen's rules name, each once, in ordinal order.</summary>
    public static IEnumerable<string> VaccinesNamed(this Antigen antigen)
    {
        var doses = antigen.Series.SelectMany(s => s.Doses).ToList();
        return antigen.VaccineContraindications.SelectMany(c => c.Vaccines).Select(v => v.Cvx)
            .Concat(doses.SelectMany(d => d.PreferableVaccines).Select(v => v.Cvx))
            .Concat(doses.SelectMany(d => d.AllowableVaccines).Select(v => v.Cvx))
            .Concat(doses.SelectMany(d => d.InadvertentVaccines))
            .Concat(doses.SelectMany(d => d.Intervals).SelectMany(i => i.MostRecentCvx))
            .Concat(doses.SelectMany(d => d.ConditionalSkips).SelectMany(s => s.Sets).SelectMany(s => s.Conditions).SelectMany(c => c.VaccineTypes))
            .Distinct().Order(StringComparer.Ordinal);
    }

    /// <summary>Every observation code that the antigen's rules name, each once, in ordinal order.</summary>
    public static IEnumerable<string> ObservationsNamed(this Antigen antigen) =>
        antigen.Immunity.ClinicalHistory
            .Concat(antigen.Immunity.BirthDates.SelectMany(b => b.Exclusions))
            .Concat(antigen.Contraindications.Select(c => c.ObservationCode))
            .Concat(antigen.VaccineContraindications.Select(c => c.ObservationCode))
            .Concat(antigen.Series.SelectMany(s => s.Indications).Select(i => i.ObservationCode))
            .Concat(antigen.Series.SelectMany(s => s.Doses).SelectMany(d => d.Intervals).Select(i => i.ObservationCode).OfType<string>())
            .Distinct().Order(StringComparer.Ordinal);
}
