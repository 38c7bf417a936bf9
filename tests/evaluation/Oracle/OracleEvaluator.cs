using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>Chapter 6 and the loop of figure 4-6.</summary>
static class OracleEvaluator
{
    internal static void Evaluate(OracleContext context, OracleSeries series)
    {
        foreach (var dose in context.Administered)
            series.Evaluations.Add(EvaluateDose(context, series, dose));
    }

    static OracleEvaluation EvaluateDose(OracleContext context, OracleSeries series, OracleDose dose)
    {
        while (true)
        {
            var target = series.Targets.FirstOrDefault(t => t.Status == "Not Satisfied");
            if (target is null)
                return new OracleEvaluation(dose, "Extraneous", ["series-complete"], null);
            // Table 6-3.
            if (dose.Date > (dose.LotExpires ?? OracleDates.End))
                return new OracleEvaluation(dose, "Sub-standard", ["lot-expired"], target.Dose.Number);
            if (dose.HasCondition)
                return new OracleEvaluation(dose, "Sub-standard", ["dose-condition"], target.Dose.Number);
            if (OracleSkip.CanSkip(context, series, target.Dose, SkipContext.Evaluation, dose.Date, dose))
            {
                target.Status = "Skipped";
                continue;
            }
            var evaluation = HoldAgainst(context, series, dose, target.Dose);
            if (evaluation.Status == "Valid")
            {
                target.Status = "Satisfied";
                target.SatisfiedBy = dose;
                if (target.Dose.Recurring)
                    series.Targets.Insert(series.Targets.IndexOf(target) + 1, new OracleTarget(target.Dose));
            }
            return evaluation;
        }
    }

    /// <summary>Table 6-13 and table 6-31.</summary>
    static OracleEvaluation HoldAgainst(OracleContext context, OracleSeries series, OracleDose dose, SeriesDose target)
    {
        if (target.InadvertentVaccines.Contains(dose.Cvx))
            return new OracleEvaluation(dose, "Not Valid", ["inadvertent"], target.Number);
        var age = Age(context, dose, target);
        var intervals = PreferableIntervals(context, series, dose, target);
        // What the preferable intervals said no longer matters where the allowable ones decide.
        if (intervals.Contains("too-soon") && AreAllowableIntervalsSatisfied(context, series, dose, target))
            intervals.Clear();
        var reasons = new List<string?>(intervals)
        {
            age,
            IsInConflict(context, series, dose) ? "live-virus-conflict" : null,
            IsPreferable(context, dose, target) || IsAllowable(context, dose, target) ? null : "not-preferable-or-allowable",
        }.OfType<string>().ToList();
        var status = age == "too-old" ? "Extraneous" : reasons.All(r => r.StartsWith("grace", StringComparison.Ordinal)) ? "Valid" : "Not Valid";
        return new OracleEvaluation(dose, status, reasons, target.Number);
    }

    /// <summary>Table 6-15.</summary>
    static string? Age(OracleContext context, OracleDose dose, SeriesDose target)
    {
        var born = context.Person.Born;
        var row = target.Ages.FirstOrDefault(a => OracleDates.IsRelevant(dose.Date, a.Effective, a.Cessation));
        if (row is null)
            return null;
        var absoluteMinimum = row.AbsoluteMinimum is { } am ? born.Plus(am) : OracleDates.Beginning;
        var minimum = row.Minimum is { } m ? born.Plus(m) : OracleDates.Beginning;
        var maximum = row.Maximum is { } x ? born.Plus(x) : OracleDates.End;
        return dose.Date < absoluteMinimum ? "too-young"
            : dose.Date >= maximum ? "too-old"
            : dose.Date < minimum ? "grace-age"
            : null;
    }

