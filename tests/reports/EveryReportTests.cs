using System.Globalization;
using System.Text.Json;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Reports.Writers;
using RegistryAnalytics.Reports.Xlsx;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>A test that needs LibreOffice: without it, it is skipped visibly, and in CI it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class OfficeFactAttribute : FactAttribute
{
    public const string Program = "/usr/bin/soffice";

    public OfficeFactAttribute()
    {
        if (!File.Exists(Program) && Environment.GetEnvironmentVariable("CI") != "true") Skip = "LibreOffice was not found: install libreoffice-calc.";
    }
}

/// <summary>Every report of the catalogue over one small state: its workbook, its formats, its page.</summary>
public class EveryReportTests
{
    /// <summary>Each report with what it needs; those that list persons get a purpose from the request.</summary>
    static readonly (string Name, (string, string)[] Parameters)[] All =
    [
        ("cohorts", []), ("coverage", [("by", "practice")]), ("data_dictionary", []), ("data_quality", []), ("doses_administered", [("from", "2024-01-01"), ("to", "2026-12-31")]), ("hedis", []), ("hedis_members", []),
        ("line_list", [("indicator", "dtap")]), ("practice", [("practice", "10")]), ("practices", []), ("program", []), ("program_summary", []), ("recall", []), ("recall_effect", []), ("record", [("person", "1")]), ("school_form", [("person", "1")]), ("site_visits", []), ("stock", []), ("susceptibility", []),
    ];

    internal static Facts State()
    {
        var facts = StaffReportTests.State();
        MartFacts.Fill(facts);
        facts.Run("""
            create table msr_cis (period varchar, indicator varchar, unit_key bigint, person_key bigint, in_denominator integer, is_excluded integer, in_numerator integer, evidence_date date, exclusion_reason varchar);
            insert into msr_cis select '2025', 'dtap', i, i, 1, 0, i % 2, case when i % 2 = 1 then date '2025-01-01' end, null from range(1, 61) t(i)
            """);
        return facts;
    }

    internal static ReportResult Make(Facts facts, string name, (string, string)[] parameters) => ReportRunner.Make(name, facts.Request(Role.StateAdmin, parameters) with
    {
        Contacts = [new(1, new DateOnly(2026, 1, 15), "letter", "reached"), new(2, new DateOnly(2026, 1, 15), "phone", "no answer")],
    });

    [Fact]
    public void Every_report_of_the_catalogue_is_among_these() => Assert.Equal(ReportCatalogue.All.Select(report => report.Name), All.Select(pair => pair.Name));

