using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Forecasts;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Groups;

/// <summary>Which vaccines a forecast names.</summary>
static class RecommendedVaccines
{
    /// <summary>FORECASTVG-9 over FORECASTRECVAC-1 (tables 9-2 and 7-13): each vaccine once, in the order of the schedule.</summary>
    internal static void Add(PersonState person, ResultBuffer results)
    {
        var start = results.Cvx.Count;
        foreach (var series in person.ContainedSeries)
        {
            ref readonly var outcome = ref person.Outcomes[series];
            if (outcome.Shown != ForecastStatus.NotComplete)
                continue;
            person.Antigen = person.Schedule.Series[series].Antigen;
            foreach (ref readonly var vaccine in person.Schedule.Doses[outcome.ForecastDose].Preferable.Of(person.Schedule.Vaccines))
                if (IsRecommended(person, outcome, vaccine) && !results.Cvx.Rows[start..].Contains(vaccine.Cvx))
                    results.Cvx.Add(vaccine.Cvx);
        }
    }

    static bool IsRecommended(PersonState person, in SeriesOutcome outcome, in VaccineRow vaccine) =>
        vaccine.IsForecast
        && (IsAged(person, outcome.Earliest, vaccine) || IsAged(person, outcome.Recommended, vaccine))
        && !Contraindications.AgainstVaccine(person, vaccine.Cvx);

    static bool IsAged(PersonState person, int day, in VaccineRow vaccine) =>
        day != Day.None && person.IsAged(day, vaccine.BeginAge, vaccine.EndAge);
}
