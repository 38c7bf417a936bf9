using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Doses;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Forecasts;

/// <summary>Chapter 7: what one relevant series forecasts, once its doses are evaluated.</summary>
static class SeriesForecast
{
    internal static void Run(PersonState person, bool isImmune, bool isContraindicated)
    {
        ref var outcome = ref person.Outcome;
        while (true)
        {
            while (person.HasTarget && ConditionalSkip.Applies(person, SkipUse.Forecast, person.Assessment, person.RecordCount))
                person.SkipTarget();
            if (ForecastNeed.Decide(person, isImmune, isContraindicated, ref outcome) != ReasonCode.None)
                break;
            // 7.6: what would be skipped on its own earliest date is not forecast.
            if (outcome.Earliest == Day.None
                || !ConditionalSkip.Applies(person, SkipUse.Validation, outcome.Earliest, person.RecordCount))
            {
                ForecastDates.Complete(person, ref outcome);
                break;
            }
            person.SkipTarget();
        }
        ForecastNeed.Withhold(person, ref outcome);
        outcome.NotSatisfied = CountNotSatisfied(person);
        if (outcome.Status == ForecastStatus.Complete)
            person.CompleteGroups |= 1UL << person.SeriesRow.GroupNumber;
    }

    static int CountNotSatisfied(PersonState person)
    {
        var count = 0;
        for (var i = 0; i < person.TargetCount; i++)
            if (person.Targets[i].Status == TargetStatus.NotSatisfied)
                count++;
        return count;
    }
}
