namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Compares two records field by field. One for each thread.</summary>
public sealed class PairComparer(RecordTable t, Frequencies frequencies)
{
    readonly NameComparer names = new(t.Pool);

    /// <summary>Writes the level of each field and the bits of the agreeing value (0 where no value agrees).</summary>
    /// <param name="a">A row.</param>
    /// <param name="b">Another row.</param>
    /// <param name="levels">One level a field, see the level classes.</param>
    /// <param name="bits">−log2 of how common the agreeing value is, by field.</param>
    public void Compare(int a, int b, Span<byte> levels, Span<float> bits)
    {
        levels.Clear();
        bits.Clear();
        PersonNames(a, b, levels, bits);
        levels[(int)PairField.Suffix] = Two(Column.Suffix, a, b);
        levels[(int)PairField.Sex] = Two(Column.Sex, a, b);
        levels[(int)PairField.BirthOrder] = Two(Column.BirthOrder, a, b);
        Birth(a, b, levels, bits);
        Address(a, b, levels, bits);
        Locality(a, b, levels, bits);
        levels[(int)PairField.Phone] = Contact(ListColumn.Phone, a, b, ref bits[(int)PairField.Phone]);
        levels[(int)PairField.Email] = Contact(ListColumn.Email, a, b, ref bits[(int)PairField.Email]);
        Maiden(a, b, levels, bits);
        Guardian(a, b, levels, bits);
        levels[(int)PairField.Identifier] = Identifiers(a, b, ref bits[(int)PairField.Identifier]);
    }

    byte Two(Column column, int a, int b)
    {
        var (x, y) = (t[column][a], t[column][b]);
        return x == 0 || y == 0 ? TwoLevel.Missing : x == y ? TwoLevel.Same : TwoLevel.Different;
    }

    void PersonNames(int a, int b, Span<byte> levels, Span<float> bits)
    {
        var (f1, f2) = (t[Column.First][a], t[Column.First][b]);
        var (m1, m2) = (t[Column.Middle][a], t[Column.Middle][b]);
        var (l1, l2) = (t[Column.Last][a], t[Column.Last][b]);
        var first = f1 == 0 || f2 == 0 ? FirstLevel.Missing : First(names.Compare(f1, f2));
        var last = l1 == 0 || l2 == 0 ? LastLevel.Missing : Last(names.Compare(l1, l2));
        var middle = m1 == 0 || m2 == 0 ? MiddleLevel.Missing : Middle(names.Compare(m1, m2));
        if (last != LastLevel.Same && (Known(l2, ListColumn.OtherLast, a) || Known(l1, ListColumn.OtherLast, b))) last = LastLevel.Words;
        if (first > FirstLevel.Nickname && (Known(f2, ListColumn.OtherFirst, a) || Known(f1, ListColumn.OtherFirst, b))) first = FirstLevel.Nickname;
        // A newborn bears its mother's name until it is named: that it is another than the child's says nothing.
        if (last > LastLevel.Words && (BearsMothersName(a, b) || BearsMothersName(b, a))) last = LastLevel.Missing;
        var firstBits = first == FirstLevel.Missing ? 0 : Math.Min(frequencies.First(t.Pool.Joined(f1)), frequencies.First(t.Pool.Joined(f2)));
        if (first > FirstLevel.Close && (AsGood(f1, m2) || AsGood(f2, m1)))
        {
            first = FirstLevel.Middle;
            middle = MiddleLevel.Missing;
        }
        else if ((first > FirstLevel.Words || first == 0) && (last > LastLevel.Words || last == 0) && IsSwapped(f1, l1, f2, l2))
        {
            first = FirstLevel.Swapped;
            last = LastLevel.Missing;
        }
        levels[(int)PairField.FirstName] = first;
        levels[(int)PairField.MiddleName] = middle;
        levels[(int)PairField.LastName] = last;
        if (first is not (FirstLevel.Middle or FirstLevel.Swapped)) bits[(int)PairField.FirstName] = firstBits;
        if (last != LastLevel.Missing) bits[(int)PairField.LastName] = Math.Min(frequencies.Last(t.Pool.Joined(l1)), frequencies.Last(t.Pool.Joined(l2)));
    }

