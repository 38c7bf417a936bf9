namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A named rule that overrides the score of a pair.</summary>
public enum PairRule : byte
{
    None,
    /// <summary>Same birth date (± 1 day), one household, first names that disagree: two children of one birth.</summary>
    Twin,
    /// <summary>As <see cref="Twin"/>, and both birth orders are told and differ.</summary>
    TwinBirthOrder,
    /// <summary>One household, birth dates and first names that disagree: two children of one mother.</summary>
    Sibling,
    /// <summary>Told to be of a multiple birth, and the first names are only alike: a person must look.</summary>
    MultipleBirth,
    /// <summary>First names only loosely alike, or not the same and second names that differ, in one household on one birth date: a person must look.</summary>
    NamesLooselyAlike,
    /// <summary>A newborn placeholder without mother and address, or with several named children to choose from.</summary>
    NewbornUnclear,
    /// <summary>Same name, births more than ten years apart.</summary>
    Generations,
    /// <summary>A number in common, first names that disagree: a household's or a clerk's error, never proof.</summary>
    SharedNumber,
    /// <summary>Name and birth date agree, and beside them neither the house nor two other things, in a file that tells much more: not enough.</summary>
    Uncorroborated,
    /// <summary>Name and birth date agree, and of the rest at least as much disagrees as agrees, in a file that tells much more.</summary>
    Contradicted,
    /// <summary>Birth dates that are no slip of each other, without a number in common or with first names that are not quite the same, or a slip beside another sex or name: a sibling named alike, a parent, a spouse.</summary>
    BirthDatesDisagree,
    /// <summary>Two birth certificates of one registrar: two births.</summary>
    BirthCertificates,
    /// <summary>A sender's merge or a reviewer's "same".</summary>
    DecidedSame,
    /// <summary>A reviewer's "different" or "twin".</summary>
    DecidedDifferent,
}

/// <summary>What a rule does, weakest first.</summary>
public enum PairEffect : byte
{
    /// <summary>The score decides.</summary>
    Score,
    /// <summary>Not above review.</summary>
    Review,
    /// <summary>Not a match, but the records may still meet in one person through others.</summary>
    No,
    /// <summary>Never in one person.</summary>
    CannotLink,
}

/// <summary>Twins, siblings, newborns, fathers and sons, shared numbers: rules after scoring.</summary>
/// <remarks>Source of the cases: public immunization-registry guidance on patient matching. Tests: tests/warehouse/Linkage/PairRulesTests.cs.</remarks>
public sealed class PairRules(RecordTable t, FileShape shape)
{
    /// <summary>What a rule does.</summary>
    public static PairEffect EffectOf(PairRule rule) => rule switch
    {
        PairRule.None or PairRule.DecidedSame => PairEffect.Score,
        PairRule.MultipleBirth or PairRule.NamesLooselyAlike or PairRule.NewbornUnclear or PairRule.SharedNumber or PairRule.Uncorroborated or PairRule.Contradicted or PairRule.BirthDatesDisagree => PairEffect.Review,
        PairRule.Sibling or PairRule.Generations or PairRule.Twin => PairEffect.No,
        _ => PairEffect.CannotLink,
    };

    /// <summary>The strongest rule that a compared pair meets.</summary>
    public PairRule Read(int a, int b, ReadOnlySpan<byte> levels)
    {
        if (TwoBirthCertificates(a, b)) return PairRule.BirthCertificates;
        var first = levels[(int)PairField.FirstName];
        var birth = levels[(int)PairField.BirthDate];
        var disagree = first == FirstLevel.Different || first == FirstLevel.Fair;
        var household = Household(levels);
        var sameDay = birth == BirthLevel.Same || birth is BirthLevel.OneEdit or BirthLevel.Near && DaysApart(a, b) <= 1;
        var order = levels[(int)PairField.BirthOrder];
        if (sameDay && order == TwoLevel.Different && first is not (FirstLevel.Same or FirstLevel.Nickname) && household >= 1) return PairRule.TwinBirthOrder;
        var number = levels[(int)PairField.Identifier];
        var sameNumber = number is IdentifierLevel.Same or IdentifierLevel.Mixed;
        if (first == FirstLevel.Different && !(shape.NumberOutweighsFirstName && number == IdentifierLevel.Same && household >= 1))
        {
            if (household >= 2 || household == 1 && sameDay && OnlyLastNameTold(levels)) return sameDay ? PairRule.Twin : birth >= BirthLevel.Near ? PairRule.Sibling : PairRule.SharedNumber;
            if (sameNumber) return PairRule.SharedNumber;
        }
        if (birth == BirthLevel.Different && !(number == IdentifierLevel.Same) && YearsApart(a, b) > 10) return PairRule.Generations;
        var multiple = t[Column.MultipleBirth][a] == 2 || t[Column.MultipleBirth][b] == 2;
        var newborn = t[Column.Newborn][a] != 0 || t[Column.Newborn][b] != 0;
        if (newborn && birth >= BirthLevel.Near && !sameDay) return PairRule.Sibling;
        if (newborn && birth != 0 && !NewbornProven(levels, sameDay, multiple)) return PairRule.NewbornUnclear;
        if (multiple && !newborn && first is not (FirstLevel.Same or FirstLevel.Nickname) && number != IdentifierLevel.Same && !IsLaterOfBoth(a, b)) return PairRule.MultipleBirth;
        // Twins are named alike, and are told apart by the second name.
        var otherName = disagree || first is not (FirstLevel.Missing or FirstLevel.Same or FirstLevel.Nickname) && levels[(int)PairField.MiddleName] == MiddleLevel.Different;
        if (otherName && sameDay && household >= 2 && number is not (IdentifierLevel.Same or IdentifierLevel.Close) && !IsCertifiedSingle(a, b)) return PairRule.NamesLooselyAlike;
        if (shape.IsRich && !newborn)
        {
            var (against, agreeing) = (Against(levels), For(a, b, levels));
            // Two of the three that name a person are others: a cousin or another child of the house named alike.
            if (levels[(int)PairField.LastName] == LastLevel.Different && birth != BirthLevel.Same && !sameNumber) return PairRule.Contradicted;
            if (!Corroborated(levels) || !IsHouse(levels) && agreeing < 2) return PairRule.Uncorroborated;
            // Another address, and nothing else that names the house: two things more must agree than disagree.
            var moved = levels[(int)PairField.Address] >= AddressLevel.Street && !IsHouse(levels);
            if (against > agreeing || against == agreeing && against > 1 || moved && agreeing < against + 2) return PairRule.Contradicted;
            if (birth == BirthLevel.Different && number is not IdentifierLevel.Same || birth >= BirthLevel.TwoEdits && first > FirstLevel.Nickname
                || birth > BirthLevel.Same && first > FirstLevel.Nickname && number is not IdentifierLevel.Same && IsOther(levels)) return PairRule.BirthDatesDisagree;
        }
        return PairRule.None;
    }

