namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What a file is like, as far as the rules must know.</summary>
/// <param name="IsRich">It tells so much beside name and birth date that these alone are not enough.</param>
/// <param name="NumberOutweighsFirstName">It has no families: records that share a number, a birth date and a house, but not the first name, are one person with a wrong first name.</param>
public sealed record FileShape(bool IsRich, bool NumberOutweighsFirstName)
{
    /// <summary>A registry's file: rich, with families, twins among them.</summary>
    public static FileShape Registry { get; } = new(true, false);

    /// <summary>The shape of a file of which nothing is known beforehand.</summary>
    /// <param name="judge">Judges with the strictest shape.</param>
    public static FileShape Of(RecordTable table, CandidatePairs candidates, Func<PairComparer> comparer)
    {
        Column[] alone = [Column.Street, Column.Maiden, Column.GuardianFirst];
        var told = alone.Count(column => table[column].Count(value => value != 0) > table.Count * 0.3);
        if (table.AllOf(ListColumn.Phone).Length > table.Count * 0.3) told++;
        if (table.AllOf(ListColumn.Identifier).Length > table.Count * 0.3) told++;
        return new(told >= 3, HasNoFamilies(candidates, comparer));
    }

    // Families show as records of one house and last name with different first names and birth dates; twins as records
    // of one house and birth date with different first names and no number in common.
    static bool HasNoFamilies(CandidatePairs candidates, Func<PairComparer> comparer)
    {
        long numbered = 0, twins = 0, siblings = 0;
        candidates.ForEach(
            () => (Comparer: comparer(), Levels: new byte[PairFields.Count], Bits: new float[PairFields.Count], Found: new long[3]),
            (state, a, b) =>
            {
                state.Comparer.Compare(a, b, state.Levels, state.Bits);
                var levels = state.Levels.AsSpan();
                if (levels[(int)PairField.FirstName] != FirstLevel.Different || PairRules.Household(levels) < 2) return;
                if (levels[(int)PairField.BirthDate] != BirthLevel.Same) state.Found[2]++;
                else state.Found[levels[(int)PairField.Identifier] == IdentifierLevel.Same ? 0 : 1]++;
            },
            state =>
            {
                Interlocked.Add(ref numbered, state.Found[0]);
                Interlocked.Add(ref twins, state.Found[1]);
                Interlocked.Add(ref siblings, state.Found[2]);
            });
        return numbered > 3 * twins && numbered > siblings;
    }
}
