using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Doses;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Forecasts;

/// <summary>Section 7.5.</summary>
static class ForecastDates
{
    /// <summary>FORECASTDTCAN-1 (table 7-11): the latest of all dates before which the dose must not be given.</summary>
    /// <param name="age">The age rule that holds, or −1.</param>
    /// <returns><see cref="Day.None"/> where nothing holds the dose back.</returns>
    internal static int CandidateEarliest(PersonState person, in SeriesDoseRow dose, int age)
    {
        var earliest = Day.None;
        if (age >= 0 && person.Schedule.Ages[age].Minimum is > ScheduleTables.NoEnd and var minimum)
            earliest = person.AgeDays[minimum];
        for (var i = dose.Intervals.Start; i < dose.Intervals.Start + dose.Intervals.Count; i++)
            earliest = Day.Later(earliest, After(person, i, person.Schedule.Intervals[i].Minimum));
        earliest = Day.Later(earliest, LatestConflictEnd(person, dose));
        earliest = Day.Later(earliest, dose.SeasonStart);
        // The latest dose of all is never before the latest inadvertent one, which the rule names beside it.
        return person.RecordCount == 0 ? earliest : Day.Later(earliest, person.Record(person.RecordCount - 1).Day);
    }

    /// <summary>CALCDTCONFLICT-3: an earlier vaccine of the whole history that conflicts with a preferable vaccine of the dose.</summary>
    static int LatestConflictEnd(PersonState person, in SeriesDoseRow dose)
    {
        var latest = Day.None;
        if (dose.Conflicts.Count == 0)
            return latest;
        for (var i = 0; i < person.DoseCount; i++)
        {
            ref readonly var given = ref person.Doses[i];
            if (!person.Schedule.CvxSets.Contains(dose.ConflictSet, given.Cvx))
                continue;
            foreach (ref readonly var conflict in dose.Conflicts.Of(person.Schedule.Conflicts))
                if (conflict.PreviousCvx == given.Cvx)
                    latest = Day.Later(latest, Day.Add(given.Day, conflict.End));
        }
        return latest;
    }

    /// <summary>Tables 7-13 (FORECASTDT-2 to -6, FORECASTDN-1) and 8-10 (SELECTB-3 and -12) for a series that is not complete.</summary>
    internal static void Complete(PersonState person, ref SeriesOutcome outcome)
    {
        ref readonly var dose = ref person.TargetRow;
        var age = ForecastNeed.RelevantAge(person, dose);
        outcome.UnadjustedRecommended = UnadjustedRecommended(person, dose, age, outcome.Earliest);
        outcome.UnadjustedPastDue = UnadjustedPastDue(person, dose, age);
        outcome.Latest = age >= 0 && person.Schedule.Ages[age].Maximum != ScheduleTables.NoEnd
            ? person.AgeDays[person.Schedule.Ages[age].Maximum] - 1
            : Day.None;
        outcome.Recommended = Day.Later(outcome.Earliest, outcome.UnadjustedRecommended);
        outcome.PastDue = outcome.UnadjustedPastDue == Day.None ? Day.None : Day.Later(outcome.Earliest, outcome.UnadjustedPastDue);
        outcome.DoseNumber = DoseNumber(person);
        outcome.IsPriority = IsPriority(person, dose);
        FinishDate(person, ref outcome);
    }

    /// <summary>FORECASTDT-2. An age goes before an interval because it is there, not because it is later.</summary>
    static int UnadjustedRecommended(PersonState person, in SeriesDoseRow dose, int age, int earliest)
    {
        if (age >= 0 && person.Schedule.Ages[age].EarliestRecommended is > ScheduleTables.NoEnd and var index)
            return person.AgeDays[index];
        var latest = Day.None;
        for (var i = dose.Intervals.Start; i < dose.Intervals.Start + dose.Intervals.Count; i++)
            latest = Day.Later(latest, After(person, i, person.Schedule.Intervals[i].EarliestRecommended));
        return latest == Day.None ? earliest : latest;
    }

    /// <summary>FORECASTDT-3.</summary>
    static int UnadjustedPastDue(PersonState person, in SeriesDoseRow dose, int age)
    {
        if (age >= 0 && person.Schedule.Ages[age].LatestRecommended is > ScheduleTables.NoEnd and var index)
            return person.AgeDays[index] - 1;
        var latest = Day.None;
        for (var i = dose.Intervals.Start; i < dose.Intervals.Start + dose.Intervals.Count; i++)
            latest = Day.Later(latest, After(person, i, person.Schedule.Intervals[i].LatestRecommended));
        return latest == Day.None ? Day.None : latest - 1;
    }

    /// <summary>CALCDTINT-4 to -6 for an interval that holds on the assessment date; <see cref="Day.None"/> where it says nothing.</summary>
    static int After(PersonState person, int interval, Offset offset)
    {
        if (!offset.IsPresent || !person.HoldsNow(person.Schedule.Intervals[interval].Validity))
            return Day.None;
        var reference = ReferenceDate.Find(person, interval, person.RecordCount);
        return reference == Day.None ? Day.None : Day.Add(reference, offset);
    }

    /// <summary>FORECASTDN-1: of seasonal target doses only those satisfied this season count.</summary>
    static int DoseNumber(PersonState person)
    {
        var number = 1;
        for (var i = 0; i < person.TargetCount; i++)
            if (person.Targets[i].Status == TargetStatus.Satisfied && person.Targets[i].GivenOn >= person.Schedule.Doses[person.Targets[i].Row].SeasonStart)
                number++;
        return number;
    }

    /// <summary>FORECASTPRIORITY-1 (table 9-5).</summary>
    static bool IsPriority(PersonState person, in SeriesDoseRow dose)
    {
        var held = 0;
        foreach (ref readonly var interval in dose.Intervals.Of(person.Schedule.Intervals))
        {
            if (!person.HoldsNow(interval.Validity))
                continue;
            if (!interval.IsOverride)
                return false;
            held++;
        }
        return held > 0;
    }

    /// <summary>
    /// SELECTB-12: the earliest date plus the longest minimum interval of the target doses that remain; SELECTB-3: whether
    /// that is before the maximum age of the last target dose. Without a maximum age there is no way to be late.
    /// </summary>
    static void FinishDate(PersonState person, ref SeriesOutcome outcome)
    {
        outcome.Finish = outcome.Earliest;
        if (outcome.Earliest != Day.None)
            for (var i = person.Current + 1; i < person.TargetCount; i++)
                foreach (ref readonly var interval in person.Schedule.Doses[person.Targets[i].Row].Intervals.Of(person.Schedule.Intervals))
                    if (interval.Minimum.IsPresent && person.HoldsNow(interval.Validity))
                        outcome.Finish = Day.Later(outcome.Finish, Day.Add(outcome.Earliest, interval.Minimum));
        ref readonly var last = ref person.Schedule.Doses[person.Targets[person.TargetCount - 1].Row];
        var age = ForecastNeed.RelevantAge(person, last);
        outcome.IsCompletable = age < 0 || outcome.Finish < person.AgeDays[person.Schedule.Ages[age].Maximum];
    }
}
