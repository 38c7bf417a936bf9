using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RegistryAnalytics.Bench;

/// <summary>One recorded result of linking: a line of <c>bench/results/CPU/linkage.jsonl</c> and of docs/linkage-results.md.</summary>
/// <param name="Table">Which table of the page, see <see cref="LinkPage.Tables"/>.</param>
/// <param name="Row">What was measured; with the table it names the line that a later run replaces.</param>
/// <param name="Size">Records, births or pairs: orders the lines of a table.</param>
/// <param name="Commit">Short commit of the program, with + where its sources were changed since.</param>
/// <param name="Command">What to type to measure it again.</param>
/// <param name="Figures">By column name; a share is 0–1.</param>
public sealed record LinkResult(string Table, string Row, long Size, DateOnly Date, string Commit, string Command, string Machine, SortedDictionary<string, double> Figures);

/// <summary>A line as its benchmark measured it, before it is recorded with date, commit and machine.</summary>
public sealed record MeasuredLink(string Table, string Row, long Size, string Command, SortedDictionary<string, double> Figures)
{
    /// <summary>"f1 0.995, precision 1": for the screen and the benchmark's own notes.</summary>
    internal string Words() => string.Join(", ", Figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {Math.Round(figure.Value, 5)}")));
}

/// <summary>Reads and writes the recorded results of linking. A run replaces its own lines only.</summary>
public static class LinkResults
{
    const string FileName = "linkage.jsonl";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Results of every machine, in the order of their folders.</summary>
    /// <param name="results">The folder <c>bench/results</c>.</param>
    public static IReadOnlyList<LinkResult> Read(string results) =>
        [.. Directory.GetFiles(results, FileName, SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(Lines)];

    /// <summary>The old lines with the new ones in place of those of the same table and row, in order.</summary>
    public static IReadOnlyList<LinkResult> Merge(IEnumerable<LinkResult> old, IReadOnlyList<LinkResult> fresh)
    {
        var replaced = fresh.Select(line => (line.Table, line.Row)).ToHashSet();
        return [.. old.Where(line => !replaced.Contains((line.Table, line.Row))).Concat(fresh)
            .OrderBy(line => line.Table, StringComparer.Ordinal).ThenBy(line => line.Size).ThenBy(line => line.Row, StringComparer.Ordinal)];
    }

    /// <summary>Records results of this machine and writes the page anew.</summary>
    internal static void Save(IReadOnlyList<MeasuredLink> measured)
    {
        if (measured.Count == 0) return;
        var (commit, date) = (Commit(), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        var machine = string.Create(CultureInfo.InvariantCulture, $"{BenchText.CpuName()}, {Environment.ProcessorCount} cores");
        var file = Path.Combine(BenchText.Root(), "bench", "results", BenchText.Cpu(), FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var merged = Merge(Lines(file), [.. measured.Select(one => new LinkResult(one.Table, one.Row, one.Size, date, commit, one.Command, machine, one.Figures))]);
        File.WriteAllText(file, string.Concat(merged.Select(line => JsonSerializer.Serialize(line, Json) + "\n")));
        File.WriteAllText(Path.Combine(BenchText.Root(), LinkPage.Path), LinkPage.Markdown(Read(Path.Combine(BenchText.Root(), "bench", "results"))));
    }

    static IEnumerable<LinkResult> Lines(string file) => !File.Exists(file) ? [] :
        File.ReadAllLines(file).Select((line, at) => JsonSerializer.Deserialize<LinkResult>(line, Json) ?? throw new InvalidDataException($"Reading {file}: line {at + 1} is empty."));

    /// <summary>A line of the table of speed.</summary>
    internal static MeasuredLink Speed(string row, long records, string command, BenchLine line, long peakMiB) => new("speed", row, records, command, new()
    {
        ["seconds"] = line.WallSeconds, ["cpu_seconds"] = line.CpuSeconds, ["cpu_microseconds_each"] = line.CpuSeconds * 1e6 / line.Units, ["peak_mib"] = peakMiB,
    });

    /// <summary>Largest working set of this process so far, MiB.</summary>
    internal static long PeakMiB() => Process.GetCurrentProcess().PeakWorkingSet64 >> 20;

    // Results and pages are what a run writes: they do not make the program another.
    static string Commit()
    {
        var commit = Git("rev-parse --short HEAD");
        return commit.Length == 0 ? "unknown" : commit + (Git("status --porcelain -- . :!bench/results :!docs").Length > 0 ? "+" : "");
    }

    static string Git(string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = BenchText.Root(), RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? said.Trim() : "";
    }
}
