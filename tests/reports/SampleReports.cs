using RegistryAnalytics.Reports;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>Small reports with every kind of cell, for the writers' tests.</summary>
static class SampleReports
{
    public static readonly Provenance Provenance = new("20261122T060000Z-abc123", new DateOnly(2026, 10, 31), new DateOnly(2026, 11, 20), "4.64",
        new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero));

    public static readonly string[] Awkward =
    [
        "=cmd|' /C calc'!A0", "+1", "-2", "@x", "08", "a,b", "say \"no\"", "line\nbreak", "👶 emoji", "שלום עולם", "مرحبا",
        new string('x', 300), "<b>&amp;</b>", "_x0041_", "tab\tin", " lead", "trail ", "", "*", "n/a", "\u0001\u000Bcontrol", "TRUE", "1E5", "2024-01-01",
    ];

    public static Report Everything() => Of(new Table
    {
        Name = "everything",
        Title = "Every kind of value & <mark>",
        Columns =
        [
            new("name", "Name"), new("n", "Count", ColumnType.Whole, "persons"), new("x", "Mean age", ColumnType.Real, "years", 2),
            new("rate", "Rate", ColumnType.Share, Decimals: 1, Goal: 0.9), new("day", "Day", ColumnType.Date), new("at", "At", ColumnType.Instant), new("flag", "Flag", ColumnType.Flag),
        ],
        Rows = Awkward.Select((text, i) => (Cell[])
        [
            Cell.Of(text), i % 5 == 3 ? Cell.Suppressed : Cell.Of(i * 1000L), Cell.Of(i / 3.0), i % 5 == 3 ? Cell.Suppressed : i == 0 ? Cell.NotAvailable : Cell.Of(i / 24.0),
            Cell.Of(new DateOnly(1899, 12, 30).AddDays(i * 20)), Cell.Of(new DateTimeOffset(2026, 1, 1, i, 30, 15, TimeSpan.Zero)), i % 2 == 0 ? Cell.Of(i % 4 == 0) : Cell.Blank,
        ]).ToArray(),
        Footnotes = ["A footnote & more."],
        Finding = "Rates rise from row to row.",
    });

    public static Report Of(Table table, params Chart[] charts) => new()
    {
        Name = "sample",
        Title = "Sample report & test",
        Subtitle = "All of it",
        Label = "HEDIS-aligned, not NCQA-certified, unaudited",
        Provenance = Provenance,
        Parameters = [("period", "2025"), ("state", "=1+1")],
        Sections = [new Section("All [rows]: a/b and a long tail of words", table, charts)],
        Definitions = [new("rate", "Numerator over denominator.", "measures", "1")],
    };

    public static Report Charted() => Of(new Table
    {
        Name = "charted",
        Title = "Coverage by county",
        Columns = [new("county", "County"), new("n_denominator", "Children", ColumnType.Whole, "persons"), new("rate", "Coverage", ColumnType.Share, Decimals: 1, Goal: 0.9), new("low", "Low", ColumnType.Share, Decimals: 1), new("high", "High", ColumnType.Share, Decimals: 1)],
        Rows = Enumerable.Range(0, 8).Select(i => (Cell[])
            [Cell.Of($"County {i} & co"), Cell.Of(100L + i), i == 4 ? Cell.Suppressed : Cell.Of(0.7 + i * 0.03), i == 4 ? Cell.Suppressed : Cell.Of(0.65 + i * 0.03), i == 4 ? Cell.Suppressed : Cell.Of(0.74 + i * 0.03)]).ToArray(),
    },
        new Chart(ChartKind.Bar, "Coverage by county with goal", "county", ["rate"], 0.9, Low: "low", High: "high"),
        new Chart(ChartKind.Line, "Children by county", "county", ["n_denominator"]));
}
