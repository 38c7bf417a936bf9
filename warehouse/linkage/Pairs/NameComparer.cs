using System.Numerics;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>How alike two names are, best first.</summary>
public enum NameLikeness : byte { Same, Nickname, Close, Words, Initial, Fair, Different }

/// <summary>Compares names of one pool and remembers what it found. One for each thread.</summary>
public sealed class NameComparer(TextPool pool)
{
    const int Slots = 1 << 16;
    readonly ulong[] remembered = new ulong[Slots];
    readonly NameLikeness[] likeness = new NameLikeness[Slots];

    /// <summary>Compares two names that are told.</summary>
    public NameLikeness Compare(int a, int b)
    {
        if (a == b || pool.Joined(a) == pool.Joined(b)) return NameLikeness.Same;
        // So many letters apart that nothing but a nickname could relate them.
        if (BitOperations.PopCount(pool.Letters(a) ^ pool.Letters(b)) > 7 && pool.Words(a) is null && pool.Words(b) is null && pool[a].Length > 1 && pool[b].Length > 1)
            return Nicknames.Related(pool.Nickname(a), pool.Nickname(b)) ? NameLikeness.Nickname : NameLikeness.Different;
        var key = a < b ? (ulong)a << 32 | (uint)b : (ulong)b << 32 | (uint)a;
        var slot = (int)(Bucket.Mix(key) & (Slots - 1));
        if (remembered[slot] == key) return likeness[slot];
        remembered[slot] = key;
        return likeness[slot] = Look(a, b);
    }

    NameLikeness Look(int a, int b)
    {
        if (Nicknames.Related(pool.Nickname(a), pool.Nickname(b))) return NameLikeness.Nickname;
        var x = pool[pool.Joined(a)].AsSpan();
        var y = pool[pool.Joined(b)].AsSpan();
        if (x.Length == 1 || y.Length == 1) return x[0] == y[0] ? NameLikeness.Initial : NameLikeness.Different;
        var similarity = TextDistance.JaroWinkler(x, y);
        var shorter = Math.Min(x.Length, y.Length);
        if (similarity >= 0.92 || shorter >= 4 && similarity >= 0.7 && TextDistance.Within(x, y, 1)) return NameLikeness.Close;
        if (ShareWord(a, b)) return NameLikeness.Words;
        return similarity >= 0.80 || shorter >= 6 && similarity >= 0.7 && TextDistance.Within(x, y, 2) ? NameLikeness.Fair : NameLikeness.Different;
    }

    // SMITH and SMITH JONES; MARY ANN and ANN. Words of one letter prove nothing.
    bool ShareWord(int a, int b)
    {
        var left = pool.Words(a);
        var right = pool.Words(b);
        if (left is null && right is null) return false;
        foreach (var word in left ?? [a])
        {
            if (pool[word].Length < 2) continue;
            foreach (var other in right ?? [b])
                if (word == other || pool[other].Length > 3 && TextDistance.JaroWinkler(pool[word], pool[other]) >= 0.95) return true;
        }
        return false;
    }
}
