using System.IO.Compression;
using System.Text;
using RegistryAnalytics.Etl.Intake;

namespace RegistryAnalytics.Tests.Etl.Intake;

/// <summary>Files made to hurt: bounded memory, a clear reason, and the rest of the file is still read.</summary>
public class HostileTests
{
    static readonly string Good = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "messages", "administered.hl7"));

    [Fact]
    public void A_message_of_30_MB_is_rejected_and_its_neighbours_are_read()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Good + Good.TrimEnd('\r') + "\rNTE|1||" + new string('x', 30 << 20) + "\r" + Good);
        var result = folder.Ingest().Single();
        Assert.Equal((3, 2, 1), (result.Received, result.Accepted, result.Rejected));
        Assert.Equal(["message-too-long"], folder.Query("issue", "rule", "1"));
    }

    [Fact]
    public void A_message_longer_than_a_part_is_passed_over_and_its_range_is_known()
    {
        using var folder = new DataFolder();
        var giant = Good.TrimEnd('\r') + "\rNTE|1||" + new string('x', 300_000) + "MSH|y\r";
        folder.Put("a.hl7", Good + giant + Good + Good);
        var result = folder.Ingest(IntakeSettings.Default with { BytesPerPart = 50_000, LongestMessage = 20_000 }).Single();
        Assert.Equal((4, 3, 1), (result.Received, result.Accepted, result.Rejected));
        Assert.Equal([$"{Good.Length}|{giant.Length}"], folder.Query("message", "byte_offset, byte_length", "1").Where((_, i) => i == 1));
    }

    [Fact]
    public void A_file_of_one_endless_line_is_one_rejected_piece()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", new string('A', 3 << 20));
        var result = folder.Ingest(IntakeSettings.Default with { BytesPerPart = 1 << 20, LongestMessage = 1 << 18 }).Single();
        Assert.Equal((1, 0, 1), (result.Received, result.Accepted, result.Rejected));
    }

    [Fact]
    public void A_file_cut_inside_a_message_keeps_what_is_whole()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Good + Good[..(Good.IndexOf("RXA", StringComparison.Ordinal) + 12)]);
        var result = folder.Ingest().Single();
        Assert.Equal((2, 1, 1), (result.Received, result.Accepted, result.Rejected));
    }

    [Fact]
    public void A_gzip_file_is_unpacked_and_one_that_is_not_gzip_says_so()
    {
        using var folder = new DataFolder();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(Good));
        folder.Put("a.hl7.gz", packed.ToArray());
        folder.Put("b.hl7.gz", "no gzip");
        var results = folder.Ingest();
        Assert.Equal([FileOutcome.Failed, FileOutcome.Taken], results.Select(result => result.Outcome).Order().Reverse());
        Assert.Equal(1, results.Sum(result => result.Accepted));
    }

    [Fact]
    public void A_message_of_nothing_but_faults_is_counted_in_full_and_listed_in_part()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Good + Good.TrimEnd('\r') + "\r" + string.Concat(Enumerable.Repeat("RXA|\r", 5000)) + Good);
        var result = folder.Ingest(IntakeSettings.Default with { MostRowsHeld = 1000 }).Single();
        Assert.Equal((3, 3, 0), (result.Received, result.Accepted, result.Rejected));
        Assert.Equal(["300"], folder.Query("issue", "count(*)", "1"));
        Assert.Equal(["5003|5003|5000"], folder.Query("dose", "count(*), count(distinct dose_row_key), count(*) filter (outcome = 'quarantined')", "1"));
        Assert.True(int.Parse(folder.Query("message", "max(n_errors)", "1")[0], System.Globalization.CultureInfo.InvariantCulture) > 10_000);
        Assert.True(Lake.Batches(folder.Data).Single().Tables["dose"].Files.Count > 1);
    }

    [Fact]
    public void A_table_without_its_submission_is_not_read_as_HL7()
    {
        using var folder = new DataFolder();
        folder.Put("persons.csv", "person_id\n1\n");
        Assert.Contains("submission.json", folder.Ingest().Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_result_and_the_others_are_taken_in()
    {
        using var folder = new DataFolder();
        var results = folder.Ingest(Path.Combine(folder.Drop, "missing.hl7"), folder.Put("a.hl7", Good));
        Assert.Equal([FileOutcome.Failed, FileOutcome.Taken], results.Select(result => result.Outcome));
        Assert.Contains("missing.hl7", results[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_bomb_is_refused_early_and_the_other_files_are_taken_in()
    {
        using var folder = new DataFolder();
        folder.Put("a.hl7", Good);
        var packed = Path.Combine(folder.Drop, "bomb.hl7.gz");
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Good));
            var blanks = new byte[1 << 20];
            Array.Fill(blanks, (byte)'x');
            // As large as a deep run can bear; the limit is reached long before.
            for (var i = Deep ? 4000 : 100; i > 0; i--) gzip.Write(blanks);
        }
        var results = folder.Ingest();
        Assert.Contains("unpacks to more than 200 times its size", results.Single(result => result.Outcome == FileOutcome.Failed).Reason, StringComparison.Ordinal);
        Assert.Equal(1, results.Sum(result => result.Accepted));
        Assert.True(File.Exists(packed));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Text_in_UTF_16_is_one_rejected_piece_that_says_so(bool bigEndian, bool mark)
    {
        using var folder = new DataFolder();
        var encoding = new UnicodeEncoding(bigEndian, mark);
        folder.Put("a.hl7", [.. encoding.GetPreamble(), .. encoding.GetBytes(Good + Good)]);
        folder.Put("b.hl7", Good);
        Assert.Equal((2, 1, 1), (folder.Ingest().Sum(result => result.Received), Lake.Batches(folder.Data).Sum(batch => batch.Files.Sum(file => file.Accepted)), Lake.Batches(folder.Data).Sum(batch => batch.Files.Sum(file => file.Rejected))));
        Assert.Equal(["utf-16"], folder.Query("issue", "rule", "1"));
    }

    [Fact]
    public void Line_ends_of_all_kinds_a_mark_at_the_beginning_and_NUL_bytes_in_one_file_are_all_read()
    {
        using var folder = new DataFolder();
        var nul = Good.Replace("PV1|", "PV1|\0", StringComparison.Ordinal).Replace("RXR|", "\0RXR|", StringComparison.Ordinal).Replace("PID|1", "PID|1\0", StringComparison.Ordinal);
        folder.Put("a.hl7", "\uFEFF" + Good + Good.Replace("\r", "\n", StringComparison.Ordinal) + Good.Replace("\r", "\r\n", StringComparison.Ordinal)
            + Good.Replace("\r", "\n\r", StringComparison.Ordinal) + "\uFEFF" + nul + "\0\0\r" + Good);
        var result = folder.Ingest().Single();
        Assert.Equal((6, 6, 0), (result.Received, result.Accepted, result.Rejected));
        Assert.Single(folder.Query("issue", "distinct message_key", "1"));
        Assert.Contains("control-characters", folder.Query("issue", "rule", "1"));
        Assert.Single(folder.Query("message", "distinct control_id", "1"));
        Assert.Equal(6, folder.Query("dose", "dose_row_key", "1").Count);
    }

    [Theory]
    [InlineData("FHS|^~\\&\rBHS|^~\\&\r{0}{0}BTS|2\rFTS|1\r", "")]
    [InlineData("BHS|^~\\&\r{0}{0}BTS|\r", "")]
    [InlineData("FHS|^~\\&\rBHS|^~\\&\r{0}BTS|1\rBHS|^~\\&\r{0}{0}BTS|2\rFTS|2\r", "")]
    [InlineData("BHS|^~\\&\r{0}{0}BTS|3\r", "batch 1: its trailer (BTS-1) says 3 messages, 2 came")]
    [InlineData("FHS|^~\\&\rBHS|^~\\&\r{0}BTS|1\rFTS|2\r", "the file trailer (FTS-1) says 2 batches, 1 came")]
    [InlineData("BHS|^~\\&\r{0}{0}", "batch 1 is not closed by a trailer (BTS) when the file ends; messages at its end may be missing")]
    [InlineData("FHS|^~\\&\r{0}", "the file header (FHS) is not closed by a trailer (FTS) when the file ends; messages at its end may be missing")]
    [InlineData("{0}BTS|1\r", "a batch trailer (BTS) without its header")]
    [InlineData("BHS|^~\\&\r{0}BTS|1\rBHS|^~\\&\r{0}BTS|9\r", "batch 2: its trailer (BTS-1) says 9 messages, 1 came")]
    public void Counts_of_a_batch_that_do_not_agree_are_a_note_of_the_file_however_it_is_cut_into_parts(string frame, string note)
    {
        foreach (var messages in new[] { 50_000, 1 })
        {
            using var folder = new DataFolder();
            folder.Put("a.hl7", string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, Good));
            var result = folder.Ingest(IntakeSettings.Default with { MessagesPerPart = messages }).Single();
            Assert.Equal(0, result.Rejected);
            Assert.Equal(note, result.Reason ?? "");
            Assert.Equal(note, string.Join("; ", Lake.Batches(folder.Data).Single().Files.Single().Notes));
        }
    }

    [Fact]
    public void Memory_stays_bounded_however_large_a_file_is_and_however_it_is_made_to_hurt()
    {
        using var folder = new DataFolder();
        var size = Deep ? 512 << 20 : 40 << 20;
        using (var to = File.Create(Path.Combine(folder.Drop, "line.hl7"))) Fill(to, size, 'A');
        using (var to = File.Create(Path.Combine(folder.Drop, "segment.hl7")))
        {
            to.Write(Encoding.UTF8.GetBytes(Good + Good.TrimEnd('\r') + "\rNTE|1||"));
            Fill(to, size, 'x');
            to.Write(Encoding.UTF8.GetBytes("\r" + Good));
        }
        using (var to = File.Create(Path.Combine(folder.Drop, "separators.hl7")))
        {
            to.Write(Encoding.UTF8.GetBytes(Good.TrimEnd('\r') + "\rOBX|"));
            Fill(to, size, '|');
            to.Write(Encoding.UTF8.GetBytes("\r" + Good));
        }
        GC.Collect();
        var results = folder.Ingest(IntakeSettings.Default with { Workers = 2 });
        Assert.Equal((1, 0), (results[0].Received, results[0].Accepted));
        Assert.Equal((3, 2), (results[1].Received, results[1].Accepted));
        Assert.Equal((2, 1), (results[2].Received, results[2].Accepted));
        Assert.Equal(["message-too-long", "message-too-long", "message-too-long"], folder.Query("issue", "rule", "1").Select(rule => rule == "no-header" ? "message-too-long" : rule));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false), 0, 1L << 30);
    }

    static bool Deep => Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1";

    static void Fill(Stream to, int count, char with)
    {
        var block = new byte[1 << 20];
        Array.Fill(block, (byte)with);
        for (var left = count; left > 0; left -= block.Length) to.Write(block);
    }
}
