using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>Chapter 8: one prioritized series per series group, then the best of an antigen.</summary>
static class OracleSelection
{
    internal static List<OracleSeries> Best(OracleContext context)
    {
        var prioritized = context.RelevantSeries.Select(context.Worked).GroupBy(s => s.Series.Select.Group).OrderBy(g => g.Key)
            .Where(g => IsOpen(context, g.ToList()))
            .Select(g => Prioritized(context, g.ToList())).OfType<OracleSeries>().ToList();
        return prioritized.Where(p => IsBest(p, prioritized)).ToList();
    }

    /// <summary>
    /// Not in the specification's text, and needed by its published cases: a group in which nothing was begun is open only
    /// while some member may be started at the age at assessment.
    /// </summary>
    static bool IsOpen(OracleContext context, List<OracleSeries> group) => group.Any(s =>
        s.ValidDoses > 0 || OracleDates.IsInAge(context.Person.Born, context.Person.AsOf, s.Series.Select.MinAgeToStart, s.Series.Select.MaxAgeToStart));

    static bool IsComplete(OracleSeries s) => s.Forecast!.Status == "Complete";

    static bool IsInProcess(OracleSeries s) => s.Forecast!.Status == "Not Complete" && s.ValidDoses > 0;

    /// <summary>Tables 8-2, 8-3, 8-5 and 8-13.</summary>
    static OracleSeries? Prioritized(OracleContext context, List<OracleSeries> group)
    {
        var defaults = group.Where(s => s.Series.Select.DefaultSeries).ToList();
        var scorable = group.Where(s => IsScorable(context, s, group, defaults)).ToList();
        if (scorable.Count == 0)
            return defaults.Count == 1 ? defaults[0] : null;
        if (scorable.Count == 1)
            return scorable[0];
        var complete = scorable.Where(IsComplete).ToList();
        if (complete.Count == 1)
            return complete[0];
        var inProcess = scorable.Where(IsInProcess).ToList();
        if (complete.Count == 0 && inProcess.Count == 1)
            return inProcess[0];
        if (complete.Count == 0 && inProcess.Count == 0 && defaults.Count == 1 && scorable.Contains(defaults[0]))
            return defaults[0];
        if (complete.Count > 1)
            return Highest(complete, CompletePoints);
        if (inProcess.Count > 1)
            return Highest(inProcess, (s, all) => InProcessPoints(context, s, all));
        // Table 8-5 does not say what is scored where valid doses exist and no series is complete or in process: those that
        // can still be begun, else (all contraindicated, immune, aged out …) those with valid doses by the in-process points.
        var unbegun = scorable.Where(s => s.ValidDoses == 0).ToList();
        return unbegun.Count == scorable.Count || unbegun.Any(s => s.Forecast!.Status == "Not Complete")
            ? Highest(unbegun, (s, all) => NoValidDosePoints(context, s, all))
            : Highest(scorable.Where(s => s.ValidDoses > 0).ToList(), (s, all) => InProcessPoints(context, s, all));
    }

    /// <summary>SELECTBEST-2.</summary>
    static OracleSeries Highest(List<OracleSeries> scored, Func<OracleSeries, List<OracleSeries>, int> points) =>
        scored.OrderByDescending(s => points(s, scored)).ThenBy(s => s.Series.Select.Preference ?? int.MaxValue).First();

    /// <summary>SELECTB-24 and SELECTSCORE-2.</summary>
    static bool IsScorable(OracleContext context, OracleSeries s, List<OracleSeries> group, List<OracleSeries> defaults)
    {
        var isCandidate = s.Forecast!.Status != "Contraindicated" || group.All(g => g.Forecast!.Status == "Contraindicated");
        var firstValid = OracleDates.Earliest(s.Targets.Select(t => t.SatisfiedBy?.Date));
        var maximumStart = s.Series.Select.MaxAgeToStart is { } m ? context.Person.Born.Plus(m) : OracleDates.End;
        return s.Series.Type switch
        {
            SeriesType.Risk => isCandidate && group.All(g => s.Series.Select.Priority <= g.Series.Select.Priority),
            SeriesType.Standard => isCandidate && (firstValid < maximumStart || (group.All(g => g.ValidDoses == 0) && defaults.Count == 0)),
            _ => IsComplete(s),
        };
    }

