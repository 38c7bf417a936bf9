using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Groups;

/// <summary>The status of a vaccine group forecast, from the series that it contains.</summary>
static class GroupStatus
{
    /// <summary>What wins where a single antigen has several best series of one type; SINGLEANTVG-1 names no order.</summary>
    static ReadOnlySpan<ForecastStatus> SingleOrder =>
    [
        ForecastStatus.NotComplete, ForecastStatus.Complete, ForecastStatus.SeasonNotLoaded, ForecastStatus.Immune,
        ForecastStatus.Contraindicated, ForecastStatus.AgedOut, ForecastStatus.NotRecommended,
    ];

    /// <summary>The columns of table 9-4 up to Not Complete; a season that is not loaded withholds the group before it.</summary>
    static ReadOnlySpan<ForecastStatus> MultipleOrder =>
    [
        ForecastStatus.Contraindicated, ForecastStatus.AgedOut, ForecastStatus.NotRecommended, ForecastStatus.SeasonNotLoaded,
        ForecastStatus.NotComplete,
    ];

    /// <summary>SINGLEANTVG-1 (table 9-3).</summary>
    internal static ForecastStatus OfSingleAntigen(PersonState person)
    {
        if (person.ContainedCount == 1)
            return person.Outcomes[person.Contained[0]].Shown;
        return FirstPresent(person, SingleOrder);
    }

    /// <summary>Table 9-4.</summary>
    internal static ForecastStatus OfMultipleAntigens(PersonState person)
    {
        var first = FirstPresent(person, MultipleOrder);
        if (first != ForecastStatus.None)
            return first;
        foreach (var series in person.ContainedSeries)
            if (person.Outcomes[series].Shown != ForecastStatus.Immune)
                return ForecastStatus.Complete;
        return ForecastStatus.Immune;
    }

    static ForecastStatus FirstPresent(PersonState person, ReadOnlySpan<ForecastStatus> order)
    {
        foreach (var status in order)
            foreach (var series in person.ContainedSeries)
                if (person.Outcomes[series].Shown == status)
                    return status;
        return ForecastStatus.None;
    }
}
