using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Persons;

/// <summary>Chapter 5: which antigen series are relevant for the person.</summary>
static class RelevantSeries
{
    internal static void Select(PersonState person)
    {
        var series = person.Schedule.Series;
        for (var i = 0; i < series.Length; i++)
            person.IsRelevant[i] = series[i].Type != SeriesType.Risk && IsForGender(person, i);
        if (person.ObservationCount == 0)
            return;
        for (var code = 0; code < person.IsObserved.Length; code++)
        {
            if (!person.IsObserved[code])
                continue;
            foreach (var indication in person.Schedule.IndicationsOfObservation[code].Of(person.Schedule.Indications))
                if (!person.IsRelevant[indication.Series] && IsForGender(person, indication.Series) && IndicationApplies(person, indication))
                    person.IsRelevant[indication.Series] = true;
        }
    }

    /// <summary>The gender row of table 5-5.</summary>
    static bool IsForGender(PersonState person, int series) => (person.Schedule.Series[series].Genders & person.Gender) != 0;

    /// <summary>Table 5-4, for an observation that is active.</summary>
    static bool IndicationApplies(PersonState person, Compiled.IndicationRow indication) =>
        person.IsAgedNow(indication.BeginAge, indication.EndAge);
}
