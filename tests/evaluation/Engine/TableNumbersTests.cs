namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>Each decision table of the specification is named where its rule is.</summary>
public class TableNumbersTests
{
    [Theory]
    [InlineData("3-5")]
    [InlineData("3-6")]
    [InlineData("5-4")]
    [InlineData("5-5")]
    [InlineData("6-3")]
    [InlineData("6-6")]
    [InlineData("6-7")]
    [InlineData("6-8")]
    [InlineData("6-9")]
    [InlineData("6-10")]
    [InlineData("6-11")]
    [InlineData("6-13")]
    [InlineData("6-15")]
    [InlineData("6-18")]
    [InlineData("6-21")]
    [InlineData("6-24")]
    [InlineData("6-26")]
    [InlineData("6-29")]
    [InlineData("6-31")]
    [InlineData("7-3")]
    [InlineData("7-5")]
    [InlineData("7-6")]
    [InlineData("7-7")]
    [InlineData("7-10")]
    [InlineData("7-11")]
    [InlineData("7-13")]
    [InlineData("8-2")]
    [InlineData("8-3")]
    [InlineData("8-5")]
    [InlineData("8-7")]
    [InlineData("8-9")]
    [InlineData("8-11")]
    [InlineData("8-13")]
    [InlineData("8-14")]
    [InlineData("9-2")]
    [InlineData("9-3")]
    [InlineData("9-4")]
    [InlineData("9-5")]
    public void The_table_is_named_in_a_comment_of_the_engine_and_in_the_documentation(string table)
    {
        var root = StaleCases.RepositoryRoot();
        var engine = Directory.EnumerateFiles(Path.Combine(root, "warehouse", "evaluation"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("obj") && !file.Contains("Schedule" + Path.DirectorySeparatorChar));
        Assert.Contains(engine.SelectMany(File.ReadLines), line => line.Contains("///") && Names(line, table));
        Assert.Contains(File.ReadLines(Path.Combine(root, "docs", "evaluation", "tables.md")), line => line.StartsWith('|') && Names(line, table));
    }

    static bool Names(string line, string table) =>
        System.Text.RegularExpressions.Regex.IsMatch(line, $@"(?<![\d-]){table}(?![\d-])");
}
