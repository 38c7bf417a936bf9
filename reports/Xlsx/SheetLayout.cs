namespace RegistryAnalytics.Reports.Xlsx;

/// <summary>Where things stand on a data sheet, and what Excel can hold.</summary>
static class SheetLayout
{
    /// <summary>Rows of a sheet that Excel can open.</summary>
    public const int ExcelRows = 1_048_576;

    /// <summary>Caption, provenance, header: data starts on the row after.</summary>
    public const int HeaderRow = 3;

    /// <summary>Characters Excel keeps in one cell.</summary>
    public const int MaxText = 32_767;

    /// <summary>"A", "Z", "AA" for 0, 25, 26.</summary>
    public static string ColumnName(int index)
    {
        var name = "";
        for (index++; index > 0; index = (index - 1) / 26) name = (char)('A' + (index - 1) % 26) + name;
        return name;
    }

    /// <summary>Tab names: at most 31 characters, none of \ / ? * [ ] :, no apostrophe at the ends, each only once.</summary>
    public static string[] TabNames(IEnumerable<string> wanted)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return wanted.Select(name =>
        {
            var clean = string.Concat(name.Select(c => c is '\\' or '/' or '?' or '*' or '[' or ']' or ':' || char.IsControl(c) ? '-' : c)).Trim('\'', ' ');
            if (clean.Length == 0 || clean.Equals("History", StringComparison.OrdinalIgnoreCase)) clean = "Sheet " + clean;
            for (var n = 1; ; n++)
            {
                var tail = n == 1 ? "" : $" ({n})";
                var tab = Cut(clean, 31 - tail.Length) + tail;
                if (taken.Add(tab)) return tab;
            }
        }).ToArray();
    }

    /// <summary>At most so many UTF-16 units, never half a surrogate pair.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>A tab name in a reference: always quoted, apostrophes doubled.</summary>
    public static string Quoted(string tab) => "'" + tab.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>Width in characters that shows the title (over two lines) and the sampled values.</summary>
    public static double[] Widths(Table table, IReadOnlyList<Cell[]> sample)
    {
        var widths = new double[table.Columns.Count];
        for (var c = 0; c < widths.Length; c++)
        {
            var column = table.Columns[c];
            var longest = column.Type switch
            {
                ColumnType.Date => 10,
                ColumnType.Instant => 19,
                ColumnType.Share => 7 + column.Decimals,
                ColumnType.Whole or ColumnType.Real => 8 + column.Decimals,
                _ => sample.Count == 0 ? 8 : sample.Max(row => row[c].State == CellState.Text ? row[c].AsText().Length : 6),
            };
            var words = column.Title.Split(' ').Max(word => word.Length);
            widths[c] = Math.Clamp(Math.Max(longest, Math.Max(words, column.Title.Length / 2 + 1)) + 3, 8, 60);
        }
        return widths;
    }
}
