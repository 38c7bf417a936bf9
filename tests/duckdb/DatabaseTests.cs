using System.Runtime.InteropServices;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.Tests.DuckDb;

public sealed class DatabaseTests
{
    [Fact]
    public void The_library_is_the_version_that_the_declarations_were_written_for() => Assert.StartsWith("v1.5.", DuckDbDatabase.LibraryVersion);

    [Fact]
    public void A_chunk_holds_as_many_rows_as_the_library_says() => Assert.Equal((ulong)DuckDbAppender.ChunkRows, Native.duckdb_vector_size());

    [Fact]
    public void Settings_reach_the_database()
    {
        var folder = Path.Combine(Path.GetTempPath(), "duckdb-settings");
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings
        {
            Threads = 3,
            MemoryLimit = 512L << 20,
            TempDirectory = folder,
            Other = new Dictionary<string, string> { ["preserve_insertion_order"] = "false", ["enable_external_access"] = "false" },
        });
        using var connection = database.Connect();
        Assert.Equal(["3", "512.0 MiB", folder, "false", "false"], connection.QueryRows(
            "SELECT unnest([current_setting('threads')::VARCHAR, current_setting('memory_limit'), current_setting('temp_directory'), current_setting('preserve_insertion_order')::VARCHAR, current_setting('enable_external_access')::VARCHAR])")
            .Select(row => (string)row[0]!));
    }

    [Fact]
    public void A_database_that_cannot_be_opened_says_which_and_why()
    {
        Assert.Contains("no_such_setting", Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(":memory:", new DuckDbSettings { Other = new Dictionary<string, string> { ["no_such_setting"] = "1" } })).Message);
        Assert.Contains("/no/such/folder/x.duckdb", Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open("/no/such/folder/x.duckdb")).Message);
        Assert.Throws<ArgumentException>(() => DuckDbDatabase.Open(""));
    }

    [Theory]
    [InlineData("linux-x64", Architecture.X64, "linux-x64")]
    [InlineData("linux-arm64", Architecture.Arm64, "linux-arm64")]
    [InlineData("debian.12-x64", Architecture.X64, "linux-x64")]
    [InlineData("linux-musl-x64", Architecture.X64, "linux-x64-musl")]
    [InlineData("alpine.3.20-arm64", Architecture.Arm64, "linux-arm64-musl")]
    [InlineData("osx-x64", Architecture.X64, "darwin-x64")]
    [InlineData("osx-arm64", Architecture.Arm64, "darwin-arm64")]
    [InlineData("win-x64", Architecture.X64, "win32-x64")]
    [InlineData("win-arm64", Architecture.Arm64, "win32-arm64")]
    public void Each_platform_has_its_package(string runtime, Architecture cpu, string package) => Assert.Equal(package, DuckDbLibrary.Platform(runtime, cpu));

    [Fact]
    public void The_library_is_looked_for_beside_the_program_and_then_upwards()
    {
        var root = Path.GetPathRoot(Path.GetTempPath())!;
        var start = Path.Combine(root, "a", "b", "c");
        var beside = Path.Combine(start, "libduckdb.so");
        string InPackage(string folder) => Path.Combine(folder, "node_modules", "@duckdb", "node-bindings-linux-x64", "libduckdb.so");
        string[] all = [beside, InPackage(start), InPackage(Path.Combine(root, "a")), InPackage(root)];
        for (var i = 0; i < all.Length; i++)
        {
            var there = all[i..];
            Assert.Equal(all[i], DuckDbLibrary.Find(start, "linux-x64", there.Contains));
        }
        Assert.EndsWith("libduckdb.dylib", DuckDbLibrary.Find(start, "darwin-arm64", _ => true));
        Assert.EndsWith("duckdb.dll", DuckDbLibrary.Find(start, "win32-x64", _ => true));
        var message = Assert.Throws<DllNotFoundException>(() => DuckDbLibrary.Find(start, "linux-x64", _ => false)).Message;
        Assert.Contains(beside, message);
        Assert.Contains(Path.Combine("node_modules", "@duckdb", "node-bindings-linux-x64", "libduckdb.so"), message);
        Assert.Contains("./registry", message);
    }

    [Fact]
    public void Times_convert_both_ways_over_their_whole_range()
    {
        DateOnly[] dates = [DateOnly.MinValue, new(1969, 12, 31), new(1970, 1, 1), new(2024, 2, 29), DateOnly.MaxValue];
        Assert.All(dates, date => Assert.Equal(date, DuckDbTime.Date(DuckDbTime.Days(date))));
        Assert.Equal([-1, 0], dates[1..3].Select(DuckDbTime.Days));
        DateTime[] instants = [DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), DateTime.UnixEpoch.AddTicks(-10), DateTime.UnixEpoch, new DateTime(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc)];
        Assert.All(instants, instant => Assert.Equal(instant, DuckDbTime.Instant(DuckDbTime.Microseconds(instant))));
        Assert.Equal(-1, DuckDbTime.Microseconds(DateTime.UnixEpoch.AddTicks(-1)));
        Assert.Equal(0, DuckDbTime.Microseconds(DateTime.UnixEpoch.AddTicks(9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DuckDbTime.Date(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => DuckDbTime.Instant(long.MaxValue));
    }
}
