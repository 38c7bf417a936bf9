using System.Text;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Intake.Posts;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Tests.Etl.Hl7;

namespace RegistryAnalytics.Tests.Etl.Intake;

[Collection("crash")]
public class JournalTests
{
    static readonly string Good = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "messages", "administered.hl7"));

    static byte[] Message(int n) => Encoding.UTF8.GetBytes(Good.Replace("|administered|", $"|post{n}|", StringComparison.Ordinal));

    [Fact]
    public async Task What_was_posted_is_in_the_lake_once_under_its_sender()
    {
        using var folder = new DataFolder();
        using (var journal = Journal.OpenAt(folder.Data, new FixedClock()))
        {
            var desk = new PostedSubmissions(journal, IntakeSettings.Default, new FixedClock());
            var answer = await desk.ReceiveAsync(Message(1), "ALPHA");
            Assert.Contains("MSA|AA|post1", Encoding.UTF8.GetString(answer.Acknowledgement), StringComparison.Ordinal);
            Assert.Equal(2, (await desk.ReceiveAsync([.. Message(2), .. Message(3)], "BETA")).Received);
            Assert.Equal(0, (await desk.ReceiveAsync("  \r\n"u8.ToArray(), "BETA")).Received);
            journal.SealNow();
            Assert.Equal(3, journal.TakeIn().Sum(result => result.Received));
            Assert.Equal(0, journal.Waiting);
            Assert.Empty(journal.TakeIn());
        }
        Assert.Equal(["ALPHA|post1", "BETA|post2", "BETA|post3"], folder.Query("message", "sender, control_id", "1, 2"));
    }

    [Fact]
    public async Task Many_at_once_are_all_kept_and_share_their_syncs()
    {
        using var folder = new DataFolder();
        var syncs = 0;
        // Set before, because the journal's own thread inherits it.
        Durable.Step = step => { if (step == "sync journal") Interlocked.Increment(ref syncs); };
        using (var journal = Journal.OpenAt(folder.Data, new FixedClock(), sealBytes: 40_000))
        {
            Durable.Step = null;
            for (var round = 0; round < 10; round++)
                await Task.WhenAll(Enumerable.Range(round * 20, 20).Select(n => Task.Run(() => journal.AppendAsync(Message(n), "S" + n % 3, Mapped.ReceivedAt))));
            journal.SealNow();
            Assert.True(journal.Waiting > 1);
            journal.TakeIn();
        }
        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"post{n}|S{n % 3}").Order(StringComparer.Ordinal), folder.Query("message", "control_id, sender", "1").Order(StringComparer.Ordinal));
        Assert.InRange(syncs, 1, 200);
    }

    [Fact]
    public async Task A_record_that_was_cut_off_ends_the_segment_and_those_before_it_are_read()
    {
        using var folder = new DataFolder();
        using (var journal = Journal.OpenAt(folder.Data, new FixedClock()))
        {
            await journal.AppendAsync(Message(1), "A", Mapped.ReceivedAt);
            await journal.AppendAsync(Message(2), "A", Mapped.ReceivedAt);
        }
        var segment = Directory.EnumerateFiles(Lake.Journal(folder.Data), "*.sealed").Single();
        var bytes = File.ReadAllBytes(segment);
        for (var cut = 0; cut < bytes.Length; cut += 7)
        {
            File.WriteAllBytes(segment, bytes[..cut]);
            Assert.Equal(cut < 24 + 1 + Message(1).Length ? 0 : 1, Journal.Read(segment).Count());
        }
        bytes[40] ^= 1;
        File.WriteAllBytes(segment, bytes);
        Assert.Empty(Journal.Read(segment));
    }

    [Fact]
    public async Task A_segment_left_open_by_a_kill_is_taken_in_after_the_restart()
    {
        using var folder = new DataFolder();
        var journal = Journal.OpenAt(folder.Data, new FixedClock());
        await journal.AppendAsync(Message(1), "A", Mapped.ReceivedAt);
        // Not disposed, as a killed process does not; its file is copied because this process still holds it.
        var open = Directory.EnumerateFiles(Lake.Journal(folder.Data), "*.journal").Single();
        using var other = new DataFolder();
        Directory.CreateDirectory(Lake.Journal(other.Data));
        using (var from = new FileStream(open, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var to = File.Create(Path.Combine(Lake.Journal(other.Data), Path.GetFileName(open)))) from.CopyTo(to);
        using (var restarted = Journal.OpenAt(other.Data, new FixedClock())) Assert.Equal(1, restarted.TakeIn().Single().Accepted);
        journal.Dispose();
    }

    [Fact]
    public async Task A_second_holder_of_the_journal_is_refused_until_the_first_lets_go()
    {
        using var folder = new DataFolder();
        using (Journal.OpenAt(folder.Data, new FixedClock()))
            Assert.Throws<DataLockedException>(() => Journal.OpenAt(folder.Data, new FixedClock()));
        var journal = Journal.OpenAt(folder.Data, new FixedClock());
        journal.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.AppendAsync(Message(1), "A", Mapped.ReceivedAt));
    }

    [Fact]
    public async Task A_write_that_fails_is_told_and_the_next_one_is_kept()
    {
        using var folder = new DataFolder();
        var writes = 0;
        Durable.Step = step => { if (step == "sync journal" && ++writes == 2) throw new IOException("the disk is full"); };
        using (var journal = Journal.OpenAt(folder.Data, new FixedClock()))
        {
            Durable.Step = null;
            await journal.AppendAsync(Message(1), "A", Mapped.ReceivedAt);
            await Assert.ThrowsAsync<IOException>(() => journal.AppendAsync(Message(2), "A", Mapped.ReceivedAt));
            await journal.AppendAsync(Message(3), "A", Mapped.ReceivedAt);
            journal.SealNow();
            journal.TakeIn();
        }
        var kept = folder.Query("message", "control_id", "1");
        Assert.Contains("post1", kept);
        Assert.Contains("post3", kept);
    }

    [Fact]
    public async Task Each_message_of_a_segment_has_the_time_at_which_it_was_posted()
    {
        using var folder = new DataFolder();
        using (var journal = Journal.OpenAt(folder.Data, new FixedClock()))
        {
            // Over the end of a month: the archive lies where the first belongs.
            await journal.AppendAsync(Message(1), "A", new DateTimeOffset(2026, 7, 31, 23, 59, 59, 500, TimeSpan.Zero));
            await journal.AppendAsync(Message(2), "A", new DateTimeOffset(2026, 8, 1, 0, 0, 0, 250, TimeSpan.Zero));
            journal.SealNow();
            journal.TakeIn();
        }
        var rows = folder.Query("message", "control_id, strftime(received_at, '%Y-%m-%d %H:%M:%S.%g'), message_key", "1").Select(row => row.Split('|')).ToList();
        Assert.Equal(["post1 2026-07-31 23:59:59.500", "post2 2026-08-01 00:00:00.250"], rows.Select(row => $"{row[0]} {row[1]}"));
        Assert.All(rows, row => Assert.Contains(row[0], Encoding.UTF8.GetString(StoredMessages.Find(folder.Data, long.Parse(row[2]))!.Text), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_one_post_leaves_open_does_not_run_on_into_the_next()
    {
        using var folder = new DataFolder();
        var stray = Good.Split('\r').First(line => line.StartsWith("PID", StringComparison.Ordinal)) + "\r";
        var cut = Good[..(Good.IndexOf("RXA", StringComparison.Ordinal) + 12)];
        byte[][] posts =
        [
            Message(1), Encoding.UTF8.GetBytes(stray + Good), Encoding.UTF8.GetBytes(cut), Encoding.UTF8.GetBytes("0|0|0\r" + Good), [.. Message(2), 0x1C, (byte)'\r'],
            Encoding.UTF8.GetBytes("BHS|^~\\&\r" + Good + "BTS|1\r"), Encoding.UTF8.GetBytes(" " + Good),
        ];
        var told = new List<string>();
        using (var journal = Journal.OpenAt(folder.Data, new FixedClock()))
        {
            var desk = new PostedSubmissions(journal, IntakeSettings.Default, new FixedClock());
            foreach (var post in posts)
            {
                var answer = await desk.ReceiveAsync(post, "A");
                told.Add($"{answer.Received} {answer.Rejected}");
            }
            journal.SealNow();
            journal.TakeIn();
        }
        var batch = Lake.Batches(folder.Data).Single();
        Assert.Equal(told.Sum(one => int.Parse(one.Split(' ')[0])), batch.Files.Single().Received);
        Assert.Equal(told.Sum(one => int.Parse(one.Split(' ')[1])), batch.Files.Single().Rejected);
        Assert.Equal(["1 0", "2 1", "1 1", "2 1", "1 0", "1 0", "1 0"], told);
    }

    [Fact]
    public async Task Something_without_a_message_is_answered_and_not_kept()
    {
        using var folder = new DataFolder();
        using var journal = Journal.OpenAt(folder.Data, new FixedClock());
        var desk = new PostedSubmissions(journal, IntakeSettings.Default, new FixedClock());
        foreach (var body in new[] { Encoding.UTF8.GetBytes("{}"), Encoding.Unicode.GetBytes(Good), Encoding.UTF8.GetBytes("BHS|^~\\&\rBTS|0\r"), [] })
            Assert.Equal(0, (await desk.ReceiveAsync(body, "A")).Received);
        journal.SealNow();
        Assert.Equal(0, journal.Waiting);
        Assert.Contains("MSA|AR|UNKNOWN", Encoding.UTF8.GetString(desk.RefuseTooLong(99, "A")), StringComparison.Ordinal);
    }
}
