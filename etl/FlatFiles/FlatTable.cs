using System.Text;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>The header of one file bound to its spec: which field fills which staged column.</summary>
sealed class FlatTable
{
    readonly Dictionary<string, int> positions = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, byte[]> sentNames = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="header">Names in file order.</param>
    /// <param name="renames">Their name to ours; null = none.</param>
    public FlatTable(FlatSpec spec, IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? renames)
    {
        Spec = spec;
        Width = header.Count;
        var unknown = new List<string>();
        for (var i = 0; i < header.Count; i++)
        {
            var name = header[i].Trim();
            if (renames is not null && renames.TryGetValue(name, out var ours)) name = ours;
            if (spec.Columns.Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) 
            {
                if (positions.TryAdd(name, i)) sentNames.Add(name, Encoding.UTF8.GetBytes(header[i].Trim()));
            }
            else if (name.Length > 0) unknown.Add(header[i].Trim());
        }
        Unknown = unknown;
        Missing = [.. spec.Columns.Where(column => column.IsRequired && !positions.ContainsKey(column.Name)).Select(column => column.Name)];
    }

    public FlatSpec Spec { get; }

    /// <summary>Fields that a row should have.</summary>
    public int Width { get; }

    /// <summary>Columns that no one asked for; they are kept out.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>Required columns that the file does not have; it cannot be taken in then.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Position of a column; −1 where the file does not have it.</summary>
    public int this[string column] => positions.GetValueOrDefault(column, -1);

    /// <summary>A column's name as the file writes it, for findings; our own where the file does not have it.</summary>
    public byte[] SentName(string column) => sentNames.TryGetValue(column, out var name) ? name : Encoding.UTF8.GetBytes(column);

    /// <summary>Columns that fill a staged column as they are, with their positions.</summary>
    public IReadOnlyList<FlatField> Fields(StagedRows rows) =>
        [.. Spec.Columns.Where(column => column.Staged.Length > 0 && positions.ContainsKey(column.Name)).Select(column => new FlatField(
            positions[column.Name], column, rows[column.Staged], SentName(column.Name)))];
}

/// <summary>One field of a row on its way into one staged column.</summary>
sealed record FlatField(int Position, FlatColumn Column, ColumnValues Target, byte[] NameUtf8)
{
    public bool IsPersonal => Target.Column.Personal;

    public Rule DateRule => Column.IsRequired ? FlatRules.Date : FlatRules.OptionalDate;
    public Rule NumberRule => Column.IsRequired ? FlatRules.Number : FlatRules.OptionalNumber;
    public Rule CodeRule => Column.IsRequired ? FlatRules.Code : FlatRules.OptionalCode;
}
