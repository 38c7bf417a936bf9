using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>The same thing twice in one message or file. Across messages the consolidation of doses decides, and the marts count.</summary>
public static class DuplicateRules
{
    /// <summary>Doses before a dose that it is held against: bounds the work of a message made of nothing but doses.</summary>
    public const int Most = 64;

    public static readonly Rule Dose = new("dose-repeated", Warning, 205, 3, "The same vaccine on the same day came before for this person; both were kept, and count as one dose.");
    public static readonly Rule DoseId = new("dose-id-repeated", Warning, 205, 3, "The id of the dose came before in this message; the later one counts.");
}
