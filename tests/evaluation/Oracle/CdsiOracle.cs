using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>
/// A second reading of CDC's logic specification 4.6: slow, obvious and table by table, to hold the engine against. It was
/// written from the specification's text and shares nothing with the engine but the schedule's records.
/// </summary>
public static class CdsiOracle
{
    public static OracleResult Evaluate(OraclePerson person, ImmunizationSchedule schedule)
    {
        // 4.2: a dose makes a record for each antigen that its vaccine counts for at the age.
        var records = person.Doses.SelectMany(d => schedule.Vaccines.Where(v => v.Cvx == d.Cvx).SelectMany(v => v.Associations)
            .Where(a => OracleDates.IsInAge(person.Born, d.Date, a.BeginAge, a.EndAge)).Select(a => (a.Antigen, Dose: d))).ToLookup(r => r.Antigen, r => r.Dose);
        var conflicts = person.Doses.SelectMany(d => schedule.Conflicts.Where(c => c.PreviousCvx == d.Cvx).Select(c => (d, c))).ToList();
        var best = schedule.Antigens.SelectMany(a => OracleSelection.Best(new OracleContext(person, a, records[a.Name].ToList(), conflicts))).ToList();
        return new OracleResult(best, schedule.VaccineGroups.SelectMany(g => Forecasts(person, schedule, g, best)).ToList());
    }

    /// <summary>Chapter 9: risk series blend with risk series, the others with each other.</summary>
    static IEnumerable<OracleGroupForecast> Forecasts(OraclePerson person, ImmunizationSchedule schedule, VaccineGroup group, List<OracleSeries> best)
    {
        var own = best.Where(s => s.Series.VaccineGroup == group.Name && group.Antigens.Contains(s.Series.Antigen)).ToList();
        return own.GroupBy(s => s.Series.Type == SeriesType.Risk ? "Risk" : "Standard").OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Blend(person, schedule, group, g.Key, g.Select(s => s.Forecast!).ToList(), NumberOverBothTypes(group, own)));
    }

    /// <summary>
    /// Not in the specification's text, and needed by its published cases: where risk and standard series are best at once,
    /// the next dose's number counts the valid doses of both, of seasonal target doses those of the season; in a group of several antigens only while each of its risk
    /// series holds no valid dose or is complete.
    /// </summary>
    static int? NumberOverBothTypes(VaccineGroup group, List<OracleSeries> own)
    {
        var risk = own.Where(s => s.Series.Type == SeriesType.Risk).ToList();
        if (risk.Count == 0 || risk.Count == own.Count)
            return null;
        return group.Antigens.Count == 1 || risk.All(s => s.ValidDoses == 0 || s.Forecast!.Status == "Complete")
            ? 1 + own.SelectMany(s => s.Evaluations.Where(e => e.Status == "Valid" && e.Dose.Date >= (s.Series.Doses.Single(d => d.Number == e.TargetDose).Seasonal?.Start ?? OracleDates.Beginning)))
                .Select(e => e.Dose).Distinct().Count()
            : null;
    }

    static OracleGroupForecast Blend(
        OraclePerson person, ImmunizationSchedule schedule, VaccineGroup group, string type, List<OracleForecast> contained, int? numberOverBothTypes)
    {
        var status = group.Antigens.Count > 1 ? MultipleAntigenStatus(contained) : SingleAntigenStatus(contained);
        if (status != "Not Complete")
            return new OracleGroupForecast(group.Name, type, status, null, null, null, null, null, []);
        var earliest = group.Antigens.Count > 1
            ? MultipleAntigenEarliest(person, schedule, group, contained)
            : OracleDates.Earliest(contained.Select(f => f.Earliest));
        var pastDue = OracleDates.Earliest(contained.Select(f => f.PastDue));
        var numbers = contained.Select(f => f.Number).OfType<int>();
        return new OracleGroupForecast(
            group.Name,
            type,
            status,
            numberOverBothTypes ?? (group.AdministerFullVaccineGroup == true ? numbers.Min() : numbers.Max()),
            earliest,
            OracleDates.Latest([OracleDates.Earliest(contained.Select(f => f.Recommended)), earliest]),
            pastDue is null ? null : OracleDates.Latest([pastDue, earliest]),
            OracleDates.Earliest(contained.Select(f => f.Latest)),
            contained.SelectMany(f => f.RecommendedCvx).Distinct().Order(StringComparer.Ordinal).ToList());
    }

    /// <summary>SINGLEANTVG-1; of several series of one type, one that still needs a dose speaks first, then a complete one.</summary>
    static string SingleAntigenStatus(List<OracleForecast> contained) =>
        contained.Select(f => f.Status).OrderBy(s => s switch { "Not Complete" => 0, "Complete" => 1, _ => 2 }).First();

    /// <summary>Table 9-4.</summary>
    static string MultipleAntigenStatus(List<OracleForecast> contained) =>
        new[] { "Contraindicated", "Aged Out", "Not Recommended", "Not Complete" }.FirstOrDefault(s => contained.Any(f => f.Status == s))
        ?? (contained.All(f => f.Status == "Immune") ? "Immune" : "Complete");

    /// <summary>MULTIANTVG-1.</summary>
    static DateOnly? MultipleAntigenEarliest(OraclePerson person, ImmunizationSchedule schedule, VaccineGroup group, List<OracleForecast> contained)
    {
        var dates = contained.Select(f => f.Earliest).ToList();
        if (!contained.Any(f => f.IsPriority))
            return OracleDates.Latest(dates);
        var vaccines = schedule.Vaccines.Where(v => v.Associations.Any(a => group.Antigens.Contains(a.Antigen))).Select(v => v.Cvx).ToHashSet();
        return OracleDates.Latest([OracleDates.Earliest(dates), .. person.Doses.Where(d => vaccines.Contains(d.Cvx)).Select(d => (DateOnly?)d.Date)]);
    }
}