    /// <summary>Table 6-18 for each preferable interval; one that is too soon fails them all.</summary>
    static List<string> PreferableIntervals(OracleContext context, OracleSeries series, OracleDose dose, SeriesDose target) =>
        target.Intervals.Where(i => OracleDates.IsRelevant(dose.Date, i.Effective, i.Cessation)).Select(i =>
        {
            var reference = Reference(context, series, i.From, i.TargetDose, i.MostRecentCvx, i.ObservationCode, dose);
            return dose.Date < (reference.Plus(i.AbsoluteMinimum) ?? OracleDates.Beginning) ? "too-soon"
                : dose.Date < (reference.Plus(i.Minimum) ?? OracleDates.Beginning) ? "grace-interval"
                : null;
        }).OfType<string>().Distinct().ToList();

    /// <summary>Table 6-21 for all allowable intervals; a target dose without any cannot be satisfied by them.</summary>
    static bool AreAllowableIntervalsSatisfied(OracleContext context, OracleSeries series, OracleDose dose, SeriesDose target)
    {
        var rows = target.AllowableIntervals.Where(i => OracleDates.IsRelevant(dose.Date, i.Effective, i.Cessation)).ToList();
        return rows.Count > 0 && rows.All(i =>
            dose.Date >= (Reference(context, series, i.From, i.TargetDose, [], null, dose).Plus(i.AbsoluteMinimum) ?? OracleDates.Beginning));
    }

    /// <summary>CALCDTINT-1, -2, -8 and -9.</summary>
    /// <param name="before">The dose that is being evaluated; null when forecasting.</param>
    internal static DateOnly? Reference(
        OracleContext context, OracleSeries series, IntervalReference from, int? targetDose, Rows<string> mostRecent, string? observation, OracleDose? before) => from switch
    {
        IntervalReference.PreviousDose => OracleSkip.Before(context.Administered, before)
            .LastOrDefault(d => series.Evaluations.Any(e => e.Dose == d && (e.Status is "Valid" or "Not Valid") && !e.IsInadvertent))?.Date,
        IntervalReference.TargetDose => series.Targets.LastOrDefault(t => t.Dose.Number == targetDose && t.SatisfiedBy is not null)?.SatisfiedBy?.Date,
        IntervalReference.MostRecentVaccine => OracleSkip.Before(context.History, before)
            .LastOrDefault(d => mostRecent.Contains(d.Cvx) && !series.Evaluations.Any(e => e.Dose == d && e.IsInadvertent))?.Date,
        _ => OracleDates.Latest(context.Person.Observations.Where(o => o.Code == observation).Select(o => o.Date)),
    };

    /// <summary>CONFLICT-3 with CALCDTCONFLICT-1 and -2.</summary>
    static bool IsInConflict(OracleContext context, OracleSeries series, OracleDose dose) =>
        context.Conflicts.Where(c => c.Rule.CurrentCvx == dose.Cvx && OracleSkip.Before([c.Previous], dose).Any()).Any(c =>
        {
            var status = series.Evaluations.FirstOrDefault(e => e.Dose == c.Previous)?.Status;
            var end = status is null or "Valid" ? c.Rule.MinimumEnd : c.Rule.End;
            return c.Previous.Date.Plus(c.Rule.Begin) <= dose.Date && dose.Date < c.Previous.Date.Plus(end);
        });

    /// <summary>Table 6-26; volume never decides. Where a dose comes without a trade name, CVX with MVX tell the product.</summary>
    static bool IsPreferable(OracleContext context, OracleDose dose, SeriesDose target) => target.PreferableVaccines.Any(v =>
        v.Cvx == dose.Cvx && OracleDates.IsInAge(context.Person.Born, dose.Date, v.BeginAge, v.EndAge) &&
        (v.TradeName is null || v.TradeName == dose.TradeName || (dose.TradeName is null && v.Mvx is not null && v.Mvx == dose.Mvx)));

    /// <summary>Table 6-29.</summary>
    static bool IsAllowable(OracleContext context, OracleDose dose, SeriesDose target) => target.AllowableVaccines.Any(v =>
        v.Cvx == dose.Cvx && OracleDates.IsInAge(context.Person.Born, dose.Date, v.BeginAge, v.EndAge));
}
