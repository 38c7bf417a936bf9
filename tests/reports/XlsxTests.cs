using System.Globalization;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Xlsx;

namespace RegistryAnalytics.Tests.Reports;

public class XlsxTests
{
    [Fact]
    public void Every_kind_of_value_reads_back_as_it_was()
    {
        var report = SampleReports.Everything();
        var workbook = WorkbookAssert.Write(report);
        var cells = WorkbookAssert.Cells(workbook, WorkbookAssert.Tabs(workbook)[1]);
        var rows = report.Sections[0].Table.List();
        for (var r = 0; r < rows.Count; r++)
            for (var c = 0; c < rows[r].Length; c++)
            {
                var (type, value) = cells[SheetLayout.ColumnName(c) + (r + 4).ToString(CultureInfo.InvariantCulture)];
                var cell = rows[r][c];
                switch (cell.State)
                {
                    case CellState.Text: Assert.Equal(("inlineStr", cell.AsText()), (type, value)); break;
                    case CellState.Whole or CellState.Real: Assert.Equal(("n", cell.AsReal()), (type, double.Parse(value, CultureInfo.InvariantCulture))); break;
                    case CellState.Flag: Assert.Equal(("b", cell.AsFlag() ? "1" : "0"), (type, value)); break;
                    case CellState.Blank: Assert.Equal(("n", ""), (type, value)); break;
                    case CellState.Suppressed or CellState.NotAvailable: Assert.Equal(("inlineStr", cell.ToString()), (type, value)); break;
                    case CellState.Instant: Assert.Equal(cell.AsInstant(), DateTime.FromOADate(double.Parse(value, CultureInfo.InvariantCulture)), TimeSpan.FromMilliseconds(1)); break;
                    case CellState.Date when cell.AsDate().Year < 1900: Assert.Equal(("inlineStr", cell.ToString()), (type, value)); break;
                    default:
                        // Excel counts a 29 February 1900; the OLE serial does not.
                        var serial = int.Parse(value, CultureInfo.InvariantCulture);
                        Assert.Equal(cell.AsDate(), DateOnly.FromDateTime(DateTime.FromOADate(serial < 60 ? serial + 1 : serial)));
                        break;
                }
            }
    }

    [Fact]
    public void Nothing_in_the_data_becomes_a_formula() => Assert.Equal(0, WorkbookAssert.Formulas(WorkbookAssert.Write(SampleReports.Everything())));

    [Fact]
    public void Long_headings_texts_and_notes_have_the_room_that_they_need()
    {
        var note = string.Join(' ', Enumerable.Repeat("A note of many words that goes on.", 20));
        var rows = Enumerable.Range(0, 200).Select(i => new[] { Cell.Of(i == 150 ? "CANYONPUBHEALTHDEPARTMENT" : "x"), Cell.Of(i) }).ToArray();
        var report = SampleReports.Of(new Table { Name = "t", Title = "T", Columns = [new("s", "Sender"), new("n", "Of these children reached by the age", ColumnType.Whole, "children")], Rows = rows, Footnotes = [note] }) with { Words = [note] };
        using var document = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(new MemoryStream(WorkbookAssert.Write(report)), false);
        foreach (var part in document.WorkbookPart!.WorksheetParts)
        {
            var columns = part.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Column>().Select(column => column.Width!.Value).ToArray();
            foreach (var row in part.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Where(row => row.InnerText == note))
            {
                var range = part.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.MergeCell>().Single(merged => merged.Reference!.Value!.StartsWith($"A{row.RowIndex}:", StringComparison.Ordinal)).Reference!.Value!;
                var width = Enumerable.Range(0, range.Split(':')[1][0] - 'A' + 1).Sum(c => c < columns.Length ? columns[c] : 8.43);
                Assert.InRange(row.Height!.Value, 15 * Math.Ceiling(note.Length / width), 30 + 15 * Math.Ceiling(note.Length / 80.0));
            }
        }
        var sheet = document.WorkbookPart.WorksheetParts.Single(part => part.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>().Any(cell => cell.InnerText == "CANYONPUBHEALTHDEPARTMENT")).Worksheet;
        var widths = sheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Column>().Select(column => column.Width!.Value).ToArray();
        Assert.True(widths[0] > 28, $"{widths[0]} characters for 25 capitals");
        Assert.True(sheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().First(row => row.RowIndex!.Value == 3).Height!.Value / 15 * (widths[1] - 3) >= "Of these children reached by the age (children)".Length);
        Assert.Equal(2, document.WorkbookPart.WorksheetParts.Count(part => part.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Any(row => row.InnerText == note)));
    }

