using System.Runtime.CompilerServices;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

public sealed class LifetimeTests
{
    static IEnumerable<T[]> Orders<T>(T[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((item, i) => Orders([.. items[..i], .. items[(i + 1)..]]).Select(rest => (T[])[item, .. rest]));

    [Fact]
    public void Objects_are_disposed_in_any_order_and_more_than_once()
    {
        foreach (var order in Orders([0, 1, 2, 3, 4]))
        {
            var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
            var connection = database.Connect();
            connection.Execute("CREATE TABLE t(i BIGINT, s VARCHAR)");
            var appender = connection.Appender("t");
            appender.Append(1).Append("a string that is longer than its slot").EndRow();
            var statement = connection.Prepare("SELECT i, i::VARCHAR FROM range(10000) t(i) WHERE i >= $least");
            var reader = statement.Bind("least", 5).Query();
            Assert.Equal(2043, reader.ReadChunk()!.Count);
            IDisposable[] all = [database, connection, appender, statement, reader];
            foreach (var index in order)
            {
                // Whatever is not disposed yet still works, whatever went before it.
                if (index == 4) Assert.Equal(2048, reader.ReadChunk()!.Count);
                if (index == 3) Assert.Equal(1, statement.ParameterCount);
                if (index == 2) appender.Append(2).AppendNull().EndRow();
                all[index].Dispose();
            }
            foreach (var item in all) item.Dispose();
            Assert.Throws<ObjectDisposedException>(() => reader.ReadChunk());
            Assert.Throws<ObjectDisposedException>(() => statement.Query());
            Assert.Throws<ObjectDisposedException>(() => connection.Execute("SELECT 1"));
            Assert.Throws<ObjectDisposedException>(() => database.Connect());
            Assert.Throws<ObjectDisposedException>(() => appender.Close());
        }
    }

    [Fact]
    public void A_chunk_of_a_disposed_reader_is_refused()
    {
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        var reader = connection.Query("SELECT 1");
        var chunk = reader.ReadChunk()!;
        reader.Dispose();
        Assert.Equal(0, chunk.Count);
        Assert.Throws<ObjectDisposedException>(() => chunk.Column(0).GetInt32(0));
    }

    [Fact]
    public void A_file_is_free_once_the_last_object_of_it_is_disposed()
    {
        var path = Path.Combine(Path.GetTempPath(), $"lifetime-{Guid.NewGuid():N}.duckdb");
        try
        {
            using (var database = DuckDbDatabase.Open(path))
            using (var connection = database.Connect())
                connection.Execute("CREATE TABLE t AS SELECT 42 AS i");
            using (var readOnly = DuckDbDatabase.Open(path, new DuckDbSettings { Access = DuckDbAccess.ReadOnly }))
            using (var connection = readOnly.Connect())
            {
                Assert.Equal(42, connection.QueryScalar<int>("SELECT i FROM t"));
                Assert.Contains("read-only", Assert.Throws<DuckDbException>(() => connection.Execute("INSERT INTO t VALUES (1)")).Message);
            }
            File.Delete(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Undisposed_objects_are_finalized_while_others_are_read()
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var setUp = database.Connect();
        setUp.Execute("CREATE TABLE orphan(i BIGINT)");
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                Thread.Sleep(1);
            }
        });
        collector.Start();
        try
        {
            for (var i = 0; i < 150; i++)
            {
                Forget(database);
                using var connection = database.Connect();
                using var reader = connection.Query("SELECT i, 'text number ' || (100000000 + i) FROM range(6000) t(i)");
                long row = 0;
                while (reader.ReadChunk() is { } chunk)
                {
                    var ids = chunk.Column(0).Values<long>();
                    foreach (var id in ids) Assert.Equal(row++, id);
                    Assert.Equal(24 - 3, chunk.Column(1).Bytes(0).Length);
                }
                Assert.Equal(6000, row);
            }
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(0, setUp.QueryScalar<long>("SELECT count(*) FROM orphan"));
    }

    /// <summary>Leaves one of everything to the finalizer, with rows in the appender that must not reach the table.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Forget(DuckDbDatabase database)
    {
        var connection = database.Connect();
        var appender = connection.Appender("orphan");
        for (var i = 0; i < 2049; i++) appender.Append(i).EndRow();
        var statement = connection.Prepare("SELECT i FROM range(10000) t(i)");
        Assert.Equal(2048, statement.Query().ReadChunk()!.Count);
        var other = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        Assert.Equal(1, other.Connect().QueryScalar<int>("SELECT 1"));
    }
}
