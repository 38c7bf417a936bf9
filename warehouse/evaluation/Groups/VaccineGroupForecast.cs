using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Explain;
using RegistryAnalytics.Evaluation.Persons;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Groups;

/// <summary>Chapter 9: blends the best series of a vaccine group, Standard with Standard and Risk with Risk.</summary>
static class VaccineGroupForecast
{
    /// <summary>FORECASTVG-1: adds the group's forecasts, at most one of each type.</summary>
    internal static void Add(PersonState person, ResultBuffer results, ReasonLog? log, int group)
    {
        var number = DoseNumbers.OverBothTypes(person, results, group);
        if (Gather(person, group, SeriesType.Standard) > 0)
            Add(person, results, log, Blend(person, results, group, SeriesType.Standard, number));
        if (person.Schedule.VaccineGroups[group].HasRiskSeries && Gather(person, group, SeriesType.Risk) > 0)
            Add(person, results, log, Blend(person, results, group, SeriesType.Risk, number));
    }

    static void Add(PersonState person, ResultBuffer results, ReasonLog? log, in GroupForecast forecast)
    {
        results.Forecasts.Add(forecast);
        if (log is not null)
            GroupDates.Explain(person, log, forecast);
    }

    /// <summary>Writes the contained series to <c>person.Contained</c>. A completed evaluation-only series counts as standard.</summary>
    static int Gather(PersonState person, int group, SeriesType type)
    {
        person.ContainedCount = 0;
        foreach (var antigen in person.Schedule.VaccineGroups[group].Antigens.Of(person.Schedule.VaccineGroupAntigens))
            foreach (var series in person.BestOf(antigen))
                if ((person.Schedule.Series[series].Type == SeriesType.Risk) == (type == SeriesType.Risk))
                    person.Contained[person.ContainedCount++] = series;
        return person.ContainedCount;
    }

    /// <summary>Table 9-2: FORECASTVG-2 to -6 and -9 over the contained series.</summary>
    static GroupForecast Blend(PersonState person, ResultBuffer results, int group, SeriesType type, int numberOverBoth)
    {
        ref readonly var row = ref person.Schedule.VaccineGroups[group];
        var status = row.IsMultipleAntigen ? GroupStatus.OfMultipleAntigens(person) : GroupStatus.OfSingleAntigen(person);
        ulong reasons = 0;
        var shared = SharedDecision.None;
        foreach (var series in person.ContainedSeries)
        {
            if (person.Outcomes[series].Reason != ReasonCode.None)
                reasons |= 1UL << (int)person.Outcomes[series].Reason;
            if (person.Schedule.Series[series].SharedDecision > shared)
                shared = person.Schedule.Series[series].SharedDecision;
        }
        if (status != ForecastStatus.NotComplete)
            return new(group, type, status, 0, Day.None, Day.None, Day.None, Day.None, Day.None, Day.None, reasons, shared, results.Cvx.Count, 0);

        int recommended = Day.None, pastDue = Day.None, latest = Day.None, unadjusted = Day.None, unadjustedPastDue = Day.None;
        foreach (var series in person.ContainedSeries)
        {
            ref readonly var outcome = ref person.Outcomes[series];
            if (outcome.Shown != ForecastStatus.NotComplete)
                continue;
            recommended = Day.Earlier(recommended, outcome.Recommended);
            pastDue = Day.Earlier(pastDue, outcome.PastDue);
            latest = Day.Earlier(latest, outcome.Latest);
            unadjusted = Day.Earlier(unadjusted, outcome.UnadjustedRecommended);
            unadjustedPastDue = Day.Earlier(unadjustedPastDue, outcome.UnadjustedPastDue);
        }
        var earliest = Earliest(person, row);
        var vaccines = results.Cvx.Count;
        RecommendedVaccines.Add(person, results);
        return new(group, type, status, numberOverBoth > 0 ? numberOverBoth : DoseNumbers.OfType(person, row), earliest,
            Day.Later(recommended, earliest), pastDue == Day.None ? Day.None : Day.Later(pastDue, earliest), latest,
            unadjusted, unadjustedPastDue, reasons, shared, vaccines, results.Cvx.Count - vaccines);
    }

    /// <summary>SINGLEANTVG-2 and MULTIANTVG-1 (tables 9-3 and 9-5).</summary>
    static int Earliest(PersonState person, in VaccineGroupRow group)
    {
        int earliest = Day.None, latest = Day.None;
        var isPriority = false;
        foreach (var series in person.ContainedSeries)
        {
            ref readonly var outcome = ref person.Outcomes[series];
            if (outcome.Shown != ForecastStatus.NotComplete)
                continue;
            earliest = Day.Earlier(earliest, outcome.Earliest);
            latest = Day.Later(latest, outcome.Earliest);
            isPriority |= outcome.IsPriority;
        }
        if (!group.IsMultipleAntigen)
            return earliest;
        return isPriority ? Day.Later(earliest, LastDose(person, group)) : latest;
    }

    /// <summary>Day of the last dose of any vaccine of the group.</summary>
    static int LastDose(PersonState person, in VaccineGroupRow group)
    {
        var last = Day.None;
        foreach (var antigen in group.Antigens.Of(person.Schedule.VaccineGroupAntigens))
            if (person.RecordStarts[antigen + 1] > person.RecordStarts[antigen])
                last = Day.Later(last, person.Records[person.RecordStarts[antigen + 1] - 1].Day);
        return last;
    }
}
