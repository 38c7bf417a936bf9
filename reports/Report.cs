namespace RegistryAnalytics.Reports;

/// <summary>Where figures come from: printed with every report, never left out.</summary>
/// <param name="BuildId">The published build.</param>
/// <param name="AsOf">What had happened by this day is counted.</param>
/// <param name="KnownBy">What had been received by this day is counted.</param>
/// <param name="Schedule">Version of the immunization schedule used to evaluate doses.</param>
/// <param name="MadeAt">When the report was made, UTC.</param>
public sealed record Provenance(string BuildId, DateOnly? AsOf, DateOnly? KnownBy, string? Schedule, DateTimeOffset MadeAt)
{
    /// <summary>One line for the head of a page or sheet.</summary>
    public string Line() => string.Join(" · ", new[]
    {
        AsOf is { } asOf ? $"as of {asOf:yyyy-MM-dd}" : null,
        KnownBy is { } knownBy ? $"received by {knownBy:yyyy-MM-dd}" : null,
        Schedule is { } schedule ? $"schedule {schedule}" : null,
        $"build {BuildId}",
    }.Where(part => part is not null));
}

/// <summary>A term of the report explained in words.</summary>
public sealed record Definition(string Term, string Text, string? Source = null, string? Version = null);

public enum ChartKind
{
    Bar,
    Line,
    /// <summary>A map of counties: for pages only, a workbook has no chart of that kind.</summary>
    Map,
    /// <summary>Points by size between limits: for pages only, as a map.</summary>
    Funnel,
}

/// <summary>A native chart over columns of its table.</summary>
/// <param name="Label">Column with the category names; of a map, with county codes.</param>
/// <param name="Values">Numeric columns, one series each.</param>
/// <param name="Goal">A line drawn across at this value.</param>
/// <param name="MaxRows">Only the first rows are drawn.</param>
/// <param name="Low">Column of the lower interval ends, for the first series.</param>
/// <param name="High">Column of the upper interval ends.</param>
public sealed record Chart(
    ChartKind Kind,
    string Title,
    string Label,
    IReadOnlyList<string> Values,
    double? Goal = null,
    int MaxRows = 40,
    string? Low = null,
    string? High = null);

/// <summary>One sheet of a workbook, one section of a document: a table, its charts and words before it.</summary>
/// <param name="Name">Sheet tab and section anchor; at most 31 characters are used for the tab.</param>
public sealed record Section(string Name, Table Table, IReadOnlyList<Chart> Charts, IReadOnlyList<string> Words)
{
    public Section(string name, Table table, params Chart[] charts) : this(name, table, charts, []) { }

    /// <summary>A person-level section: its landscape page and its release are told by this.</summary>
    public bool IsPersonLevel { get; init; }
}

/// <summary>A whole report: what any writer turns into a file.</summary>
public sealed record Report
{
    /// <summary>Machine name, as in the catalogue.</summary>
    public required string Name { get; init; }
    public required string Title { get; init; }
    public string? Subtitle { get; init; }

    /// <summary>A standing that must be read before the figures: "not certified", "practice data, do not pass on".</summary>
    public string? Label { get; init; }
    public required Provenance Provenance { get; init; }
    public IReadOnlyList<(string Name, string Value)> Parameters { get; init; } = [];
    public IReadOnlyList<string> Words { get; init; } = [];
    public required IReadOnlyList<Section> Sections { get; init; }
    public IReadOnlyList<Definition> Definitions { get; init; } = [];
}
