using System.Text;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

public sealed class AppenderRulesTests : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
    readonly DuckDbConnection connection;

    public AppenderRulesTests()
    {
        connection = database.Connect();
        connection.Execute("CREATE TABLE t(i INTEGER NOT NULL, s VARCHAR)");
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    long Count(string table = "t") => connection.QueryScalar<long>($"SELECT count(*) FROM {table}");

    [Fact]
    public void Rows_count_once_closed_or_flushed_and_are_dropped_otherwise()
    {
        foreach (var rows in new[] { 1, 2048, 3000 })
        {
            using (var appender = connection.Appender("t"))
                for (var i = 0; i < rows; i++) appender.Append(i).Append("x").EndRow();
            Assert.Equal(0, Count());
        }
        using (var appender = connection.Appender("t"))
        {
            appender.Append(1).Append("x").EndRow();
            appender.Flush();
            Assert.Equal(1, Count());
            appender.Append(2).Append("y").EndRow();
        }
        Assert.Equal(1, Count());
        using (var appender = connection.Appender("t"))
        {
            appender.Append(3).Append("z").EndRow();
            appender.Close();
            Assert.Equal(2, Count());
            Assert.Contains("closed", Assert.Throws<InvalidOperationException>(() => appender.Append(4)).Message);
            Assert.Throws<InvalidOperationException>(() => appender.Close());
        }
    }

    [Fact]
    public void Appended_rows_belong_to_the_open_transaction()
    {
        connection.Execute("BEGIN");
        using (var appender = connection.Appender("t"))
        {
            for (var i = 0; i < 500_000; i++) appender.Append(i).AppendNull().EndRow();
            appender.Close();
        }
        Assert.Equal(500_000, Count());
        connection.Execute("ROLLBACK");
        Assert.Equal(0, Count());
    }

    [Fact]
    public void A_refused_constraint_names_the_table_and_leaves_the_connection_usable()
    {
        using var appender = connection.Appender("t");
        appender.AppendNull().Append("x").EndRow();
        var thrown = Assert.Throws<DuckDbException>(appender.Close);
        Assert.Contains("Closing an appender on t", thrown.Message);
        Assert.Contains("NOT NULL", thrown.DuckDbMessage);
        Assert.Contains("has failed", Assert.Throws<InvalidOperationException>(() => appender.Append(1)).Message);
        appender.Dispose();
        Assert.Equal(0, Count());
        Assert.Equal(1, connection.Execute("INSERT INTO t VALUES (1, 'a')"));
    }

    [Fact]
    public void Some_columns_may_be_filled_and_the_others_get_their_default()
    {
        connection.Execute("CREATE SCHEMA s; CREATE TABLE s.u(a INTEGER DEFAULT 7, b VARCHAR, c DATE DEFAULT DATE '2020-01-01', d INTEGER[])");
        using (var appender = connection.Appender("s", "u", "c", "b"))
        {
            Assert.Equal(["DATE", "VARCHAR"], appender.Types.Select(type => type.ToString()));
            appender.Append(new DateOnly(2024, 1, 1)).Append("x").EndRow();
            appender.AppendNull().AppendNull().EndRow();
            appender.Close();
        }
        Assert.Equal([[7, "x", new DateOnly(2024, 1, 1), null], [7, null, null, null]], connection.QueryRows("SELECT * FROM s.u ORDER BY b NULLS LAST"));
        Assert.Contains("column 3 is INTEGER[]", Assert.Throws<DuckDbException>(() => connection.Appender("s", "u")).Message);
        Assert.Contains("nowhere", Assert.Throws<DuckDbException>(() => connection.Appender("nowhere")).Message);
        Assert.Throws<DuckDbException>(() => connection.Appender("s", "u", "nobody"));
    }

    [Fact]
    public void Rows_of_the_wrong_shape_are_refused_at_once()
    {
        using var appender = connection.Appender("t");
        Assert.Contains("2 columns; 0 were given", Assert.Throws<InvalidOperationException>(appender.EndRow).Message);
        appender.Append(1);
        Assert.Contains("2 columns; 1 were given", Assert.Throws<InvalidOperationException>(appender.EndRow).Message);
        Assert.Contains("begun but not ended", Assert.Throws<InvalidOperationException>(appender.Close).Message);
        appender.Append("x");
        Assert.Contains("call EndRow", Assert.Throws<InvalidOperationException>(() => appender.Append("y")).Message);
        appender.EndRow();
        Assert.Contains("Column 0 of t is INTEGER; it does not take text", Assert.Throws<InvalidCastException>(() => appender.Append("x")).Message);
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused_and_never_rounded()
    {
        connection.Execute("CREATE TABLE n(v DECIMAL(5,2), b UTINYINT, d DATE)");
        DuckDbAppender Fresh() => connection.Appender("n");
        Assert.Throws<OverflowException>(() => { using var a = Fresh(); a.Append(1000m); });
        Assert.Throws<OverflowException>(() => { using var a = Fresh(); a.Append(-1000m); });
        Assert.Throws<OverflowException>(() => { using var a = Fresh(); a.Append(1.001m); });
        Assert.Throws<OverflowException>(() => { using var a = Fresh(); a.Append(decimal.MaxValue); });
        Assert.Throws<OverflowException>(() => { using var a = Fresh(); a.AppendNull().Append(256); });
        Assert.Throws<OverflowException>(() => { using var a = Fresh(); a.AppendNull().Append(-1); });
        Assert.Throws<InvalidCastException>(() => { using var a = Fresh(); a.AppendNull().AppendNull().AppendMicroseconds(1); });
        Assert.Throws<InvalidCastException>(() => { using var a = Fresh(); a.AppendNull().AppendNull().Append(1); });
        using (var appender = Fresh())
        {
            foreach (var value in new[] { 999.99m, -999.99m, 1.5000m, 0m, -0.01m }) appender.Append(value).Append(255).AppendNull().EndRow();
            appender.Append(7).Append(0).AppendNull().EndRow();
            appender.Close();
        }
        Assert.Equal(["-999.99", "-0.01", "0.00", "1.50", "7.00", "999.99"], connection.QueryRows("SELECT v::VARCHAR FROM n ORDER BY v").Select(row => row[0]));
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused_by_rows_and_by_columns()
    {
        using var rows = connection.Appender("t");
        rows.Append(1);
        Assert.Contains("Column 1 of t", Assert.Throws<ArgumentException>(() => rows.AppendUtf8([0xC3])).Message);
        using var surrogate = connection.Appender("t");
        surrogate.Append(1);
        Assert.ThrowsAny<ArgumentException>(() => surrogate.Append("\ud800"));
        using var columns = connection.Appender("t");
        Assert.Throws<ArgumentException>(() => columns.SetBytes(1, [0, 1], [0xFF]));
        // Valid as a whole, but the border cuts the character in two.
        Assert.Throws<ArgumentException>(() => columns.SetBytes(1, [0, 1, 2], "é"u8));
        Assert.Throws<ArgumentException>(() => columns.SetBytes(1, [0, 2, 1, 3], "abc"u8));
        Assert.ThrowsAny<ArgumentException>(() => columns.SetBytes(1, [0, 4], "abc"u8));
    }

    [Fact]
    public void Columns_are_checked_for_type_and_count()
    {
        using var appender = connection.Appender("t");
        Assert.Contains("INTEGER", Assert.Throws<InvalidCastException>(() => appender.Set<long>(0, [1])).Message);
        Assert.Throws<InvalidCastException>(() => appender.SetBytes(0, [0], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => appender.Set<int>(0, new int[2049]));
        appender.Set<int>(0, [1, 2, 3]);
        appender.SetBytes(1, [0, 1, 2], "ab"u8);
        Assert.Contains("Column 1 of t was set to 2 rows, not 3", Assert.Throws<InvalidOperationException>(() => appender.EndChunk(3)).Message);
        Assert.Contains("EndChunk", Assert.Throws<InvalidOperationException>(() => appender.Append(1)).Message);
        Assert.Throws<InvalidOperationException>(appender.Close);
        appender.SetBytes(1, [0, 1, 2, 2], "ab"u8, [0b011]);
        appender.EndChunk(3);
        appender.Append(4).Append("d").EndRow();
        appender.Set<int>(0, [5]);
        appender.SetBytes(1, [1, 2], "xy"u8);
        appender.EndChunk(1);
        appender.Close();
        Assert.Equal([[1, "a"], [2, "b"], [3, null], [4, "d"], [5, "y"]], connection.QueryRows("SELECT * FROM t ORDER BY i"));
    }

    [Fact]
    public void Long_and_huge_texts_survive_many_chunks()
    {
        static string Text(int i) => i % 1000 == 0 ? new string((char)('a' + i % 26), 400_000 + i) : $"{i} " + new string((char)('a' + i % 26), i % 60);
        using (var appender = connection.Appender("t"))
        {
            for (var i = 0; i < 10_000; i++)
                if (i % 2 == 0) appender.Append(i).Append(Text(i)).EndRow();
                else appender.Append(i).AppendUtf8(Encoding.UTF8.GetBytes(Text(i))).EndRow();
            appender.Close();
        }
        using var reader = connection.Query("SELECT i, s FROM t ORDER BY i");
        var row = 0;
        for (; reader.Read(); row++) Assert.Equal(Text(row), reader.GetString(1));
        Assert.Equal(10_000, row);
    }
}
