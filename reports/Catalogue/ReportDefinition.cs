using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Reports.Catalogue;

public enum ParameterType { Text, Whole, Date, Flag }

/// <summary>One parameter of a report.</summary>
/// <param name="Default">Value used where none is given; null together with <paramref name="Required"/> false means "not set".</param>
/// <param name="Choices">The only values allowed; null for any of the type.</param>
public sealed record ReportParameter(string Name, string What, ParameterType Type = ParameterType.Text, bool Required = false, string? Default = null, IReadOnlyList<string>? Choices = null);

/// <summary>One report of the catalogue: what it is, who may run it, and the function that makes it.</summary>
/// <param name="Name">Lower snake case; the command line's NAME.</param>
/// <param name="Roles">Roles that may run it; the release gate narrows person-level rows further.</param>
/// <param name="IsPersonLevel">It lists persons: identity is opened and every person passes the release gate.</param>
public sealed record ReportDefinition(
    string Name,
    string Title,
    string What,
    IReadOnlyList<Role> Roles,
    IReadOnlyList<ReportParameter> Parameters,
    bool IsPersonLevel,
    Func<ReportRequest, ReportResult> Make)
{
    public static readonly IReadOnlyList<Role> Everyone = Enum.GetValues<Role>();
    public static readonly IReadOnlyList<Role> State = [Role.StateAdmin, Role.StateEpi];
    public static readonly IReadOnlyList<Role> Staff = [Role.StateAdmin, Role.StateEpi, Role.LocalHealth];
    public static readonly IReadOnlyList<Role> StaffAndProviders = [Role.StateAdmin, Role.StateEpi, Role.LocalHealth, Role.Provider];
}

/// <summary>A report, or why there is none, in plain words.</summary>
public sealed record ReportResult(Report? Report, string? Problem)
{
    /// <summary>Set by reports that lay out their own page (records, letters): the page that HTML and PDF are made from.</summary>
    public string? Page { get; init; }

    public static implicit operator ReportResult(Report report) => new(report, null);
    public static ReportResult Refused(string problem) => new(null, problem);
}

/// <summary>Everything a report is made from. Parameters are complete and checked when a report sees them.</summary>
public sealed record ReportRequest
{
    /// <summary>Read-only connection to the build's facts.duckdb.</summary>
    public required DuckDbConnection Facts { get; init; }

    /// <summary>Opens the build's identity.duckdb; called only by person-level reports. Null: there is none.</summary>
    public Func<DuckDbConnection>? Identity { get; init; }

    public required Requester Requester { get; init; }
    public required TimeProvider Time { get; init; }
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Receives one audit row per release and refusal. Required by person-level reports.</summary>
    public Action<AuditRow>? Audit { get; init; }

    /// <summary>Receives one row per official document issued. Required by documents that carry a verification code.</summary>
    public Action<IssuedDocument>? Issued { get; init; }

    /// <summary>What reports of one run share, where one is made for each of many practices; null: this report reads for itself.</summary>
    public ReportRun? Run { get; init; }

    /// <summary>Past contacts of reminder and recall; null: no log is kept.</summary>
    public IReadOnlyList<Recall.Contact>? Contacts { get; init; }

    /// <summary>How this jurisdiction releases personal data and small cells.</summary>
    public ReleasePolicy Policy { get; init; } = ReleasePolicy.Default;

    /// <summary>The jurisdiction's own words: issuing agency, address, telephone, letter templates.</summary>
    public Agency Agency { get; init; } = Agency.Default;

    public string? Text(string name) => Parameters.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public long? Whole(string name) => Text(name) is { } text ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    public DateOnly? Date(string name) => Text(name) is { } text ? DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}

/// <summary>The issuing agency as it stands on records, forms and letters.</summary>
/// <param name="RecordKey">Secret of at least 32 bytes that verification codes are made with; null: records carry no code and say so.</param>
/// <param name="Templates">Folder with the jurisdiction's own letter and form templates; null: the shipped ones.</param>
public sealed record Agency(string Name, string Address, string Phone, string Url, byte[]? RecordKey = null, string? Templates = null)
{
    /// <summary>Name, address and telephone as far as they are told, for the head of a page.</summary>
    public string Line => string.Join(" · ", new[] { Name, Address, Phone }.Where(part => part.Length > 0));

    public static readonly Agency Default = new("State Immunization Registry", "Department of Health", "", "");
}