    bool BearsMothersName(int newborn, int named) => t[Column.Newborn][newborn] != 0 && t[Column.Newborn][named] == 0
        && t[Column.Maiden][named] != 0 && t.Pool.Joined(t[Column.Last][newborn]) == t.Pool.Joined(t[Column.Maiden][named]);

    bool Known(int name, ListColumn column, int row)
    {
        if (name == 0) return false;
        foreach (var other in t.List(column, row))
            if (t.Pool.Joined(other) == t.Pool.Joined(name)) return true;
        return false;
    }

    bool AsGood(int a, int b) => a != 0 && b != 0 && System.Numerics.BitOperations.PopCount(t.Pool.Letters(a) ^ t.Pool.Letters(b)) <= 3
        && t.Pool[a].Length > 1 && names.Compare(a, b) <= NameLikeness.Close;

    // Both crossed pairs agree, or one does and the other is not told.
    bool IsSwapped(int f1, int l1, int f2, int l2)
    {
        var one = AsGood(f1, l2);
        var two = AsGood(l1, f2);
        return one && two || one && (l1 == 0 || f2 == 0) || two && (f1 == 0 || l2 == 0);
    }

    static byte First(NameLikeness likeness) => likeness switch
    {
        NameLikeness.Same => FirstLevel.Same,
        NameLikeness.Nickname => FirstLevel.Nickname,
        NameLikeness.Close => FirstLevel.Close,
        NameLikeness.Words => FirstLevel.Words,
        NameLikeness.Initial => FirstLevel.Initial,
        NameLikeness.Fair => FirstLevel.Fair,
        _ => FirstLevel.Different,
    };

    static byte Last(NameLikeness likeness) => likeness switch
    {
        NameLikeness.Same => LastLevel.Same,
        NameLikeness.Close => LastLevel.Close,
        NameLikeness.Words => LastLevel.Words,
        NameLikeness.Fair or NameLikeness.Initial => LastLevel.Fair,
        _ => LastLevel.Different,
    };

    static byte Middle(NameLikeness likeness) => likeness switch
    {
        NameLikeness.Same => MiddleLevel.Same,
        NameLikeness.Initial => MiddleLevel.Initial,
        NameLikeness.Nickname or NameLikeness.Close or NameLikeness.Words => MiddleLevel.Close,
        _ => MiddleLevel.Different,
    };

    void Birth(int a, int b, Span<byte> levels, Span<float> bits)
    {
        var (x, y) = (t[Column.Birth][a], t[Column.Birth][b]);
        if (x == 0 || y == 0) return;
        levels[(int)PairField.BirthDate] = BirthOf(x, y);
        bits[(int)PairField.BirthDate] = Math.Min(frequencies.Birth(x), frequencies.Birth(y));
    }

    /// <summary>Level of two birth dates that are told.</summary>
    public static byte BirthOf(int x, int y)
    {
        if (!BirthDate.IsWhole(x) || !BirthDate.IsWhole(y))
            return x / 10000 != y / 10000 ? BirthLevel.Different : x / 100 == y / 100 && x / 100 % 100 != 0 ? BirthLevel.Near : BirthLevel.Year;
        if (x == y) return BirthLevel.Same;
        if (BirthDate.Swapped(x) == y) return BirthLevel.Swapped;
        if (BirthDate.OneEdit(x, y)) return BirthLevel.OneEdit;
        if (x / 100 == y / 100) return BirthLevel.Near;
        if (BirthDate.DigitsApart(x, y) <= 2) return BirthLevel.TwoEdits;
        return x / 10000 == y / 10000 || x % 10000 == y % 10000 ? BirthLevel.Year : BirthLevel.Different;
    }

