using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>Marts over drawn tables: every drawn row is there exactly once in the columns drawn; under expect_all there are no others.</summary>
[Trait("kind", "sql")]
public class MartFixtureTests
{
    static readonly string Root = Path.Combine(AppContext.BaseDirectory, "marts");

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
    public void A_mart_gives_what_its_fixture_expects(string mart, string name)
    {
        var folder = Path.Combine(Root, mart, name);
        using var fixture = new MeasureFixture();
        fixture.Give(DrawnTable.Read(Path.Combine(folder, "given.txt")));
        fixture.MakeMart(mart);
        var expected = Assert.Single(DrawnTable.Read(Path.Combine(folder, "expect.txt")));
        var columns = string.Join(", ", expected.Columns.Select(column => column == "person" ? "person_key" : column));
        var got = fixture.Connection.QueryRows($"select {columns} from {mart}")
            .Select(row => string.Join(" | ", expected.Columns.Select((column, i) => column == "person" && row[i] is long key ? fixture.LetterOf(key) : Text(row[i])))).ToArray();
        foreach (var row in expected.Rows)
        {
            var wanted = string.Join(" | ", row.Select(cell => cell ?? ""));
            var found = got.Count(line => line == wanted);
            Assert.True(found == 1, $"{mart}/{name}: {found} rows say '{wanted}'; there are: {string.Join("; ", got.Take(30))}");
        }
        if (expected.Name == "expect_all") Assert.Equal(expected.Rows.Count, got.Length);
    }

    [Theory]
    [InlineData(0, 10, 0.0000, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(81, 90, 0.8208, 0.9465)]
    [InlineData(10, 10, 0.7225, 1.0000)]
    public void Wilson_intervals_have_their_check_values(int hit, int all, double low, double high)
    {
        using var fixture = new MeasureFixture();
        Assert.Equal(low, fixture.Connection.QueryScalar<double>($"select round(wilson_low({hit}, {all}), 4)::double"), 9);
        Assert.Equal(high, fixture.Connection.QueryScalar<double>($"select round(wilson_high({hit}, {all}), 4)::double"), 9);
    }

    static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        double number => number.ToString("0.0000", CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.0000", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
