using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>Section 6.3.</summary>
static class InadvertentVaccine
{
    /// <summary>Table 6-13: was the dose an inadvertent administration for the target dose?</summary>
    internal static bool Applies(PersonState person, int cvx) =>
        person.Schedule.CvxSets.Contains(person.TargetRow.InadvertentSet, cvx);
}
