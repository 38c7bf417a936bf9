using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Forecasts;

/// <summary>Section 7.3.</summary>
static class Contraindications
{
    /// <summary>Table 7-5: is the antigen contraindicated?</summary>
    internal static bool AgainstAntigen(PersonState person)
    {
        if (person.ObservationCount == 0)
            return false;
        foreach (ref readonly var row in person.Schedule.Antigens[person.Antigen].Contraindications.Of(person.Schedule.Contraindications))
            if (Applies(person, row))
                return true;
        return false;
    }

    /// <summary>Table 7-6: is the vaccine contraindicated?</summary>
    internal static bool AgainstVaccine(PersonState person, int cvx)
    {
        if (person.ObservationCount == 0)
            return false;
        foreach (ref readonly var row in person.Schedule.Antigens[person.Antigen].VaccineContraindications.Of(person.Schedule.Contraindications))
            if (row.Cvx == cvx && Applies(person, row))
                return true;
        return false;
    }

    /// <summary>Table 7-7, second row: is every preferable vaccine of the target dose contraindicated?</summary>
    internal static bool AgainstAllVaccines(PersonState person, in SeriesDoseRow dose)
    {
        if (person.ObservationCount == 0 || dose.Preferable.Count == 0)
            return false;
        foreach (ref readonly var vaccine in dose.Preferable.Of(person.Schedule.Vaccines))
            if (!AgainstVaccine(person, vaccine.Cvx))
                return false;
        return true;
    }

    static bool Applies(PersonState person, in ContraindicationRow row) =>
        person.HasObservation(row.Observation) && person.IsAgedNow(row.BeginAge, row.EndAge);
}
