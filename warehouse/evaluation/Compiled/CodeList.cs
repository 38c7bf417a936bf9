namespace RegistryAnalytics.Evaluation.Compiled;

/// <summary>Gives codes small numbers in the order in which they first appear.</summary>
sealed class CodeList
{
    readonly List<string> codes = [];
    readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);

    internal CodeList(params ReadOnlySpan<string> first)
    {
        foreach (var code in first)
            Add(code);
    }

    internal int Count => codes.Count;
    internal string[] Codes => [.. codes];

    internal int Add(string code)
    {
        if (indexes.TryGetValue(code, out var known))
            return known;
        codes.Add(code);
        return indexes[code] = codes.Count - 1;
    }

    /// <summary>Lookup by a normal form of the code.</summary>
    internal Dictionary<string, int> Indexes(Func<string, string> normalForm)
    {
        var lookup = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var code in codes)
            lookup.TryAdd(normalForm(code), indexes[code]);
        return lookup;
    }
}
