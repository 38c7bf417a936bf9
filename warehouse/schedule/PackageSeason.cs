using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Schedule;

/// <summary>The season that a package is written for, told from its own dates.</summary>
static class PackageSeason
{
    /// <summary>
    /// From the earliest seasonal recommendation's start, or the start of a dated vaccine count within the year before it,
    /// to the latest such end; open where a seasonal recommendation has no end.
    /// </summary>
    /// <returns>Null for an antigen without seasonal recommendations.</returns>
    internal static Season? Of(Antigen antigen, string source)
    {
        var doses = antigen.Series.SelectMany(s => s.Doses).Where(d => d.Seasonal?.Start is not null).ToList();
        if (doses.Count == 0)
            return null;
        var conditions = doses.SelectMany(d => d.ConditionalSkips).SelectMany(s => s.Sets).SelectMany(s => s.Conditions).ToList();
        var first = doses.Min(d => d.Seasonal!.Start!.Value);
        var start = conditions.Select(c => c.StartDate).OfType<DateOnly>().Where(d => d < first && d > first.AddYears(-1)).Append(first).Min();
        DateOnly? end = doses.Any(d => d.Seasonal!.End is null) ? null
            : conditions.Select(c => c.EndDate).OfType<DateOnly>().Concat(doses.Select(d => d.Seasonal!.End!.Value)).Max();
        return new Season(antigen.Name, FormattableString.Invariant($"{start.Year}-{(start.Year + 1) % 100:00}"), start, end, source);
    }
}