    /// <summary>The middle column of the point tables holds where two or more series share what the first asks for.</summary>
    static int Points(int one, int tied, int none, bool isTrue, int howMany) => !isTrue ? none : howMany > 1 ? tied : one;

    static int MostValid(int points, OracleSeries s, List<OracleSeries> all)
    {
        var most = all.Max(o => o.ValidDoses);
        return Points(points, 0, -points, s.ValidDoses == most, all.Count(o => o.ValidDoses == most));
    }

    /// <summary>Table 8-7.</summary>
    static int CompletePoints(OracleSeries s, List<OracleSeries> all) => MostValid(1, s, all);

    /// <summary>Table 8-9.</summary>
    static int InProcessPoints(OracleContext context, OracleSeries s, List<OracleSeries> all)
    {
        var fewest = all.Min(Unsatisfied);
        var finishing = all.Where(o => IsCompletable(context, o)).ToList();
        var first = finishing.Count == 0 ? null : (DateOnly?)finishing.Min(o => Finish(context, o));
        return (s.Series.Select.ProductPath && s.Evaluations.Where(e => e.TargetDose is not null).All(e => e.Status == "Valid") ? 2 : -2)
            + (IsCompletable(context, s) ? 3 : -3)
            + MostValid(2, s, all)
            + Points(2, 0, -2, Unsatisfied(s) == fewest, all.Count(o => Unsatisfied(o) == fewest))
            + Points(1, 0, -1, finishing.Contains(s) && Finish(context, s) == first, finishing.Count(o => Finish(context, o) == first));
    }

    /// <summary>Table 8-11.</summary>
    static int NoValidDosePoints(OracleContext context, OracleSeries s, List<OracleSeries> all)
    {
        var first = OracleDates.Earliest(all.Select(o => o.Forecast!.Earliest));
        return Points(1, 0, -1, first is not null && s.Forecast!.Earliest == first, all.Count(o => o.Forecast!.Earliest == first))
            + (IsCompletable(context, s) ? 1 : -1)
            + (s.Series.Select.ProductPath ? -1 : 1);
    }

    /// <summary>SELECTB-5.</summary>
    static int Unsatisfied(OracleSeries s) => s.Targets.Count(t => t.Status == "Not Satisfied");

    /// <summary>SELECTB-12: the earliest date plus the longest minimum interval among the target doses that remain after that one.</summary>
    static DateOnly Finish(OracleContext context, OracleSeries s)
    {
        if (s.Forecast!.Earliest is not { } earliest)
            return OracleDates.End;
        return s.Targets.Where(t => t.Status == "Not Satisfied").Skip(1).SelectMany(t => t.Dose.Intervals)
            .Where(i => OracleDates.IsRelevant(context.Person.AsOf, i.Effective, i.Cessation)).Select(i => i.Minimum).OfType<Period>()
            .Select(p => earliest.Plus(p)).Append(earliest).Max();
    }

    /// <summary>SELECTB-3; a series that is not forecast cannot be completed, one whose last dose has no maximum age always can.</summary>
    static bool IsCompletable(OracleContext context, OracleSeries s)
    {
        if (s.Forecast!.Status != "Not Complete")
            return false;
        var age = s.Targets[^1].Dose.Ages.FirstOrDefault(a => OracleDates.IsRelevant(context.Person.AsOf, a.Effective, a.Cessation));
        return age?.Maximum is not { } maximum || Finish(context, s) < context.Person.Born.Plus(maximum);
    }

    /// <summary>Table 8-14.</summary>
    static bool IsBest(OracleSeries p, List<OracleSeries> prioritized)
    {
        if (IsComplete(p))
            return true;
        var equivalent = prioritized.Where(o => p.Series.EquivalentSeriesGroups.Contains(o.Series.Select.Group)).ToList();
        if (equivalent.Any(IsComplete) || p.Series.Type == SeriesType.EvaluationOnly)
            return false;
        return p.Series.Type == SeriesType.Risk || !equivalent.Any(o => o.Series.Type == SeriesType.Risk);
    }
}
