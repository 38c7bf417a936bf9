using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

public sealed class StreamTests : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 2 });
    readonly DuckDbConnection connection;

    public StreamTests()
    {
        connection = database.Connect();
        connection.Execute("CREATE TABLE numbers AS SELECT i FROM range(1000000) t(i); CREATE TABLE target(i BIGINT NOT NULL)");
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    static long Drain(DuckDbReader reader)
    {
        long rows = 0;
        while (reader.ReadChunk() is { } chunk) rows += chunk.Count;
        return rows;
    }

    /// <summary>Does one thing, and another over and over on a second thread until it is done.</summary>
    static T While<T>(Action meanwhile, Func<T> work)
    {
        var working = true;
        var thread = new Thread(() =>
        {
            while (Volatile.Read(ref working))
            {
                Thread.Sleep(50);
                meanwhile();
            }
        });
        thread.Start();
        try
        {
            return work();
        }
        finally
        {
            Volatile.Write(ref working, false);
            thread.Join();
        }
    }

    [Fact]
    public void An_error_half_way_is_thrown_and_not_taken_for_the_end()
    {
        using var reader = connection.Query("SELECT CASE WHEN i = 900000 THEN error('broken row')::INTEGER ELSE i END\nFROM numbers");
        var rows = 0L;
        var thrown = Assert.Throws<DuckDbException>(() => { while (reader.ReadChunk() is { } chunk) rows += chunk.Count; });
        Assert.InRange(rows, 1, 900_000);
        Assert.Contains("broken row", thrown.DuckDbMessage);
        Assert.Equal("SELECT CASE WHEN i = 900000 THEN error('broken row')::INTEGER ELSE i END", thrown.SqlFirstLine);
        Assert.Contains("SQL: SELECT CASE", thrown.Message);
        Assert.False(thrown.IsInterrupted);
        Assert.Throws<DuckDbException>(() => reader.ReadChunk());
        Assert.Equal(1_000_000, connection.QueryScalar<long>("SELECT count(*) FROM numbers"));
    }

    [Theory]
    [InlineData("execute")]
    [InlineData("query")]
    [InlineData("prepare")]
    [InlineData("wrong SQL")]
    [InlineData("prepared")]
    [InlineData("flush")]
    [InlineData("flush by itself")]
    [InlineData("failing flush")]
    public void Other_work_on_the_connection_ends_an_open_reader_with_an_error(string other)
    {
        using var prepared = connection.Prepare("SELECT 1");
        using var appender = connection.Appender("target");
        using var reader = connection.Query("SELECT i FROM numbers");
        Assert.NotNull(reader.ReadChunk());
        switch (other)
        {
            case "execute": connection.Execute("SELECT 1"); break;
            case "query": connection.Query("SELECT 1").Dispose(); break;
            case "prepare": connection.Prepare("SELECT 1").Dispose(); break;
            case "wrong SQL": Assert.Throws<DuckDbException>(() => connection.Prepare("SELEC 1")); break;
            case "prepared": prepared.Execute(); break;
            case "flush": appender.Append(1).EndRow(); appender.Flush(); break;
            case "failing flush": appender.AppendNull().EndRow(); Assert.Throws<DuckDbException>(appender.Flush); break;
            default: for (var i = 0; i < 300_000; i++) appender.Append(i).EndRow(); break;
        }
        Assert.Contains("a connection for each open reader", Assert.Throws<DuckDbException>(() => Drain(reader)).Message);
        Assert.Throws<DuckDbException>(() => reader.ReadChunk());
    }

    [Fact]
    public void An_appender_that_does_not_flush_leaves_an_open_reader_alone()
    {
        using var reader = connection.Query("SELECT i FROM numbers");
        Assert.NotNull(reader.ReadChunk());
        using (var appender = connection.Appender("target"))
            for (var i = 0; i < 5000; i++) appender.Append(i).EndRow();
        Assert.Equal(1_000_000 - 2048, Drain(reader));
    }

    [Fact]
    public void Readers_on_their_own_connections_do_not_disturb_each_other()
    {
        using var other = database.Connect();
        using var first = connection.Query("SELECT i FROM numbers");
        using var second = other.Query("SELECT i FROM numbers");
        long rows = 0;
        while (first.ReadChunk() is { } a && second.ReadChunk() is { } b) rows += a.Count + b.Count;
        Assert.Equal(2_000_000, rows + Drain(first) + Drain(second));
    }

    [Fact]
    public void A_running_statement_is_interrupted_from_another_thread()
    {
        var thrown = While(connection.Interrupt, () =>
            Assert.Throws<DuckDbException>(() => connection.Execute("SELECT count(*) FROM range(100000000) a(i), range(100000000) b(j) WHERE i + j = -1")));
        Assert.True(thrown.IsInterrupted, thrown.Message);
    }

    [Fact]
    public void An_interrupted_stream_fails_and_does_not_end_early()
    {
        using var reader = connection.Query("SELECT i, i * j FROM range(1000000) a(i), range(1000) b(j)");
        Assert.NotNull(reader.ReadChunk());
        connection.Interrupt();
        Assert.True(Assert.Throws<DuckDbException>(() => Drain(reader)).IsInterrupted);
        Assert.Equal(1, connection.QueryScalar<int>("SELECT 1"));
    }

    [Fact]
    public void Progress_of_a_long_statement_is_between_0_and_100()
    {
        connection.Execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 1");
        double? seen = null;
        While(() =>
        {
            seen = connection.Progress() ?? seen;
            if (seen is > 0) connection.Interrupt();
        }, () => Assert.Throws<DuckDbException>(() => connection.Execute("SELECT sum(a.i * b.i % 7) FROM numbers a, numbers b")));
        Assert.InRange(seen!.Value, 0, 100);
    }

    [Fact]
    public void A_stream_reads_in_constant_memory()
    {
        using var reader = connection.Query("SELECT i, 'text that is longer than twelve bytes ' || i FROM range(3000000) t(i)");
        Assert.NotNull(reader.ReadChunk());
        var before = Environment.WorkingSet;
        Assert.Equal(3_000_000 - 2048, Drain(reader));
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 150L << 20);
    }
}
