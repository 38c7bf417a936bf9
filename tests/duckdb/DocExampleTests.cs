using System.Net;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

/// <summary>The example in DuckDbConnection's documentation is this code, and it runs.</summary>
public sealed class DocExampleTests
{
    [Fact]
    public void The_documented_example_runs()
    {
        var written = new StringWriter();
        var console = Console.Out;
        Console.SetOut(written);
        try
        {
            Example();
        }
        finally
        {
            Console.SetOut(console);
        }
        Assert.Equal(["1 2024-02-29", "2 2024-03-01", "1 doses in March"], written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    static void Example()
    {
        #region example
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 2, MemoryLimit = 1L << 30 });
        using var connection = database.Connect();
        connection.Execute("CREATE TABLE dose(person BIGINT, given DATE, cvx VARCHAR)");
        using (var appender = connection.Appender("dose"))
        {
            appender.Append(1).Append(new DateOnly(2024, 2, 29)).AppendUtf8("207"u8).EndRow();
            appender.Append(2).Append(new DateOnly(2024, 3, 1)).AppendNull().EndRow();
            appender.Close();
        }
        using (var reader = connection.Query("SELECT person, given FROM dose ORDER BY person"))
            while (reader.ReadChunk() is { } chunk)
            {
                var persons = chunk.Column(0).Values<long>();
                var days = chunk.Column(1).Values<int>();
                for (var row = 0; row < chunk.Count; row++)
                    Console.WriteLine($"{persons[row]} {DuckDbTime.Date(days[row]):yyyy-MM-dd}");
            }
        var doses = connection.QueryScalar<long>("SELECT count(*) FROM dose WHERE given >= $1", new DateOnly(2024, 3, 1));
        Console.WriteLine($"{doses} doses in March");
        #endregion
    }

    [Fact]
    public void The_documentation_shows_the_code_that_runs()
    {
        var code = Between(Source("tests/duckdb/DocExampleTests.cs"), "#region example", "#endregion").Select(line => line.Length > 8 ? line[8..] : "");
        var shown = Between(Source("warehouse/duckdb/DuckDbConnection.cs"), "/// <code>", "/// </code>").Select(line => WebUtility.HtmlDecode(line[Math.Min(4, line.Length)..]));
        Assert.Equal(code, shown);
    }

    static IEnumerable<string> Between(string[] lines, string first, string last) =>
        lines.SkipWhile(line => line.Trim() != first).Skip(1).TakeWhile(line => line.Trim() != last);

    static string[] Source(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RegistryAnalytics.sln"))) folder = folder.Parent;
        Assert.NotNull(folder);
        return File.ReadAllLines(Path.Combine(folder.FullName, path));
    }
}
