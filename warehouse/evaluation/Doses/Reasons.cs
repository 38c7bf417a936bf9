namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>Reasons of evaluations as bits of one word.</summary>
static class Reasons
{
    internal static uint Bit(ReasonCode code) => 1u << (int)code;
}
