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
        if (dose.SeasonEnd != Day.Never && person.HasReached(dose.SeasonEnd + 1))
            return Close(ref outcome, ForecastStatus.NotRecommended, ReasonCode.PastSeason);
        var age = RelevantAge(person, dose);
        var maximum = MaximumAge(person, age);
        if (person.HasReached(maximum))
            return Close(ref outcome, ForecastStatus.AgedOut, ReasonCode.PastMaximumAge);
        outcome.Earliest = ForecastDates.CandidateEarliest(person, dose, age);
        if (outcome.Earliest >= maximum)
            return Close(ref outcome, ForecastStatus.AgedOut, ReasonCode.CannotFinishInTime);
        outcome.Status = outcome.Shown = ForecastStatus.NotComplete;
        outcome.ForecastDose = person.Targets[person.Current].Row;
        return ReasonCode.None;
    }

    /// <summary>
    /// Without a loaded season nothing is shown of a seasonal dose, neither that it is due nor that it is not recommended;
    /// unless its maximum age has passed, which no season changes. Selection goes by the specification's status all the same.
    /// </summary>
    internal static void Withhold(PersonState person, ref SeriesOutcome outcome)
    {
        if (!person.HasTarget || outcome.Status is not (ForecastStatus.NotComplete or ForecastStatus.NotRecommended))
            return;
        ref readonly var dose = ref person.TargetRow;
        if (!dose.IsSeasonal || !person.Schedule.Antigens[person.Antigen].SeasonMissing)
            return;
        (outcome.Shown, outcome.Reason) = person.HasReached(MaximumAge(person, RelevantAge(person, dose)))
            ? (ForecastStatus.AgedOut, ReasonCode.PastMaximumAge)
            : (ForecastStatus.SeasonNotLoaded, ReasonCode.SeasonNotLoaded);
    }

    static ReasonCode Close(ref SeriesOutcome outcome, ForecastStatus status, ReasonCode reason)
    {
        outcome.Status = outcome.Shown = status;
        outcome.Reason = reason;
        outcome.ForecastDose = -1;
        outcome.ClearDates();
        return reason;
    }

    static int MaximumAge(PersonState person, int age) => age < 0 ? Day.Never : person.AgeDays[person.Schedule.Ages[age].Maximum];

    /// <summary>The age rule that holds on the assessment date (RELEVANT-2); −1 where none does.</summary>
    internal static int RelevantAge(PersonState person, in SeriesDoseRow dose)
    {
        for (var i = dose.Ages.Start; i < dose.Ages.Start + dose.Ages.Count; i++)
            if (person.HoldsNow(person.Schedule.Ages[i].Validity))
                return i;
        return -1;
    }
}
