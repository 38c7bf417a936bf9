using RegistryAnalytics.Evaluation.Compiled;

namespace RegistryAnalytics.Evaluation.Persons;

/// <summary>Buffers of the selection, and the best series found so far.</summary>
sealed partial class PersonState
{
    internal readonly int[] Candidates = new int[LongestGroup(schedule)];
    internal readonly int[] Scorable = new int[LongestGroup(schedule)];
    internal readonly int[] Prioritized = new int[schedule.Series.Length];

    /// <summary>The best series that the vaccine group forecast at hand contains.</summary>
    internal readonly int[] Contained = new int[schedule.Series.Length];
    internal int ContainedCount;
    internal ReadOnlySpan<int> ContainedSeries => Contained.AsSpan(0, ContainedCount);

    readonly int[] best = new int[schedule.Series.Length];
    readonly Slice[] bestOfAntigen = new Slice[schedule.Antigens.Length];
    int bestCount;

    internal void ClearBest()
    {
        bestCount = 0;
        Array.Clear(bestOfAntigen);
    }

    internal void AddBest(int series)
    {
        var own = bestOfAntigen[Antigen];
        bestOfAntigen[Antigen] = own.Count == 0 ? new(bestCount, 1) : new(own.Start, own.Count + 1);
        best[bestCount++] = series;
    }

    internal ReadOnlySpan<int> BestOf(int antigen) => bestOfAntigen[antigen].Of(best);

    static int LongestGroup(ScheduleTables schedule)
    {
        var longest = 0;
        foreach (var group in schedule.SeriesGroups)
            longest = Math.Max(longest, group.Members.Count);
        return longest;
    }
}
