using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation;

/// <summary>A schedule turned once into flat arrays; immutable, shared by any number of evaluators on any thread.</summary>
/// <remarks>
/// Built by <see cref="Compile"/>. CVX, MVX, observation and country codes become small indexes; ages become positions in
/// a table that is dated once per person. Why flat: docs/adr/0010-flat-compiled-schedule.md.
/// </remarks>
public sealed class CompiledSchedule
{
    internal readonly ScheduleTables Tables;

    CompiledSchedule(ScheduleTables tables) => Tables = tables;

    /// <summary>CDC's supporting-data version, for example <c>4.64</c>.</summary>
    public string Version => Tables.Version;

    /// <summary>First date from which other season rows apply, so that this compilation must not be used; null: never.</summary>
    public DateOnly? SeasonsValidUntil => Day.ToDate(Tables.SeasonsValidUntil);

    /// <summary>Names by the index that results carry.</summary>
    public IReadOnlyList<string> Antigens => Tables.AntigenNames;

    /// <inheritdoc cref="Antigens"/>
    public IReadOnlyList<string> Series => Tables.SeriesNames;

    /// <inheritdoc cref="Antigens"/>
    public IReadOnlyList<string> VaccineGroups => Tables.VaccineGroupNames;

    /// <summary>CVX codes by the engine's index.</summary>
    public IReadOnlyList<string> Vaccines => Tables.CvxCodes;

    /// <summary>Turns a schedule into flat arrays.</summary>
    /// <param name="schedule">The schedule, its seasons already those of the assessment dates to come (see <c>ScheduleByDate</c>).</param>
    /// <param name="antigensWithoutSeason">Antigens whose seasonal forecasts are withheld, because no loaded season holds the assessment dates.</param>
    /// <param name="seasonsValidUntil">First date from which other season rows apply; null: never.</param>
    /// <exception cref="InvalidOperationException">The schedule contradicts itself: a series names an unknown antigen or vaccine group, or a number is out of range.</exception>
    public static CompiledSchedule Compile(
        ImmunizationSchedule schedule, IReadOnlyList<string>? antigensWithoutSeason = null, DateOnly? seasonsValidUntil = null) =>
        new(new ScheduleCompiler(schedule, antigensWithoutSeason ?? [], seasonsValidUntil).Compile());

    /// <summary>The engine's index of a CVX code; leading zeros do not matter. −1: the schedule does not know the code.</summary>
    public int CvxIndex(ReadOnlySpan<char> cvx) => Find(Tables.CvxIndexes, cvx.TrimStart('0'));

    /// <summary>The engine's index of a manufacturer. 0: none given or unknown to the sender; −1: one that the schedule does not name.</summary>
    public int MvxIndex(ReadOnlySpan<char> mvx) => mvx.IsEmpty || mvx is "UNK" ? 0 : Find(Tables.MvxIndexes, mvx);

    /// <summary>The engine's index of a CDSi observation code. −1: no rule of the schedule asks for it.</summary>
    public int ObservationIndex(ReadOnlySpan<char> code) => Find(Tables.ObservationIndexes, code.TrimStart('0'));

    /// <summary>The engine's index of a country of birth. 0: unknown; −1: a country that the schedule does not name.</summary>
    public int CountryIndex(string? country) =>
        string.IsNullOrWhiteSpace(country) ? 0 : Tables.CountryIndexes.GetValueOrDefault(Countries.Normalize(country), -1);

    static int Find(Dictionary<string, int> indexes, ReadOnlySpan<char> code) =>
        indexes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(code, out var index) ? index : -1;
}
