using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>One person and one antigen: what evaluation, forecast and conditional skip all look at.</summary>
sealed class OracleContext(
    OraclePerson person, Antigen antigen, IReadOnlyList<OracleDose> administered, IReadOnlyList<(OracleDose Previous, LiveVirusConflict Rule)> conflicts)
{
    readonly Dictionary<Series, OracleSeries> done = [];
    readonly HashSet<Series> busy = [];

    internal OraclePerson Person => person;

    internal Antigen Antigen => antigen;

    /// <summary>Every live-virus rule that a dose of the history brings into play.</summary>
    internal IReadOnlyList<(OracleDose Previous, LiveVirusConflict Rule)> Conflicts => conflicts;

    /// <summary>Every dose of the person, oldest first, doses of one day as they were given in.</summary>
    internal List<OracleDose> History { get; } = person.Doses.OrderBy(d => d.Date).ThenBy(d => d.Id).ToList();

    /// <summary>The antigen's administered records, in the history's order.</summary>
    internal List<OracleDose> Administered { get; } = administered.OrderBy(d => d.Date).ThenBy(d => d.Id).ToList();

    internal bool HasObservation(string code) => person.Observations.Any(o => o.Code == code);

    /// <summary>Tables 5-4 and 5-5.</summary>
    internal List<Series> RelevantSeries { get; } = antigen.Series
        .Where(s => s.RequiredGender.HasFlag(person.Gender))
        .Where(s => s.Type != SeriesType.Risk || s.Indications.Any(i =>
            person.Observations.Any(o => o.Code == i.ObservationCode) && OracleDates.IsInAge(person.Born, person.AsOf, i.BeginAge, i.EndAge)))
        .ToList();

    /// <summary>A relevant series, evaluated and forecast.</summary>
    internal OracleSeries Worked(Series series)
    {
        if (done.TryGetValue(series, out var known))
            return known;
        busy.Add(series);
        var worked = new OracleSeries(series);
        OracleEvaluator.Evaluate(this, worked);
        OracleForecaster.Forecast(this, worked);
        busy.Remove(series);
        return done[series] = worked;
    }

    /// <summary>Table 6-7. A series that is itself waiting for this answer is not complete.</summary>
    internal bool IsGroupComplete(int group) =>
        RelevantSeries.Where(s => s.Select.Group == group && !busy.Contains(s)).Any(s => Worked(s).Forecast!.Status == "Complete");
}
