using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Tests.Etl.Hl7;

/// <summary>Mutated messages: nothing throws, no byte is unaccounted for, and every message has an outcome with a reason.</summary>
public class FuzzTests
{
    static readonly byte[] Sharp = [.. "|^~\\&\r\n\0\"'0 9ZMSH"u8, 0x0B, 0x1C, 0x80, 0xC3, 0xFF, 0xE2];

    // Each block has a seed of its own, so that any of them can be run alone.
    const int MessagesPerBlock = 1000;

    /// <summary>5 million messages in a deep run. <c>REGISTRY_FUZZ_BLOCKS=FROM-TO</c> runs some blocks of 1,000 instead, to divide the work.</summary>
    static IEnumerable<int> Blocks()
    {
        if (Environment.GetEnvironmentVariable("REGISTRY_FUZZ_BLOCKS")?.Split('-') is [var from, var to])
            return Enumerable.Range(int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture) - int.Parse(from, CultureInfo.InvariantCulture) + 1);
        return Enumerable.Range(0, Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1" ? 5000 : 20);
    }

    [Fact]
    public void Mutated_messages_never_throw_and_every_byte_and_message_is_accounted_for()
    {
        var seeds = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "messages"), "*.hl7").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        var mapper = new MessageMapper(IntakeSettings.Default, CodeBook.Shipped);
        var source = new MessageSource(null, new string('a', 64), Mapped.ReceivedAt);
        var part = new StagedPart();
        var acks = new AckWriter(WarningAnswer.Error, CodeBook.Shipped);
        var answer = new ArrayBufferWriter<byte>();
        var messages = 0L;
        foreach (var block in Blocks())
        {
            part.Begin(1, 0);
            var random = new Random(block);
            for (var i = 0; i < MessagesPerBlock; i++)
            {
                var bytes = Mutate(seeds[random.Next(seeds.Length)], random);
                try { messages += Check(bytes, mapper, source, part, acks, answer); }
                catch (Exception error) when (error is not Xunit.Sdk.XunitException)
                {
                    throw new InvalidOperationException($"Block {block}, message {i}: {Encoding.Latin1.GetString(bytes)}", error);
                }
            }
        }
        Assert.True(messages > 0);
        Console.WriteLine($"{messages} pieces judged");
    }

    static int Check(byte[] bytes, MessageMapper mapper, MessageSource source, StagedPart part, AckWriter acks, ArrayBufferWriter<byte> answer)
    {
        var covered = new bool[bytes.Length];
        var scanner = new MessageScanner(bytes);
        var (firstMessage, pieces) = (part.Message.Rows.Count, 0);
        var firstText = Enumerable.Range(0, part.Tables.Count).Select(t => part.Tables[t].Count).ToArray();
        while (scanner.Next(out var piece))
        {
            covered.AsSpan(piece.Start, piece.Length).Fill(true);
            if (piece.Kind == PieceKind.Envelope) continue;
            pieces++;
            var issues = part.Issue.Rows.Count;
            var outcome = mapper.Map(bytes, piece, piece.Start, source, part);
            answer.ResetWrittenCount();
            acks.Write(mapper, part, source, outcome, answer);
            CheckAnswer(answer.WrittenSpan, bytes);
            var errors = 0;
            for (var i = issues; i < part.Issue.Rows.Count; i++)
                if (part.Issue.Severity[i].SequenceEqual("E"u8)) errors++;
            if (outcome == Outcome.Rejected && errors == 0) Assert.Fail("Rejected without a reason: " + Encoding.Latin1.GetString(bytes));
        }
        Assert.Equal(pieces, part.Message.Rows.Count - firstMessage);
        for (var i = 0; i < bytes.Length; i++)
            if (!covered[i] && bytes[i] > ' ' && bytes.AsSpan(Math.Max(0, i - 2)).IndexOf("\uFEFF"u8) is not (>= 0 and <= 2))
                Assert.Fail($"Byte {i} belongs to nothing: {Encoding.Latin1.GetString(bytes)}");
        for (var t = 0; t < part.Tables.Count; t++)
            for (var row = firstText[t]; row < part.Tables[t].Count; row++)
                foreach (var column in part.Tables[t].Columns.OfType<TextColumn>())
                    if (!Utf8.IsValid(column[row])) Assert.Fail($"{part.Tables[t].Table.Name}.{column.Column.Name} is not UTF-8: {Encoding.Latin1.GetString(bytes)}");
        return pieces;
    }

    /// <summary>An answer is whole lines of MSH, MSA and ERR in clean UTF-8, whatever the message put into it.</summary>
    static void CheckAnswer(ReadOnlySpan<byte> answer, byte[] bytes)
    {
        var (lines, clean) = (0, Utf8.IsValid(answer));
        for (var rest = answer; clean && rest.Length > 0; lines++)
        {
            var end = rest.IndexOf((byte)'\r');
            clean = end > 3 && rest[..end].IndexOfAnyInRange((byte)0, (byte)31) < 0 && (lines switch
            {
                0 => rest.StartsWith("MSH|^~\\&|"u8),
                1 => rest.StartsWith("MSA|A"u8) && rest[5] is (byte)'A' or (byte)'E' or (byte)'R',
                _ => rest.StartsWith("ERR||"u8),
            });
            rest = rest[(end + 1)..];
        }
        if (!clean || lines < 2) Assert.Fail($"The answer {Encoding.Latin1.GetString(answer)} to {Encoding.Latin1.GetString(bytes)}");
    }

    static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = new List<byte>(seed);
        for (var n = random.Next(1, 6); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(8))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] = Sharp[random.Next(Sharp.Length)]; break;
                case 2: bytes.Insert(at, Sharp[random.Next(Sharp.Length)]); break;
                case 3: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at))); break;
                case 5: bytes.RemoveRange(at, bytes.Count - at); break;
                case 6: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                default: SwapLines(bytes, random); break;
            }
        }
        return [.. bytes];
    }

    static void SwapLines(List<byte> bytes, Random random)
    {
        var lines = Encoding.Latin1.GetString([.. bytes]).Split('\r');
        random.Shuffle(lines);
        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join('\r', lines)));
    }
}
