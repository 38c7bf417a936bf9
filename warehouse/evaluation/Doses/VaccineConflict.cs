using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>Section 6.7: live-virus vaccines given too close together.</summary>
static class VaccineConflict
{
    /// <summary>CONFLICT-3 (table 6-24) against every earlier dose of the person, whatever its antigen.</summary>
    internal static bool Evaluate(PersonState person, in AntigenRecord record)
    {
        var conflicts = person.Schedule.ConflictsOfCurrent[record.Cvx];
        if (conflicts.Count == 0)
            return false;
        for (var i = person.LastDoseUntil(record.Day - person.Schedule.ShortestConflictBegin, record.Dose - 1); i >= 0; i--)
        {
            ref readonly var previous = ref person.Doses[i];
            if (record.Day - previous.Day > person.Schedule.LongestConflict)
                return false;
            if (!person.Schedule.CvxSets.Contains(person.Schedule.ConflictSetOfCurrent[record.Cvx], previous.Cvx))
                continue;
            foreach (ref readonly var conflict in conflicts.Of(person.Schedule.Conflicts))
                if (conflict.PreviousCvx == previous.Cvx && Impacts(person, conflict, i, previous.Day, record.Day))
                    return true;
        }
        return false;
    }

    static bool Impacts(PersonState person, in ConflictRow conflict, int previousDose, int previousDay, int day)
    {
        if (day < Day.Add(previousDay, conflict.Begin))
            return false;
        var end = Day.Add(previousDay, EndsEarly(person, previousDose) ? conflict.MinimumEnd : conflict.End);
        if (day >= end)
            return false;
        person.Log?.Add(ReasonCode.VaccineConflict, day, end, previousDay);
        return true;
    }

    /// <summary>CALCDTCONFLICT-2: after a dose that is Valid, or has no status in this series, the shorter interval ends the conflict.</summary>
    static bool EndsEarly(PersonState person, int dose)
    {
        var record = person.FindRecord(dose);
        return record < 0 || person.Result(record).Status == EvaluationStatus.Valid;
    }
}
