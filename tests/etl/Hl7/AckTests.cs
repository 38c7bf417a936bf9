using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Intake;

namespace RegistryAnalytics.Tests.Etl.Hl7;

/// <summary>Answers against what NIST's Z23 profile demands: fields required, their lengths, fixed values, code tables.</summary>
public class AckTests
{
    static string Answer(byte[] message, WarningAnswer warnings = WarningAnswer.ErrorWhenDataIsLost)
    {
        var mapper = new MessageMapper(IntakeSettings.Default, CodeBook.Shipped);
        var part = new StagedPart();
        part.Begin(1, 0);
        var source = new MessageSource(null, "", Mapped.ReceivedAt);
        var to = new ArrayBufferWriter<byte>();
        var writer = new AckWriter(warnings, CodeBook.Shipped);
        var scanner = new MessageScanner(message);
        while (scanner.Next(out var piece))
            if (piece.Kind != PieceKind.Envelope) writer.Write(mapper, part, source, mapper.Map(message, piece, piece.Start, source, part), to);
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }

    static byte[] Case(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "messages", name + ".hl7"));

    static string[] Errors(string ack) => [.. ack.Split('\r').Where(line => line.StartsWith("ERR", StringComparison.Ordinal))];

    [Theory]
    [InlineData("administered", WarningAnswer.Error, "AA")]
    [InlineData("site-unknown", WarningAnswer.Accept, "AA")]
    [InlineData("site-unknown", WarningAnswer.ErrorWhenDataIsLost, "AE")]
    [InlineData("lot-expired", WarningAnswer.ErrorWhenDataIsLost, "AA")]
    [InlineData("lot-expired", WarningAnswer.Error, "AE")]
    [InlineData("amount-missing", WarningAnswer.Accept, "AE")]
    [InlineData("sex-missing", WarningAnswer.Accept, "AE")]
    [InlineData("version-3", WarningAnswer.Accept, "AR")]
    [InlineData("ack", WarningAnswer.Accept, "AR")]
    [InlineData("adt-a01", WarningAnswer.Accept, "AR")]
    [InlineData("processing-id-odd", WarningAnswer.Accept, "AR")]
    [InlineData("test-message", WarningAnswer.Error, "AA")]
    public void The_acknowledgement_code_follows_the_findings_and_the_setting(string name, WarningAnswer warnings, string code) =>
        Assert.Contains($"\rMSA|{code}|", Answer(Case(name), warnings), StringComparison.Ordinal);

    [Fact]
    public void An_error_names_its_exact_place_and_codes()
    {
        Assert.Equal(["ERR||RXR^1^2^1|103^Table value not found^HL70357|W|5^Table value not found^HL70533|||RXR-2 is not in HL70163."], Errors(Answer(Case("site-unknown"))));
        Assert.Equal(["ERR||PID^1^8^1|101^Required field missing^HL70357|E|7^Required data missing^HL70533|||PID-8, the sex, is required."], Errors(Answer(Case("sex-missing"))));
    }

    [Fact]
    public void The_answer_goes_back_to_the_sender_and_names_its_message() => Assert.Matches(
        @"^MSH\|\^~\\&\|IIS\|STATE\|EHR\|ELMST\|20260801180000\+0000\|\|ACK\^V04\^ACK\|[0-9A-F]+\|P\|2\.5\.1\|\|\|NE\|NE\|\|\|\|\|Z23\^CDCPHINVS\|IIS\|ELMST\rMSA\|AA\|administered\r$",
        Answer(Case("administered")));

    [Theory]
    [InlineData("ELMST^2.16.840.1.113883.19^ISO", "ELMST^2.16.840.1.113883.19^ISO")]
    [InlineData("A practice with a very long name^1234567893^NPI", "A practice with a ve^1234567893^NPI")]
    [InlineData("^elm.example.org^DNS", "^elm.example.org^DNS")]
    [InlineData("ELMST^1.2.3", "ELMST^1.2.3^ISO")]
    [InlineData("ELMST", "ELMST")]
    public void A_sender_is_answered_by_the_name_and_id_it_gave(string sent, string answered) =>
        Assert.Equal(answered, Answer(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Case("administered")).Replace("|EHR|ELMST|", $"|EHR|{sent}|", StringComparison.Ordinal))).Split('|')[5]);

    [Fact]
    public void Every_answer_keeps_to_the_profile()
    {
        var codes = CodeBook.Shipped;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "messages"), "*.hl7").Order(StringComparer.Ordinal))
        {
            var answer = Answer(File.ReadAllBytes(file));
            var messages = SlowMessage.Read(answer);
            Assert.Equal(Mapped.From(File.ReadAllBytes(file)).Outcomes.Count, messages.Count);
            foreach (var ack in messages)
            {
                var msh = ack.Segments[0];
                Assert.Equal("^~\\&", msh[1]);
                Assert.Matches(@"^\d{14}[+-]\d{4}$", ack.Get(msh, 7));
                Assert.Equal("ACK^V04^ACK", ack.Whole(msh, 9));
                Assert.InRange(ack.Get(msh, 10).Length, 1, 199);
                Assert.Matches("^[PTD]$", ack.Get(msh, 11));
                Assert.Equal(("2.5.1", "NE", "NE", "Z23^CDCPHINVS"), (ack.Get(msh, 12), ack.Get(msh, 15), ack.Get(msh, 16), ack.Whole(msh, 21)));
                foreach (var party in new[] { 3, 4, 5, 6 })
                {
                    Assert.InRange(ack.Get(msh, party).Length, 0, 20);
                    Assert.InRange(ack.Get(msh, party, 2).Length, 0, 199);
                    Assert.Equal(ack.Get(msh, party, 2).Length > 0, ack.Get(msh, party, 3).Length is > 0 and <= 6);
                }
                Assert.InRange(ack.Whole(msh, 22).Length, 0, 50);
                Assert.InRange(ack.Whole(msh, 23).Length, 0, 50);
                Assert.Equal(["", "", ""], new[] { 3, 5, 6 }.Select(field => ack.Whole(ack.Segments[1], field)));
                Assert.Equal("MSA", ack.Segments[1][0]);
                Assert.Matches("^A[AER]$", ack.Get(ack.Segments[1], 1));
                Assert.InRange(ack.Get(ack.Segments[1], 2).Length, 1, 199);
                foreach (var error in ack.Segments.Skip(2))
                {
                    Assert.Equal("ERR", error[0]);
                    Assert.Equal("", ack.Whole(error, 1));
                    Assert.Matches(@"^[A-Z0-9]{3}\^\d{1,2}(\^\d{1,2}\^\d{1,2}(\^\d{1,2})?)?$", ack.Whole(error, 2));
                    Assert.InRange(ack.Whole(error, 2).Length, 1, 18);
                    Assert.True(codes.Table("HL70357").Has(Encoding.ASCII.GetBytes(ack.Get(error, 3))), ack.Get(error, 3));
                    Assert.Equal("HL70357", ack.Get(error, 3, 3));
                    Assert.Matches("^[EWI]$", ack.Get(error, 4));
                    if (ack.Whole(error, 5).Length > 0)
                    {
                        Assert.True(codes.Table("HL70533").Has(Encoding.ASCII.GetBytes(ack.Get(error, 5))));
                        Assert.Equal("HL70533", ack.Get(error, 5, 3));
                    }
                    Assert.InRange(ack.Get(error, 8).Length, 1, 250);
                }
            }
        }
    }

    [Theory]
    [InlineData(WarningAnswer.Accept)]
    [InlineData(WarningAnswer.ErrorWhenDataIsLost)]
    [InlineData(WarningAnswer.Error)]
    public void Every_answer_names_its_message_and_its_code_follows_from_its_errors(WarningAnswer warnings)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "messages"), "*.hl7").Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            var mapped = Mapped.From(bytes);
            var answers = SlowMessage.Read(Answer(bytes, warnings));
            foreach (var (ack, row) in answers.Select((ack, row) => (ack, row)))
            {
                var (msa, errors) = (ack.Segments[1], ack.Segments.Skip(2).ToList());
                Assert.Equal(mapped["message", "control_id", row] ?? "UNKNOWN", ack.Get(msa, 2));
                var rejected = mapped["message", "outcome", row] == "rejected";
                var severities = errors.Select(error => ack.Get(error, 4)).ToList();
                var expected = errors.Exists(error => ack.Get(error, 4) == "E" && ack.Get(error, 3) is "200" or "201" or "202" or "203" or "207") && rejected ? "AR"
                    : severities.Contains("E") ? "AE"
                    : severities.Contains("W") && (warnings == WarningAnswer.Error || warnings == WarningAnswer.ErrorWhenDataIsLost
                        && errors.Exists(error => ack.Get(error, 4) == "W" && (ack.Get(error, 3) == "103" || ack.Get(error, 5) == "2"))) ? "AE" : "AA";
                Assert.Equal(expected, ack.Get(msa, 1));
                if (rejected) Assert.NotEqual("AA", ack.Get(msa, 1));
                // One ERR for each finding of the message, at the place that its row names.
                var key = mapped["message", "message_key", row];
                var rows = Enumerable.Range(0, mapped.Count("issue")).Where(issue => mapped["issue", "message_key", issue] == key).ToList();
                Assert.Equal(rows.Select(issue => string.Join('^', new[] { "segment", "occurrence", "field", "repetition", "component" }.Select(column => mapped["issue", column, issue]).Where(part => part is not null))),
                    errors.Select(error => ack.Whole(error, 2)));
                Assert.Equal(rows.Select(issue => mapped["issue", "severity", issue]), severities);
            }
        }
    }

    [Fact]
    public void A_response_file_wraps_the_answers_of_a_batch_in_order()
    {
        using var folder = new DataFolder();
        folder.Put("in.hl7", Case("batch-with-broken-message"));
        folder.Put("other/in.hl7", Case("administered"));
        var acks = Path.Combine(folder.Root, "acks");
        Ingest.Run(new(folder.Data, [folder.Drop]) { AckFolder = acks }, new FixedClock());
        var files = Directory.GetFiles(acks, "in.hl7.*.response");
        Assert.Equal(2, files.Length);
        var text = files.Select(File.ReadAllText).Single(answer => answer.Contains("|b1", StringComparison.Ordinal));
        Assert.StartsWith("FHS|", text, StringComparison.Ordinal);
        Assert.EndsWith("BTS|3\rFTS|1\r", text, StringComparison.Ordinal);
        Assert.Equal(["AA|b1", "AE|UNKNOWN", "AA|b3"], Regex.Matches(text, @"MSA\|(A[AER]\|\w+)").Select(match => match.Groups[1].Value));
    }
}
