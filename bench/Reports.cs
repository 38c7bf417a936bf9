using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Pdf;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Reports.Writers;
using RegistryAnalytics.Reports.Xlsx;

namespace RegistryAnalytics.Bench;

/// <summary>How fast reports are written. Data is made up in memory; the state of the practice and disclosure lines has 500 practices.</summary>
public static class Reports
{
    static readonly Provenance From = new("bench", new DateOnly(2026, 10, 31), null, "4.64", new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));

    [Bench("reports-xlsx", "1 million rows of 10 columns to a workbook, a CSV and a Parquet file")]
    public static void Xlsx(BenchReport report)
    {
        const int rows = 1_000_000;
        var table = Rows(rows);
        var document = new Report { Name = "bench", Title = "Bench", Provenance = From, Sections = [new Section("Rows", table)] };
        var file = Path.Combine(Path.GetTempPath(), $"bench-{Environment.ProcessId}");
        Measure("xlsx", path =>
        {
            using var stream = File.Create(path);
            XlsxWriter.Write(document, stream);
        });
        report.Note($"Peak working set after the workbook: {System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB, the whole process.");
        Measure("csv", path =>
        {
            using var stream = File.Create(path);
            CsvWriter.Write(table, stream);
        });
        Measure("parquet", path => ParquetWriter.Write(document, table, path));

        void Measure(string format, Action<string> write)
        {
            long bytes = 0;
            report.Measure(format, "rows", () =>
            {
                write($"{file}.{format}");
                bytes = new FileInfo($"{file}.{format}").Length;
                File.Delete($"{file}.{format}");
                return rows;
            }, rounds: 3);
            report.Note($"{format}: {bytes >> 20} MiB.");
        }
    }

    static Table Rows(int count)
    {
        return new Table
        {
            Name = "rows",
            Title = "Rows",
            Columns =
            [
                new("key", "Key"), new("name", "Name"), new("cvx", "CVX"), new("day", "Day", ColumnType.Date), new("n", "N", ColumnType.Whole), new("rate", "Rate", ColumnType.Share, Decimals: 1),
                new("x", "X", ColumnType.Real, Decimals: 2), new("flag", "Flag", ColumnType.Flag), new("at", "At", ColumnType.Instant), new("note", "Note"),
            ],
            Rows = Stream(),
        };

        IEnumerable<Cell[]> Stream()
        {
            var row = new Cell[10];
            var names = Enumerable.Range(0, 1000).Select(i => $"O'Name & son {i}").ToArray();
            for (var i = 0; i < count; i++)
            {
                row[0] = Cell.Of(names[i % 997]);
                row[1] = Cell.Of(names[i % 1000]);
                row[2] = Cell.Of("08");
                row[3] = Cell.Of(new DateOnly(2020, 1, 1).AddDays(i % 2000));
                row[4] = Cell.Of(i);
                row[5] = i % 50 == 0 ? Cell.Suppressed : Cell.Of(i % 1000 / 1000.0);
                row[6] = Cell.Of(i / 7.0);
                row[7] = Cell.Of(i % 2 == 0);
                row[8] = Cell.Of(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(i));
                row[9] = i % 3 == 0 ? Cell.Blank : Cell.Of("a note");
                yield return row;
            }
        }
    }

    [Bench("reports-hedis", "the HEDIS workbook of a state with 67 counties and 500 practices, with and without suppression")]
    public static void Hedis(BenchReport report)
    {
        using var state = new BenchState(patients: 0);
        foreach (var (label, role) in new[] { ("counts as they are", Role.StateAdmin), ("small cells suppressed", Role.Plan) })
            report.Measure(label, "workbooks", () =>
            {
                using var stream = new MemoryStream();
                XlsxWriter.Write(ReportRunner.Make("hedis", state.Request(role)).Report!, stream);
                return 1;
            }, rounds: 3);
        report.Note("Counting the rates is the build's work and not in these figures.");
    }

    [Bench("reports-pdf", "practice reports and official records as PDF in one warm browser")]
    public static void Pdf(BenchReport report)
    {
        if (PdfPrinter.Start(out var problem) is not { } printer)
        {
            report.Note(problem!);
            return;
        }
        printer.Dispose();
        using var state = new BenchState(patients: 50_000);
        using var runner = new ReportRunner();
        var folder = Directory.CreateTempSubdirectory("bench-").FullName;
        var request = state.Request(Role.StateAdmin);
        report.Measure("practice report, PDF", "reports", () => runner.WriteEach("practice", request, "practice", Enumerable.Range(1, 20).Select(i => ($"{i}", Path.Combine(folder, "p.pdf")))).Count(pair => pair.Outcome.Problem is null), rounds: 3);
        report.Measure("practice report, workbook", "reports", () => runner.WriteEach("practice", request, "practice", Enumerable.Range(1, 20).Select(i => ($"{i}", Path.Combine(folder, "p.xlsx")))).Count(pair => pair.Outcome.Problem is null), rounds: 3);
        report.Measure("practice reports, PDF, two browsers at once", "reports", () => Batch(state, folder, 100), rounds: 1);
        report.Measure("official record, PDF", "records", () => runner.WriteEach("record", request, "person", Enumerable.Range(1, 20).Select(i => ($"{i}", Path.Combine(folder, "r.pdf")))).Count(pair => pair.Outcome.Problem is null), rounds: 3);
        report.Note("CPU of the browser is a process of its own and not in the CPU column: the wall column holds it. 50,000 patients, 100 to a practice.");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>As the command line does it for every practice: a browser and a connection for each of two workers, the facts read once.</summary>
    static long Batch(BenchState state, string folder, int practices)
    {
        const int workers = 2;
        var written = 0;
        var run = new ReportRun();
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker =>
        {
            using var facts = state.Connect();
            using var runner = new ReportRunner();
            var files = Enumerable.Range(1, practices).Where(i => i % workers == worker).Select(i => ($"{i}", Path.Combine(folder, $"batch-{i}.pdf")));
            foreach (var (_, outcome) in runner.WriteEach("practice", state.Request(Role.StateAdmin, facts) with { Run = run }, "practice", files))
                if (outcome.Problem is null) Interlocked.Increment(ref written);
        });
        return written;
    }
}
