namespace RegistryAnalytics.Staging;

/// <summary>Type of a staged column; in DuckDB: VARCHAR, BIGINT, INTEGER, BOOLEAN, DATE, TIMESTAMP (UTC), DOUBLE.</summary>
public enum StagedType { Text, Long, Int, Bool, Day, Instant, Real }

/// <summary>One column of a staged table.</summary>
/// <param name="Name">Lower snake case; the name in Parquet and SQL.</param>
/// <param name="Type">Storage type.</param>
/// <param name="Meaning">One line for the data dictionary.</param>
/// <param name="Personal">True where the value identifies a person: it then lives in <c>identity</c> only.</param>
public sealed record StagedColumn(string Name, StagedType Type, string Meaning, bool Personal = false)
{
    /// <summary>Name and DuckDB type, as in a table's definition.</summary>
    public string Sql => Name + " " + Type switch
    {
        StagedType.Text => "varchar",
        StagedType.Long => "bigint",
        StagedType.Int => "integer",
        StagedType.Bool => "boolean",
        StagedType.Day => "date",
        StagedType.Instant => "timestamp",
        StagedType.Real => "double",
        _ => throw new ArgumentOutOfRangeException(nameof(Type), Type, "No SQL type is known for this staged type."),
    };
}

/// <summary>One staged table: its grain and its columns in file order.</summary>
public sealed record StagedTable(string Name, string Grain, IReadOnlyList<StagedColumn> Columns)
{
    /// <summary>All columns, as in a table's definition.</summary>
    public string SqlColumns => string.Join(", ", Columns.Select(column => column.Sql));

    /// <summary>Columns whose absence the column <c>missing</c> tells, the first by its lowest bit, so that the quality of data is known without
    /// reading them all. The codes quality_field name the bits; new columns go to the end. Empty for a table without <c>missing</c>.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary><c>missing</c> as SQL over the other columns, for files written before it was.</summary>
    public string SqlMissing => string.Join(" + ", LeftOut.Select((column, bit) => $"({column} is null)::integer * {1 << bit}"));

    /// <summary>Position of a column.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public int Ordinal(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i].Name == column) return i;
        throw new ArgumentException($"Staged table {Name} has no column {column}.", nameof(column));
    }
}
