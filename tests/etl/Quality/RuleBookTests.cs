using System.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Quality;

namespace RegistryAnalytics.Tests.Etl.Quality;

public class RuleBookTests
{
    [Fact]
    public void The_page_of_rules_is_the_rules()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RegistryAnalytics.sln"))) folder = folder.Parent;
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "rules.md"));
        var table = RuleBook.All.Select(rule => $"| `{rule.Id}` | {Word(rule.Severity)} | {rule.Hl7Error} | {(rule.ApplicationError == 0 ? "" : rule.ApplicationError)} | {rule.Text} |");
        var shown = page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(string.Join('\n', table), string.Join('\n', shown));
    }

    /// <summary>The list of detections has three kinds of answer: rules, fields of the completeness marts, and a reason.</summary>
    [Fact]
    public void Every_detection_that_matters_is_judged_by_rules_that_exist_or_left_out_with_a_reason()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RegistryAnalytics.sln"))) folder = folder.Parent;
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "rules.md"));
        var fields = CsvText.Shipped("quality_field.csv").Select(row => row["field"]).ToHashSet();
        var rows = page.Split('\n').Where(line => line.StartsWith("| MQE", StringComparison.Ordinal) || line.StartsWith("| CVRS", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)).ToArray();
        Assert.Equal(rows.Length, rows.Select(row => row[0]).Distinct().Count());
        foreach (var row in rows)
        {
            var named = System.Text.RegularExpressions.Regex.Matches(row[3], "`([^`]+)`").Select(match => match.Groups[1].Value).ToArray();
            foreach (var rule in named) Assert.True(RuleBook.Find(rule) is not null, $"{row[0]} names the rule {rule}, which does not exist.");
            if (row[3].StartsWith("completeness of ", StringComparison.Ordinal)) Assert.Contains(row[3]["completeness of ".Length..], fields);
            else if (named.Length == 0) Assert.Matches("^(left out: .{20,}|birth records in the mart of birth capture)$", row[3]);
        }
        var left = rows.Count(row => row[3].StartsWith("left out", StringComparison.Ordinal));
        Assert.Contains($"{rows.Length} of them matter", page.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains($"{rows.Length - left} are judged here", page, StringComparison.Ordinal);
        Assert.Contains($"{left} are left out", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_codes_that_HL7_knows_and_words_for_its_sender()
    {
        Assert.True(RuleBook.All.Count > 100);
        foreach (var rule in RuleBook.All)
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", rule.Id);
            Assert.True(CodeBook.Shipped.Table("HL70357").Has(Encoding.ASCII.GetBytes($"{rule.Hl7Error}")), rule.Id);
            Assert.True(rule.ApplicationError == 0 || CodeBook.Shipped.Table("HL70533").Has(Encoding.ASCII.GetBytes($"{rule.ApplicationError}")), rule.Id);
            Assert.InRange(rule.Text.Length, 10, 250);
            Assert.EndsWith(".", rule.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_severity_file_is_read_and_a_bad_line_is_named()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "rule,sender,from,to,severity\namount-missing,A,2026-01-01,,warning\nlot-missing,*,,,off\n");
            var severities = Severities.Read(path);
            Severity Of(string rule, string sender, int year) => severities.For(sender, new DateOnly(year, 6, 1))[RuleBook.Find(rule)!.Index];
            Assert.Equal((Severity.Warning, Severity.Error, Severity.Error), (Of("amount-missing", "A", 2026), Of("amount-missing", "A", 2025), Of("amount-missing", "B", 2026)));
            Assert.Equal(Severity.Off, Of("lot-missing", "B", 2020));
            File.WriteAllText(path, "rule,sender,from,to,severity\nno-such-rule,A,,,warning\n");
            Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => Severities.Read(path)).Message, StringComparison.Ordinal);
            Assert.Same(Severities.Default, Severities.Read(path + ".missing"));
        }
        finally { File.Delete(path); }
    }

    [Theory]
    [InlineData("Smith", "Baby Girl", "name-newborn")]
    [InlineData("Test", "Patient", "name-test-patient")]
    [InlineData("ZZZtest", "Ann", "name-test-patient")]
    [InlineData("Test", "Maria", null)]
    [InlineData("UNKNOWN", "Leo", "name-filler")]
    [InlineData("Na", "Kim", "name-filler")]
    [InlineData("Babyak", "Boyd", null)]
    [InlineData("Unknownovichevskaya-Longname", "Leo", null)]
    public void Names_that_are_no_names_are_told_from_rare_ones(string last, string first, string? rule) =>
        Assert.Equal(rule, NameRules.Check(Encoding.UTF8.GetBytes(last), Encoding.UTF8.GetBytes(first))?.Id);

    static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}
