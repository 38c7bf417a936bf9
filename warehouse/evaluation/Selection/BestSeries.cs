using RegistryAnalytics.Evaluation.Persons;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Selection;

/// <summary>Section 8.8, after 8.1 to 8.7 for each series group of the antigen.</summary>
static class BestSeries
{
    /// <summary>Writes the antigen's best series to <c>person.Best</c>.</summary>
    internal static void Select(PersonState person)
    {
        ref readonly var antigen = ref person.Schedule.Antigens[person.Antigen];
        var groups = antigen.SeriesGroups.Of(person.Schedule.SeriesGroups);
        ulong completeGroups = 0, riskGroups = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            var series = person.Prioritized[i] = PrioritizedSeries.Find(person, groups[i]);
            if (series < 0)
                continue;
            if (person.Outcomes[series].Status == ForecastStatus.Complete)
                completeGroups |= 1UL << groups[i].Number;
            if (person.Schedule.Series[series].Type == SeriesType.Risk)
                riskGroups |= 1UL << groups[i].Number;
        }
        for (var i = 0; i < groups.Length; i++)
            if (person.Prioritized[i] >= 0 && IsBest(person, person.Prioritized[i], completeGroups, riskGroups))
                person.AddBest(person.Prioritized[i]);
    }

    /// <summary>Table 8-14: is the prioritized series the best series of its group?</summary>
    static bool IsBest(PersonState person, int series, ulong completeGroups, ulong riskGroups)
    {
        ref readonly var row = ref person.Schedule.Series[series];
        if (person.Outcomes[series].Status == ForecastStatus.Complete)
            return true;
        if ((row.EquivalentGroups & completeGroups) != 0)
            return false;
        return row.Type switch
        {
            SeriesType.EvaluationOnly => false,
            SeriesType.Risk => true,
            _ => (row.EquivalentGroups & riskGroups) == 0,
        };
    }
}
