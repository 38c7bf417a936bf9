using System.Text;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Tests.Etl.Hl7;

namespace RegistryAnalytics.Tests.Etl.Intake;

[Collection("crash")]
public class JournalTests
{
    static readonly string Good = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "messages", "administered.hl7"));

    static byte[] Message(int n) => Encoding.UTF8.GetBytes(Good.Replace("|administered|", $"|post{n}|", StringComparison.Ordinal));

    [Fact]
    public void What_was_posted_is_in_the_lake_once_under_its_sender()
    {
        using var folder = new DataFolder();
        using (var journal = Journal.OpenAt(folder.Data, new FixedClock()))
        {
            var desk = new PostedSubmissions(journal, IntakeSettings.Default, new FixedClock());
            var answer = desk.Receive(Message(1), "ALPHA");
            Assert.Contains("MSA|AA|post1", Encoding.UTF8.GetString(answer.Acknowledgement), StringComparison.Ordinal);
            Assert.Equal(2, desk.Receive([.. Message(2), .. Message(3)], "BETA").Received);
            Assert.Equal(0, desk.Receive("  \r\n"u8.ToArray(), "BETA").Received);
            journal.SealNow();
            Assert.Equal(3, journal.TakeIn().Sum(result => result.Received));
            Assert.Equal(0, journal.Waiting);
            Assert.Empty(journal.TakeIn());
        }
        Assert.Equal(["ALPHA|post1", "BETA|post2", "BETA|post3"], folder.Query("message", "sender, control_id", "1, 2"));
    }

    [Fact]
    public void Many_at_once_are_all_kept_and_share_their_syncs()
    {
        using var folder = new DataFolder();
        var syncs = 0;
        using (var journal = Journal.OpenAt(folder.Data, new FixedClock(), sealBytes: 40_000))
        {
            Durable.Step = step => { if (step == "sync journal") Interlocked.Increment(ref syncs); };
            try { Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, n => journal.Append(Message(n), "S" + n % 3)); }
            finally { Durable.Step = null; }
            journal.SealNow();
            Assert.True(journal.Waiting > 1);
            journal.TakeIn();
        }
        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"post{n}|S{n % 3}").Order(StringComparer.Ordinal), folder.Query("message", "control_id, sender", "1").Order(StringComparer.Ordinal));
        Assert.InRange(syncs, 1, 220);
    }

    [Fact]
    public void A_record_that_was_cut_off_ends_the_segment_and_those_before_it_are_read()
    {
        using var folder = new DataFolder();
        using (var journal = Journal.OpenAt(folder.Data, new FixedClock()))
        {
            journal.Append(Message(1), "A");
            journal.Append(Message(2), "A");
        }
        var segment = Directory.EnumerateFiles(Lake.Journal(folder.Data), "*.sealed").Single();
        var bytes = File.ReadAllBytes(segment);
        for (var cut = 0; cut < bytes.Length; cut += 7)
        {
            File.WriteAllBytes(segment, bytes[..cut]);
            Assert.Equal(cut < 16 + 1 + Message(1).Length ? 0 : 1, Journal.Read(segment).Count());
        }
        bytes[40] ^= 1;
        File.WriteAllBytes(segment, bytes);
        Assert.Empty(Journal.Read(segment));
    }

    [Fact]
    public void A_segment_left_open_by_a_kill_is_taken_in_after_the_restart()
    {
        using var folder = new DataFolder();
        var journal = Journal.OpenAt(folder.Data, new FixedClock());
        journal.Append(Message(1), "A");
        // Not disposed, as a killed process does not; its file is copied because this process still holds it.
        var open = Directory.EnumerateFiles(Lake.Journal(folder.Data), "*.journal").Single();
        using var other = new DataFolder();
        Directory.CreateDirectory(Lake.Journal(other.Data));
        using (var from = new FileStream(open, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var to = File.Create(Path.Combine(Lake.Journal(other.Data), Path.GetFileName(open)))) from.CopyTo(to);
        using (var restarted = Journal.OpenAt(other.Data, new FixedClock())) Assert.Equal(1, restarted.TakeIn().Single().Accepted);
        journal.Dispose();
    }
}
