using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Forecasts;

/// <summary>Section 7.2.</summary>
static class EvidenceOfImmunity
{
    /// <summary>Table 7-3: does the person have evidence of immunity to the antigen?</summary>
    internal static bool Exists(PersonState person)
    {
        ref readonly var antigen = ref person.Schedule.Antigens[person.Antigen];
        if (HasAny(person, antigen.ClinicalHistory))
            return true;
        foreach (ref readonly var row in antigen.BirthDateImmunities.Of(person.Schedule.BirthDateImmunities))
            if (person.Birth < row.BornBefore && !HasAny(person, row.Exclusions) && IsBornIn(person, row.Country))
                return true;
        return false;
    }

    static bool HasAny(PersonState person, Slice observations)
    {
        foreach (var observation in observations.Of(person.Schedule.ObservationLists))
            if (person.HasObservation(observation))
                return true;
        return false;
    }

    /// <summary>A country that is not stated, on either side, is no obstacle.</summary>
    static bool IsBornIn(PersonState person, int country) => country == 0 || person.Country == 0 || person.Country == country;
}
