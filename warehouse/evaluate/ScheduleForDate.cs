using System.Security.Cryptography;
using System.Text;
using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>A schedule compiled for one assessment date, with the public codes that stand for its observations.</summary>
/// <param name="OutOfSeason">Seasonal antigens for which no loaded season holds the date: their forecasts are withheld.</param>
/// <param name="ObservationCodes">Public or CDSi code → indexes of the engine; one public code may stand for several observations.</param>
/// <param name="ReactionsByCvx">CVX without leading zeros → indexes of the observations that an allergic reaction to a dose of it is.</param>
/// <param name="Ages">Ages of every target dose, as in force on the date.</param>
/// <param name="Fingerprint">Of the schedule, the seasons and the engine: rows of two builds compare only where it is equal.</param>
public sealed record ScheduleForDate(
    CompiledSchedule Compiled, IReadOnlyList<string> OutOfSeason, IReadOnlyDictionary<string, int[]> ObservationCodes,
    IReadOnlyDictionary<string, int[]> ReactionsByCvx, IReadOnlyList<SeriesAge> Ages, string Fingerprint)
{
    /// <summary>CDC's code of an allergic reaction to "this vaccine": which one, the dose tells beside which it stands.</summary>
    public const string ReactionToThisVaccine = "VXC20";

    /// <summary>Where a data folder keeps the schedules and seasons of its site.</summary>
    public static ScheduleLibrary Library(string dataFolder) =>
        new(ScheduleLibrary.BuiltInFolder, Path.Combine(dataFolder, "schedule"));

    /// <summary>Loads and compiles a version.</summary>
    /// <param name="version">Null takes the newest at hand.</param>
    /// <exception cref="InvalidDataException">The version is not at hand, or its files or the seasons are wrong.</exception>
    public static ScheduleForDate Load(ScheduleLibrary library, string? version, DateOnly asOf)
    {
        var (schedule, seasons) = Load(library, version);
        var seasonal = SeasonalSchedule.At(schedule, seasons, asOf);
        var compiled = CompiledSchedule.Compile(seasonal.Schedule, [.. seasonal.OutOfSeason], seasonal.ValidUntil);
        return new ScheduleForDate(compiled, [.. seasonal.OutOfSeason], CodesOf(schedule, compiled), ReactionsOf(schedule, compiled), SeriesAge.Of(seasonal.Schedule, asOf), FingerprintOf(schedule, seasons));
    }

    /// <summary>Loads a version for any assessment date.</summary>
    /// <exception cref="InvalidDataException">The version is not at hand, or its files or the seasons are wrong.</exception>
    public static ScheduleByDate ByDate(ScheduleLibrary library, string? version)
    {
        var (schedule, seasons) = Load(library, version);
        return new ScheduleByDate(schedule, seasons);
    }

    static (ImmunizationSchedule Schedule, IReadOnlyList<Season> Seasons) Load(ScheduleLibrary library, string? version)
    {
        var result = library.Load(version);
        var (seasons, seasonFindings) = library.LoadSeasons();
        var errors = result.Findings.Concat(seasonFindings).Where(finding => finding.IsError).Select(finding => $"{finding.Place}: {finding.Text}").ToArray();
        if (result.Schedule is not { } schedule || errors.Length > 0)
            throw new InvalidDataException($"Loading schedule {version ?? "(newest)"}: {string.Join("; ", errors)}");
        return (schedule, [.. seasons]);
    }

    static string FingerprintOf(ImmunizationSchedule schedule, IEnumerable<Season> seasons)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(typeof(Evaluator).Module.ModuleVersionId.ToByteArray());
        foreach (var file in ScheduleWriter.Write(schedule)) hash.AppendData(Encoding.UTF8.GetBytes(file.Name + "\n" + file.Text));
        foreach (var season in seasons) hash.AppendData(Encoding.UTF8.GetBytes(season.ToString()));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    // A vaccine names no observation by itself, and a reaction to "this vaccine" none without the vaccine: together they do.
    static Dictionary<string, int[]> CodesOf(ImmunizationSchedule schedule, CompiledSchedule compiled) =>
        ByCode(schedule, compiled, observation => observation.CodedValues
            .Where(value => value.System != "CVX" && value.Code != ReactionToThisVaccine).Select(value => value.Code).Append("CDSI " + observation.Code.TrimStart('0')));

    static Dictionary<string, int[]> ReactionsOf(ImmunizationSchedule schedule, CompiledSchedule compiled) =>
        ByCode(schedule, compiled, observation => observation.CodedValues.Any(value => value.Code == ReactionToThisVaccine)
            ? observation.CodedValues.Where(value => value.System == "CVX").Select(value => value.Code.TrimStart('0'))
            : []);

    static Dictionary<string, int[]> ByCode(ImmunizationSchedule schedule, CompiledSchedule compiled, Func<Observation, IEnumerable<string>> codesOf)
    {
        var codes = new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        foreach (var observation in schedule.Observations)
        {
            var index = compiled.ObservationIndex(observation.Code);
            if (index < 0) continue;
            foreach (var code in codesOf(observation))
                (codes.TryGetValue(code, out var set) ? set : codes[code] = []).Add(index);
        }
        return codes.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
    }
}
