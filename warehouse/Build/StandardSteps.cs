using RegistryAnalytics.Warehouse.Evaluate;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>The steps in C# that every build runs among its models.</summary>
public static class StandardSteps
{
    public static IReadOnlyList<NativeStep> All => [PersonLinks.Step(), StewardDecisions.Step(), DoseConsolidation.Step(), RosterMatch.Step(), EvaluationStep.Create()];
}
