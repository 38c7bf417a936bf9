using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>Section 6.4.</summary>
static class DoseAge
{
    /// <summary>Table 6-15: was the dose given at a valid age?</summary>
    /// <returns>TooYoung, AgeGracePeriod or TooOld as a bit; 0 for a valid age without remark.</returns>
    internal static uint Evaluate(PersonState person, int day)
    {
        foreach (ref readonly var age in person.TargetRow.Ages.Of(person.Schedule.Ages))
        {
            if (!PersonState.HoldsOn(day, age.Validity))
                continue;
            var ages = person.AgeDays;
            if (day < ages[age.AbsoluteMinimum])
                return Say(person, ReasonCode.TooYoung, day, ages[age.AbsoluteMinimum]);
            if (day < ages[age.Minimum])
                return Say(person, ReasonCode.AgeGracePeriod, day, ages[age.Minimum]);
            return day < ages[age.Maximum] ? 0 : Say(person, ReasonCode.TooOld, day, ages[age.Maximum]);
        }
        return 0;
    }

    static uint Say(PersonState person, ReasonCode code, int day, int threshold)
    {
        person.Log?.Add(code, day, threshold, person.Birth);
        return Reasons.Bit(code);
    }
}
