using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Selection;

/// <summary>Sections 8.1 to 8.7: at most one prioritized series of a series group.</summary>
/// <remarks>The gate on ages to start is not in the specification's text: docs/adr/0011-readings-of-the-specification.md.</remarks>
static class PrioritizedSeries
{
    /// <returns>The series, or −1 where the group has none.</returns>
    internal static int Find(PersonState person, in SeriesGroupRow group)
    {
        var relevant = 0;
        foreach (var series in group.Members.Of(person.Schedule.SeriesGroupMembers))
            if (person.IsRelevant[series])
                person.Candidates[relevant++] = series;
        var members = person.Candidates.AsSpan(0, relevant);
        if (relevant == 0 || !MayBeStarted(person, members))
            return -1;
        var scorable = person.Scorable.AsSpan(0, SelectScorable(person, members));
        return Single(person, members, scorable, out var found) ? found : SeriesScore.Best(person, scorable);
    }

    /// <summary>Whether some member is in progress, or the person's age lies in its ages to start.</summary>
    static bool MayBeStarted(PersonState person, ReadOnlySpan<int> members)
    {
        foreach (var series in members)
            if (person.Outcomes[series].Satisfied > 0)
                return true;
        foreach (var series in members)
            if (person.IsAgedNow(person.Schedule.Series[series].MinAgeToStart, person.Schedule.Series[series].MaxAgeToStart))
                return true;
        return false;
    }

    /// <summary>Table 8-2: the scorable series, written to <c>person.Scorable</c>.</summary>
    static int SelectScorable(PersonState person, ReadOnlySpan<int> members)
    {
        var allContraindicated = true;
        var noneValid = true;
        var hasDefault = false;
        var bestPriority = int.MaxValue;
        foreach (var series in members)
        {
            allContraindicated &= person.Outcomes[series].Status == ForecastStatus.Contraindicated;
            noneValid &= person.Outcomes[series].Satisfied == 0;
            hasDefault |= person.Schedule.Series[series].IsDefault;
            bestPriority = Math.Min(bestPriority, person.Schedule.Series[series].Priority);
        }
        var count = 0;
        foreach (var series in members)
            if (IsScorable(person, series, allContraindicated, bestPriority, noneValid && !hasDefault))
                person.Scorable[count++] = series;
        return count;
    }

    /// <summary>SELECTB-24 and SELECTSCORE-2.</summary>
    static bool IsScorable(PersonState person, int series, bool allContraindicated, int bestPriority, bool standardWithoutDoses)
    {
        ref readonly var row = ref person.Schedule.Series[series];
        ref readonly var outcome = ref person.Outcomes[series];
        var isCandidate = allContraindicated || outcome.Status != ForecastStatus.Contraindicated;
        return row.Type switch
        {
            SeriesType.EvaluationOnly => outcome.Status == ForecastStatus.Complete,
            SeriesType.Risk => isCandidate && row.Priority == bestPriority,
            _ => isCandidate && (standardWithoutDoses
                || outcome.FirstValidDay != Day.None && outcome.FirstValidDay < person.AgeDays[row.MaxAgeToStart]),
        };
    }

    /// <summary>Table 8-3: is there a single prioritized series in the group?</summary>
    static bool Single(PersonState person, ReadOnlySpan<int> members, ReadOnlySpan<int> scorable, out int found)
    {
        var defaultSeries = -1;
        var defaults = 0;
        foreach (var series in members)
        {
            if (!person.Schedule.Series[series].IsDefault)
                continue;
            defaults++;
            defaultSeries = series;
        }
        if (scorable.Length == 0)
        {
            found = defaults == 1 ? defaultSeries : -1;
            return true;
        }
        found = scorable[0];
        if (scorable.Length == 1)
            return true;
        int complete = 0, inProcess = 0, lastComplete = -1, lastInProcess = -1;
        var defaultIsScorable = false;
        foreach (var series in scorable)
        {
            defaultIsScorable |= series == defaultSeries;
            if (person.Outcomes[series].Status == ForecastStatus.Complete)
                (complete, lastComplete) = (complete + 1, series);
            else if (SeriesScore.IsInProcess(person, series))
                (inProcess, lastInProcess) = (inProcess + 1, series);
        }
        found = complete switch
        {
            1 => lastComplete,
            > 1 => -1,
            _ => inProcess switch { 1 => lastInProcess, > 1 => -1, _ => defaults == 1 && defaultIsScorable ? defaultSeries : -1 },
        };
        return found >= 0;
    }
}
