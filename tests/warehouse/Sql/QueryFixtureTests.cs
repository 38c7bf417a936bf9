using System.Globalization;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>Queries of reports over drawn tables: the table <c>ask</c> gives the parameters, the measure that the parameter <c>table</c> names is made, and the rows are exactly those expected, in order.</summary>
[Trait("kind", "sql")]
public class QueryFixtureTests
{
    static readonly string Root = Path.Combine(AppContext.BaseDirectory, "queries");

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
    public void A_query_of_a_report_gives_what_its_fixture_expects(string query, string name)
    {
        var folder = Path.Combine(Root, query, name);
        var tables = DrawnTable.Read(Path.Combine(folder, "given.txt"));
        var expected = Assert.Single(DrawnTable.Read(Path.Combine(folder, "expect.txt")));
        using var fixture = new MeasureFixture();
        fixture.Give(tables.Where(table => table.Name != "ask"));
        var ask = Assert.Single(tables, table => table.Name == "ask");
        foreach (var asked in ask.Rows.Select(row => ask.Columns.Zip(row).ToArray()))
        {
            if (asked.FirstOrDefault(pair => pair.First == "table").Second is { } measure) fixture.MakeMart(measure);
            using var statement = fixture.Connection.Prepare(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reports", "sql", query + ".sql")));
            foreach (var (parameter, value) in asked) statement.Bind(parameter, parameter == "period" ? value : Value(value));
            var rows = statement.QueryRows();
            var columns = rows.Columns.Select(column => column.Name).ToList();
            var got = rows.Select(row => string.Join(" | ", expected.Columns.Select(column =>
                column == "person" ? row[columns.IndexOf("person_key")] is long key ? fixture.LetterOf(key) : "" : Text(row[columns.IndexOf(column)])))).ToArray();
            Assert.Equal(expected.Rows.Select(row => string.Join(" | ", row.Select(cell => cell ?? ""))), got);
        }
    }

    // A value is a day, a truth, a number or text, as a report binds it.
    static DuckDbValue Value(string? text) => text switch
    {
        null => (string?)null,
        "true" or "false" => text == "true",
        _ when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ when text.Length < 4 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };

    static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        double number => number.ToString("0.0000", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
