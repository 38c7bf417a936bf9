using System.Text;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Tests.Staging;

public class StagedRowsTests
{
    static readonly StagedTable Table = new("t", "a row", [
        new("k", StagedType.Long, ""), new("name", StagedType.Text, ""), new("n", StagedType.Int, ""), new("yes", StagedType.Bool, ""),
        new("day", StagedType.Day, ""), new("at", StagedType.Instant, ""), new("x", StagedType.Real, ""),
    ]);

    [Fact]
    public void A_new_row_is_null_everywhere_and_what_is_set_is_read_back()
    {
        var rows = new StagedRows(Table);
        for (var i = 0; i < 1000; i++)
        {
            var row = rows.Add();
            Assert.All(rows.Show(row), value => Assert.Null(value));
            if (i % 2 == 0) continue;
            rows.Long("k")[row] = i;
            rows.Text("name").Set(row, Encoding.UTF8.GetBytes("ü" + i));
            rows.Int("n")[row] = -i;
            rows.Bool("yes").Set(row, i % 3 == 0);
            rows.Day("day").Set(row, new DateOnly(2024, 2, 29));
            rows.Instant("at")[row] = InstantColumn.Micros(new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.FromHours(-5)));
            rows.Real("x")[row] = i / 8.0;
        }
        Assert.Equal<IEnumerable<string?>>(["7", "ü7", "-7", "false", "2024-02-29", "2024-02-29T17:00:00Z", "0.875"], rows.Show(7));
        Assert.All(rows.Show(8), value => Assert.Null(value));
    }

    [Fact]
    public void Rows_that_are_taken_back_leave_nothing_behind()
    {
        var rows = new StagedRows(Table);
        rows.Text("name").Set(rows.Add(), "kept");
        for (var i = 0; i < 200; i++)
        {
            var row = rows.Add();
            rows.Text("name").Set(row, "gone");
            rows.Bool("yes").Set(row, true);
            rows.Real("x")[row] = 1;
        }
        rows.Truncate(1);
        Assert.Equal(1, rows.Count);
        Assert.All(rows.Show(rows.Add()), value => Assert.Null(value));
        Assert.Equal("kept", rows.Text("name").Show(0));
        rows.Clear();
        Assert.All(rows.Show(rows.Add()), value => Assert.Null(value));
    }

    [Fact]
    public void Every_staged_table_has_distinct_columns_and_a_reader_can_ask_for_each()
    {
        foreach (var table in StagedSchema.Tables)
        {
            Assert.Equal(table.Columns.Count, table.Columns.Select(column => column.Name).Distinct().Count());
            var rows = new StagedRows(table);
            foreach (var column in table.Columns) Assert.Equal(column, rows[column.Name].Column);
            Assert.Throws<ArgumentException>(() => rows["no_such_column"]);
        }
    }
}
