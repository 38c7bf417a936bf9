using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using RegistryAnalytics.Reports.Xlsx;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>Writes a workbook, has the SDK validate it, and reads it back with the SDK: a reader that is not ours.</summary>
static class WorkbookAssert
{
    public static byte[] Write(RegistryAnalytics.Reports.Report report, int maxRows = 1_048_576)
    {
        using var stream = new MemoryStream();
        XlsxWriter.Write(report, stream, maxRows);
        var bytes = stream.ToArray();
        Valid(bytes);
        Keep(report.Sections[0].Table.Name + ".xlsx", bytes);
        return bytes;
    }

    /// <summary>Keeps a written file for looking at where REGISTRY_TEST_KEEP names a folder.</summary>
    public static void Keep(string name, byte[] bytes)
    {
        if (Environment.GetEnvironmentVariable("REGISTRY_TEST_KEEP") is { Length: > 0 } folder) File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder).FullName, name), bytes);
    }

    public static void Valid(byte[] workbook)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), false);
        var errors = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document)
            .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}").ToArray();
        Assert.True(errors.Length == 0, string.Join("\n", errors.Take(5)));
    }

    /// <summary>Every cell of a sheet by reference: type and raw value.</summary>
    public static Dictionary<string, (string Type, string Value)> Cells(byte[] workbook, string tab)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), false);
        var sheet = document.WorkbookPart!.Workbook.Descendants<Sheet>().Single(s => s.Name == tab);
        var part = (WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!);
        return part.Worksheet.Descendants<Cell>().ToDictionary(
            cell => cell.CellReference!.Value!,
            cell => (cell.DataType?.InnerText ?? "n", cell.DataType?.InnerText == "inlineStr" ? Unescape(cell.InlineString!.Text!.Text) : cell.CellValue?.Text ?? ""));
    }

    public static string[] Tabs(byte[] workbook)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), false);
        return document.WorkbookPart!.Workbook.Descendants<Sheet>().Select(sheet => sheet.Name!.Value!).ToArray();
    }

    public static int Formulas(byte[] workbook)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), false);
        return document.WorkbookPart!.WorksheetParts.Sum(part => part.Worksheet.Descendants<CellFormula>().Count());
    }

    /// <summary>ST_Xstring: _xHHHH_ is a character.</summary>
    static string Unescape(string text) => System.Text.RegularExpressions.Regex.Replace(text, "_x([0-9A-Fa-f]{4})_",
        match => ((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
}
