namespace RegistryAnalytics.Reports;

/// <summary>What a column holds, and so how it is formatted.</summary>
public enum ColumnType
{
    /// <summary>Text as it is: "08" keeps its zero and "=cmd" stays five characters.</summary>
    Text,
    Whole,
    Real,
    /// <summary>A rate from 0 to 1, shown as percent.</summary>
    Share,
    Date,
    Instant,
    Flag,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Machine name, lower snake case: CSV header, Parquet column, JSON key.</param>
/// <param name="Title">What people read above it.</param>
/// <param name="Unit">Persons, doses, days …; null for shares and text.</param>
/// <param name="Decimals">Digits after the point on screen, 0–6; the stored value keeps all of them.</param>
/// <param name="Term">Definition that explains the column; a key of <see cref="Report.Definitions"/>.</param>
/// <param name="Goal">Shares below this goal (0–1) are marked, by colour and by a symbol.</param>
public sealed record Column(
    string Name,
    string Title,
    ColumnType Type = ColumnType.Text,
    string? Unit = null,
    int Decimals = 0,
    string? Term = null,
    double? Goal = null,
    bool DataBar = false)
{
    public bool IsNumeric => Type is ColumnType.Whole or ColumnType.Real or ColumnType.Share;
}

/// <summary>One typed table: what every screen, file and document is written from.</summary>
/// <remarks>
/// Rows are read once by each writer. A streaming source may hand out the same array for each row, so a reader that keeps
/// rows copies them (<see cref="Loaded"/> does).
/// </remarks>
public sealed record Table
{
    /// <summary>Machine name, lower snake case; names files and Parquet tables.</summary>
    public required string Name { get; init; }

    /// <summary>The caption: what is counted, where and when.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<Column> Columns { get; init; }
    public required IEnumerable<Cell[]> Rows { get; init; }
    public IReadOnlyList<string> Footnotes { get; init; } = [];

    /// <summary>The finding in one sentence; alternative text of charts of this table.</summary>
    public string? Finding { get; init; }

    /// <summary>What a page says where there is no row.</summary>
    public string WhenEmpty { get; init; } = "None.";

    /// <summary>The same table with its rows held in memory.</summary>
    public Table Loaded() => Rows is IReadOnlyList<Cell[]> ? this : this with { Rows = Rows.Select(row => row.ToArray()).ToArray() };

    /// <summary>Rows in memory; loads a streaming source into a list (call <see cref="Loaded"/> first to do that once).</summary>
    public IReadOnlyList<Cell[]> List() => Rows as IReadOnlyList<Cell[]> ?? Rows.Select(row => row.ToArray()).ToArray();

    /// <exception cref="ArgumentException">There is no such column.</exception>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i].Name == column) return i;
        throw new ArgumentException($"Looking for column '{column}' in table '{Name}', which has {string.Join(", ", Columns.Select(c => c.Name))}.");
    }
}