    void Address(int a, int b, Span<byte> levels, Span<float> bits)
    {
        var (x, y) = (t[Column.Street][a], t[Column.Street][b]);
        if (x == 0 || y == 0) return;
        var (n1, n2) = (t[Column.Number][a], t[Column.Number][b]);
        byte level;
        if (x == y) level = n1 == n2 ? AddressLevel.Same : n1 != 0 && n2 != 0 && TextDistance.Within(t.Pool[n1], t.Pool[n2], 1) ? AddressLevel.Close : AddressLevel.Street;
        else
        {
            var similarity = TextDistance.JaroWinkler(t.Pool[x], t.Pool[y]);
            level = similarity >= 0.92 ? n1 == n2 ? AddressLevel.Close : AddressLevel.Street
                : similarity >= 0.85 ? n1 == n2 && n1 != 0 ? AddressLevel.Close : AddressLevel.Alike
                : n1 == n2 && n1 != 0 && similarity >= 0.7 ? AddressLevel.Alike : AddressLevel.Different;
        }
        levels[(int)PairField.Address] = level;
        bits[(int)PairField.Address] = Math.Min(frequencies.Line(t[Column.StreetLine][a]), frequencies.Line(t[Column.StreetLine][b]));
    }

    void Locality(int a, int b, Span<byte> levels, Span<float> bits)
    {
        var (z1, z2) = (t[Column.Zip][a], t[Column.Zip][b]);
        var (c1, c2) = (t[Column.City][a], t[Column.City][b]);
        var zips = z1 != 0 && z2 != 0;
        var cities = c1 != 0 && c2 != 0;
        if (!zips && !cities) return;
        ref var level = ref levels[(int)PairField.Locality];
        ref var bit = ref bits[(int)PairField.Locality];
        if (zips && z1 == z2) (level, bit) = (LocalityLevel.Zip, frequencies.Zip(z1));
        else if (zips && cities && c1 == c2 && TextDistance.Within(t.Pool[z1], t.Pool[z2], 1)) (level, bit) = (LocalityLevel.ZipSlip, frequencies.City(c1));
        else if (cities && c1 == c2) (level, bit) = (LocalityLevel.City, frequencies.City(c1));
        else if (cities && TextDistance.JaroWinkler(t.Pool[c1], t.Pool[c2]) >= 0.88) (level, bit) = (LocalityLevel.Alike, Math.Min(frequencies.City(c1), frequencies.City(c2)));
        else if (zips && TextDistance.Within(t.Pool[z1], t.Pool[z2], 1)) (level, bit) = (LocalityLevel.Alike, Math.Min(frequencies.Zip(z1), frequencies.Zip(z2)));
        else level = LocalityLevel.Different;
    }

    byte Contact(ListColumn column, int a, int b, ref float bits)
    {
        var left = t.List(column, a);
        var right = t.List(column, b);
        if (left.Length == 0 || right.Length == 0) return PlainLevel.Missing;
        var level = PlainLevel.Different;
        foreach (var x in left)
            foreach (var y in right)
            {
                if (x == y)
                {
                    bits = Math.Max(bits, column == ListColumn.Phone ? frequencies.Phone(x) : frequencies.Email(x));
                    level = PlainLevel.Same;
                }
                else if (level == PlainLevel.Different && (column == ListColumn.Phone ? IsPhoneSlip(t.Pool[x], t.Pool[y]) : IsMailSlip(t.Pool[x], t.Pool[y]))) level = PlainLevel.Close;
            }
        return level;
    }

    // Another area code, or one digit off.
    static bool IsPhoneSlip(string a, string b) => a.AsSpan()[^7..].SequenceEqual(b.AsSpan()[^7..]) || TextDistance.Within(a, b, 1);

    static bool IsMailSlip(string a, string b) => SameBox(a, b) || TextDistance.JaroWinkler(a, b) >= 0.94;

    // The part before the @ is the same and says something.
    static bool SameBox(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var at = a.IndexOf('@');
        return at >= 6 && b.Length > at && b[at] == '@' && a[..at].SequenceEqual(b[..at]);
    }

