using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Tests.Etl.Hl7;

/// <summary>Every message file under messages/ has its outcome, its findings and its kinds of dose in expected.csv.</summary>
public class MessageCaseTests
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "messages");

    static readonly string[] Names = [.. Directory.EnumerateFiles(Folder, "*.hl7").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => new(Names);

    static readonly Dictionary<string, string[]> Expected = CsvText.Rows(File.ReadAllText(Path.Combine(Folder, "expected.csv"))).Skip(1).ToDictionary(row => row[0]);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_message_has_the_outcome_and_findings_that_are_written_down(string name)
    {
        var mapped = Mapped.From(File.ReadAllBytes(Path.Combine(Folder, name + ".hl7")));
        var outcomes = string.Join(' ', mapped.Outcomes).ToLowerInvariant();
        var doses = string.Join(' ', Enumerable.Range(0, mapped.Count("dose")).Select(row => $"{mapped["dose", "kind", row]}:{mapped["dose", "action", row]}:{mapped["dose", "outcome", row]}:{mapped["dose", "cvx", row]}"));
        var line = new[] { name, outcomes, string.Join(' ', mapped.Rules()), mapped.Count("person").ToString(System.Globalization.CultureInfo.InvariantCulture), doses };
        Assert.True(Expected.ContainsKey(name), $"expected.csv has no line for {name}: {string.Join(',', line)}");
        Assert.Equal(Expected[name], line);
    }

    [Fact]
    public void Every_expected_line_has_its_message() => Assert.Equal(Names.ToHashSet(), Expected.Keys.ToHashSet());
}
