using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>Section 6.2, used by 6.2, 7.1 and 7.6.</summary>
static class OracleSkip
{
    /// <summary>Table 6-11, over the conditional skips of the context; any that is met skips.</summary>
    /// <param name="before">The dose that is being evaluated; null when forecasting. Only doses before it count.</param>
    internal static bool CanSkip(OracleContext context, OracleSeries series, SeriesDose dose, SkipContext skipContext, DateOnly reference, OracleDose? before)
    {
        // RELEVANT-1 and -2: a set that does not hold on the day takes no part.
        var anchor = before?.Date ?? context.Person.AsOf;
        return dose.ConditionalSkips.Where(s => s.Context == skipContext || s.Context == SkipContext.Both).Any(s =>
        {
            var sets = s.Sets.Where(set => OracleDates.IsRelevant(anchor, set.Effective, set.Cessation)).ToList();
            return sets.Count > 0 && (s.SetLogic == SkipLogic.And ? sets.All(IsSetMet) : sets.Any(IsSetMet));
        });

        // Table 6-10.
        bool IsSetMet(SkipSet set) => set.ConditionLogic == SkipLogic.Or ? set.Conditions.Any(IsConditionMet) : set.Conditions.All(IsConditionMet);

        bool IsConditionMet(SkipCondition c) => c.Type switch
        {
            SkipConditionType.Age => OracleDates.IsInAge(context.Person.Born, reference, c.BeginAge, c.EndAge),
            SkipConditionType.CompletedSeries => c.SeriesGroups.Any(context.IsGroupComplete),
            SkipConditionType.Interval => Before(context.Administered, before).LastOrDefault() is { } previous && reference >= previous.Date.Plus(c.Interval!.Value),
            _ => Compare(Count(c), c),
        };

        // CONDSKIP-1: vaccines that are named count wherever they stand in the history; unnamed ones are the antigen's.
        int Count(SkipCondition c) =>
            Before(c.VaccineTypes.Count == 0 ? context.Administered : context.History, before)
                .Where(d => (c.StartDate ?? OracleDates.Beginning) <= d.Date && d.Date < (c.EndDate ?? OracleDates.End))
                .Where(d => OracleDates.IsInAge(context.Person.Born, d.Date, c.BeginAge, c.EndAge))
                .Where(d => c.VaccineTypes.Count == 0 || c.VaccineTypes.Contains(d.Cvx))
                .Count(d => c.DoseType == DoseCountType.Total || series.Evaluations.Any(e => e.Dose == d && e.Status == "Valid"));
    }

    static bool Compare(int count, SkipCondition c) => c.CountLogic switch
    {
        DoseCountLogic.GreaterThan => count > c.DoseCount,
        DoseCountLogic.EqualTo => count == c.DoseCount,
        _ => count < c.DoseCount,
    };

    /// <summary>The doses that stand before one in the history; all of them where none is given.</summary>
    internal static IEnumerable<OracleDose> Before(IEnumerable<OracleDose> doses, OracleDose? before) =>
        before is null ? doses : doses.Where(d => (d.Date, d.Id).CompareTo((before.Date, before.Id)) < 0);
}
