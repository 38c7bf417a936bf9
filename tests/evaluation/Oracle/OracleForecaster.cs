using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>Chapter 7, repeated until the forecast stands.</summary>
static class OracleForecaster
{
    internal static void Forecast(OracleContext context, OracleSeries series)
    {
        while (true)
        {
            var target = series.Targets.FirstOrDefault(t => t.Status == "Not Satisfied");
            if (target is null)
            {
                series.Forecast = Without(series.ValidDoses > 0 ? "Complete" : "Not Recommended");
                return;
            }
            // 7.1: the reference date is the assessment date.
            if (OracleSkip.CanSkip(context, series, target.Dose, SkipContext.Forecast, context.Person.AsOf, null))
            {
                target.Status = "Skipped";
                continue;
            }
            var age = target.Dose.Ages.FirstOrDefault(a => OracleDates.IsRelevant(context.Person.AsOf, a.Effective, a.Cessation));
            var earliest = CandidateEarliest(context, series, target.Dose, age);
            if (Need(context, target.Dose, age, earliest) is { } status)
            {
                series.Forecast = Without(status);
                return;
            }
            // 7.6: the reference date is the earliest date.
            if (earliest is { } visit && OracleSkip.CanSkip(context, series, target.Dose, SkipContext.Forecast, visit, null))
            {
                target.Status = "Skipped";
                continue;
            }
            series.Forecast = Dates(context, series, target, age, earliest);
            return;
        }
    }

    static OracleForecast Without(string status) => new(status, null, null, null, null, null, null, [], false);

    /// <summary>Table 7-10, columns 4 to 8; null: another dose is needed.</summary>
    static string? Need(OracleContext context, SeriesDose dose, AgeRule? age, DateOnly? earliest)
    {
        var maximum = age?.Maximum is { } m ? context.Person.Born.Plus(m) : OracleDates.End;
        return IsImmune(context) ? "Immune"
            : IsContraindicated(context, dose) ? "Contraindicated"
            : context.Person.AsOf > (dose.Seasonal?.End ?? OracleDates.End) ? "Not Recommended"
            : context.Person.AsOf >= maximum ? "Aged Out"
            : age?.Maximum is not null && (earliest ?? OracleDates.End) >= maximum ? "Aged Out"
            : null;
    }

    /// <summary>Table 7-3; nothing is known of a person's country, which passes for the same.</summary>
    static bool IsImmune(OracleContext context) =>
        context.Antigen.Immunity.ClinicalHistory.Any(context.HasObservation) ||
        context.Antigen.Immunity.BirthDates.Any(b => context.Person.Born < b.BornBefore && !b.Exclusions.Any(context.HasObservation));

    /// <summary>Table 7-7 with 7-5 and 7-6.</summary>
    static bool IsContraindicated(OracleContext context, SeriesDose dose) =>
        context.Antigen.Contraindications.Any(c =>
            context.HasObservation(c.ObservationCode) && OracleDates.IsInAge(context.Person.Born, context.Person.AsOf, c.BeginAge, c.EndAge)) ||
        (dose.PreferableVaccines.Count > 0 && dose.PreferableVaccines.All(v => IsVaccineContraindicated(context, v.Cvx)));

    static bool IsVaccineContraindicated(OracleContext context, string cvx) => context.Antigen.VaccineContraindications.Any(c =>
        context.HasObservation(c.ObservationCode) &&
        c.Vaccines.Any(v => v.Cvx == cvx && OracleDates.IsInAge(context.Person.Born, context.Person.AsOf, v.BeginAge, v.EndAge)));

    static IEnumerable<IntervalRule> RelevantIntervals(OracleContext context, SeriesDose dose) =>
        dose.Intervals.Where(i => OracleDates.IsRelevant(context.Person.AsOf, i.Effective, i.Cessation));

    static DateOnly? LatestInterval(OracleContext context, OracleSeries series, SeriesDose dose, Func<IntervalRule, Period?> length) =>
        OracleDates.Latest(RelevantIntervals(context, dose).Select(i =>
            OracleEvaluator.Reference(context, series, i.From, i.TargetDose, i.MostRecentCvx, i.ObservationCode, null).Plus(length(i))));

    /// <summary>FORECASTDTCAN-1.</summary>
    static DateOnly? CandidateEarliest(OracleContext context, OracleSeries series, SeriesDose dose, AgeRule? age)
    {
        var preferable = dose.PreferableVaccines.Select(v => v.Cvx).ToHashSet();
        return OracleDates.Latest(
        [
            ((DateOnly?)context.Person.Born).Plus(age?.Minimum),
            LatestInterval(context, series, dose, i => i.Minimum),
            // CALCDTCONFLICT-3.
            .. context.Conflicts.Where(c => preferable.Contains(c.Rule.CurrentCvx)).Select(c => (DateOnly?)c.Previous.Date.Plus(c.Rule.End)),
            dose.Seasonal?.Start,
            .. series.Evaluations.Where(e => e.IsInadvertent).Select(e => (DateOnly?)e.Dose.Date),
            context.Administered.LastOrDefault()?.Date,
        ]);
    }

    /// <summary>Table 7-13.</summary>
    static OracleForecast Dates(OracleContext context, OracleSeries series, OracleTarget target, AgeRule? age, DateOnly? earliest)
    {
        DateOnly? born = context.Person.Born;
        var dose = target.Dose;
        var unadjusted = born.Plus(age?.EarliestRecommended) ?? LatestInterval(context, series, dose, i => i.EarliestRecommended) ?? earliest;
        var pastDue = (born.Plus(age?.LatestRecommended) ?? LatestInterval(context, series, dose, i => i.LatestRecommended))?.AddDays(-1);
        var recommended = OracleDates.Latest([earliest, unadjusted]);
        return new OracleForecast(
            "Not Complete",
            target,
            earliest,
            recommended,
            pastDue is null ? null : OracleDates.Latest([earliest, pastDue]),
            born.Plus(age?.Maximum)?.AddDays(-1),
            // FORECASTDN-1.
            1 + series.Targets.Count(t => t.SatisfiedBy is { } by && by.Date >= (t.Dose.Seasonal?.Start ?? OracleDates.Beginning)),
            // FORECASTRECVAC-1.
            dose.PreferableVaccines.Where(v => v.Forecast && !IsVaccineContraindicated(context, v.Cvx))
                .Where(v => new[] { earliest, recommended }.OfType<DateOnly>().Any(d => OracleDates.IsInAge(context.Person.Born, d, v.BeginAge, v.EndAge)))
                .Select(v => v.Cvx).Distinct().Order(StringComparer.Ordinal).ToList(),
            RelevantIntervals(context, dose).Any() && RelevantIntervals(context, dose).All(i => i.Override));
    }
}
