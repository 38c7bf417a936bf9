using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>The day that an interval counts from.</summary>
static class ReferenceDate
{
    /// <summary>CALCDTINT-1, -2, -8 and -9.</summary>
    /// <param name="index">Row of the interval.</param>
    /// <param name="before">Records before this one have been given: the record under evaluation, or the number of all.</param>
    /// <returns><see cref="Day.None"/> where nothing is there to count from.</returns>
    internal static int Find(PersonState person, int index, int before)
    {
        ref readonly var interval = ref person.Schedule.Intervals[index];
        return interval.From switch
        {
            IntervalReference.PreviousDose => person.LastReference < 0 ? Day.None : person.Record(person.LastReference).Day,
            IntervalReference.TargetDose => OfTargetDose(person, interval.Reference),
            IntervalReference.MostRecentVaccine => interval.ReadsWholeHistory
                ? OfMostRecentDose(person, index, before)
                : OfMostRecentRecord(person, index, before),
            _ => person.HasObservation(interval.Reference) ? person.ObservationDays[interval.Reference] : Day.None,
        };
    }

    /// <summary>CALCDTINT-2; a skipped or open target dose has no date. Of a recurring one the latest counts.</summary>
    static int OfTargetDose(PersonState person, int number)
    {
        for (var i = person.Current - 1; i >= 0; i--)
            if (person.Schedule.Doses[person.Targets[i].Row].Number == number && person.Targets[i].Status == TargetStatus.Satisfied)
                return person.Targets[i].GivenOn;
        return Day.None;
    }

    /// <summary>CALCDTINT-8 where every vaccine named counts for the antigen.</summary>
    /// <remarks>What was the latest for an earlier dose stays so until a later one comes: looking goes on where it stopped.</remarks>
    static int OfMostRecentRecord(PersonState person, int index, int before)
    {
        ref var latest = ref person.LatestOf(index);
        var set = person.Schedule.Intervals[index].Reference;
        for (; latest.Seen < before; latest.Seen++)
            if (person.Schedule.CvxSets.Contains(set, person.Record(latest.Seen).Cvx) && !person.Result(latest.Seen).IsInadvertent)
                latest.Value = person.Record(latest.Seen).Day;
        return latest.Value;
    }

    /// <summary>CALCDTINT-8 where vaccines of other antigens are named: zoster vaccine after varicella vaccine.</summary>
    static int OfMostRecentDose(PersonState person, int index, int before)
    {
        ref var latest = ref person.LatestOf(index);
        var set = person.Schedule.Intervals[index].Reference;
        for (var last = person.DosesBefore(before); latest.Seen < last; latest.Seen++)
        {
            if (!person.Schedule.CvxSets.Contains(set, person.Doses[latest.Seen].Cvx))
                continue;
            var record = person.FindRecord(latest.Seen);
            if (record < 0 || !person.Result(record).IsInadvertent)
                latest.Value = person.Doses[latest.Seen].Day;
        }
        return latest.Value;
    }
}
