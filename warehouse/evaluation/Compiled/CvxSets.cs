namespace RegistryAnalytics.Evaluation.Compiled;

/// <summary>Sets of vaccines as bit rows of one flat array; set 0 is empty.</summary>
sealed class CvxSets(ulong[] bits, int wordsPerSet)
{
    internal bool Contains(int set, int cvx) =>
        (bits[set * wordsPerSet + (cvx >> 6)] & (1UL << (cvx & 63))) != 0;
}

/// <summary>Collects sets while a schedule is compiled; equal sets share one number.</summary>
sealed class CvxSetBuilder(int vaccines)
{
    readonly int words = (vaccines + 63) / 64;
    readonly List<ulong> bits = [.. new ulong[(vaccines + 63) / 64]];
    readonly Dictionary<string, int> numbers = new() { [""] = 0 };

    internal int Add(IEnumerable<int> members)
    {
        var sorted = members.Distinct().Order().ToArray();
        var key = string.Join(',', sorted);
        if (numbers.TryGetValue(key, out var known))
            return known;
        var set = new ulong[words];
        foreach (var cvx in sorted)
            set[cvx >> 6] |= 1UL << (cvx & 63);
        bits.AddRange(set);
        return numbers[key] = bits.Count / words - 1;
    }

    internal CvxSets Build() => new([.. bits], words);
}
