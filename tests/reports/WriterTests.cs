using System.Text;
using System.Text.Json;

using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Tests.Reports;

public class WriterTests
{
    [Fact]
    public void Csv_survives_formula_like_names_commas_quotes_emoji_and_other_scripts()
    {
        using var stream = new MemoryStream();
        CsvWriter.Write(SampleReports.Everything().Sections[0].Table, stream);
        stream.Position = 0;
        using var csv = new CsvHelper.CsvParser(new StreamReader(stream), new CsvHelper.Configuration.CsvConfiguration(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n", TrimOptions = CsvHelper.Configuration.TrimOptions.None });
        var read = new List<string>();
        while (csv.Read()) read.Add(csv[0]);
        Assert.Equal(["name", .. SampleReports.Awkward], read);
    }

    [Fact]
    public void Json_survives_the_same_and_names_the_states()
    {
        using var stream = new MemoryStream();
        JsonWriter.Write(SampleReports.Everything(), stream);
        using var json = JsonDocument.Parse(stream.ToArray());
        var rows = json.RootElement.GetProperty("tables")[0].GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(SampleReports.Awkward, rows.Select(row => row[0].GetString()));
        Assert.Equal("suppressed", rows[3][1].GetProperty("state").GetString());
        Assert.Equal("not_available", rows[0][3].GetProperty("state").GetString());
    }

    [Fact]
    public void Parquet_survives_the_same_with_states_in_a_column_of_their_own()
    {
        var path = Path.Combine(Path.GetTempPath(), $"report-{Guid.NewGuid():N}'s.parquet");
        try
        {
            var report = SampleReports.Everything();
            ParquetWriter.Write(report, report.Sections[0].Table, path);
            using var database = DuckDbDatabase.Open(":memory:");
            using var connection = database.Connect();
            var rows = connection.QueryRows("select name, n, n_state, rate_state from read_parquet($1)", path);
            Assert.Equal(SampleReports.Awkward, Enumerable.Range(0, rows.Count).Select(row => rows.Get<string>(row, "name")));
            Assert.Equal("suppressed", rows.Get<string>(3, "n_state"));
            Assert.Null(rows.Get<long?>(3, "n"));
            Assert.Equal("not_available", rows.Get<string>(0, "rate_state"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Html_holds_no_markup_from_data_and_tells_states_apart()
    {
        using var stream = new MemoryStream();
        HtmlWriter.Write(SampleReports.Everything(), stream);
        var html = Encoding.UTF8.GetString(stream.ToArray());
        Assert.DoesNotContain("<b>&amp;</b>", html);
        Assert.Contains("&lt;b&gt;&amp;amp;&lt;/b&gt;", html);
        Assert.Contains("<abbr title=\"suppressed\">*</abbr>", html);
        Assert.Contains("<abbr title=\"not available\">n/a</abbr>", html);
        Assert.Contains(Symbols.SuppressedNote, html);
        Assert.Contains("<caption>Every kind of value &amp; &lt;mark&gt;</caption>", html);
    }

    [Fact]
    public void A_title_cannot_leave_the_style_sheet() =>
        Assert.Equal("\"a\\000022\\00003b\\00007d\\00003c\\00002fstyle\\00003e\"", HtmlWriter.CssString("a\";}</style>"));

    [Fact]
    public void A_file_of_an_unknown_kind_is_refused_in_words()
    {
        using var facts = Facts.WithMeasures();
        using var runner = new ReportRunner();
        Assert.Contains(".docx' is none of them", runner.Write("hedis", facts.Request(), "x.docx").Problem);
    }

    [Fact]
    public void Percentages_round_half_away_from_zero() => Assert.Equal(["0.5%", "93.1%", "100%"], [CellText.Percent(0.0045, 1), CellText.Percent(0.93051, 1), CellText.Percent(1, 0)]);
}