    [Fact]
    public void The_cover_names_parameters_build_and_standing()
    {
        var workbook = WorkbookAssert.Write(SampleReports.Everything());
        var texts = WorkbookAssert.Cells(workbook, "Cover").Values.Select(cell => cell.Value).ToArray();
        foreach (var wanted in new[] { "Period", "2025", "=1+1", "20261122T060000Z-abc123", "HEDIS-aligned, not NCQA-certified, unaudited", "2026-10-31", "4.64" })
            Assert.Contains(wanted, texts);
        Assert.Contains("Numerator over denominator.", WorkbookAssert.Cells(workbook, "Definitions").Values.Select(cell => cell.Value));
    }

    [Fact]
    public void Charts_are_native_and_valid_also_where_cells_are_suppressed()
    {
        using var document = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(new MemoryStream(WorkbookAssert.Write(SampleReports.Charted())), false);
        var charts = document.WorkbookPart!.WorksheetParts.SelectMany(part => part.DrawingsPart?.ChartParts ?? []).ToArray();
        Assert.Equal(2, charts.Length);
        var names = charts[0].ChartSpace.Descendants<DocumentFormat.OpenXml.Drawing.Charts.NumericValue>().Select(value => value.Text).ToArray();
        Assert.Contains("County 4 & co *", names);
        Assert.Contains("Goal 90%", names);
    }

    [Fact]
    public void What_does_not_fit_is_told_in_words_on_the_sheet_and_on_the_cover()
    {
        var rows = Enumerable.Range(0, 50).Select(i => new[] { Cell.Of(i) });
        var report = SampleReports.Of(new Table { Name = "many", Title = "Many", Columns = [new("n", "N", ColumnType.Whole)], Rows = rows });
        var workbook = WorkbookAssert.Write(report, maxRows: 30);
        var tabs = WorkbookAssert.Tabs(workbook);
        var words = "Only the first 24 of 50 rows are here: a sheet cannot hold more. Ask for the CSV or Parquet file for all rows.";
        Assert.Contains(WorkbookAssert.Cells(workbook, tabs[1]).Values, cell => cell.Value == words);
        Assert.Contains(WorkbookAssert.Cells(workbook, "Cover").Values, cell => cell.Value == words);
        Assert.True(WorkbookAssert.Cells(workbook, tabs[1]).Keys.Max(key => int.Parse(key[1..], CultureInfo.InvariantCulture)) <= 30);
    }

    [Fact]
    public void An_empty_table_is_a_valid_sheet()
    {
        var report = SampleReports.Of(new Table { Name = "none", Title = "Nobody", Columns = [new("n", "N", ColumnType.Whole, Goal: 1, DataBar: true), new("t", "T")], Rows = [] }, new Chart(ChartKind.Bar, "None", "t", ["n"]));
        WorkbookAssert.Write(report);
    }

    [OfficeFact]
    [Trait("kind", "golden")]
    public void LibreOffice_opens_the_workbook_and_reads_the_same_texts()
    {
        var folder = Directory.CreateTempSubdirectory("office-").FullName;
        try
        {
            var report = SampleReports.Everything();
            File.WriteAllBytes(Path.Combine(folder, "book.xlsx"), WorkbookAssert.Write(report));
            // Sheet 2 as comma-separated UTF-8 text, values as shown.
            using var office = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/soffice")
            {
                ArgumentList = { $"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2", "--outdir", folder, Path.Combine(folder, "book.xlsx") },
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            office.StandardOutput.ReadToEnd();
            office.WaitForExit();
            var text = File.ReadAllText(Directory.GetFiles(folder, "*.csv").Single());
            foreach (var wanted in new[] { "=cmd|' /C calc'!A0", "+1", "@x", "08", "👶 emoji", "שלום עולם", new string('x', 300), "_x0041_", "_x0041_", "1E5" }) Assert.Contains(wanted, text);
            Assert.DoesNotContain("#NAME?", text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes() =>
        Assert.Equal(WorkbookAssert.Write(SampleReports.Charted()), WorkbookAssert.Write(SampleReports.Charted()));

    [Fact]
    public void A_64_bit_key_keeps_all_its_digits_as_text()
    {
        var report = SampleReports.Of(new Table { Name = "keys", Title = "Keys", Columns = [new("key", "Key", ColumnType.Whole)], Rows = [[Cell.Of(9_007_199_254_740_993)]] });
        var workbook = WorkbookAssert.Write(report);
        Assert.Equal(("inlineStr", "9007199254740993"), WorkbookAssert.Cells(workbook, WorkbookAssert.Tabs(workbook)[1])["A4"]);
    }

    [Theory]
    [InlineData("A very long name of more than thirty-one characters", "A very long name of more than t")]
    [InlineData("a/b:c", "a-b-c")]
    [InlineData("'quoted'", "quoted")]
    [InlineData("", "Sheet ")]
    public void Tab_names_are_what_Excel_allows(string wanted, string tab) => Assert.Equal(tab, SheetLayout.TabNames([wanted])[0]);

    [Fact]
    public void Two_sections_of_one_name_get_two_tabs() => Assert.Equal(["Same", "same (2)"], SheetLayout.TabNames(["Same", "same"]));
}
