using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>
/// Schedules that nobody published: the shipped one with one part in twenty changed, so that engine and oracle are held
/// together on rules, words and combinations that this version does not happen to use. Same number, same schedule.
/// </summary>
sealed class RandomSchedules(ImmunizationSchedule schedule)
{
    internal ImmunizationSchedule Make(int number)
    {
        var random = new RandomNumbers(1_000_003UL + (ulong)number);
        bool Hit() => random.One(20) == 0;
        T Or<T>(T kept, Func<T> changed) => Hit() ? changed() : kept;
        T Any<T>() where T : struct, Enum => random.Of(Enum.GetValues<T>());

        Period? Age(Period? age) => Or(age, () => age is not { } p ? null : random.One(6) switch
        {
            0 => null,
            1 => p with { Months = p.Months + random.One(5) - 1 },
            _ => p with { Days = p.Days + random.One(60) - 20 },
        });
        (DateOnly? Effective, DateOnly? Cessation) Dates(DateOnly? effective, DateOnly? cessation) => Or((effective, cessation), () =>
            random.One(2) == 0 ? (new DateOnly(2015, 1, 1).AddDays(random.One(4000)), null) : (null, new DateOnly(2015, 1, 1).AddDays(random.One(4000))));

        // Rows of one dose share the dates of their change, so that at most one age row holds on any day.
        AgeRule AgeOf(AgeRule a) => Changed(a) is var changed && ScheduleChecks.IsInOrder(changed) ? changed : a;
        AgeRule Changed(AgeRule a) => a with { AbsoluteMinimum = Age(a.AbsoluteMinimum), Minimum = Age(a.Minimum), EarliestRecommended = Age(a.EarliestRecommended), LatestRecommended = Age(a.LatestRecommended), Maximum = Age(a.Maximum) };
        IntervalRule IntervalOf(IntervalRule i, int dose)
        {
            var (effective, cessation) = Dates(i.Effective, i.Cessation);
            var moved = dose > 1 && Hit();
            return i with
            {
                From = moved ? IntervalReference.TargetDose : i.From,
                TargetDose = moved ? 1 + random.One(dose - 1) : i.TargetDose,
                MostRecentCvx = moved ? [] : i.MostRecentCvx,
                ObservationCode = moved ? null : i.ObservationCode,
                AbsoluteMinimum = Age(i.AbsoluteMinimum),
                Minimum = Age(i.Minimum),
                EarliestRecommended = Age(i.EarliestRecommended),
                LatestRecommended = Age(i.LatestRecommended),
                Override = Or(i.Override, () => !i.Override),
                Effective = effective,
                Cessation = cessation,
            };
        }

        SkipCondition ConditionOf(SkipCondition c) => c with
        {
            BeginAge = c.Type == SkipConditionType.Age ? c.BeginAge : Age(c.BeginAge),
            EndAge = c.Type == SkipConditionType.Age ? c.EndAge : Age(c.EndAge),
            DoseCount = c.DoseCount is null ? null : Or(c.DoseCount, () => random.One(4)),
            DoseType = c.DoseType is null ? null : Or(c.DoseType, () => Any<DoseCountType>()),
            CountLogic = c.CountLogic is null ? null : Or(c.CountLogic, () => Any<DoseCountLogic>()),
            StartDate = Or(c.StartDate, () => new DateOnly(2015, 1, 1).AddDays(random.One(4000))),
        };
        ConditionalSkip SkipOf(ConditionalSkip s) => s with
        {
            Context = Or(s.Context, () => Any<SkipContext>()),
            SetLogic = Or(s.SetLogic, () => Any<SkipLogic>()),
            Sets = s.Sets.Select(set =>
            {
                var (effective, cessation) = Dates(set.Effective, set.Cessation);
                return set with { ConditionLogic = Or(set.ConditionLogic, () => Any<SkipLogic>()), Effective = effective, Cessation = cessation, Conditions = set.Conditions.Select(ConditionOf).ToRows() };
            }).ToRows(),
        };
        SeriesDose DoseOf(SeriesDose d) => d with
        {
            Recurring = Or(d.Recurring, () => !d.Recurring),
            Ages = d.Ages.Select(AgeOf).ToRows(),
            Intervals = d.Intervals.Select(i => IntervalOf(i, d.Number)).ToRows(),
            AllowableIntervals = d.AllowableIntervals.Select(i => i with { AbsoluteMinimum = Age(i.AbsoluteMinimum) }).ToRows(),
            PreferableVaccines = d.PreferableVaccines.Where(_ => !Hit()).Select(v => v with { BeginAge = Age(v.BeginAge), EndAge = Age(v.EndAge), Forecast = Or(v.Forecast, () => !v.Forecast) }).ToRows(),
            AllowableVaccines = d.AllowableVaccines.Where(_ => !Hit()).ToRows(),
            InadvertentVaccines = Or(d.InadvertentVaccines, () => d.AllowableVaccines.Take(1).Select(v => v.Cvx).ToRows()),
            ConditionalSkips = d.ConditionalSkips.Select(SkipOf).ToRows(),
        };
        Series SeriesOf(Series s) => s with
        {
            RequiredGender = Or(s.RequiredGender, () => random.Of([Gender.Any, Gender.Male, Gender.Female | Gender.Unknown])),
            EquivalentSeriesGroups = Or(s.EquivalentSeriesGroups, () => random.Of<Rows<int>>([[], [1], [2], [1, 2]])),
            Select = s.Select with
            {
                ProductPath = Or(s.Select.ProductPath, () => !s.Select.ProductPath),
                Priority = Or(s.Select.Priority, () => random.Of(['A', 'B', 'C'])),
                MinAgeToStart = Age(s.Select.MinAgeToStart),
                MaxAgeToStart = Age(s.Select.MaxAgeToStart),
                DefaultSeries = s.Select.DefaultSeries && !Hit(),
            },
            Indications = s.Indications.Select(i => i with { BeginAge = Age(i.BeginAge), EndAge = Age(i.EndAge) }).ToRows(),
            Doses = s.Doses.Select(DoseOf).ToRows(),
        };
        return schedule with
        {
            Antigens = schedule.Antigens.Select(a => a with
            {
                Contraindications = a.Contraindications.Select(c => c with { BeginAge = Age(c.BeginAge), EndAge = Age(c.EndAge) }).ToRows(),
                Series = a.Series.Select(SeriesOf).ToRows(),
            }).ToRows(),
            VaccineGroups = schedule.VaccineGroups.Select(g => g with { AdministerFullVaccineGroup = g.AdministerFullVaccineGroup is null ? null : Or(g.AdministerFullVaccineGroup, () => random.One(2) == 0) }).ToRows(),
            Conflicts = schedule.Conflicts.Select(c => c with { End = Age(c.End) ?? c.End }).ToRows(),
        };
    }
}
