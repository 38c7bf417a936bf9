using System.Collections.Concurrent;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Columns of text that hold few values, stored as numbers with a list of their values (ENUM): a fifth of the time to write, and a sixteenth of the memory.</summary>
/// <remarks>
/// A model names them in its header: <c>-- enum: sender, cvx from stg_dose</c>, with a semicolon between several sources. A source may be a query in brackets; it
/// reads what the model reads itself. The values are in the order of text, so that ENUM and text sort the same. See docs/adr/0109-few-values-as-numbers.md.
/// </remarks>
public static class FewValues
{
    /// <summary>The model's SELECT with these columns as ENUM; as it is where its header names none.</summary>
    /// <param name="connection">Sees the sources.</param>
    /// <param name="model">The model.</param>
    /// <param name="found">Values of staged columns found before in this build, which two models may store: what is staged is the same from its first step to its last.</param>
    /// <exception cref="InvalidDataException">The header's line cannot be read.</exception>
    public static string Sql(DuckDbConnection connection, Model model, ConcurrentDictionary<string, string[]>? found = null)
    {
        if (model["enum"] is not { } header) return model.Sql;
        var columns = new List<string>();
        foreach (var source in header.Split(';', StringSplitOptions.TrimEntries))
        {
            if (source.Split(" from ", 2) is not [var names, var from])
                throw new InvalidDataException($"Model {model.Name}: its header says 'enum: {source}'; it is 'columns from table or (query)'.");
            foreach (var column in names.Split(',', StringSplitOptions.TrimEntries))
            {
                var values = found is not null && from.StartsWith("stg_", StringComparison.Ordinal) ? found.GetOrAdd($"{from}.{column}", _ => Values(connection, column, from)) : Values(connection, column, from);
                // A list without values is none: the column has no rows but nulls and may stay text.
                if (values.Length > 0) columns.Add($"cast({column} as {Of(values)}) as {column}");
            }
        }
        return columns.Count == 0 ? model.Sql : $"select * replace ({string.Join(", ", columns)}) from ({model.Sql})";
    }

    static string[] Values(DuckDbConnection connection, string column, string from) =>
        [.. connection.QueryRows($"select distinct cast({column} as varchar) as value from {from} where {column} is not null order by value").Select(row => (string)row[0]!)];

    /// <summary>The type of a column of these values.</summary>
    public static string Of(IEnumerable<string> values) => $"enum ({string.Join(", ", values.Select(value => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'"))})";
}
