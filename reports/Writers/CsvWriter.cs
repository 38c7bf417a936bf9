using System.Text;

namespace RegistryAnalytics.Reports.Writers;

/// <summary>RFC 4180 with LF lines, UTF-8: a header of machine names, then values exactly as they are.</summary>
/// <remarks>
/// A text such as "=cmd" is written unchanged, because a CSV is for programs and an altered value would be a wrong value;
/// people who open lists in Excel are given the workbook, where such a text is a text. ADR 0041.
/// </remarks>
public static class CsvWriter
{
    public static void Write(Table table, Stream target)
    {
        using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        for (var c = 0; c < table.Columns.Count; c++)
        {
            if (c > 0) text.Write(',');
            Field(text, table.Columns[c].Name);
        }
        text.WriteLine();
        foreach (var row in table.Rows)
        {
            for (var c = 0; c < row.Length; c++)
            {
                if (c > 0) text.Write(',');
                if (row[c].State == CellState.Text) Field(text, row[c].AsText());
                else text.Write(row[c].ToString());
            }
            text.WriteLine();
        }
    }

    /// <summary>Quoted where it must be; an empty text is quoted to tell it from a blank, and so is a text that looks like a state's symbol.</summary>
    static void Field(TextWriter text, string value)
    {
        if (value.Length > 0 && value.AsSpan().IndexOfAny(",\"\r\n") < 0 && value[0] != ' ' && value[^1] != ' ' && value is not (Symbols.Suppressed or Symbols.NotAvailable))
        {
            text.Write(value);
            return;
        }
        text.Write('"');
        text.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
        text.Write('"');
    }
}
