using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>The day that an interval counts from.</summary>
static class ReferenceDate
{
    /// <summary>CALCDTINT-1, -2, -8 and -9.</summary>
    /// <param name="before">Records before this one have been given: the record under evaluation, or the number of all.</param>
    /// <returns><see cref="Day.None"/> where nothing is there to count from.</returns>
    internal static int Find(PersonState person, in IntervalRow interval, int before) => interval.From switch
    {
        IntervalReference.PreviousDose => person.LastReference < 0 ? Day.None : person.Record(person.LastReference).Day,
        IntervalReference.TargetDose => OfTargetDose(person, interval.Reference),
        IntervalReference.MostRecentVaccine => interval.ReadsWholeHistory
            ? OfMostRecentDose(person, interval.Reference, before)
            : OfMostRecentRecord(person, interval.Reference, before),
        _ => person.HasObservation(interval.Reference) ? person.ObservationDays[interval.Reference] : Day.None,
    };

    /// <summary>CALCDTINT-2; a skipped or open target dose has no date. Of a recurring one the latest counts.</summary>
    static int OfTargetDose(PersonState person, int number)
    {
        for (var i = person.Current - 1; i >= 0; i--)
            if (person.Schedule.Doses[person.Targets[i].Row].Number == number && person.Targets[i].Status == TargetStatus.Satisfied)
                return person.Targets[i].GivenOn;
        return Day.None;
    }

    /// <summary>CALCDTINT-8 where every vaccine named counts for the antigen.</summary>
    static int OfMostRecentRecord(PersonState person, int cvxSet, int before)
    {
        for (var i = before - 1; i >= 0; i--)
            if (person.Schedule.CvxSets.Contains(cvxSet, person.Record(i).Cvx) && !person.Result(i).IsInadvertent)
                return person.Record(i).Day;
        return Day.None;
    }

    /// <summary>CALCDTINT-8 where vaccines of other antigens are named: zoster vaccine after varicella vaccine.</summary>
    static int OfMostRecentDose(PersonState person, int cvxSet, int before)
    {
        for (var i = person.DosesBefore(before) - 1; i >= 0; i--)
        {
            if (!person.Schedule.CvxSets.Contains(cvxSet, person.Doses[i].Cvx))
                continue;
            var record = person.FindRecord(i);
            if (record < 0 || !person.Result(record).IsInadvertent)
                return person.Doses[i].Day;
        }
        return Day.None;
    }
}
