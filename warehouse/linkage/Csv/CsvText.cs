using System.Text;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Delimited text: quoted fields, doubled quotes, line ends inside quotes.</summary>
static class CsvText
{
    /// <summary>Rows of a file; the delimiter is a tab where the first line has one, else a comma. The list is filled again for each row.</summary>
    /// <param name="problem">Told where a quoted field never ends.</param>
    public static IEnumerable<List<string>> Rows(TextReader reader, Action<string>? problem = null)
    {
        var row = new List<string>();
        var field = new StringBuilder();
        var delimiter = '\0';
        var quoted = false;
        var (number, opened) = (0, 0);
        string? line;
        while ((line = reader.ReadLine()) is not null)
        {
            number++;
            if (delimiter == '\0')
            {
                line = line.TrimStart('\uFEFF');
                delimiter = line.Contains('\t') ? '\t' : ',';
            }
            if (quoted) field.Append('\n');
            else if (line.Length == 0) continue;
            for (var i = 0; i < line.Length; i++)
            {
                var c = line[i];
                if (quoted)
                {
                    if (c != '"') field.Append(c);
                    else if (i + 1 < line.Length && line[i + 1] == '"') { field.Append('"'); i++; }
                    else quoted = false;
                }
                else if (c == delimiter) { row.Add(field.ToString()); field.Clear(); }
                else if (c == '"' && field.Length == 0) (quoted, opened) = (true, number);
                else field.Append(c);
            }
            if (quoted) continue;
            row.Add(field.ToString());
            field.Clear();
            yield return row;
            row.Clear();
        }
        if (!quoted) yield break;
        problem?.Invoke($"line {opened}: a quoted field does not end; all that follows was taken for it");
        row.Add(field.ToString());
        yield return row;
    }

    /// <summary>A field as it must be written.</summary>
    public static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\n\r\t") < 0 ? text : '"' + text.Replace("\"", "\"\"") + '"';
}
