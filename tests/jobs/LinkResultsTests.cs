using RegistryAnalytics.Bench;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary>The page of linkage results is what the benchmarks recorded. The figures are data: no test says how large they must be.</summary>
public class LinkResultsTests
{
    static readonly string Root = Repository();

    static IReadOnlyList<LinkResult> Recorded() => LinkResults.Read(Path.Combine(Root, "bench", "results"));

    [Fact]
    [Trait("kind", "golden")]
    public void The_page_is_what_the_recorded_results_give()
    {
        var text = LinkPage.Markdown(Recorded());
        if (Environment.GetEnvironmentVariable("REGISTRY_TEST_ACCEPT") == "1") File.WriteAllText(Path.Combine(Root, LinkPage.Path), text);
        Assert.Equal(text, File.ReadAllText(Path.Combine(Root, LinkPage.Path)));
    }

    [Fact]
    public void Another_figure_makes_another_page()
    {
        foreach (var (line, at) in Recorded().Select((line, at) => (line, at)))
            foreach (var column in LinkPage.Tables.Single(table => table.Name == line.Table).Columns)
            {
                var others = Recorded().ToArray();
                others[at] = line with { Figures = new(line.Figures) { [column.Figure] = line.Figures[column.Figure] + 1 } };
                Assert.NotEqual(LinkPage.Markdown(Recorded()), LinkPage.Markdown(others));
            }
    }

    [Fact]
    public void Every_table_has_a_line_that_can_be_measured_again()
    {
        Assert.All(LinkPage.Tables, table => Assert.Contains(Recorded(), line => line.Table == table.Name));
        Assert.All(Recorded(), line => Assert.Contains("./registry bench link", line.Command, StringComparison.Ordinal));
        Assert.Equal(Recorded().Count, Recorded().Select(line => (line.Table, line.Row, line.Machine)).Distinct().Count());
    }

    [Fact]
    public void A_run_replaces_its_own_lines_and_no_others()
    {
        LinkResult[] old = [Line("speed", "small", 10, 1), Line("speed", "large", 1000, 2), Line("sets", "small", 10, 3)];
        var merged = LinkResults.Merge(old, [Line("speed", "large", 1000, 7), Line("speed", "middle", 100, 8)]);
        Assert.Equal([("sets", "small", 3.0), ("speed", "small", 1.0), ("speed", "middle", 8.0), ("speed", "large", 7.0)], merged.Select(line => (line.Table, line.Row, line.Figures["seconds"])));
    }

    [Fact]
    public void A_line_without_a_figure_of_its_table_is_told_with_what_to_do()
    {
        var error = Assert.Throws<InvalidDataException>(() => LinkPage.Markdown([Line("speed", "small", 10, 1)]));
        Assert.Contains("has no figure 'cpu_seconds'", error.Message, StringComparison.Ordinal);
        Assert.Contains("COMMAND", error.Message, StringComparison.Ordinal);
        Assert.Contains("'nothing'", Assert.Throws<InvalidDataException>(() => LinkPage.Markdown([Line("nothing", "small", 10, 1)])).Message, StringComparison.Ordinal);
    }

    static LinkResult Line(string table, string row, long size, double seconds) =>
        new(table, row, size, new DateOnly(2026, 11, 22), "abc1234", "COMMAND", "a machine", new() { ["seconds"] = seconds });

    static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RegistryAnalytics.sln"))) folder = folder.Parent;
        return folder!.FullName;
    }
}
