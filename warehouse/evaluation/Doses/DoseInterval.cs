using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>Sections 6.5 and 6.6.</summary>
static class DoseInterval
{
    /// <summary>Table 6-18 over all preferable intervals that hold on the day: each must be satisfied.</summary>
    /// <returns>TooSoon and IntervalGracePeriod as bits; without TooSoon the intervals are satisfied.</returns>
    internal static uint EvaluatePreferable(PersonState person, int day, int x)
    {
        uint reasons = 0;
        var rows = person.TargetRow.Intervals;
        for (var i = rows.Start; i < rows.Start + rows.Count; i++)
        {
            ref readonly var interval = ref person.Schedule.Intervals[i];
            if (!PersonState.HoldsOn(day, interval.Validity))
                continue;
            var reference = ReferenceDate.Find(person, i, x);
            if (reference == Day.None)
                continue;
            if (IsBefore(day, reference, interval.AbsoluteMinimum))
                reasons |= Say(person, ReasonCode.TooSoon, day, Day.Add(reference, interval.AbsoluteMinimum), reference);
            else if (IsBefore(day, reference, interval.Minimum))
                reasons |= Say(person, ReasonCode.IntervalGracePeriod, day, Day.Add(reference, interval.Minimum), reference);
        }
        return reasons;
    }

    /// <summary>Table 6-21 over all allowable intervals that hold on the day. A dose without any has none that can be satisfied.</summary>
    internal static bool IsAllowable(PersonState person, int day, int x)
    {
        var held = 0;
        var rows = person.TargetRow.AllowableIntervals;
        for (var i = rows.Start; i < rows.Start + rows.Count; i++)
        {
            ref readonly var interval = ref person.Schedule.Intervals[i];
            if (!PersonState.HoldsOn(day, interval.Validity))
                continue;
            held++;
            var reference = ReferenceDate.Find(person, i, x);
            if (reference != Day.None && IsBefore(day, reference, interval.AbsoluteMinimum))
                return false;
        }
        return held > 0;
    }

    static bool IsBefore(int day, int reference, Offset minimum) => minimum.IsPresent && day < Day.Add(reference, minimum);

    static uint Say(PersonState person, ReasonCode code, int day, int threshold, int reference)
    {
        person.Log?.Add(code, day, threshold, reference);
        return Reasons.Bit(code);
    }
}
