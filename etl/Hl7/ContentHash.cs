using System.Runtime.InteropServices;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>64-bit hash of the bytes of a message, by which replays are told from changed replays.</summary>
/// <remarks>Our own and fixed for good, because it is stored: four lanes of eight bytes, mixed as <see cref="Bucket.Mix"/> does.
/// Not for use against an adversary; the archive is named by SHA-256.</remarks>
public static class ContentHash
{
    const ulong Prime = 0x9FB21C651E98DF25UL;

    public static long Of(ReadOnlySpan<byte> bytes)
    {
        ulong a = (ulong)bytes.Length, b = Prime, c = ~Prime, d = Prime << 1;
        while (bytes.Length >= 32)
        {
            var words = MemoryMarshal.Cast<byte, ulong>(bytes[..32]);
            a = Round(a, words[0]);
            b = Round(b, words[1]);
            c = Round(c, words[2]);
            d = Round(d, words[3]);
            bytes = bytes[32..];
        }
        var all = Bucket.Mix(a) ^ ulong.RotateLeft(Bucket.Mix(b), 17) ^ ulong.RotateLeft(Bucket.Mix(c), 31) ^ ulong.RotateLeft(Bucket.Mix(d), 47);
        foreach (var rest in bytes) all = Round(all, rest);
        return (long)Bucket.Mix(all);
    }

    static ulong Round(ulong state, ulong word) => ulong.RotateLeft(unchecked((state ^ word) * Prime), 29);
}
