using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>Persons whom the registry may not keep. The words tell no sender that, or whose, consent was withdrawn.</summary>
public static class PurgeRules
{
    public static readonly Rule Held = new("person-held", Error, 207, 0, "The registry may not keep this person's record as it stands; the message is held until a steward releases it.");
}
