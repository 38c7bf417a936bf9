namespace RegistryAnalytics.Codes;

/// <summary>The bucket of a person: the unit by which per-person work is split and facts are ordered.</summary>
/// <remarks>
/// Our own hash, because an engine's built-in hash may change between its versions and the facts must be splittable over
/// machines without re-keying. SplitMix64's finalizer (Steele, Lea, Flood 2014), low bits taken. SQL calls it
/// as <c>bucket_of</c>; a published build has a macro of that name, tests/warehouse/Sql/PublishedFunctionsTests.cs holds the two together.
/// </remarks>
public static class Bucket
{
    /// <summary>Number of buckets; a power of two.</summary>
    public const int Count = 64;

    /// <summary>The bucket of a key.</summary>
    /// <returns>0 to <see cref="Count"/> − 1.</returns>
    public static int Of(long key) => (int)(Mix((ulong)key) & (Count - 1));

    /// <summary>A well-spread 64-bit image of a key; different keys have different images.</summary>
    public static ulong Mix(ulong key)
    {
        var z = unchecked(key + 0x9E3779B97F4A7C15UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
