using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Turns a filled-in sample into estimates of over- and under-merging, for all pairs and by sender.</summary>
/// <remarks>Strata and their sizes are taken from the generation that the sample was drawn from. Tests: tests/warehouse/Linkage/LinkSampleTests.cs.</remarks>
public static class SampleScore
{
    /// <summary>One line of a filled-in sample.</summary>
    /// <param name="IsSame">Null where the reviewer left it open.</param>
    sealed record Line(int Number, long Generation, long RecordA, long RecordB, bool? IsSame);

    /// <summary>One judged pair: its stratum, and who told its records.</summary>
    sealed record Judged(string Stratum, bool IsSame, HashSet<string> Senders);

    /// <summary>Scores a filled-in sample.</summary>
    /// <returns>The estimate; or null and, in plain words, what is wrong with the file, where, and what to do.</returns>
    public static (SampleEstimate? Estimate, string? Problem) Score(TextReader from, string dataFolder)
    {
        var (lines, problem) = Read(from, PersonLinks.Latest(dataFolder));
        if (problem is not null) return (null, problem);
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 2L << 30 });
        using var connection = database.Connect();
        StagedViews.Create(connection, Lake.Open(dataFolder), StagedSchema.Person);
        PersonLinks.Load(connection, dataFolder, lines[0].Generation);
        connection.Execute("create table sample_pair as " + LinkData.Sql("sample_pairs"));
        connection.Execute("create table judged_line (line integer, record_a bigint, record_b bigint)");
        using (var judged = connection.Appender("judged_line"))
        {
            foreach (var line in lines) judged.Append(line.Number).Append(Math.Min(line.RecordA, line.RecordB)).Append(Math.Max(line.RecordA, line.RecordB)).EndRow();
            judged.Close();
        }
        var verdicts = lines.ToDictionary(line => line.Number, line => line.IsSame);
        var pairs = new List<Judged>();
        foreach (var row in connection.QueryRows(LinkData.Sql("sample_judged")))
        {
            if (row[1] is not string stratum)
                return (null, $"line {row[0]}: its two records are no compared pair of generation {lines[0].Generation}. Was the sample drawn from another data folder, or a person purged since? Take the line out");
            if (verdicts[(int)row[0]!] is { } same) pairs.Add(new(stratum, same, [.. new[] { row[2], row[3] }.OfType<string>()]));
        }
        var sizes = connection.QueryRows(LinkData.Sql("sample_strata")).Select(row => (Sender: (string)row[0]!, Stratum: (string)row[1]!, Pairs: (long)row[2]!)).ToList();
        var empty = sizes.Where(size => size.Sender == ShareEstimate.All && pairs.All(pair => pair.Stratum != size.Stratum)).Select(size => size.Stratum).ToList();
        if (empty.Count > 0) return (null, $"no pair was judged in {string.Join(", ", empty)}: each stratum needs at least one. Fill in the column verdict with same or different");
        var shares = sizes.GroupBy(size => size.Sender).Select(sender => ShareEstimate.Of(sender.Key, [.. sender.Select(size =>
        {
            var told = pairs.Where(pair => pair.Stratum == size.Stratum && (sender.Key == ShareEstimate.All || pair.Senders.Contains(sender.Key))).ToList();
            return new ShareEstimate.Stratum(size.Stratum.StartsWith("linked", StringComparison.Ordinal), size.Pairs, told.Count, told.Count(pair => pair.IsSame));
        })]));
        return (new(lines[0].Generation, pairs.Count, lines.Count - pairs.Count, [.. shares.OrderBy(share => share.Sender != ShareEstimate.All).ThenBy(share => share.Sender, StringComparer.Ordinal)]), null);
    }

    static (List<Line> Lines, string? Problem) Read(TextReader from, long latest)
    {
        var lines = new List<Line>();
        var known = new Dictionary<(long, long), int>();
        if (from.ReadLine() is not { } header || header.Trim('\uFEFF', ' ') != LinkSample.Header) return (lines, $"line 1: the header must be {LinkSample.Header}, as ./registry link sample draw writes it");
        for (var number = 2; from.ReadLine() is { } text; number++)
        {
            if (text.Trim(',', ' ').Length == 0) continue;
            var cells = text.Split(',');
            if (cells.Length != 8 || Number(cells[0]) is not { } generation || Number(cells[3]) is not { } a || Number(cells[4]) is not { } b)
                return (lines, $"line {number}: eight cells are wanted; generation, record_a and record_b are whole numbers. A spreadsheet may have rounded them: import those columns as text");
            var verdict = cells[7].Trim().ToLowerInvariant();
            if (verdict is not ("same" or "different" or "unsure" or "")) return (lines, $"line {number}: the verdict must be same, different, unsure or blank");
            if (generation < 1 || generation > latest) return (lines, $"line {number}: generation {generation} was not linked here, the newest is {latest}. Was the sample drawn from another data folder?");
            if (lines.Count > 0 && lines[0].Generation != generation) return (lines, $"line {number}: generation {generation} here and {lines[0].Generation} further up. Score each sample by itself");
            if (!known.TryAdd((Math.Min(a, b), Math.Max(a, b)), number)) return (lines, $"line {number}: the pair of line {known[(Math.Min(a, b), Math.Max(a, b))]} again. Take one of them out");
            lines.Add(new(number, generation, a, b, verdict switch { "same" => true, "different" => false, _ => null }));
        }
        return (lines, lines.Count == 0 ? "the sample holds no pair. Draw one with ./registry link sample draw" : null);
    }

    static long? Number(string cell) => long.TryParse(cell.Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Keeps an estimate beside the generations; builds show the newest of their generation or before.</summary>
    public static void Store(string dataFolder, SampleEstimate estimate) => LinkStore.Store(dataFolder, estimate);
}
