using RegistryAnalytics.Codes;
using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>The table of docs/measures/side-by-side.md is what the measures give for the drawn children; REGISTRY_TEST_ACCEPT=1 writes it anew.</summary>
[Trait("kind", "golden")]
public class SideBySideTests
{
    [Fact]
    public void The_table_of_children_by_definition_is_what_the_measures_give()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RegistryAnalytics.sln"))) folder = folder.Parent;
        var page = Path.Combine(folder!.FullName, "docs", "measures", "side-by-side.md");
        var lines = File.ReadAllLines(page);
        var from = Array.FindIndex(lines, line => line.StartsWith("| child |", StringComparison.Ordinal));
        var to = Array.FindIndex(lines, from, line => line.Length == 0);
        // What differs is told by hand, child by child; every yes and no is counted.
        var told = lines[(from + 2)..to].Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(cells => (Child: cells[1], Story: cells[2]));

        (string Title, Func<string, bool> Met)[] columns =
        [
            ("CIS combination 3", Measure("cis", "combination_3")), ("7", Measure("cis", "combination_7")), ("10", Measure("cis", "combination_10")),
            ("CMS117", Measure("cms117", "combination_10")),
            ("practice series by 24 months", Measure("practice_childhood", "series_by_milestone")), ("practice series today", Measure("practice_childhood", "series")),
            ("survey series by 24 months", Coverage("nis_series_7")), ("coverage 4:3:1:3:3:1:4 by 24 months", Coverage("series_4313314")),
        ];
        string[] table =
        [
            $"| child | what differs | {string.Join(" | ", columns.Select(column => column.Title))} |",
            string.Concat(Enumerable.Repeat("|---", columns.Length + 2)) + "|",
            .. told.Select(child => $"| {child.Child} | {child.Story} | {string.Join(" | ", columns.Select(column => column.Met(child.Child) ? "yes" : "no"))} |"),
        ];
        if (Environment.GetEnvironmentVariable("REGISTRY_TEST_ACCEPT") == "1") File.WriteAllText(page, string.Join('\n', [.. lines[..from], .. table, .. lines[to..], ""]));
        else Assert.Equal(table, lines[from..to]);
    }

    static Func<string, bool> Measure(string measure, string indicator)
    {
        using var fixture = Drawn("measures", measure);
        var met = fixture.Run(measure).Where(row => row["indicator"] == indicator).ToDictionary(row => row["person"], row => row["numerator"] == "1");
        return child => met[child];
    }

    static Func<string, bool> Coverage(string indicator)
    {
        using var fixture = Drawn("marts", "coverage_event");
        fixture.MakeMart("coverage_event");
        var reached = fixture.Connection.QueryRows("select person_key, birth_date, event_date from coverage_event join dim_person using (person_key) where indicator = $1", indicator)
            .Where(row => (DateOnly)row[2]! <= CqlCalendar.Birthday((DateOnly)row[1]!, 2).AddDays(indicator.StartsWith("nis_", StringComparison.Ordinal) ? -1 : 0)).Select(row => fixture.LetterOf((long)row[0]!)).ToHashSet();
        return reached.Contains;
    }

    static MeasureFixture Drawn(string kind, string model)
    {
        var fixture = new MeasureFixture();
        fixture.Give(DrawnTable.Read(Path.Combine(AppContext.BaseDirectory, kind, model, "side_by_side", "given.txt")));
        return fixture;
    }
}
