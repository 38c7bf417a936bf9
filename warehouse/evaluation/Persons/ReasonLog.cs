namespace RegistryAnalytics.Evaluation.Persons;

/// <summary>Collects the operands of decisions while a series is gone through again to be explained.</summary>
sealed class ReasonLog
{
    internal void Add(ReasonCode code, int day, int threshold, int reference)
    {
    }
}
