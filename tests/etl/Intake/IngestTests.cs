using System.Globalization;
using System.IO.Compression;
using System.Text;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Tests.Etl.Hl7;

namespace RegistryAnalytics.Tests.Etl.Intake;

public class IngestTests
{
    static string Message(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "messages", name + ".hl7"));

    static string Batch(int messages, int seed = 1) => MessageMaker.Batch(new Random(seed), messages).Text;

    [Fact]
    public void Every_file_is_counted_and_received_is_accepted_plus_rejected()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Message("administered") + Message("sex-missing"));
        folder.Put("b.hl7", Message("site-unknown"));
        folder.Put("empty.hl7", "");
        var results = folder.Ingest();
        Assert.Equal(["a.hl7: received 2, accepted 1 (0 with warnings), rejected 1", "b.hl7: received 1, accepted 1 (1 with warnings), rejected 0",
            "empty.hl7: received 0, accepted 0 (0 with warnings), rejected 0"], results.Select(result => result.ToString()));
        Assert.All(results, result => Assert.Equal(result.Received, result.Accepted + result.Rejected));
        Assert.Equal(["accepted", "rejected", "warned"], folder.Query("message", "outcome", "1"));
    }

    [Fact]
    public void The_parquet_files_hold_what_was_mapped_in_memory()
    {
        using var folder = new DataFolder();
        var text = Batch(3000);
        folder.Put("a.hl7", text);
        folder.Ingest();
        var mapped = Mapped.From(text);
        foreach (var table in new[] { "person", "dose", "observation", "person_identifier" })
        {
            mapped.Part[table].TellMissing();
            var columns = mapped.Part[table].Columns.Where(column => column.Column.Name is not "received_at").ToList();
            var names = string.Join(", ", columns.Select(column => column.Column.Type == RegistryAnalytics.Staging.StagedType.Instant
                ? $"strftime({column.Column.Name}, '%Y-%m-%dT%H:%M:%SZ')" : $"{column.Column.Name}::varchar"));
            var key = columns[0].Column.Name;
            var order = table == "person_identifier" ? "record_key, ordinal" : key;
            var expected = Enumerable.Range(0, mapped.Count(table)).Select(row => string.Join('|', columns.Select(column => column.Show(row)))).ToList();
            Assert.Equal(expected, folder.Query(table, names, order));
        }
    }

    [Fact]
    public void The_same_bytes_twice_are_one_batch_and_a_changed_file_is_another()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Message("administered"));
        Assert.Equal(FileOutcome.Taken, folder.Ingest()[0].Outcome);
        folder.Put("again.hl7", Message("administered"));
        Assert.All(folder.Ingest(), result => Assert.Equal(FileOutcome.Known, result.Outcome));
        Assert.Single(Lake.Batches(folder.Data));
        folder.Put("a.hl7", Message("administered") + "\r");
        Assert.Equal([FileOutcome.Taken, FileOutcome.Known], folder.Ingest().Select(result => result.Outcome));
        Assert.Equal([1L, 2L], Lake.Batches(folder.Data).Select(batch => batch.Sequence));
    }

    [Fact]
    public void However_the_parts_are_cut_and_whoever_maps_them_the_rows_are_the_same()
    {
        List<string>? first = null;
        var text = Batch(400);
        foreach (var (bytes, messages, workers) in new[] { (32 << 20, 50_000, 1), (20_000, 50_000, 2), (7_001, 50_000, 3), (32 << 20, 7, 2) })
        {
            using var folder = new DataFolder();
            folder.Put("a.hl7", text);
            folder.Put("b.hl7", Batch(50, 2));
            var results = folder.Ingest(IntakeSettings.Default with { BytesPerPart = bytes, MessagesPerPart = messages, Workers = workers });
            Assert.Equal(450, results.Sum(result => result.Received));
            var rows = folder.Query("dose", "dose_id, cvx, lot, admin_date, kind", "1");
            first ??= rows;
            Assert.Equal(first, rows);
            var offsets = folder.Query("message", "raw_sha256, byte_offset, byte_length", "1, 2");
            Assert.Equal(450, offsets.Distinct().Count());
        }
    }

    [Fact]
    public void The_same_files_give_the_same_lake_byte_by_byte()
    {
        var lakes = Enumerable.Range(0, 2).Select(_ =>
        {
            using var folder = new DataFolder();
            folder.Put("a.hl7", Batch(300));
            folder.Ingest(IntakeSettings.Default with { BytesPerPart = 30_000, Workers = 3 });
            return Snapshot(folder.Data);
        }).ToList();
        Assert.Equal(lakes[0], lakes[1]);
    }

    [Fact]
    public void Any_message_is_read_back_from_the_archive_by_its_byte_range()
    {
        using var folder = new DataFolder();
        var text = Batch(6000);
        folder.Put("a.hl7", text);
        folder.Ingest();
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(bytes.Length > RawArchive.MemberBytes);
        var rows = folder.Query("message", "raw_sha256, byte_offset, byte_length", "2");
        foreach (var row in rows.Where((_, i) => i % 97 == 0 || i >= rows.Count - 2))
        {
            var (sha, offset, length) = (row.Split('|')[0], long.Parse(row.Split('|')[1], CultureInfo.InvariantCulture), int.Parse(row.Split('|')[2], CultureInfo.InvariantCulture));
            Assert.Equal(bytes.AsSpan((int)offset, length).ToArray(), RawArchive.Read(folder.Data, sha, Mapped.ReceivedAt, offset, length));
        }
        using var whole = new MemoryStream();
        using (var gzip = new GZipStream(File.OpenRead(RawArchive.FileOf(folder.Data, rows[0].Split('|')[0], Mapped.ReceivedAt)), CompressionMode.Decompress)) gzip.CopyTo(whole);
        Assert.Equal(bytes, whole.ToArray());
    }

    [Fact]
    public void A_file_leaves_the_inbox_when_its_batch_is_committed_and_its_folder_names_the_sender()
    {
        using var folder = new DataFolder();
        var inbox = Directory.CreateDirectory(Path.Combine(Lake.Inbox(folder.Data), "CLINIC9"));
        File.WriteAllText(Path.Combine(inbox.FullName, "a.hl7"), Message("administered"));
        RegistryAnalytics.Etl.Intake.Ingest.Inbox(new(folder.Data, []), new FixedClock());
        Assert.Empty(inbox.GetFiles());
        Assert.Equal(["CLINIC9"], folder.Query("dose", "sender", "1"));
    }

    [Fact]
    public void A_second_process_is_told_who_holds_the_lock()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Message("administered"));
        using (DataLock.Take(folder.Data, "ingest"))
            Assert.Contains("Another process is working on ingest", Assert.Throws<DataLockedException>(() => folder.Ingest()).Message, StringComparison.Ordinal);
        Assert.Equal(FileOutcome.Taken, folder.Ingest()[0].Outcome);
    }

    [Fact]
    public void A_half_written_batch_is_swept_away_and_does_not_count()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Message("administered"));
        var torn = Directory.CreateDirectory(Path.Combine(Lake.Staged(folder.Data), "batch=00000001-0123456789ab"));
        File.WriteAllText(Path.Combine(torn.FullName, "person.00000.parquet"), "torn");
        Assert.Empty(Lake.Batches(folder.Data));
        folder.Ingest();
        Assert.False(torn.Exists && Directory.Exists(torn.FullName));
        Assert.Equal(1, Lake.Batches(folder.Data).Single().Sequence);
    }

    internal static List<string> Snapshot(string data) => [.. Directory.EnumerateFiles(Path.Combine(data, "lake"), "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetRelativePath(data, file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
}
