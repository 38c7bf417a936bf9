using RegistryAnalytics.Etl.Intake;

namespace RegistryAnalytics.Tests.Etl.Quality;

public class SeverityConfigurationTests
{
    [Fact]
    public void A_rule_is_as_grave_as_the_data_folder_says_for_that_sender_on_that_day()
    {
        using var folder = new DataFolder();
        var day = Mapped.ReceivedAt;
        Directory.CreateDirectory(Path.GetDirectoryName(Lake.SeverityFile(folder.Data))!);
        File.WriteAllText(Lake.SeverityFile(folder.Data), $"""
            rule,sender,from,to,severity
            lot-placeholder,ELMST,,,error
            lot-placeholder,OAKST,{day.AddDays(1):yyyy-MM-dd},,error
            lot-placeholder,PINE,{day.AddDays(-9):yyyy-MM-dd},{day.AddDays(9):yyyy-MM-dd},off
            lot-shape-unusual,*,,,warning
            """);
        foreach (var sender in new[] { "ELMST", "OAKST", "PINE" })
            folder.Put(sender + ".hl7", RuleMessage.With(lot: "UNKNOWN").Replace("ELMST", sender, StringComparison.Ordinal).Replace("|c1|", $"|c-{sender}|", StringComparison.Ordinal));
        folder.Put("shape.hl7", RuleMessage.With(lot: "12-3").Replace("|c1|", "|c-shape|", StringComparison.Ordinal));
        folder.Ingest();
        // An error costs the dose and, as it was the only one, the message; one that takes effect tomorrow is a warning today.
        Assert.Equal(["c-ELMST|rejected", "c-OAKST|warned", "c-PINE|warned", "c-shape|warned"], folder.Query("message", "control_id, outcome", "1"));
        Assert.Single(folder.Query("issue", "rule, severity", "1"), line => line == "lot-shape-unusual|W");
        Assert.Equal(["lot-placeholder|E", "lot-placeholder|W"], folder.Query("issue", "rule, severity", "2").Where(line => line.StartsWith("lot-placeholder", StringComparison.Ordinal)).Order());
    }
}
