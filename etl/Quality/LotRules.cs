using RegistryAnalytics.Codes;
using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>Lot numbers that are none, and lot numbers of another shape than the manufacturer's.</summary>
/// <remarks>Shapes: warehouse/codes/data/lot_pattern.csv. The list is incomplete, so the rule on shapes is off until a
/// registry turns it on for senders whose stock it knows.</remarks>
public static class LotRules
{
    public static readonly Rule Placeholder = new("lot-placeholder", Warning, 102, 3, "The lot number is a filler such as UNKNOWN or 0000, not a lot number.");
    public static readonly Rule Shape = new("lot-shape-unusual", Off, 102, 3, "The lot number does not have a shape that this manufacturer's lot numbers have.");

    static readonly Dictionary<string, (string Shape, string First)[]> shapes = CsvText.Shipped("lot_pattern.csv")
        .GroupBy(row => row["mvx"]).ToDictionary(group => group.Key, group => group.Select(row => (row["shape"], row["first_letters"])).ToArray());

    /// <summary>True for words and digits that stand for no lot.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<byte> lot)
    {
        Span<byte> word = stackalloc byte[16];
        var n = 0;
        foreach (var b in lot)
        {
            if (!char.IsAsciiLetterOrDigit((char)b)) continue;
            if (n == word.Length) return false;
            word[n++] = b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & ~32) : b;
        }
        ReadOnlySpan<byte> text = word[..n];
        if (n == 0) return !lot.IsEmpty;
        if (n > 1 && !text.ContainsAnyExcept(text[0])) return true;
        return text.SequenceEqual("UNKNOWN"u8) || text.SequenceEqual("UNK"u8) || text.SequenceEqual("NA"u8) || text.SequenceEqual("NONE"u8) || text.SequenceEqual("TEST"u8)
            || text.SequenceEqual("LOT"u8) || text.SequenceEqual("NOLOT"u8) || text.SequenceEqual("LOTNUMBER"u8) || text.SequenceEqual("HISTORICAL"u8)
            || text.SequenceEqual("0"u8) || text.SequenceEqual("1234"u8) || text.SequenceEqual("12345"u8) || text.SequenceEqual("123456"u8);
    }

    /// <summary>True where shapes of the manufacturer are known and the lot has none of them.</summary>
    public static bool IsUnusual(ReadOnlySpan<byte> lot, string? mvx)
    {
        if (lot.IsEmpty || mvx is null || !shapes.TryGetValue(mvx, out var known)) return false;
        foreach (var (shape, first) in known)
            if (Fits(lot, shape, first)) return false;
        return true;
    }

    static bool Fits(ReadOnlySpan<byte> lot, string shape, string first)
    {
        if (lot.Length != shape.Length || first.Length > 0 && !first.Contains((char)(lot[0] & ~32))) return false;
        for (var i = 0; i < lot.Length; i++)
            if (!(shape[i] switch { 'A' => char.IsAsciiLetter((char)lot[i]), '#' => char.IsAsciiDigit((char)lot[i]), var sign => lot[i] == sign })) return false;
        return true;
    }
}
