using RegistryAnalytics.Etl.Intake.Posts;

namespace RegistryAnalytics.Tests.Etl.Intake;

public class SenderKeyTests
{
    [Fact]
    public void A_key_lets_in_from_its_issue_until_it_is_revoked_and_only_its_hash_is_kept()
    {
        using var folder = new DataFolder();
        var keys = new SenderKeys(folder.Data);
        Assert.Equal(KeyStanding.Unknown, keys.Check("rk_nothing", out _));
        var (first, secret) = SenderKeys.Issue(folder.Data, "CLINIC 9", new FixedClock());
        var (_, other) = SenderKeys.Issue(folder.Data, "BETA", new FixedClock());
        Assert.Equal(KeyStanding.Good, keys.Check(secret, out var found));
        Assert.Equal(first, found);
        Assert.DoesNotContain(secret[3..], File.ReadAllText(SenderKeys.FileOf(folder.Data)), StringComparison.Ordinal);
        Assert.Equal(KeyStanding.Unknown, keys.Check(secret[..^1], out var none));
        Assert.Null(none);
        Assert.Equal([first.Id], SenderKeys.Revoke(folder.Data, first.Id, new FixedClock()).Select(key => key.Id));
        Assert.Equal(KeyStanding.Revoked, keys.Check(secret, out _));
        Assert.Equal(KeyStanding.Good, keys.Check(other, out _));
        Assert.Empty(SenderKeys.Revoke(folder.Data, first.Id, new FixedClock()));
        Assert.Single(SenderKeys.Revoke(folder.Data, "BETA", new FixedClock()));
        Assert.Equal(2, SenderKeys.Read(folder.Data).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" A")]
    [InlineData("A,B")]
    [InlineData("A\nB")]
    [InlineData("\"A\"")]
    public void A_name_that_would_break_the_list_is_refused(string sender)
    {
        using var folder = new DataFolder();
        Assert.Throws<ArgumentException>(() => SenderKeys.Issue(folder.Data, sender, new FixedClock()));
    }

    [Fact]
    public void A_damaged_list_is_named_by_its_line()
    {
        using var folder = new DataFolder();
        SenderKeys.Issue(folder.Data, "A", new FixedClock());
        File.AppendAllText(SenderKeys.FileOf(folder.Data), "half,a line\n");
        Assert.Contains("line 3", Assert.Throws<InvalidDataException>(() => SenderKeys.Read(folder.Data)).Message, StringComparison.Ordinal);
    }
}
