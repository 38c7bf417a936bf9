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

    /// <summary>Height of one line of text, points.</summary>
    const double LineHeight = 15;

    /// <summary>Fewest characters that a note is as wide as, however narrow its table.</summary>
    const double NoteWidth = 90;

    /// <summary>Width of a column that nothing is said of, in characters.</summary>
    const double DefaultWidth = 8.43;

    /// <summary>What a header shows: title and unit.</summary>
    public static string Heading(Column column) => column.Unit is null ? column.Title : $"{column.Title} ({column.Unit})";

    /// <summary>Width in characters that shows the heading (over two or three lines) and the sampled values.</summary>
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
                _ => sample.Count == 0 ? 8 : sample.Max(row => row[c].State == CellState.Text ? Wide(row[c].AsText()) : 6),
            };
            var heading = Heading(column);
            var words = heading.Split(' ').Max(word => word.Length);
            widths[c] = Math.Clamp(Math.Max(longest, Math.Max(words, heading.Length / 2 + 1)) + 3, 8, 80);
        }
        return widths;
    }

    /// <summary>Capitals take a quarter more than the digits that widths are counted in.</summary>
    static double Wide(string text) => text.Length + text.Count(char.IsUpper) / 4.0;

    /// <summary>Height in points of the header row: its longest heading, broken at blanks, beside the filter's button.</summary>
    public static double HeaderHeight(Table table, double[] widths) =>
        Math.Max(32, 2 + LineHeight * Enumerable.Range(0, widths.Length).Max(c => Lines(Heading(table.Columns[c]), widths[c] - 3)));

    /// <summary>Height in points of a text broken at blanks over so many characters; Excel does not find it for merged cells.</summary>
    public static double Height(string text, double width) => LineHeight * Lines(text, width);

    static int Lines(string text, double width)
    {
        var (lines, used) = (1, 0.0);
        foreach (var word in text.Split(' '))
        {
            if (used > 0 && used + 1 + word.Length > width) (lines, used) = (lines + 1, 0);
            used += (used > 0 ? 1 : 0) + word.Length;
            lines += (int)(used / (width + 1));
            used %= width + 1;
        }
        return lines;
    }

    /// <summary>The last column that notes reach over, and how many characters that is: the table's, and more where it is narrow.</summary>
    public static (int Column, double Width) NoteSpan(double[] widths)
    {
        var (last, width) = (widths.Length - 1, widths.Sum());
        for (; width < NoteWidth; last++) width += DefaultWidth;
        return (last, width);
    }
}
