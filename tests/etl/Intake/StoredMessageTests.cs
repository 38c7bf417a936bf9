using System.Text;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Tests.Etl.Hl7;

namespace RegistryAnalytics.Tests.Etl.Intake;

public class StoredMessageTests
{
    static string Case(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "messages", name + ".hl7"));

    [Fact]
    public void A_message_is_shown_by_its_key_with_its_findings()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Case("administered") + Case("site-unknown"));
        folder.Ingest();
        var key = long.Parse(folder.Query("message", "message_key, control_id", "2")[1].Split('|')[0]);
        var found = StoredMessages.Find(folder.Data, key)!;
        Assert.Equal(Case("site-unknown").TrimEnd('\r'), Encoding.UTF8.GetString(found.Text));
        Assert.Equal(("a.hl7", "ELMST", "site-unknown", "warned"), (found.FileName, found.Sender, found.ControlId, found.Outcome));
        Assert.Equal(["site-unknown"], found.Issues.Select(issue => issue.Rule));
        Assert.Null(StoredMessages.Find(folder.Data, key + 1000));
        Assert.Null(StoredMessages.Find(folder.Data, 77L << 40));
    }

    [Fact]
    public void A_rejected_message_is_listed_corrected_and_taken_in_again()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Case("sex-missing") + Case("administered"));
        folder.Ingest();
        var rejected = StoredMessages.Rejected(folder.Data).Single();
        Assert.Equal(("sex-missing", "ELMST", "sex-missing"), (rejected.ControlId, rejected.Sender, rejected.Rule));
        Assert.Empty(StoredMessages.Rejected(folder.Data, "OTHER"));
        var corrected = Encoding.UTF8.GetString(StoredMessages.Find(folder.Data, rejected.Key)!.Text).Replace("|20250115||", "|20250115|F|", StringComparison.Ordinal);
        Assert.Equal(rejected.Key, StoredMessages.KeyOf(folder.Data, rejected.Batch, rejected.Number));
        Assert.Equal(("PID^1^8", (long?)null), (rejected.Place, rejected.CorrectedBy));
        Assert.Equal(1, StoredMessages.Resubmit(folder.Data, rejected.Key, Encoding.UTF8.GetBytes(corrected), new FixedClock()).Accepted);
        Assert.Equal(2, StoredMessages.Rejected(folder.Data).Single().CorrectedBy);
        Assert.Equal(2, folder.Query("person", "record_key", "1").Count);
        Assert.Equal("sex-missing", StoredMessages.ChangedReplays(folder.Data).Single().ControlId);
        Assert.Throws<ArgumentException>(() => StoredMessages.Resubmit(folder.Data, rejected.Key, "PID|1"u8, new FixedClock()));
        Assert.Throws<ArgumentException>(() => StoredMessages.Resubmit(folder.Data, rejected.Key + 1, "MSH|"u8, new FixedClock()));
    }

    [Fact]
    public void A_correction_that_is_rejected_again_leaves_the_message_open()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Case("sex-missing"));
        folder.Ingest();
        var rejected = StoredMessages.Rejected(folder.Data).Single();
        Assert.Equal(1, StoredMessages.Resubmit(folder.Data, rejected.Key, Encoding.UTF8.GetBytes(Case("no-pid")), new FixedClock()).Rejected);
        Assert.All(StoredMessages.Rejected(folder.Data), message => Assert.Null(message.CorrectedBy));
    }

    [Fact]
    public void A_message_is_found_by_its_number_in_a_batch_of_several_parts_before_and_after_joining()
    {
        using var folder = new DataFolder();
        folder.Ingest(folder.Put("first.hl7", Case("administered")));
        var text = MessageMaker.Batch(new Random(5), 60).Text;
        folder.Ingest(IntakeSettings.Default with { MessagesPerPart = 7 }, folder.Put("a.hl7", text));
        var keys = folder.Query("message", "message_key", "1").Select(long.Parse).Where(key => key >> 40 == 2).ToList();
        var shown = keys.Select(key => StoredMessages.Find(folder.Data, key)!.ControlId).ToList();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(keys, Enumerable.Range(1, 60).Select(n => StoredMessages.KeyOf(folder.Data, 2, n)!.Value));
            Assert.Equal(shown, keys.Select(key => StoredMessages.Find(folder.Data, key)!.ControlId));
            Assert.Null(StoredMessages.KeyOf(folder.Data, 2, 61));
            Assert.Null(StoredMessages.KeyOf(folder.Data, 2, 0));
            Assert.Null(StoredMessages.KeyOf(folder.Data, 3, 1));
            Compaction.Run(folder.Data, new FixedClock());
        }
    }

    [Fact]
    public void Joined_batches_say_what_they_said_and_keep_their_keys()
    {
        using var folder = new DataFolder();
        for (var i = 0; i < 5; i++) folder.Ingest(folder.Put($"{i}.hl7", MessageMaker.Batch(new Random(i), 6).Text));
        var before = All(folder);
        Assert.Equal(5, Compaction.Run(folder.Data, new FixedClock()));
        var batch = Lake.Batches(folder.Data).Single();
        Assert.Equal((1L, 5L, 5), (batch.Sequence, batch.Through, batch.Files.Count));
        Assert.Equal(before, All(folder));
        Assert.Single(Directory.EnumerateDirectories(Lake.Staged(folder.Data)));
        Assert.All(folder.Ingest(), result => Assert.Equal(FileOutcome.Known, result.Outcome));
        var key = long.Parse(folder.Query("message", "max(message_key)", "1")[0]);
        Assert.NotNull(StoredMessages.Find(folder.Data, key));
        folder.Ingest(folder.Put("new.hl7", Case("administered")));
        Assert.Equal(6, Lake.Sequence(folder.Data));
        Assert.Equal(0, Compaction.Run(folder.Data, new FixedClock(), mostMessages: 10));
    }

    static List<string> All(DataFolder folder) =>
        [.. new[] { "message", "person", "dose", "observation", "issue", "person_identifier" }.SelectMany(table => folder.Query(table, "*", "1, 2, 3"))];
}
