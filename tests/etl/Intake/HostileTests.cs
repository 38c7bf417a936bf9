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
}
