using System.Numerics;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Synth;

/// <summary>A stream of chance, the same for the same seed on every machine.</summary>
/// <remarks>
/// xoshiro256** (Blackman, Vigna 2018), seeded by SplitMix64. Nothing here uses functions whose last bit depends on the
/// processor or the C library: only integers and + − × ÷. A household's stream depends on the seed and its number alone,
/// so the order in which households are made does not matter.
/// </remarks>
sealed class Rng
{
    ulong s0, s1, s2, s3;

    internal Rng(long seed, long stream) => Restart(seed, stream);

    internal void Restart(long seed, long stream)
    {
        var x = unchecked(Bucket.Mix((ulong)seed) ^ (Bucket.Mix((ulong)stream) * 0x9E3779B97F4A7C15UL));
        s0 = Bucket.Mix(x);
        s1 = Bucket.Mix(unchecked(x + 0x9E3779B97F4A7C15UL));
        s2 = Bucket.Mix(unchecked(x + 2 * 0x9E3779B97F4A7C15UL));
        s3 = Bucket.Mix(unchecked(x + 3 * 0x9E3779B97F4A7C15UL));
    }

    internal ulong Next()
    {
        var result = unchecked(BitOperations.RotateLeft(unchecked(s1 * 5), 7) * 9);
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>0 to n − 1.</summary>
    internal int Below(int n) => (int)Math.BigMul(Next(), (ulong)n, out _);

    /// <summary>Both ends included.</summary>
    internal int Between(int from, int to) => from + Below(to - from + 1);

    /// <summary>0 up to, not including, 1.</summary>
    internal double Unit() => (Next() >> 11) * (1.0 / (1L << 53));

    internal bool Chance(double p) => Unit() < p;

    /// <summary>Bell-shaped, mean 0, variance 1, within ± 6: the sum of twelve uniform numbers.</summary>
    internal double Bell()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += Unit();
        return sum;
    }

    /// <summary>0 or more, most of them small: uniform squared times uniform, times the scale.</summary>
    internal int Skewed(int scale)
    {
        var u = Unit();
        return (int)(u * u * Unit() * scale);
    }

    internal T Pick<T>(T[] list) => list[Below(list.Length)];
}
