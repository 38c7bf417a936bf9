using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Bench;

/// <summary>One column of a table of results.</summary>
/// <param name="Figure">Name of the figure in the recorded line.</param>
/// <param name="Format">.NET number format.</param>
public sealed record LinkColumn(string Figure, string Title, string Format);

/// <summary>One table of results.</summary>
/// <param name="What">Sentences above it: what is counted, and what is wanted.</param>
/// <param name="Row">Title of the first column.</param>
public sealed record LinkTable(string Name, string Title, string What, string Row, IReadOnlyList<LinkColumn> Columns);

/// <summary>docs/linkage-results.md, wholly made from the recorded results: a test holds page and results together.</summary>
public static class LinkPage
{
    public const string Path = "docs/linkage-results.md";

    static readonly LinkColumn[] Right =
    [
        new("precision", "pairs P", "0.0000"), new("recall", "pairs R", "0.0000"), new("f1", "F1", "0.0000"),
        new("cluster_precision", "B³ P", "0.0000"), new("cluster_recall", "B³ R", "0.0000"), new("cluster_f1", "B³ F1", "0.0000"),
        new("blocking_recall", "blocking recall", "0.0000"),
    ];

    public static IReadOnlyList<LinkTable> Tables { get; } =
    [
        new("sets", "Labelled sets",
            "Sets in which the person of every record is known. Blocking recall is the share of the true pairs that were compared and kept.",
            "set", [new("records", "records", "N0"), new("true_pairs", "true pairs", "N0"), .. Right, new("mixed_persons", "persons with two truths", "N0"), new("review_per_1000", "waiting pairs per 1,000 records", "0.0")]),
        new("pairs", "Labelled pairs of a registry",
            "Pairs that persons have judged; halves by patient, never by pair. Wanted: precision of at least .995 with recall of at least .93. Every pair of so few records is looked at. None of them is told to be of a multiple birth: twins are counted in the synthetic state.",
            "set",
            [
                new("pairs", "pairs", "N0"), new("precision", "P", "0.0000"), new("recall", "R", "0.0000"), new("f1", "F1", "0.0000"), new("blocking_recall", "blocking recall", "0.0000"),
                new("match_link", "match: linked", "N0"), new("match_review", "waits", "N0"), new("match_no", "apart", "N0"),
                new("possible_link", "possible: linked", "N0"), new("possible_review", "waits", "N0"), new("possible_no", "apart", "N0"),
                new("other_link", "not a match: linked", "N0"), new("other_review", "waits", "N0"), new("other_no", "apart", "N0"),
            ]),
        new("state_persons", "Synthetic state: persons",
            "A state whose truth is known, delivered in many parts, each linked by itself. Pairs are of ids: a sender's id of a person. Wanted: pairs F1 of at least .99, at most one person in 10,000 with two truths, no twins merged.",
            "state",
            [
                new("records", "records", "N0"), new("ids", "ids", "N0"), new("truths", "persons", "N0"), .. Right, new("mixed_persons", "persons with two truths", "N0"),
                new("mixed_per_10000", "per 10,000", "0.00"), new("twins_merged", "twins merged", "N0"), new("several_share", "persons standing as several", "0.00%"), new("review_per_1000", "waiting pairs per 1,000 ids", "0.0"),
            ]),
        new("state_relink", "Synthetic state: incremental against full",
            "How many persons a full re-link of the whole lake would see differently. Wanted: at most 1 in 1,000. Those of the last columns have no merge waiting for a reviewer.",
            "state",
            [
                new("persons", "persons", "N0"), new("deliveries", "deliveries", "N0"), new("differ", "differ", "N0"), new("differ_per_1000", "per 1,000", "0.00"),
                new("differ_unknown", "not proposed", "N0"), new("differ_unknown_per_1000", "per 1,000", "0.00"),
            ]),
        new("state_doses", "Synthetic state: doses",
            "A dose is right where one event holds all of its records and no other dose's, or where it was only told as the parts of a combination and each part is one event. Wanted: at least 99.5 %. The other columns say why a dose is not: another vaccine's code, a person standing as several, an event shared with another dose, told in parts, or for another reason.",
            "state",
            [
                new("doses", "doses told", "N0"), new("right", "right", "0.00%"), new("right_in_parts", "of them in parts", "0.00%"), new("right_of_coded", "right, of the rightly coded", "0.00%"), new("miscoded", "wrong code", "0.00%"),
                new("split_person", "person stands as several", "0.00%"), new("shared", "shared event", "0.00%"), new("in_parts", "in parts", "0.00%"), new("several", "other", "0.00%"),
            ]),
        new("speed", "How fast",
            "Made-up people and doses. Wanted on 2 cores: 1,000,000 records from staged rows to persons in 60 s and 8 GB, a daily batch of 20,000 against 1,000,000 in 10 s, 20,000,000 dose records in 60 s, growth near linear. Peak memory is the process's so far.",
            "what", [new("seconds", "elapsed s", "0.0"), new("cpu_seconds", "CPU s", "0.0"), new("cpu_microseconds_each", "CPU µs a record", "0.0"), new("peak_mib", "peak memory MiB", "N0")]),
    ];

    /// <summary>The page.</summary>
    /// <exception cref="InvalidDataException">A recorded line lacks a figure of its table or names no table: it was recorded by another version.</exception>
    public static string Markdown(IReadOnlyList<LinkResult> results)
    {
        if (results.FirstOrDefault(line => Tables.All(table => table.Name != line.Table)) is { } stray)
            throw new InvalidDataException($"Recorded result '{stray.Row}' is of a table '{stray.Table}' that the page does not have. Take the line out, or run its benchmark again.");
        var text = new StringBuilder("""
            # Linkage: results

            How right and how fast linking and dose consolidation are, as recorded in `bench/results/*/linkage.jsonl`. This page is generated by the
            benchmarks of each line's command, which replace their own lines; a test holds page and recorded results together. A commit with a + had
            changes that were not committed. What the words mean is in [linkage.md](linkage.md).

            """.ReplaceLineEndings("\n"));
        foreach (var table in Tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Title}\n\n{table.What}\n\n");
            text.Append(CultureInfo.InvariantCulture, $"| {table.Row} | {string.Join(" | ", table.Columns.Select(column => column.Title))} | date | commit | command | machine |\n|---|{string.Concat(table.Columns.Select(_ => "---:|"))}---|---|---|---|\n");
            foreach (var line in results.Where(line => line.Table == table.Name))
                text.Append(CultureInfo.InvariantCulture, $"| {line.Row} | {string.Join(" | ", table.Columns.Select(column => Shown(line, column)))} | {line.Date:yyyy-MM-dd} | {line.Commit} | `{line.Command}` | {line.Machine} |\n");
        }
        return text.ToString();
    }

    static string Shown(LinkResult line, LinkColumn column) => line.Figures.TryGetValue(column.Figure, out var value)
        ? value.ToString(column.Format.Replace("%", " %", StringComparison.Ordinal), CultureInfo.InvariantCulture)
        : throw new InvalidDataException($"Recorded result '{line.Row}' of '{line.Table}' has no figure '{column.Figure}'. Run its benchmark again: {line.Command}");
}
