using System.Text;

namespace RegistryAnalytics.Codes;

/// <summary>Reads the small comma-separated tables that ship with the project (RFC 4180, UTF-8, header line).</summary>
public static class CsvText
{
    /// <summary>Rows of a shipped table as column-name lookups, in file order.</summary>
    /// <param name="name">File name under codes/, for instance <c>cvx.csv</c>.</param>
    /// <exception cref="FileNotFoundException">The table did not come along with the program.</exception>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Shipped(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "codes", name);
        if (!File.Exists(path))
            throw new FileNotFoundException($"The code table {name} is not beside the program ({path}); build again.", path);
        var rows = Rows(File.ReadAllText(path));
        var header = rows[0];
        return rows.Skip(1).Select(row =>
            (IReadOnlyDictionary<string, string>)header.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    /// <summary>Splits a whole text into rows of fields.</summary>
    public static List<string[]> Rows(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') { field.Append('"'); i++; }
                else quoted = false;
            }
            else if (c == '"') quoted = true;
            else if (c == ',') { row.Add(field.ToString()); field.Clear(); }
            else if (c == '\n')
            {
                row.Add(field.ToString());
                field.Clear();
                rows.Add([.. row]);
                row.Clear();
            }
            else if (c != '\r' && c != '\uFEFF') field.Append(c);
        }
        if (field.Length > 0 || row.Count > 0) { row.Add(field.ToString()); rows.Add([.. row]); }
        return rows;
    }
}
