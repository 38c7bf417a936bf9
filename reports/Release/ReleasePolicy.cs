namespace RegistryAnalytics.Reports.Release;

/// <summary>One row of the audit trail: who received what about how many persons, and why. Keys only, never names.</summary>
/// <param name="Report">Catalogue name.</param>
/// <param name="Parameters">As given, without personal data.</param>
/// <param name="PersonKeys">Persons whose data left; empty for a refusal.</param>
/// <param name="Withheld">Persons held back, by reason.</param>
public sealed record AuditRow(
    DateTimeOffset At, string Account, Role Role, string? Purpose, string? Recipient, string Report, string Parameters, string BuildId,
    IReadOnlyList<long> PersonKeys, IReadOnlyDictionary<string, int> Withheld, string Outcome);

/// <summary>What is done with a person of a protected kind.</summary>
public enum Handling
{
    /// <summary>Released like any other.</summary>
    Share,
    /// <summary>Counted in aggregates, never listed.</summary>
    CountOnly,
    /// <summary>Neither listed nor told: the output does not even say that someone was left out.</summary>
    Hide,
}

/// <summary>A jurisdiction's rules: protected kinds of person, and how small a count may be shown to whom.</summary>
public sealed record ReleasePolicy
{
    public static readonly ReleasePolicy Default = new();

    public Handling OptedOut { get; init; } = Handling.CountOnly;
    public Handling Protected { get; init; } = Handling.Hide;
    public Handling Deceased { get; init; } = Handling.CountOnly;

    /// <summary>Vaccine groups given to minors under their own consent; withheld from guardians, schools and plans.</summary>
    public IReadOnlyList<string> ConfidentialGroups { get; init; } = ["HPV", "HepB"];

    /// <summary>Smallest count above zero that may be shown: 11 means that 1–10 are neither shown nor derivable. 0: no suppression.</summary>
    /// <remarks>
    /// Default 11 (CMS cell size policy, 1–10) for everyone without person-level access to the same persons; staff who may list
    /// the persons see counts as they are. ADR 0042.
    /// </remarks>
    public IReadOnlyDictionary<Role, int> Threshold { get; init; } = new Dictionary<Role, int>
    {
        [Role.Public] = 11, [Role.School] = 11, [Role.Plan] = 11, [Role.Provider] = 11, [Role.LocalHealth] = 11, [Role.StateEpi] = 0, [Role.StateAdmin] = 0,
    };

    /// <summary>Threshold of an audience; 11 where the configuration forgot a role.</summary>
    public int ThresholdFor(Role role) => Threshold.TryGetValue(role, out var threshold) ? threshold : 11;
}
