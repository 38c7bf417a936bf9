namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What a file is like, as far as the rules must know.</summary>
/// <param name="IsRich">It tells so much beside name and birth date that these alone are not enough.</param>
/// <param name="NumberOutweighsFirstName">It has no families: records that share a number, a birth date and a house, but not the first name, are one person with a wrong first name.</param>
public sealed record FileShape(bool IsRich, bool NumberOutweighsFirstName)
{
    // In a file of fewer records whatever else is told may be what most records would tell.
    const int FewRecords = 100;

    // Fewer such pairs say nothing about what a file is like.
    const int FewestSeen = 5;

    /// <summary>A registry's file: rich, with families, twins among them.</summary>
    public static FileShape Registry { get; } = new(true, false);

    /// <summary>The shape of a file of which nothing is known beforehand.</summary>
    /// <param name="pairs">Every pair that may matter.</param>
    public static FileShape Of(RecordTable table, Frequencies frequencies, List<ScoredPair> pairs)
    {
        Column[] alone = [Column.Street, Column.Maiden, Column.GuardianFirst];
        var told = alone.Count(column => table[column].Count(value => value != 0) > table.Count * 0.3);
        if (table.AllOf(ListColumn.Phone).Length > table.Count * 0.3) told++;
        if (table.AllOf(ListColumn.Identifier).Length > table.Count * 0.3) told++;
        return new(told >= (table.Count < FewRecords ? 1 : 3), HasNoFamilies(pairs, new PairComparer(table, frequencies)));
    }

    // Families show as records of one house and last name with different first names and birth dates; twins as records
    // of one house and birth date with different first names and no number in common.
    static bool HasNoFamilies(List<ScoredPair> pairs, PairComparer comparer)
    {
        long numbered = 0, twins = 0, siblings = 0;
        Span<byte> levels = stackalloc byte[PairFields.Count];
        Span<float> bits = stackalloc float[PairFields.Count];
        foreach (var pair in pairs)
        {
            comparer.Compare(pair.A, pair.B, levels, bits);
            if (levels[(int)PairField.FirstName] != FirstLevel.Different || PairRules.Household(levels) < 2) continue;
            if (levels[(int)PairField.BirthDate] != BirthLevel.Same) siblings++;
            else if (levels[(int)PairField.Identifier] == IdentifierLevel.Same) numbered++;
            else twins++;
        }
        return numbered >= FewestSeen && numbered > 3 * twins && numbered > siblings;
    }
}
