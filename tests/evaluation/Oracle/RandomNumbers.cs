namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>SplitMix64: the same numbers on every machine and version.</summary>
sealed class RandomNumbers(ulong seed)
{
    ulong state = seed * 0xD1342543DE82EF95UL;

    /// <summary>0 to below.</summary>
    internal int One(int below)
    {
        state = unchecked(state + 0x9E3779B97F4A7C15UL);
        var z = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return (int)((z ^ (z >> 31)) % (ulong)below);
    }

    internal T Of<T>(IReadOnlyList<T> list) => list[One(list.Count)];
}
