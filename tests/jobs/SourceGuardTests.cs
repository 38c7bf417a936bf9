using System.Text.RegularExpressions;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary>Words that the source must not hold, with what to use instead.</summary>
public class SourceGuardTests
{
    static readonly (string Pattern, string Instead)[] Banned =
    [
        (@"\bDateTime\.(Now|Today|UtcNow)\b", "the injected TimeProvider"),
        (@"\bDateTimeOffset\.(Now|UtcNow)\b", "the injected TimeProvider"),
        (@"\bnew Random\(", "a seeded generator of our own, so that results can be repeated"),
        (@"\bGuid\.NewGuid\(", "a key that derives from the data"),
        (@"\bstring\.GetHashCode\(|\bHashCode\.Combine\(", "a stable hash where order or keys follow from it"),
        (@"catch\s*(\(Exception[^)]*\))?\s*\{\s*\}", "a handler that says what happened"),
        (@"\bThread\.Sleep\(", "an awaitable or a signal"),
    ];

    internal static readonly string Root = FindRoot();

    [Fact]
    public void The_program_holds_no_banned_call()
    {
        var found = Sources().SelectMany(file => Wrong(File.ReadAllText(file)).Select(wrong => $"{Path.GetRelativePath(Root, file)}: {wrong}"));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("var x = DateTime.Now;")]
    [InlineData("try { } catch (Exception error) { }")]
    [InlineData("var random = new Random(1);")]
    [InlineData("Thread.Sleep(50);")]
    public void The_guard_sees_a_banned_call(string line) => Assert.NotEmpty(Wrong(line));

    [Fact]
    public void No_source_file_reaches_outside_the_repository() =>
        Assert.DoesNotContain(Sources(), file => File.ReadAllText(file).Contains("../" + "shared", StringComparison.Ordinal));

    static IEnumerable<string> Wrong(string text) => Banned.Where(ban => Regex.IsMatch(text, ban.Pattern)).Select(ban => $"{ban.Pattern}: use {ban.Instead}");

    static IEnumerable<string> Sources() =>
        new[] { "etl", "warehouse", "reports", "jobs", "dashboard" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RegistryAnalytics.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
