using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>Where a skip is asked for; decides the reference date (CONDSKIP-2) and which doses count.</summary>
enum SkipUse : byte
{
    /// <summary>Section 6.2: on the date of the dose; only doses before it count.</summary>
    Evaluation,

    /// <summary>Section 7.1: on the assessment date; all doses count.</summary>
    Forecast,

    /// <summary>Section 7.6: on the forecast's earliest date; all doses count.</summary>
    Validation,
}

/// <summary>Sections 6.2, 7.1 and 7.6.</summary>
static class ConditionalSkip
{
    /// <summary>Table 6-11: can the current target dose be skipped?</summary>
    /// <param name="reference">The conditional skip reference date (CONDSKIP-2).</param>
    /// <param name="before">Records before this one have been given: the record under evaluation, or the number of all.</param>
    internal static bool Applies(PersonState person, SkipUse use, int reference, int before)
    {
        var skips = person.TargetRow.Skips;
        for (var i = 0; i < skips.Count; i++)
        {
            ref readonly var skip = ref person.Schedule.Skips[skips.Start + i];
            if ((use == SkipUse.Evaluation ? skip.InEvaluation : skip.InForecast) && IsMet(person, skip, use, reference, before))
                return true;
        }
        return false;
    }

    static bool IsMet(PersonState person, in SkipRow skip, SkipUse use, int reference, int before)
    {
        var sets = skip.Sets;
        var held = 0;
        for (var i = 0; i < sets.Count; i++)
        {
            ref readonly var set = ref person.Schedule.SkipSets[sets.Start + i];
            if (!(use == SkipUse.Evaluation ? PersonState.HoldsOn(reference, set.Validity) : person.HoldsNow(set.Validity)))
                continue;
            held++;
            if (IsSetMet(person, set, use, reference, before) != skip.NeedsAllSets)
                return !skip.NeedsAllSets;
        }
        return skip.NeedsAllSets && held > 0;
    }

    /// <summary>Table 6-10: is the set met?</summary>
    static bool IsSetMet(PersonState person, in SkipSetRow set, SkipUse use, int reference, int before)
    {
        var conditions = set.Conditions;
        for (var i = 0; i < conditions.Count; i++)
        {
            ref readonly var condition = ref person.Schedule.SkipConditions[conditions.Start + i];
            var met = condition.Type switch
            {
                SkipConditionType.Age => AgeMet(person, condition, use, reference),
                SkipConditionType.CompletedSeries => CompletedSeriesMet(person, condition),
                SkipConditionType.Interval => IntervalMet(person, condition, use, reference, before),
                _ => VaccineCountMet(person, conditions.Start + i, before),
            };
            if (met != set.NeedsAllConditions)
                return met;
        }
        return set.NeedsAllConditions && conditions.Count > 0;
    }

    /// <summary>Table 6-6.</summary>
    static bool AgeMet(PersonState person, in SkipConditionRow condition, SkipUse use, int reference) =>
        use == SkipUse.Forecast
            ? person.IsAgedNow(condition.BeginAge, condition.EndAge)
            : person.IsAged(reference, condition.BeginAge, condition.EndAge);

    /// <summary>Table 6-7. Series that ask this are evaluated after those that may be asked for.</summary>
    static bool CompletedSeriesMet(PersonState person, in SkipConditionRow condition) =>
        (person.CompleteGroups & condition.SeriesGroups) != 0;

    /// <summary>Table 6-8, with CALCDTSKIP-5.</summary>
    static bool IntervalMet(PersonState person, in SkipConditionRow condition, SkipUse use, int reference, int before)
    {
        if (before == 0 || !condition.Interval.IsPresent)
            return false;
        var due = Day.Add(person.Record(before - 1).Day, condition.Interval);
        return use == SkipUse.Forecast ? person.HasReached(due) : reference >= due;
    }

    /// <summary>Table 6-9.</summary>
    static bool VaccineCountMet(PersonState person, int index, int before)
    {
        ref readonly var condition = ref person.Schedule.SkipConditions[index];
        var count = CountDoses(person, index, before);
        return condition.CountLogic switch
        {
            DoseCountLogic.GreaterThan => count > condition.DoseCount,
            DoseCountLogic.EqualTo => count == condition.DoseCount,
            _ => count < condition.DoseCount,
        };
    }

    /// <summary>CONDSKIP-1: number of conditional doses administered.</summary>
    /// <remarks>
    /// What was counted for an earlier dose stays true, so counting goes on where it stopped. Where vaccines of other
    /// antigens are named (a pertussis dose is skipped after Td) the whole history counts.
    /// </remarks>
    static int CountDoses(PersonState person, int index, int before)
    {
        ref readonly var condition = ref person.Schedule.SkipConditions[index];
        ref var tally = ref person.TallyOf(index);
        var from = Math.Max(person.AgeDays[condition.BeginAge], condition.Start);
        var until = Math.Min(person.AgeDays[condition.EndAge], condition.End);
        if (condition.CountsWholeHistory)
        {
            for (var last = person.DosesBefore(before); tally.Seen < last; tally.Seen++)
            {
                ref readonly var dose = ref person.Doses[tally.Seen];
                if (from <= dose.Day && dose.Day < until && person.Schedule.CvxSets.Contains(condition.CvxSet, dose.Cvx))
                    tally.Value++;
            }
            return tally.Value;
        }
        for (; tally.Seen < before; tally.Seen++)
        {
            ref readonly var record = ref person.Record(tally.Seen);
            if (from <= record.Day && record.Day < until
                && (!condition.CountsOnlyValid || person.Result(tally.Seen).Status == EvaluationStatus.Valid)
                && (condition.CvxSet < 0 || person.Schedule.CvxSets.Contains(condition.CvxSet, record.Cvx)))
                tally.Value++;
        }
        return tally.Value;
    }
}
