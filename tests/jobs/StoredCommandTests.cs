using Microsoft.Data.Sqlite;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Jobs;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary>The commands over what was received.</summary>
[Collection("console")]
public sealed class StoredCommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("registry-stored-").FullName;

    string Data => Path.Combine(folder, "data");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    (int Code, string Text) Run(params string[] arguments)
    {
        var (before, text) = (Console.Out, new StringWriter());
        Console.SetOut(text);
        try { return (CommandLine.Run([.. arguments, "--data", Data]), text.ToString()); }
        finally { Console.SetOut(before); }
    }

    string Put(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void A_rejected_message_is_listed_without_its_content_shown_with_an_audit_row_corrected_and_joined()
    {
        var good = SubmissionTests.Message("good");
        var bad = SubmissionTests.Message("bad").Replace("|F\r", "|\r", StringComparison.Ordinal);
        Assert.Equal(CommandLine.DoneWithRejects, Run("ingest", Put("a.hl7", good + bad)).Code);
        var key = StoredMessages.Rejected(Data).Single().Key;
        Assert.Equal((1L << 40) + 1, key);

        var list = Run("rejected");
        Assert.Contains($"{key}", list.Text, StringComparison.Ordinal);
        Assert.Contains("sex-missing", list.Text, StringComparison.Ordinal);
        Assert.Contains("PID^1^8", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Rivera", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Pbad", list.Text, StringComparison.Ordinal);

        Assert.Equal(CommandLine.Done, Run("message", "1", "2", "--purpose", "call back").Code);
        Assert.Equal(CommandLine.WrongUsage, Run("message", "1", "3").Code);
        Assert.Equal(CommandLine.WrongUsage, Run("message", "77").Code);
        using (var store = new SqliteConnection($"Data Source={Path.Combine(Data, "operations.db")}"))
        {
            store.Open();
            using var query = store.CreateCommand();
            query.CommandText = "select group_concat(report || ' ' || parameters || ' ' || purpose, ';') from audit";
            Assert.Equal($"message key={key} call back", query.ExecuteScalar());
        }

        Assert.Equal(CommandLine.WrongUsage, Run("resubmit", "5", Put("b.hl7", good)).Code);
        Assert.Equal(CommandLine.DoneWithRejects, Run("resubmit", $"{key}", Put("b.hl7", bad + "\r")).Code);
        Assert.Contains("open", Run("rejected", "--open").Text, StringComparison.Ordinal);
        Assert.Equal(CommandLine.Done, Run("resubmit", $"{key}", Put("b.hl7", SubmissionTests.Message("bad"))).Code);
        Assert.Contains("corrected in batch 3", Run("rejected").Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{key}", Run("rejected", "--open").Text, StringComparison.Ordinal);
        Assert.Contains("differ", Run("replays").Text, StringComparison.Ordinal);

        Assert.Contains("3 of 3 batches joined; 1 now", Run("compact").Text, StringComparison.Ordinal);
        Assert.Contains("corrected in batch", Run("rejected").Text, StringComparison.Ordinal);
        Assert.Equal(key, StoredMessages.KeyOf(Data, 1, 2));
    }

    [Fact]
    public void A_key_is_issued_listed_without_its_secret_and_revoked()
    {
        var secret = Run("keys", "issue", "CLINIC 9").Text.Trim();
        Assert.Matches("^rk_[A-Za-z0-9_-]{43}$", secret);
        var list = Run("keys", "list").Text;
        Assert.Contains("CLINIC 9  issued", list, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[3..], list, StringComparison.Ordinal);
        Assert.Equal(CommandLine.Done, Run("keys", "revoke", "CLINIC 9").Code);
        Assert.Contains("revoked", Run("keys", "list").Text, StringComparison.Ordinal);
        Assert.Equal(CommandLine.WrongUsage, Run("keys", "revoke", "CLINIC 9").Code);
        Assert.Equal(CommandLine.WrongUsage, Run("keys", "issue", "a,b").Code);
    }

    [Fact]
    public void Settings_that_cannot_be_read_stop_the_command_and_say_what_can_be_said()
    {
        Directory.CreateDirectory(Path.Combine(Data, "settings"));
        foreach (var wrong in new[] { "{", "[]", """{"warnings":"maybe"}""", """{"largestPost":0}""", """{"colour":1}""", """{"toleratedVersions":"2.4"}""" })
        {
            File.WriteAllText(Lake.SettingsFile(Data), wrong);
            Assert.Equal(CommandLine.DataProblem, Run("ingest", Put("a.hl7", SubmissionTests.Message("a"))).Code);
        }
        File.WriteAllText(Lake.SettingsFile(Data), """{"warnings":"accept","toleratedVersions":["2.4"],"longestMessage":2000,"largestPost":30000000,"mostUnpacked":50}""");
        Assert.Equal(CommandLine.Done, Run("ingest", Put("a.hl7", SubmissionTests.Message("a"))).Code);
    }
}
