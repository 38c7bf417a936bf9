using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>Section 6.1.</summary>
static class DoseCondition
{
    /// <summary>Table 6-3: can the dose be evaluated?</summary>
    /// <returns>The reason why not, as a bit; 0 where it can.</returns>
    internal static uint Evaluate(PersonState person, in AntigenRecord record)
    {
        ref readonly var dose = ref person.Doses[record.Dose];
        if (record.Day > dose.LotExpiryDay)
        {
            person.Log?.Add(ReasonCode.LotExpired, record.Day, dose.LotExpiryDay, Day.None);
            return Reasons.Bit(ReasonCode.LotExpired);
        }
        return dose.HasCondition ? Reasons.Bit(ReasonCode.DoseCondition) : 0;
    }
}
