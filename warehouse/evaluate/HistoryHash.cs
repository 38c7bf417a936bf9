using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>A 64-bit image of one person's evaluation input. Chance of a false match: about one in 10^19 a person.</summary>
struct HistoryHash(ulong seed)
{
    ulong state = seed;

    internal void Add(long value) => state = Bucket.Mix(state ^ Bucket.Mix((ulong)value));

    internal readonly long Value => (long)(state >> 1);
}