    // More than a slip of the pen: another sex or second name, or first names that are only alike.
    static bool IsOther(ReadOnlySpan<byte> levels) => levels[(int)PairField.Sex] == TwoLevel.Different || levels[(int)PairField.MiddleName] == MiddleLevel.Different
        || levels[(int)PairField.FirstName] is FirstLevel.Fair or FirstLevel.Middle or FirstLevel.Words;

    // Both tell the same birth order, and not the first, which many fill in unasked.
    bool IsLaterOfBoth(int a, int b) => t[Column.BirthOrder][a] > 1 && t[Column.BirthOrder][a] == t[Column.BirthOrder][b];

    // The registrar of one of the two births says that there was no twin.
    bool IsCertifiedSingle(int a, int b) => IsCertifiedSingle(a) || IsCertifiedSingle(b);

    bool IsCertifiedSingle(int row) => t[Column.MultipleBirth][row] == 1 && t[Column.RecordType][row] != 0 && t.Pool[t[Column.RecordType][row]] == "birth";

    // Nothing but the last name could have shown a household.
    static bool OnlyLastNameTold(ReadOnlySpan<byte> levels) =>
        levels[(int)PairField.MaidenName] == 0 && levels[(int)PairField.Guardian] == 0 && levels[(int)PairField.Address] == 0
        && levels[(int)PairField.Phone] == 0 && levels[(int)PairField.Email] == 0;

    // Something beside name, birth date and sex agrees.
    static bool Corroborated(ReadOnlySpan<byte> levels) =>
        levels[(int)PairField.MiddleName] is MiddleLevel.Same && levels[(int)PairField.Locality] is LocalityLevel.Zip or LocalityLevel.ZipSlip or LocalityLevel.City
        || levels[(int)PairField.MaidenName] is PlainLevel.Same or PlainLevel.Close
        || levels[(int)PairField.Guardian] is GuardianLevel.Same or GuardianLevel.First
        || levels[(int)PairField.Address] is AddressLevel.Same or AddressLevel.Close
        || levels[(int)PairField.Phone] is PlainLevel.Same or PlainLevel.Close
        || levels[(int)PairField.Email] is PlainLevel.Same or PlainLevel.Close
        || levels[(int)PairField.Identifier] is IdentifierLevel.Same or IdentifierLevel.Mixed or IdentifierLevel.Close;

    // Fields beside first name, birth date and sex that agree; a sender's own number counts for two.
    int For(int a, int b, ReadOnlySpan<byte> levels) =>
        Household(levels) - (levels[(int)PairField.LastName] is LastLevel.Same or LastLevel.Words or LastLevel.Close ? 1 : 0)
        + (levels[(int)PairField.MiddleName] is MiddleLevel.Same or MiddleLevel.Close || levels[(int)PairField.FirstName] == FirstLevel.Middle ? 1 : 0)
        + (levels[(int)PairField.Phone] == PlainLevel.Close ? 1 : 0)
        + levels[(int)PairField.Identifier] switch { IdentifierLevel.Close => 1, IdentifierLevel.Same => IsOfOneSender(a, b) ? 2 : 1, _ => 0 };

    bool IsOfOneSender(int a, int b) => t[Column.Source][a] != 0 && t[Column.Source][a] == t[Column.Source][b];

