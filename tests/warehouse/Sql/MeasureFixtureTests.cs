namespace RegistryAnalytics.Tests.Warehouse.Sql;

[Trait("kind", "sql")]
public class MeasureFixtureTests
{
    static readonly string Root = Path.Combine(AppContext.BaseDirectory, "measures");

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var folder in Directory.GetDirectories(Root).Order(StringComparer.Ordinal))
            foreach (var fixture in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
                cases.Add(Path.GetFileName(folder), Path.GetFileName(fixture));
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_measure_gives_what_its_fixture_expects(string measure, string name)
    {
        var folder = Path.Combine(Root, measure, name);
        using var fixture = new MeasureFixture();
        fixture.Give(DrawnTable.Read(Path.Combine(folder, "given.txt")));
        var got = fixture.Run(measure);
        var expected = Assert.Single(DrawnTable.Read(Path.Combine(folder, "expect.txt")));
        var keys = expected.Columns.Where(column => column is "indicator" or "unit" or "person").ToArray();
        Assert.NotEmpty(expected.Rows);
        foreach (var row in expected.Rows)
        {
            var wanted = expected.Columns.Zip(row, (column, cell) => (column, cell: cell ?? "")).ToDictionary(pair => pair.column, pair => pair.cell);
            var found = got.Where(line => keys.All(key => line[key] == wanted[key])).ToArray();
            var place = string.Join(", ", keys.Select(key => $"{key} {wanted[key]}"));
            if (wanted.GetValueOrDefault("denominator") == "none")
            {
                Assert.True(found.Length == 0, $"{measure}/{name}: {place} is in the initial population and should not be.");
                continue;
            }
            Assert.True(found.Length == 1, $"{measure}/{name}: {found.Length} rows for {place}; one was expected.");
            foreach (var (column, cell) in wanted)
                Assert.True(found[0][column] == cell, $"{measure}/{name}: {place}: {column} is '{found[0][column]}', expected '{cell}'.");
        }
    }
}
