using System.Text;
using RegistryAnalytics.Etl.Hl7;

namespace RegistryAnalytics.Tests.Etl.Hl7;

/// <summary>The fast reader against the slow one: every field of every message, and the staged columns that follow from one field.</summary>
public class DifferentialTests
{
    public static IEnumerable<string> Texts()
    {
        var folder = Environment.GetEnvironmentVariable("REGISTRY_HL7_MESSAGES") ?? Path.Combine(AppContext.BaseDirectory, "messages");
        foreach (var file in Directory.EnumerateFiles(folder, "*.hl7", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            if (System.Text.Unicode.Utf8.IsValid(bytes)) yield return Encoding.UTF8.GetString(bytes);
        }
        var random = new Random(20260801);
        for (var i = 0; i < 200; i++) yield return MessageMaker.Batch(random, 5).Text;
    }

    [Fact]
    public void Every_field_and_component_reads_as_the_split_based_reader_reads_it()
    {
        var compared = 0;
        foreach (var text in Texts())
        {
            var slow = SlowMessage.Read(text);
            var bytes = Encoding.UTF8.GetBytes(text);
            var scanner = new MessageScanner(bytes);
            var tokens = new TokenizedMessage();
            var n = 0;
            while (scanner.Next(out var piece))
            {
                if (piece.Kind != PieceKind.Message) continue;
                var expected = slow[n++];
                if (!Delimiters.TryRead(bytes.AsSpan(piece.Start, piece.Length), out var delimiters)) continue;
                tokens.Tokenize(bytes, piece.Start, piece.Length, delimiters);
                Assert.Equal(expected.Segments.Count(segment => segment.Length > 1), tokens.Count);
                var segments = expected.Segments.Where(segment => segment.Length > 1).ToList();
                for (var s = 0; s < tokens.Count; s++)
                {
                    Assert.Equal(segments[s][0], SegmentId.Name(tokens[s].Id));
                    for (var f = segments[s][0] == "MSH" ? 3 : 1; f < segments[s].Length + 3; f++)
                    {
                        Assert.Equal(expected.Whole(segments[s], f), Encoding.UTF8.GetString(tokens[s, f].Raw));
                        for (var c = 1; c < 8; c++, compared++)
                        {
                            var raw = tokens[s, f].Component(c).ToArray();
                            var target = new byte[raw.Length];
                            Assert.Equal(expected.Get(segments[s], f, c), Encoding.UTF8.GetString(target, 0, Escapes.Decode(raw, delimiters, target)));
                        }
                    }
                }
            }
            Assert.Equal(slow.Count, n);
        }
        Assert.True(compared > 100_000, $"only {compared} components were compared");
    }

    [Fact]
    public void Staged_columns_hold_what_the_slow_reader_finds()
    {
        foreach (var text in Texts())
        {
            var slow = SlowMessage.Read(text);
            var mapped = Mapped.From(text);
            var byControl = new Dictionary<string, SlowMessage>();
            foreach (var message in slow) byControl.TryAdd(message.Get(message.Segments[0], 10), message);
            var controlOf = Enumerable.Range(0, mapped.Count("message")).ToDictionary(
                row => mapped["message", "message_key", row]!, row => mapped["message", "control_id", row] ?? "");
            if (controlOf.Values.Distinct().Count() != controlOf.Count) continue;
            for (var row = 0; row < mapped.Count("person"); row++)
            {
                var message = byControl[controlOf[mapped["person", "message_key", row]!]];
                var pid = message.First("PID");
                Assert.Equal(message.Get(pid, 6, 1, 1), mapped["person", "mother_maiden_name", row] ?? "");
                Assert.Equal(message.Get(pid, 7)[..8], mapped["person", "birth_date", row]!.Replace("-", "", StringComparison.Ordinal));
                Assert.Equal(message.Get(pid, 15), mapped["person", "language", row] ?? "");
            }
            for (var row = 0; row < mapped.Count("dose"); row++)
            {
                var message = byControl[controlOf[mapped["dose", "message_key", row]!]];
                var rxa = message.Segments.Where(segment => segment[0] == "RXA").ElementAt(DoseIndex(mapped, row));
                Assert.Equal(message.Get(rxa, 15), mapped["dose", "lot", row] ?? "");
                Assert.Equal(message.Get(rxa, 11, 4, 1), mapped["dose", "practice_id", row] ?? "");
                if (mapped["dose", "admin_date", row] is { } day) Assert.Equal(message.Get(rxa, 3)[..8], day.Replace("-", "", StringComparison.Ordinal));
            }
        }
    }

    static int DoseIndex(Mapped mapped, int row)
    {
        var n = 0;
        for (var before = row - 1; before >= 0 && mapped["dose", "message_key", before] == mapped["dose", "message_key", row]; before--) n++;
        return n;
    }
}