    void Maiden(int a, int b, Span<byte> levels, Span<float> bits)
    {
        var (x, y) = (t[Column.Maiden][a], t[Column.Maiden][b]);
        if (x == 0 || y == 0) return;
        // A mother's name that is the child's on both sides has been counted with the last name.
        if (x == t[Column.Last][a] && y == t[Column.Last][b] && levels[(int)PairField.LastName] == LastLevel.Same) return;
        levels[(int)PairField.MaidenName] = names.Compare(x, y) switch
        {
            NameLikeness.Same => PlainLevel.Same,
            NameLikeness.Close or NameLikeness.Words => PlainLevel.Close,
            _ => PlainLevel.Different,
        };
        bits[(int)PairField.MaidenName] = Math.Min(frequencies.Maiden(t.Pool.Joined(x)), frequencies.Maiden(t.Pool.Joined(y)));
    }

    void Guardian(int a, int b, Span<byte> levels, Span<float> bits)
    {
        var (f1, f2) = (t[Column.GuardianFirst][a], t[Column.GuardianFirst][b]);
        var (l1, l2) = (t[Column.GuardianLast][a], t[Column.GuardianLast][b]);
        var first = f1 != 0 && f2 != 0;
        var last = l1 != 0 && l2 != 0;
        if (!first && !last) return;
        var firstAgrees = first && names.Compare(f1, f2) <= NameLikeness.Close;
        var lastAgrees = last && names.Compare(l1, l2) <= NameLikeness.Words;
        levels[(int)PairField.Guardian] = firstAgrees ? lastAgrees ? GuardianLevel.Same : GuardianLevel.First
            : lastAgrees && !first ? GuardianLevel.Last : GuardianLevel.Different;
        if (first) bits[(int)PairField.Guardian] = Math.Min(frequencies.Guardian(t.Pool.Joined(f1)), frequencies.Guardian(t.Pool.Joined(f2)));
    }

    byte Identifiers(int a, int b, ref float bits)
    {
        var left = t.List(ListColumn.Identifier, a);
        var right = t.List(ListColumn.Identifier, b);
        if (left.Length == 0 || right.Length == 0) return IdentifierLevel.Missing;
        var leftKinds = t.List(ListColumn.IdentifierKind, a);
        var rightKinds = t.List(ListColumn.IdentifierKind, b);
        bool same = false, close = false, local = false;
        int personal = 0, personalKind = 0;
        for (var i = 0; i < left.Length; i++)
            for (var j = 0; j < right.Length; j++)
            {
                if (leftKinds[i] != rightKinds[j]) continue;
                if (left[i] == right[j])
                {
                    same = true;
                    bits = Math.Max(bits, frequencies.Identifier(left[i]));
                    continue;
                }
                if (AgreesOn(leftKinds[i], left, leftKinds, right)) continue;
                var prefix = t.Pool[leftKinds[i]];
                var x = t.Pool[left[i]].AsSpan(prefix.Length);
                var y = t.Pool[right[j]].AsSpan(prefix.Length);
                if (!IdentifierKinds.IsPersonal(prefix)) local = true;
                else if (x.Length >= 6 && TextDistance.Within(x, y, 1)) close = true;
                else if (personalKind != leftKinds[i])
                {
                    personal++;
                    personalKind = leftKinds[i];
                }
            }
        return same ? personal > 0 ? IdentifierLevel.Mixed : IdentifierLevel.Same
            : close && personal == 0 ? IdentifierLevel.Close : personal > 1 ? IdentifierLevel.SeveralDifferent : personal > 0 ? IdentifierLevel.PersonalDifferent
            : local ? IdentifierLevel.LocalDifferent : IdentifierLevel.Missing;
    }

    // Somebody with an old and a new number of one kind agrees on the kind where one of them is the same.
    static bool AgreesOn(int kind, ReadOnlySpan<int> left, ReadOnlySpan<int> leftKinds, ReadOnlySpan<int> right)
    {
        for (var i = 0; i < left.Length; i++)
            if (leftKinds[i] == kind && right.Contains(left[i])) return true;
        return false;
    }
}
