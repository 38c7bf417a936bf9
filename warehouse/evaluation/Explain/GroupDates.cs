using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Explain;

/// <summary>Explains a vaccine group forecast by the contained series whose date stands.</summary>
static class GroupDates
{
    internal static void Explain(PersonState person, ReasonLog log, in GroupForecast forecast)
    {
        if (forecast.Status == ForecastStatus.NotComplete)
        {
            if (!Add(person, log, DateKind.Earliest, forecast.Earliest) && forecast.Earliest != Day.None)
                log.AddToForecast(new(ReasonCode.EarliestByLastDose, person.Contained[0], forecast.Earliest, Reference: forecast.Earliest));
            if (!Add(person, log, DateKind.Recommended, forecast.Recommended) && forecast.Recommended != Day.None)
                log.AddToForecast(new(ReasonCode.RecommendedByEarliest, person.Contained[0], forecast.Recommended));
            if (!Add(person, log, DateKind.PastDue, forecast.PastDue) && forecast.PastDue != Day.None)
                log.AddToForecast(new(ReasonCode.PastDueByEarliest, person.Contained[0], forecast.PastDue));
            if (!Add(person, log, DateKind.Latest, forecast.Latest) && forecast.Earliest == Day.None && forecast.Recommended == Day.None && forecast.PastDue == Day.None)
                log.AddToForecast(new(ReasonCode.NoDate, person.Contained[0]));
        }
        else
        {
            foreach (var series in person.ContainedSeries)
                if (person.Outcomes[series].Shown == forecast.Status && log.Find(series, DateKind.Status) is { } reason)
                    log.AddToForecast(reason);
        }
        log.EndForecast();
    }

    static bool Add(PersonState person, ReasonLog log, DateKind kind, int day)
    {
        foreach (var series in person.ContainedSeries)
            if (log.Find(series, kind) is { } explanation && explanation.Day == day)
            {
                log.AddToForecast(explanation);
                return true;
            }
        return false;
    }
}
