using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>Sections 6.8 and 6.9.</summary>
static class DoseVaccine
{
    /// <summary>Table 6-26: was the dose a preferable vaccine for the target dose?</summary>
    /// <param name="reasons">Gains why not, or that the volume was too small.</param>
    /// <remarks>
    /// Registries do not hold trade names: the manufacturer stands for it. Where the schedule names a product, a dose of an
    /// unknown manufacturer is not that product.
    /// </remarks>
    internal static bool IsPreferable(PersonState person, in AntigenRecord record, ref uint reasons)
    {
        if (!person.Schedule.CvxSets.Contains(person.TargetRow.PreferableSet, record.Cvx))
            return false;
        ref readonly var dose = ref person.Doses[record.Dose];
        foreach (ref readonly var vaccine in person.TargetRow.Preferable.Of(person.Schedule.Vaccines))
        {
            if (vaccine.Cvx != record.Cvx)
                continue;
            if (!person.IsAged(record.Day, vaccine.BeginAge, vaccine.EndAge))
            {
                reasons |= Reasons.Bit(ReasonCode.OutsideVaccineAge);
                continue;
            }
            if (vaccine.Mvx != 0 && vaccine.Mvx != dose.Mvx)
            {
                reasons |= Reasons.Bit(ReasonCode.WrongManufacturer);
                continue;
            }
            reasons &= ~(Reasons.Bit(ReasonCode.OutsideVaccineAge) | Reasons.Bit(ReasonCode.WrongManufacturer));
            if (dose.VolumeHundredths > 0 && dose.VolumeHundredths < vaccine.Volume)
                reasons |= Reasons.Bit(ReasonCode.VolumeTooSmall);
            return true;
        }
        return false;
    }

    /// <summary>Table 6-29: was the dose an allowable vaccine for the target dose?</summary>
    internal static bool IsAllowable(PersonState person, in AntigenRecord record, ref uint reasons)
    {
        if (!person.Schedule.CvxSets.Contains(person.TargetRow.AllowableSet, record.Cvx))
            return false;
        foreach (ref readonly var vaccine in person.TargetRow.Allowable.Of(person.Schedule.Vaccines))
        {
            if (vaccine.Cvx != record.Cvx)
                continue;
            if (person.IsAged(record.Day, vaccine.BeginAge, vaccine.EndAge))
                return true;
            reasons |= Reasons.Bit(ReasonCode.OutsideVaccineAge);
        }
        return false;
    }
}
