using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What two records must share to be looked at as a pair. Rules from <see cref="LastFirst"/> on are loose: they run within a budget.</summary>
public enum BlockingRule
{
    BirthLastSound, BirthFirst3, Last4First3Year, ZipBirth, AddressYear, MaidenBirth, EitherNameYear, NewbornBirth,
    Identifier, Phone, Email,
    LastFirst, LastZip, FirstZip, FirstYear, LastYear, LastCityFirst3, AddressFirst3, Birth, ZipYear, BirthSwapped,
}

/// <summary>The keys under which a record stands for each blocking rule.</summary>
/// <remarks>A key is 64 bits of our own hash: two different things may share a key, which costs a comparison and no more.</remarks>
public static class BlockingRules
{
    /// <summary>How many rules there are, strict and loose.</summary>
    public const int Count = (int)BlockingRule.BirthSwapped + 1;

    /// <summary>Whether a rule is loose: for data without birth dates or with many errors, within a budget of pairs.</summary>
    public static bool IsLoose(BlockingRule rule) => rule >= BlockingRule.LastFirst;

    /// <summary>Writes the keys of one record under one rule; none where a part is not told.</summary>
    public static void Keys(RecordTable t, int row, BlockingRule rule, List<ulong> to)
    {
        var birth = t[Column.Birth][row];
        if (birth % 100 == 0) birth = 0;
        var year = t[Column.Birth][row] / 10000;
        var first = t[Column.First][row];
        var last = t[Column.Last][row];
        switch (rule)
        {
            case BlockingRule.BirthLastSound:
                Add(to, rule, birth, t.Pool.SoundOf(last));
                if (t.Pool.Words(last) is { } words) foreach (var word in words) Add(to, rule, birth, t.Pool.SoundOf(word));
                foreach (var other in t.List(ListColumn.OtherLast, row)) Add(to, rule, birth, t.Pool.SoundOf(other));
                break;
            case BlockingRule.BirthFirst3:
                Add(to, rule, birth, Prefix(t, first, 3));
                foreach (var other in t.List(ListColumn.OtherFirst, row)) Add(to, rule, birth, Prefix(t, other, 3));
                break;
            case BlockingRule.Last4First3Year: Add(to, rule, Prefix(t, last, 4), Prefix(t, first, 3), year); break;
            case BlockingRule.ZipBirth: Add(to, rule, t[Column.Zip][row], birth); break;
            case BlockingRule.AddressYear: Add(to, rule, t[Column.Number][row] == 0 ? 0 : t[Column.StreetLine][row], year); break;
            case BlockingRule.MaidenBirth: Add(to, rule, t.Pool.SoundOf(t[Column.Maiden][row]), birth); break;
            case BlockingRule.EitherNameYear:
                long a = t.Pool.SoundOf(first), b = t.Pool.SoundOf(last);
                if (a != 0 && b != 0) Add(to, rule, Math.Min(a, b), Math.Max(a, b), year);
                break;
            case BlockingRule.NewbornBirth:
                var zip3 = Prefix(t, t[Column.Zip][row], 3);
                Add(to, rule, birth, t.Pool.SoundOf(t[Column.Maiden][row]), zip3);
                if (t[Column.Newborn][row] != 0) Add(to, rule, birth, t.Pool.SoundOf(last), zip3);
                break;
            case BlockingRule.Identifier: foreach (var id in t.List(ListColumn.Identifier, row)) Add(to, rule, id); break;
            case BlockingRule.Phone: foreach (var phone in t.List(ListColumn.Phone, row)) Add(to, rule, phone); break;
            case BlockingRule.Email: foreach (var mail in t.List(ListColumn.Email, row)) Add(to, rule, mail); break;
            case BlockingRule.LastFirst: Add(to, rule, t.Pool.SoundOf(last), t.Pool.SoundOf(first)); break;
            case BlockingRule.LastZip: Add(to, rule, t.Pool.SoundOf(last), t[Column.Zip][row]); break;
            case BlockingRule.FirstZip: Add(to, rule, t.Pool.SoundOf(first), t[Column.Zip][row]); break;
            case BlockingRule.FirstYear: Add(to, rule, t.Pool.Joined(first), year); break;
            case BlockingRule.LastYear: Add(to, rule, t.Pool.Joined(last), year); break;
            case BlockingRule.LastCityFirst3: Add(to, rule, t.Pool.SoundOf(last), t[Column.City][row], Prefix(t, first, 1)); break;
            case BlockingRule.AddressFirst3: Add(to, rule, t[Column.StreetLine][row], Prefix(t, first, 3)); break;
            case BlockingRule.Birth: Add(to, rule, birth); break;
            case BlockingRule.ZipYear: Add(to, rule, t[Column.Zip][row], year); break;
            case BlockingRule.BirthSwapped:
                var other2 = BirthDate.Swapped(birth);
                if (birth != 0 && other2 != 0) Add(to, rule, Math.Min(birth, other2), t[Column.Sex][row] + 1);
                break;
        }
    }

    static void Add(List<ulong> to, BlockingRule rule, long a, long b = -1, long c = -1)
    {
        if (a == 0 || b == 0 || c == 0) return;
        var key = Bucket.Mix(Bucket.Mix(Bucket.Mix((ulong)(a * 64 + (long)rule)) ^ (ulong)b) ^ (ulong)c);
        if (!to.Contains(key)) to.Add(key);
    }

    static long Prefix(RecordTable t, int text, int length)
    {
        if (text == 0) return 0;
        var joined = t.Pool.Joined(text);
        var letters = t.Pool[joined == 0 ? text : joined].AsSpan();
        return TextPool.Hash(letters[..Math.Min(length, letters.Length)]);
    }
}
