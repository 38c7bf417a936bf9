using System.Diagnostics;
using System.Text;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Pdf;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>One warm browser for all tests that print. Where there is none the tests check the HTML that stands in; in CI that is a failure.</summary>
public sealed class PrinterFixture : IDisposable
{
    public PdfPrinter? Printer { get; } = PdfPrinter.Start(out _);

    public PrinterFixture() =>
        Assert.True(Printer is not null || Environment.GetEnvironmentVariable("CI") != "true", $"No PDF could be printed: CHROMIUM_PATH is '{Environment.GetEnvironmentVariable("CHROMIUM_PATH")}'.");

    public void Dispose() => Printer?.Dispose();
}

public class PdfTests(PrinterFixture fixture) : IClassFixture<PrinterFixture>
{
    /// <summary>Text of a PDF by pdftotext; null where the machine lacks it, which in CI is a failure.</summary>
    internal static string? TextOf(byte[] pdf)
    {
        if (!File.Exists("/usr/bin/pdftotext"))
        {
            Assert.True(Environment.GetEnvironmentVariable("CI") != "true", "pdftotext was not found: install poppler-utils.");
            return null;
        }
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, pdf);
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/pdftotext") { ArgumentList = { "-layout", path, "-" }, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return text;
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_report_prints_as_tagged_pdf_with_page_numbers_and_the_same_numbers()
    {
        using var facts = Facts.WithMeasures();
        using var runner = new ReportRunner();
        var file = Path.Combine(Path.GetTempPath(), $"hedis-{Guid.NewGuid():N}.pdf");
        var outcome = runner.Write("hedis", facts.Request(Role.StateAdmin), file);
        try
        {
            Assert.Null(outcome.Problem);
            if (outcome.Notice is { } notice)
            {
                Assert.Contains(PdfPrinter.NotFound, notice);
                Assert.EndsWith(".html", outcome.Files[0]);
                return;
            }
            var pdf = File.ReadAllBytes(file);
            WorkbookAssert.Keep("hedis.pdf", pdf);
            var raw = Encoding.Latin1.GetString(pdf);
            Assert.StartsWith("%PDF", raw);
            Assert.Contains("/StructTreeRoot", raw);
            Assert.Contains("/Lang", raw);
            if (TextOf(pdf) is not { } text) return;
            Assert.Contains("Page 1 of ", text);
            Assert.Contains("HEDIS-aligned, not NCQA-certified, unaudited", text);
            Assert.Contains("=SUM(A1) Pediatrics", text);
            var rate = ReportRunner.Make("hedis", facts.Request()).Report!.Sections[0].Table.List()[0][5].AsReal();
            Assert.Contains(RegistryAnalytics.Reports.Writers.CellText.Percent(rate, 1), text);
        }
        finally
        {
            foreach (var written in outcome.Files) File.Delete(written);
        }
    }

    [Fact]
    public void Two_pages_printed_one_after_the_other_do_not_mix()
    {
        if (fixture.Printer is not { } printer)
        {
            Assert.Null(Browser.Find());
            return;
        }
        printer.Print("<html><body><p>first page of text</p></body></html>");
        var text = TextOf(printer.Print("<html><body><p>second page of text</p></body></html>"));
        Assert.True(text is null || (text.Contains("second") && !text.Contains("first")));
    }

    [Fact]
    public void A_page_cannot_run_scripts_or_read_files()
    {
        if (fixture.Printer is not { } printer)
        {
            Assert.Null(Browser.Find());
            return;
        }
        var text = TextOf(printer.Print("<html><body><p id=p>kept</p><script>document.getElementById('p').textContent='changed'</script><iframe src=\"file:///etc/passwd\"></iframe></body></html>"));
        Assert.True(text is null || (text.Contains("kept") && !text.Contains("root:")));
    }
}
