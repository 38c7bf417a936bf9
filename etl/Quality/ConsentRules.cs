using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>Consent facts: a fact that is misread could show what must not be shown, so a doubtful row is rejected whole.</summary>
public static class ConsentRules
{
    public static readonly Rule Kind = new("consent-kind-unknown", Error, 103, 5, "The kind must be opt_in, opt_out, protection, confidential, withdrawal, reminder_opt_out or reminder_sent.");
    public static readonly Rule Date = new("consent-date", Error, 102, 2, "The column must hold a whole date, YYYY-MM-DD or YYYYMMDD, or nothing.");
    public static readonly Rule Ends = new("consent-ends-before", Error, 102, 1, "The consent ends before it begins.");

    /// <summary>Kinds of consent, as staged; what follows from each is in codes consent_policy.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["opt_in", "opt_out", "protection", "confidential", "withdrawal", "reminder_opt_out", "reminder_sent"];
}