    // What says which house it is; a guardian's or a middle name is shared by many.
    static bool IsHouse(ReadOnlySpan<byte> levels) => levels[(int)PairField.Address] is AddressLevel.Same or AddressLevel.Close
        || levels[(int)PairField.Phone] == PlainLevel.Same || levels[(int)PairField.Email] == PlainLevel.Same;

    // Fields that disagree outright; address and place are one, another last name counts for two. It counts for one where first name, birth
    // date, house and telephone, mail or middle name agree: somebody married, or was given the father's name.
    static int Against(ReadOnlySpan<byte> levels) =>
        (levels[(int)PairField.LastName] is not LastLevel.Different ? 0 : IsOneOfTheHouse(levels) ? 1 : 2) + (levels[(int)PairField.MiddleName] is MiddleLevel.Different ? 1 : 0)
        + (levels[(int)PairField.MaidenName] is PlainLevel.Different ? 1 : 0) + (levels[(int)PairField.Guardian] is GuardianLevel.Different ? 1 : 0)
        + (levels[(int)PairField.Phone] is PlainLevel.Different ? 1 : 0) + (levels[(int)PairField.Address] >= AddressLevel.Street ? 1 : 0)
        + (levels[(int)PairField.Identifier] is IdentifierLevel.SeveralDifferent ? 2 : levels[(int)PairField.Identifier] is IdentifierLevel.PersonalDifferent ? 1 : 0);

    static bool IsOneOfTheHouse(ReadOnlySpan<byte> levels) => levels[(int)PairField.FirstName] is FirstLevel.Same or FirstLevel.Nickname
        && levels[(int)PairField.BirthDate] == BirthLevel.Same && levels[(int)PairField.Address] == AddressLevel.Same
        && (levels[(int)PairField.Phone] == PlainLevel.Same || levels[(int)PairField.Email] == PlainLevel.Same || levels[(int)PairField.MiddleName] == MiddleLevel.Same);

    /// <summary>Signs that two records are of one household: last name, maiden name, guardian, address, telephone, mail.</summary>
    public static int Household(ReadOnlySpan<byte> levels)
    {
        var signs = 0;
        if (levels[(int)PairField.LastName] is LastLevel.Same or LastLevel.Words or LastLevel.Close) signs++;
        if (levels[(int)PairField.MaidenName] is PlainLevel.Same or PlainLevel.Close) signs++;
        if (levels[(int)PairField.Guardian] is GuardianLevel.Same or GuardianLevel.First or GuardianLevel.Last) signs++;
        if (levels[(int)PairField.Address] is AddressLevel.Same or AddressLevel.Close) signs++;
        if (levels[(int)PairField.Phone] == PlainLevel.Same) signs++;
        if (levels[(int)PairField.Email] == PlainLevel.Same) signs++;
        return signs;
    }

    // Mother and place agree, the sex does not disagree; twins need a number as well.
    static bool NewbornProven(ReadOnlySpan<byte> levels, bool sameDay, bool multiple)
    {
        var mother = levels[(int)PairField.MaidenName] is PlainLevel.Same or PlainLevel.Close
            || levels[(int)PairField.Guardian] is GuardianLevel.Same or GuardianLevel.First
            || levels[(int)PairField.LastName] is LastLevel.Same or LastLevel.Words;
        var number = levels[(int)PairField.Identifier] is IdentifierLevel.Same or IdentifierLevel.Mixed;
        var place = number || levels[(int)PairField.Address] is AddressLevel.Same or AddressLevel.Close || levels[(int)PairField.Phone] == PlainLevel.Same;
        return sameDay && mother && place && levels[(int)PairField.Sex] != TwoLevel.Different && (!multiple || number || levels[(int)PairField.BirthOrder] == TwoLevel.Same);
    }

    bool TwoBirthCertificates(int a, int b)
    {
        var left = t.List(ListColumn.Identifier, a);
        var right = t.List(ListColumn.Identifier, b);
        if (left.Length == 0 || right.Length == 0) return false;
        var leftKinds = t.List(ListColumn.IdentifierKind, a);
        var rightKinds = t.List(ListColumn.IdentifierKind, b);
        var differ = false;
        for (var i = 0; i < left.Length; i++)
            for (var j = 0; j < right.Length; j++)
            {
                if (leftKinds[i] != rightKinds[j] || !IdentifierKinds.IsBirthCertificate(t.Pool[leftKinds[i]])) continue;
                if (left[i] == right[j]) return false;
                differ |= !TextDistance.Within(t.Pool[left[i]], t.Pool[right[j]], 1);
            }
        return differ;
    }

    int DaysApart(int a, int b)
    {
        var (x, y) = (t[Column.Birth][a], t[Column.Birth][b]);
        return BirthDate.IsReal(x) && BirthDate.IsReal(y) ? Math.Abs(BirthDate.DayNumber(x) - BirthDate.DayNumber(y)) : int.MaxValue;
    }

    int YearsApart(int a, int b) => Math.Abs(t[Column.Birth][a] - t[Column.Birth][b]) / 10000;
}