    [OfficeFact]
    [Trait("kind", "golden")]
    public void Every_workbook_is_valid_and_LibreOffice_opens_it()
    {
        var folder = Directory.CreateTempSubdirectory("office-").FullName;
        try
        {
            using var facts = State();
            foreach (var (name, parameters) in All)
            {
                var result = Make(facts, name, parameters);
                Assert.True(result.Problem is null, $"{name}: {result.Problem}");
                File.WriteAllBytes(Path.Combine(folder, name + ".xlsx"), WorkbookAssert.Write(result.Report!));
            }
            var start = new System.Diagnostics.ProcessStartInfo(OfficeFactAttribute.Program)
            {
                ArgumentList = { $"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "ods", "--outdir", Path.Combine(folder, "ods") },
                RedirectStandardOutput = true, RedirectStandardError = true,
            };
            foreach (var (name, _) in All) start.ArgumentList.Add(Path.Combine(folder, name + ".xlsx"));
            using var office = System.Diagnostics.Process.Start(start)!;
            var said = office.StandardOutput.ReadToEnd();
            office.WaitForExit();
            Assert.All(All, pair => Assert.True(File.Exists(Path.Combine(folder, "ods", pair.Name + ".ods")), $"LibreOffice did not open {pair.Name}.xlsx: {said}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Each_format_of_a_report_gives_the_same_numbers()
    {
        using var facts = Facts.WithMeasures();
        var result = ReportRunner.Make("coverage", facts.Request(Role.Public));
        var table = result.Report!.Sections[0].Table.Loaded();
        Assert.Contains(table.List().SelectMany(row => row), cell => cell.State == CellState.Suppressed);
        var folder = Directory.CreateTempSubdirectory("formats-").FullName;
        try
        {
            using var runner = new ReportRunner();
            string Write(string extension)
            {
                var outcome = runner.Write(result with { Report = result.Report with { Sections = [result.Report.Sections[0] with { Table = table }] } }, Path.Combine(folder, "r" + extension));
                return Assert.Single(outcome.Files, file => file.EndsWith(extension, StringComparison.Ordinal) || outcome.Notice is not null);
            }
            Assert.Equal(Values(table), Csv(Write(".csv")));
            Assert.Equal(Values(table), Json(Write(".json")));
            Assert.Equal(Values(table), Parquet(Write(".parquet"), table));
            Assert.Equal(Values(table), Workbook(File.ReadAllBytes(Write(".xlsx")), table));
            var shown = table.List().Select(row => row.Select((cell, c) => CellText.Show(cell, table.Columns[c])).ToArray()).ToArray();
            Assert.Equal(shown, Html(File.ReadAllText(Write(".html"))));
            if (Write(".pdf") is var pdf && pdf.EndsWith(".pdf", StringComparison.Ordinal) && PdfTests.TextOf(File.ReadAllBytes(pdf)) is { } text)
            {
                // Words of the page in any order: layout breaks long names over lines, numbers stay whole.
                var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());
                foreach (var number in shown.SelectMany(row => row[4..11]).GroupBy(value => value)) Assert.True(words.GetValueOrDefault(number.Key) >= number.Count(), $"{number.Key}: {words.GetValueOrDefault(number.Key)} of {number.Count()} on paper");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static string[][] Values(Table table) => table.List().Select(row => row.Select(cell => cell.ToString()).ToArray()).ToArray();

    static string[][] Csv(string file)
    {
        using var csv = new CsvHelper.CsvParser(new StreamReader(file), CultureInfo.InvariantCulture);
        var rows = new List<string[]>();
        while (csv.Read()) rows.Add(csv.Record!.ToArray());
        return rows.Skip(1).ToArray();
    }

    static string[][] Json(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.GetProperty("tables")[0].GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.ValueKind switch
        {
            JsonValueKind.Object => cell.GetProperty("state").GetString() == "suppressed" ? Symbols.Suppressed : Symbols.NotAvailable,
            JsonValueKind.Number => cell.GetDouble().ToString("R", CultureInfo.InvariantCulture),
            JsonValueKind.Null => "",
            _ => cell.GetString()!,
        }).ToArray()).ToArray();
    }

    static string[][] Parquet(string file, Table table)
    {
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        var rows = connection.QueryRows("select * from read_parquet($1)", file);
        var columns = rows.Columns.Select(column => column.Name).ToList();
        return rows.Select(row => table.Columns.Select(column =>
        {
            var state = columns.IndexOf(column.Name + "_state") is var at and >= 0 ? row[at] as string : null;
            return state == "suppressed" ? Symbols.Suppressed : state is not null ? Symbols.NotAvailable : Convert.ToString(row[columns.IndexOf(column.Name)], CultureInfo.InvariantCulture)!;
        }).ToArray()).ToArray();
    }

    static string[][] Workbook(byte[] bytes, Table table)
    {
        var cells = WorkbookAssert.Cells(bytes, WorkbookAssert.Tabs(bytes)[1]);
        return Enumerable.Range(0, table.List().Count).Select(r => Enumerable.Range(0, table.Columns.Count).Select(c => cells.GetValueOrDefault(SheetLayout.ColumnName(c) + (SheetLayout.HeaderRow + 1 + r).ToString(CultureInfo.InvariantCulture)).Value ?? "").ToArray()).ToArray();
    }

    static string[][] Html(string html)
    {
        var body = html[html.IndexOf("<tbody>", StringComparison.Ordinal)..html.IndexOf("</tbody>", StringComparison.Ordinal)];
        return body.Split("<tr>").Skip(1).Select(row => System.Text.RegularExpressions.Regex.Matches(row, "<t[hd][^>]*>(.*?)</t[hd]>")
            .Select(cell => System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(cell.Groups[1].Value.Replace("▼ ", "", StringComparison.Ordinal), "<[^>]+>", ""))).ToArray()).ToArray();
    }

    /// <summary>Pages as they were when somebody last looked at them printed; REGISTRY_TEST_ACCEPT=1 takes new ones over, which are then looked at again.</summary>
    [Theory]
    [Trait("kind", "golden")]
    [InlineData("practice")]
    [InlineData("practices")]
    [InlineData("program")]
    [InlineData("program_summary")]
    [InlineData("record")]
    [InlineData("school_form")]
    [InlineData("hedis")]
    [InlineData("cohorts")]
    [InlineData("site_visits")]
    [InlineData("stock")]
    [InlineData("susceptibility")]
    public void Pages_are_as_they_were_when_last_looked_at(string name)
    {
        using var facts = State();
        var result = Make(facts, name, All.Single(pair => pair.Name == name).Parameters);
        using var html = new MemoryStream();
        if (result.Page is null) HtmlWriter.Write(result.Report!, html);
        var page = (result.Page ?? System.Text.Encoding.UTF8.GetString(html.ToArray())).ReplaceLineEndings("\n").Replace("><", ">\n<", StringComparison.Ordinal) + "\n";
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RegistryAnalytics.sln"))) folder = folder.Parent;
        var golden = Path.Combine(folder!.FullName, "tests", "reports", "golden", name + ".verified.html");
        if (Environment.GetEnvironmentVariable("REGISTRY_TEST_ACCEPT") == "1") File.WriteAllText(Directory.CreateDirectory(Path.GetDirectoryName(golden)!).FullName + "/" + name + ".verified.html", page);
        Assert.Equal(File.ReadAllText(golden), page);
    }
}
