using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Forecasts;

/// <summary>Section 7.4.</summary>
static class ForecastNeed
{
    /// <summary>Table 7-10: should the person receive another target dose?</summary>
    /// <param name="outcome">Gains the status, and the earliest date where one more dose is due.</param>
    /// <returns>Why not; <see cref="ReasonCode.None"/> where the person should.</returns>
    internal static ReasonCode Decide(PersonState person, bool isImmune, bool isContraindicated, ref SeriesOutcome outcome)
    {
        if (!person.HasTarget)
            return outcome.Satisfied > 0
                ? Close(ref outcome, ForecastStatus.Complete, ReasonCode.SeriesComplete)
                : Close(ref outcome, ForecastStatus.NotRecommended, ReasonCode.PastHistory);
        ref readonly var dose = ref person.TargetRow;
        if (isImmune)
            return Close(ref outcome, ForecastStatus.Immune, ReasonCode.Immune);
        if (isContraindicated || Contraindications.AgainstAllVaccines(person, dose))
            return Close(ref outcome, ForecastStatus.Contraindicated, ReasonCode.Contraindicated);
        var isSeasonMissing = dose.IsSeasonal && person.Schedule.Antigens[person.Antigen].SeasonMissing;
        if (!isSeasonMissing && dose.SeasonEnd != Day.Never && person.HasReached(dose.SeasonEnd + 1))
            return Close(ref outcome, ForecastStatus.NotRecommended, ReasonCode.PastSeason);
        var age = RelevantAge(person, dose);
        var maximum = age < 0 ? Day.Never : person.AgeDays[person.Schedule.Ages[age].Maximum];
        if (person.HasReached(maximum))
            return Close(ref outcome, ForecastStatus.AgedOut, ReasonCode.PastMaximumAge);
        if (isSeasonMissing)
            return Close(ref outcome, ForecastStatus.SeasonNotLoaded, ReasonCode.SeasonNotLoaded);
        outcome.Earliest = ForecastDates.CandidateEarliest(person, dose, age);
        if (outcome.Earliest >= maximum)
            return Close(ref outcome, ForecastStatus.AgedOut, ReasonCode.CannotFinishInTime);
        outcome.Status = ForecastStatus.NotComplete;
        outcome.ForecastDose = person.Targets[person.Current].Row;
        return ReasonCode.None;
    }

    static ReasonCode Close(ref SeriesOutcome outcome, ForecastStatus status, ReasonCode reason)
    {
        outcome.Status = status;
        outcome.ForecastDose = -1;
        return reason;
    }

    /// <summary>The age rule that holds on the assessment date (RELEVANT-2); −1 where none does.</summary>
    internal static int RelevantAge(PersonState person, in SeriesDoseRow dose)
    {
        for (var i = dose.Ages.Start; i < dose.Ages.Start + dose.Ages.Count; i++)
            if (person.HoldsNow(person.Schedule.Ages[i].Validity))
                return i;
        return -1;
    }
}
