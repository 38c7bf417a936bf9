using System.Runtime.InteropServices;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

/// <summary>Tests that look at the whole process: none runs beside another.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;

/// <summary>What is opened and closed again leaves no memory behind.</summary>
[Collection(nameof(WholeProcess))]
public sealed partial class GrowthTests
{
    /// <summary>Opening a database costs DuckDB 25 ms, so the normal run does 200 of them and the deep run 1,000.</summary>
    [Fact]
    public void Opening_and_closing_databases_does_not_grow_the_process() =>
        AssertNoGrowth(Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1" ? 1000 : 200, allowed: 24L << 20, () =>
        {
            using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
            UseEverything(database);
        });

    [Fact]
    public void A_thousand_connections_do_not_grow_the_process()
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        // One chunk or result leaked in each would be 40 MiB and more.
        AssertNoGrowth(1000, allowed: 16L << 20, () => UseEverything(database));
    }

    static void AssertNoGrowth(int cycles, long allowed, Action cycle)
    {
        for (var i = 0; i < cycles / 10; i++) cycle();
        var before = InUse();
        for (var i = 0; i < cycles; i++) cycle();
        Assert.InRange(InUse() - before, long.MinValue, allowed);
    }

    // Without what is only waiting to be collected, and without free memory that the allocator keeps: a leak could hide in it.
    static long InUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (OperatingSystem.IsLinux()) Trim(0);
        return Environment.WorkingSet;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nint keep);

    static void UseEverything(DuckDbDatabase database)
    {
        using var connection = database.Connect();
        connection.Execute("CREATE TEMP TABLE t(i BIGINT, s VARCHAR)");
        using var appender = connection.Appender("t");
        for (var row = 0; row < 100; row++) appender.Append(row).Append("a string that is longer than its slot").EndRow();
        appender.Close();
        using var statement = connection.Prepare("SELECT i, s || s FROM t WHERE i >= ?");
        using var reader = statement.Bind(1, 3).Query();
        Assert.Equal(97, reader.ReadChunk()!.Count);
        Assert.Throws<DuckDbException>(() => connection.Prepare("SELEC 1"));
        Assert.Throws<DuckDbException>(() => connection.Appender("nowhere"));
    }
}
