using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation;

/// <summary>One schedule with its seasons: gives the compiled schedule that holds on an assessment date.</summary>
/// <remarks>
/// Between two dates on which some season starts or has ended the schedule stays the same, so it is compiled once for each
/// such stretch, when first asked for. Safe for any number of threads. Tests: tests/evaluation/SeasonForecastTests.cs.
/// </remarks>
public sealed class ScheduleByDate
{
    readonly DateOnly[] changes;
    readonly Lazy<CompiledSchedule>[] stretches;

    /// <param name="schedule">The schedule with the package's own seasons.</param>
    /// <param name="seasons">Seasons beside it: shipped rows, then a site's.</param>
    public ScheduleByDate(ImmunizationSchedule schedule, IEnumerable<Season> seasons)
    {
        Version = schedule.Version;
        var rows = seasons.ToArray();
        changes = [.. schedule.Seasons.Concat(rows)
            .SelectMany(season => season.End is { } end && end < DateOnly.MaxValue ? [season.Start, end.AddDays(1)] : new[] { season.Start })
            .Append(DateOnly.MinValue).Distinct().Order()];
        stretches = [.. changes.Select(start => new Lazy<CompiledSchedule>(() =>
        {
            var there = SeasonalSchedule.At(schedule, rows, start);
            return CompiledSchedule.Compile(there.Schedule, there.OutOfSeason, there.ValidUntil);
        }))];
    }

    /// <summary>CDC's supporting-data version.</summary>
    public string Version { get; }

    /// <summary>The schedule to evaluate with on an assessment date; the same instance for every date of one stretch.</summary>
    public CompiledSchedule At(DateOnly asOf)
    {
        var found = Array.BinarySearch(changes, asOf);
        return stretches[found >= 0 ? found : ~found - 1].Value;
    }
}
