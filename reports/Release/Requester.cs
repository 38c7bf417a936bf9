namespace RegistryAnalytics.Reports.Release;

/// <summary>What someone may see is told by the role; which rows, by the scope.</summary>
public enum Role
{
    /// <summary>Anyone: aggregates with small cells suppressed.</summary>
    Public,
    /// <summary>School or child care: the status of its own roster.</summary>
    School,
    /// <summary>Health plan: its own members.</summary>
    Plan,
    /// <summary>Practice: persons it has an active relationship with.</summary>
    Provider,
    /// <summary>Local health department: persons of its counties.</summary>
    LocalHealth,
    /// <summary>State epidemiologist and quality staff: aggregates and line lists.</summary>
    StateEpi,
    /// <summary>State registry staff.</summary>
    StateAdmin,
}

/// <summary>Who asks, for what, and how far their scope reaches.</summary>
/// <param name="Account">Account name for the audit row.</param>
/// <param name="Purpose">Why: goes into the audit row. Personal data is not released without one.</param>
/// <param name="Recipient">To whom the output goes; the account itself where null.</param>
public sealed record Requester(string Account, Role Role, string? Purpose = null, string? Recipient = null)
{
    public IReadOnlySet<string> Counties { get; init; } = new HashSet<string>();
    public IReadOnlySet<long> Practices { get; init; } = new HashSet<long>();
    public IReadOnlySet<string> Plans { get; init; } = new HashSet<string>();

    /// <summary>The output goes into the hands of the person or a guardian: an official record, a letter.</summary>
    public bool IsForThePerson { get; init; }

    /// <summary>The output reaches parents or guardians, though staff make it: what a minor consented to alone stays out of it.</summary>
    public bool ReachesGuardians { get; init; }

    /// <summary>Person keys of a school's own roster.</summary>
    public IReadOnlySet<long> Roster { get; init; } = new HashSet<long>();
}
