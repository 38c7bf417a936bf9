namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>How alike two texts are.</summary>
public static class TextDistance
{
    /// <summary>Jaro–Winkler similarity, prefix scale 0.1 over at most 4 characters, at every similarity.</summary>
    /// <returns>0 (nothing in common, or a side is empty) to 1 (equal). Only the first 64 characters count.</returns>
    /// <remarks>Source: Winkler 1990. Tests: tests/warehouse/Linkage/TextDistanceTests.cs holds it to a slow, obvious version.</remarks>
    public static double JaroWinkler(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length > 64) a = a[..64];
        if (b.Length > 64) b = b[..64];
        if (a.Length == 0 || b.Length == 0) return 0;
        var window = Math.Max(0, Math.Max(a.Length, b.Length) / 2 - 1);
        ulong usedA = 0, usedB = 0;
        var common = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var to = Math.Min(b.Length - 1, i + window);
            for (var j = Math.Max(0, i - window); j <= to; j++)
            {
                if (a[i] != b[j] || (usedB >> j & 1) != 0) continue;
                usedA |= 1UL << i;
                usedB |= 1UL << j;
                common++;
                break;
            }
        }
        if (common == 0) return 0;
        var moved = 0;
        for (int i = 0, j = 0; i < a.Length; i++)
        {
            if ((usedA >> i & 1) == 0) continue;
            while ((usedB >> j & 1) == 0) j++;
            if (a[i] != b[j++]) moved++;
        }
        double m = common;
        var jaro = (m / a.Length + m / b.Length + (m - moved / 2) / m) / 3;
        var prefix = 0;
        while (prefix < 4 && prefix < a.Length && prefix < b.Length && a[prefix] == b[prefix]) prefix++;
        return jaro + prefix * 0.1 * (1 - jaro);
    }

    /// <summary>Whether one text turns into the other by at most <paramref name="limit"/> single steps: insert, drop, replace, swap neighbours.</summary>
    /// <param name="a">A text of at most 64 characters; longer texts are compared on their first 64.</param>
    /// <param name="b">The other text.</param>
    /// <param name="limit">1 or more.</param>
    /// <remarks>Optimal string alignment: no part is edited twice.</remarks>
    public static bool Within(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        if (a.Length > 64) a = a[..64];
        if (b.Length > 64) b = b[..64];
        if (Math.Abs(a.Length - b.Length) > limit) return false;
        var common = a.CommonPrefixLength(b);
        a = a[common..];
        b = b[common..];
        while (a.Length > 0 && b.Length > 0 && a[^1] == b[^1])
        {
            a = a[..^1];
            b = b[..^1];
        }
        if (a.Length <= 1 && b.Length <= 1) return true;
        if (limit == 1) return a.Length == 2 && b.Length == 2 && a[0] == b[1] && a[1] == b[0];
        Span<int> before = stackalloc int[65], last = stackalloc int[65], now = stackalloc int[65];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            var best = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var value = Math.Min(Math.Min(last[j] + 1, now[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) value = Math.Min(value, before[j - 2] + 1);
                now[j] = value;
                best = Math.Min(best, value);
            }
            if (best > limit) return false;
            var spare = before;
            before = last;
            last = now;
            now = spare;
        }
        return last[b.Length] <= limit;
    }
}
