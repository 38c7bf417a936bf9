using RegistryAnalytics.Jobs;
using RegistryAnalytics.Jobs.Commands;
using RegistryAnalytics.Jobs.Operations;
using RegistryAnalytics.Reports.Records;
using RegistryAnalytics.Reports.Recall;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary>What operations.db and the jurisdiction's files hold: issues and their codes, contacts, settings.</summary>
public sealed class OperationsTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);
    readonly string data = Directory.CreateTempSubdirectory("operations-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public void A_code_is_issued_once_found_again_in_any_spelling_and_tells_nobody_s_name()
    {
        Assert.Equal("No official document was ever issued here.", VerifyCommand.Check(data, "0000-0000-0000-0000").Words);
        var code = VerificationCode.Make(Jurisdiction.Key(data), "record 1");
        Assert.Contains("the log of issues does not hold it", VerifyCommand.Check(data, code).Words);
        AuditLog.Issue(data, new(code, "record", 1, Now, new string('A', 64), "ann", "parent", "build"));
        var answer = VerifyCommand.Check(data, code.ToLowerInvariant().Replace('-', ' '));
        Assert.True(answer.IsIssued);
        Assert.Contains("an official immunization record issued on 2026-11-22", answer.Words);
        Assert.False(VerifyCommand.Check(data, "0000-0000-0000-0000").IsIssued);
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => AuditLog.Issue(data, new(code, "record", 2, Now, "", "ann", null, "build")));
    }

    [Fact]
    public void The_secret_is_made_once_and_read_by_its_owner_alone()
    {
        Assert.Null(Jurisdiction.ReadKey(data));
        var secret = Jurisdiction.Key(data);
        Assert.Equal(32, secret.Length);
        Assert.Equal(secret, Jurisdiction.Key(data));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "record.key")));
        Assert.Equal("record.key", Path.GetFileName(Assert.Single(Directory.GetFiles(data))));
    }

    [Fact]
    public void A_later_file_corrects_the_outcome_of_a_contact()
    {
        Assert.Equal(2, AuditLog.Contacted(data, [new(1, new(2026, 9, 1), "letter", "not told"), new(2, new(2026, 9, 1), "phone", "reached")], "ann", Now));
        Assert.Equal(1, AuditLog.Contacted(data, [new(1, new(2026, 9, 1), "letter", "moved"), new(1, new(2026, 10, 1), "letter", "reached")], "ann", Now));
        Assert.Equal([new(1, new(2026, 9, 1), "letter", "moved"), new(2, new(2026, 9, 1), "phone", "reached"), new Contact(1, new(2026, 10, 1), "letter", "reached")], AuditLog.Contacts(data));
    }

    [Fact]
    public void A_jurisdiction_s_rules_are_read_and_a_misspelt_one_is_refused_in_words()
    {
        Assert.Equal(ReleasePolicy.Default, Jurisdiction.Read(data).Policy);
        File.WriteAllText(Path.Combine(data, "jurisdiction.json"), """{"name":"Ocean State Registry","release":{"optedOut":"Hide","threshold":{"Public":6}}}""");
        var (agency, policy) = Jurisdiction.Read(data);
        Assert.Equal("Ocean State Registry", agency.Name);
        Assert.Equal((Handling.Hide, Handling.Hide, 6, 11), (policy.OptedOut, policy.Protected, policy.ThresholdFor(Role.Public), policy.ThresholdFor(Role.Plan)));
        File.WriteAllText(Path.Combine(data, "jurisdiction.json"), """{"release":{"optdOut":"Hide"}}""");
        Assert.Contains("optdOut", Assert.Throws<UsageException>(() => Jurisdiction.Read(data)).Message);
    }
}
