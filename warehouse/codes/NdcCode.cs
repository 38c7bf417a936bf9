using System.Buffers.Text;
using System.Text;

namespace RegistryAnalytics.Codes;

/// <summary>One vaccine product package.</summary>
/// <param name="Ndc">11 digits, 5-4-2 without dashes.</param>
/// <param name="Cvx">Vaccine code.</param>
/// <param name="Mvx">Manufacturer.</param>
public sealed record NdcCode(string Ndc, string Cvx, string Mvx, string Product)
{
    public ReadOnlyMemory<byte> Utf8 { get; } = Encoding.UTF8.GetBytes(Ndc);

    /// <summary>The vaccine code as a number.</summary>
    public int CvxNumber { get; } = int.Parse(Cvx, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The shapes in which a national drug code is sent.</summary>
public static class NdcShape
{
    /// <summary>Brings a code to its 11-digit number.</summary>
    /// <param name="sent">5-4-2, 4-4-2, 5-3-2 or 5-4-1 with dashes, or 10 or 11 digits without.</param>
    /// <param name="candidates">Receives up to three readings: ten digits without dashes can be read in three ways.</param>
    /// <returns>Number of readings; 0 = not an NDC.</returns>
    public static int Readings(ReadOnlySpan<byte> sent, Span<ulong> candidates)
    {
        Span<int> lengths = stackalloc int[3];
        Span<ulong> values = stackalloc ulong[3];
        if (sent.IndexOf((byte)'-') >= 0)
        {
            var part = 0;
            foreach (var b in sent)
            {
                if (b == '-') { if (++part == 3) return 0; continue; }
                if (b is < (byte)'0' or > (byte)'9') return 0;
                values[part] = values[part] * 10 + (uint)(b - '0');
                if (++lengths[part] > 5) return 0;
            }
            var known = (lengths[0], lengths[1], lengths[2]) is (5, 4, 2) or (4, 4, 2) or (5, 3, 2) or (5, 4, 1);
            if (!known) return 0;
            candidates[0] = Join(values[0], values[1], values[2]);
            return 1;
        }
        if (!Utf8Parser.TryParse(sent, out ulong number, out var read) || read != sent.Length) return 0;
        if (sent.Length == 11) { candidates[0] = number; return 1; }
        if (sent.Length != 10) return 0;
        candidates[0] = number;
        candidates[1] = Join(number / 100_000, number / 100 % 1000, number % 100);
        candidates[2] = Join(number / 100_000, number / 10 % 10_000, number % 10);
        return 3;
    }

    static ulong Join(ulong labeler, ulong product, ulong package) => labeler * 1_000_000 + product * 100 + package;
}
