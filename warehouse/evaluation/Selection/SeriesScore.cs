using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Selection;

/// <summary>Sections 8.3 to 8.7: points for the scorable series of one group.</summary>
static class SeriesScore
{
    /// <summary>SELECTB-16.</summary>
    internal static bool IsInProcess(PersonState person, int series) =>
        person.Outcomes[series].Status == ForecastStatus.NotComplete && person.Outcomes[series].Satisfied > 0;

    /// <summary>Tables 8-5 and 8-13: scores those that deserve it; the highest wins, among equals the preferred one.</summary>
    /// <returns>The series, or −1 where none was scored.</returns>
    internal static int Best(PersonState person, Span<int> scorable)
    {
        var state = Classify(person, scorable);
        var scored = scorable[..Keep(person, scorable, state)];
        var best = -1;
        var bestScore = int.MinValue;
        foreach (var series in scored)
        {
            var score = state switch
            {
                Standing.Complete => MostValid(person, scored, series, 1),
                Standing.InProcess or Standing.Closed => InProcessScore(person, scored, series),
                _ => NoValidDosesScore(person, scored, series),
            };
            if (score > bestScore || score == bestScore && person.Schedule.Series[series].Preference < person.Schedule.Series[best].Preference)
                (best, bestScore) = (series, score);
        }
        return best;
    }

    /// <summary>
    /// Closed: some have valid doses, none goes on, none can be begun (all contraindicated, immune or aged out); the table has
    /// no column for them. While one without valid doses can be begun, its third outcome holds: those without are scored.
    /// </summary>
    enum Standing { Complete, InProcess, NoValidDoses, Closed }

    /// <summary>The conditions of table 8-5.</summary>
    static Standing Classify(PersonState person, ReadOnlySpan<int> scorable)
    {
        int complete = 0, inProcess = 0, valid = 0;
        var canBegin = false;
        foreach (var series in scorable)
        {
            valid += person.Outcomes[series].Satisfied;
            canBegin |= person.Outcomes[series].Satisfied == 0 && person.Outcomes[series].Status == ForecastStatus.NotComplete;
            if (person.Outcomes[series].Status == ForecastStatus.Complete)
                complete++;
            else if (IsInProcess(person, series))
                inProcess++;
        }
        if (complete >= 2)
            return Standing.Complete;
        if (inProcess >= 2)
            return Standing.InProcess;
        return valid == 0 || canBegin ? Standing.NoValidDoses : Standing.Closed;
    }

    /// <summary>Table 8-5: moves the series to be scored to the front, in their order.</summary>
    static int Keep(PersonState person, Span<int> scorable, Standing state)
    {
        var kept = 0;
        foreach (var series in scorable)
            if (state switch
                {
                    Standing.Complete => person.Outcomes[series].Status == ForecastStatus.Complete,
                    Standing.InProcess => IsInProcess(person, series),
                    Standing.Closed => person.Outcomes[series].Satisfied > 0,
                    _ => person.Outcomes[series].Satisfied == 0,
                })
                scorable[kept++] = series;
        return kept;
    }

    /// <summary>Table 8-9.</summary>
    static int InProcessScore(PersonState person, ReadOnlySpan<int> scored, int series)
    {
        ref readonly var outcome = ref person.Outcomes[series];
        return (person.Schedule.Series[series].IsProductPath && outcome.IsAllValid ? 2 : -2)
            + (outcome.IsCompletable ? 3 : -3)
            + MostValid(person, scored, series, 2)
            + ClosestToCompletion(person, scored, series)
            + FinishesEarliest(person, scored, series);
    }

    /// <summary>Table 8-11.</summary>
    static int NoValidDosesScore(PersonState person, ReadOnlySpan<int> scored, int series) =>
        StartsEarliest(person, scored, series)
        + (person.Outcomes[series].IsCompletable ? 1 : -1)
        + (person.Schedule.Series[series].IsProductPath ? -1 : 1);

    /// <summary>Table 8-7, and the same row of table 8-9 (SELECTB-19).</summary>
    static int MostValid(PersonState person, ReadOnlySpan<int> scored, int series, int points)
    {
        var others = 0;
        foreach (var other in scored)
        {
            if (person.Outcomes[other].Satisfied > person.Outcomes[series].Satisfied)
                return -points;
            if (person.Outcomes[other].Satisfied == person.Outcomes[series].Satisfied && other != series)
                others++;
        }
        return others == 0 ? points : 0;
    }

    /// <summary>SELECTB-5.</summary>
    static int ClosestToCompletion(PersonState person, ReadOnlySpan<int> scored, int series)
    {
        var others = 0;
        foreach (var other in scored)
        {
            if (person.Outcomes[other].NotSatisfied < person.Outcomes[series].NotSatisfied)
                return -2;
            if (person.Outcomes[other].NotSatisfied == person.Outcomes[series].NotSatisfied && other != series)
                others++;
        }
        return others == 0 ? 2 : 0;
    }

    /// <summary>SELECTB-11: only completable series compete.</summary>
    static int FinishesEarliest(PersonState person, ReadOnlySpan<int> scored, int series)
    {
        ref readonly var outcome = ref person.Outcomes[series];
        if (!outcome.IsCompletable)
            return -1;
        var others = 0;
        foreach (var other in scored)
        {
            if (other == series || !person.Outcomes[other].IsCompletable)
                continue;
            if (person.Outcomes[other].Finish < outcome.Finish)
                return -1;
            if (person.Outcomes[other].Finish == outcome.Finish)
                others++;
        }
        return others == 0 ? 1 : 0;
    }

    /// <summary>SELECTB-14: only series with a start date compete.</summary>
    static int StartsEarliest(PersonState person, ReadOnlySpan<int> scored, int series)
    {
        var start = person.Outcomes[series].Earliest;
        if (start == Day.None)
            return -1;
        var others = 0;
        foreach (var other in scored)
        {
            var otherStart = person.Outcomes[other].Earliest;
            if (other == series || otherStart == Day.None)
                continue;
            if (otherStart < start)
                return -1;
            if (otherStart == start)
                others++;
        }
        return others == 0 ? 1 : 0;
    }
}
