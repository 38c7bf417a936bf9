using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    readonly Lazy<string> fingerprint;

    /// <param name="schedule">The schedule with the package's own seasons.</param>
    /// <param name="seasons">Seasons beside it: shipped rows, then a site's.</param>
    public ScheduleByDate(ImmunizationSchedule schedule, IEnumerable<Season> seasons)
    {
        Version = schedule.Version;
        var rows = seasons.ToArray();
        fingerprint = new(() => FingerprintOf(schedule, rows));
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

    /// <summary>SHA-256, in hexadecimal, of everything that the answers depend on: the schedule's rows and the seasons beside it.</summary>
    public string Fingerprint => fingerprint.Value;

    /// <summary>The schedule to evaluate with on an assessment date; the same instance for every date of one stretch.</summary>
    public CompiledSchedule At(DateOnly asOf)
    {
        var found = Array.BinarySearch(changes, asOf);
        return stretches[found >= 0 ? found : ~found - 1].Value;
    }

    static string FingerprintOf(ImmunizationSchedule schedule, Season[] seasons)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in ScheduleWriter.Write(schedule).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Name));
            hash.AppendData(Encoding.UTF8.GetBytes(file.Text));
        }
        // In the order given: of two rows for one season the last counts.
        foreach (var season in seasons)
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{season.Antigen}|{season.Name}|{season.Start:O}|{season.End:O}\n")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
