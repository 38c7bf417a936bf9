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

    [Fact]
    public void Mutated_messages_never_throw_and_every_byte_and_message_is_accounted_for()
    {
        var deep = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1";
        var rounds = deep ? 5_000_000 : 20_000;
        var seeds = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "messages"), "*.hl7").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        var random = new Random(42);
        var mapper = new MessageMapper(IntakeSettings.Default, CodeBook.Shipped);
        var source = new MessageSource(null, new string('a', 64), Mapped.ReceivedAt);
        var part = new StagedPart();
        for (var round = 0; round < rounds; round++)
        {
            if (round % 1000 == 0) part.Begin(1, 0);
            var bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            Check(bytes, mapper, source, part);
        }
    }

    static void Check(byte[] bytes, MessageMapper mapper, MessageSource source, StagedPart part)
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
            var errors = 0;
            for (var i = issues; i < part.Issue.Rows.Count; i++)
                if (part.Issue.Severity[i].SequenceEqual("E"u8)) errors++;
            Assert.True(outcome != Outcome.Rejected || errors > 0, Encoding.Latin1.GetString(bytes));
        }
        Assert.Equal(pieces, part.Message.Rows.Count - firstMessage);
        for (var i = 0; i < bytes.Length; i++)
            Assert.True(covered[i] || bytes[i] <= ' ' || bytes.AsSpan(Math.Max(0, i - 2)).IndexOf("\uFEFF"u8) is >= 0 and <= 2, Encoding.Latin1.GetString(bytes));
        for (var t = 0; t < part.Tables.Count; t++)
            foreach (var column in part.Tables[t].Columns.OfType<TextColumn>())
                for (var row = firstText[t]; row < part.Tables[t].Count; row++)
                    if (!Utf8.IsValid(column[row])) Assert.Fail($"{part.Tables[t].Table.Name}.{column.Column.Name} is not UTF-8: {Encoding.Latin1.GetString(bytes)}");
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
