using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Doses;
using RegistryAnalytics.Evaluation.Forecasts;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Explain;

/// <summary>Names the rule that set each date of a series forecast: the first rule that gives the date which stands.</summary>
static class SeriesDates
{
    internal static void Explain(PersonState person, ReasonLog log)
    {
        ref readonly var outcome = ref person.Outcome;
        if (outcome.Shown != ForecastStatus.NotComplete)
        {
            log.AddDate(DateKind.Status, outcome.Reason, Day.None);
            return;
        }
        ref readonly var dose = ref person.TargetRow;
        var age = ForecastNeed.RelevantAge(person, dose);
        Earliest(person, log, dose, age);
        Recommended(person, log, dose, age);
        PastDue(person, log, dose, age);
        if (outcome.Latest != Day.None)
            log.AddDate(DateKind.Latest, ReasonCode.LatestByAge, outcome.Latest, person.Birth);
    }

    static void Earliest(PersonState person, ReasonLog log, in SeriesDoseRow dose, int age)
    {
        var day = person.Outcome.Earliest;
        if (day == Day.None)
            return;
        if (age >= 0 && IsAge(person, person.Schedule.Ages[age].Minimum, day))
            log.AddDate(DateKind.Earliest, ReasonCode.EarliestByAge, day, person.Birth);
        else if (IntervalReference(person, dose, day, static row => row.Minimum) is var reference and not Day.None)
            log.AddDate(DateKind.Earliest, ReasonCode.EarliestByInterval, day, reference);
        else if (dose.SeasonStart == day)
            log.AddDate(DateKind.Earliest, ReasonCode.EarliestBySeason, day);
        else if (person.RecordCount > 0 && person.Record(person.RecordCount - 1).Day == day)
            log.AddDate(DateKind.Earliest, ReasonCode.EarliestByLastDose, day, day);
        else
            log.AddDate(DateKind.Earliest, ReasonCode.EarliestByConflict, day);
    }

    static void Recommended(PersonState person, ReasonLog log, in SeriesDoseRow dose, int age)
    {
        ref readonly var outcome = ref person.Outcome;
        if (outcome.Recommended == Day.None)
            return;
        var hasAge = age >= 0 && person.Schedule.Ages[age].EarliestRecommended > ScheduleTables.NoEnd;
        var reference = hasAge ? Day.None : IntervalReference(person, dose, outcome.Recommended, static row => row.EarliestRecommended);
        if (hasAge && outcome.UnadjustedRecommended == outcome.Recommended)
            log.AddDate(DateKind.Recommended, ReasonCode.RecommendedByAge, outcome.Recommended, person.Birth);
        else if (reference != Day.None)
            log.AddDate(DateKind.Recommended, ReasonCode.RecommendedByInterval, outcome.Recommended, reference);
        else
            log.AddDate(DateKind.Recommended, ReasonCode.RecommendedByEarliest, outcome.Recommended);
    }

    static void PastDue(PersonState person, ReasonLog log, in SeriesDoseRow dose, int age)
    {
        ref readonly var outcome = ref person.Outcome;
        if (outcome.PastDue == Day.None)
            return;
        if (outcome.UnadjustedPastDue != outcome.PastDue)
            log.AddDate(DateKind.PastDue, ReasonCode.PastDueByEarliest, outcome.PastDue);
        else if (age >= 0 && IsAge(person, person.Schedule.Ages[age].LatestRecommended, outcome.PastDue + 1))
            log.AddDate(DateKind.PastDue, ReasonCode.PastDueByAge, outcome.PastDue, person.Birth);
        else
            log.AddDate(DateKind.PastDue, ReasonCode.PastDueByInterval, outcome.PastDue,
                IntervalReference(person, dose, outcome.PastDue + 1, static row => row.LatestRecommended));
    }

    static bool IsAge(PersonState person, int age, int day) => age > ScheduleTables.NoEnd && person.AgeDays[age] == day;

    /// <summary>What the interval that ends on the day counts from; <see cref="Day.None"/> where no interval ends then.</summary>
    static int IntervalReference(PersonState person, in SeriesDoseRow dose, int day, Func<IntervalRow, Offset> length)
    {
        for (var i = dose.Intervals.Start; i < dose.Intervals.Start + dose.Intervals.Count; i++)
        {
            ref readonly var interval = ref person.Schedule.Intervals[i];
            var offset = length(interval);
            if (!offset.IsPresent || !person.HoldsNow(interval.Validity))
                continue;
            var reference = ReferenceDate.Find(person, i, person.RecordCount);
            if (reference != Day.None && Day.Add(reference, offset) == day)
                return reference;
        }
        return Day.None;
    }
}
