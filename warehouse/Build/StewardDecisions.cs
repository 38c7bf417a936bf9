using System.Globalization;
using System.Text.Json;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>What a steward decided about a person, against or beside what senders say.</summary>
/// <param name="Number">From 1, in order.</param>
/// <param name="Kind">died or alive.</param>
/// <param name="PersonKey">Key of the person; it stays right when persons are merged, because it is the key of a record.</param>
/// <param name="Date">Day of death; null for alive.</param>
/// <param name="Reason">Why, without names.</param>
/// <param name="Actor">Account of the steward.</param>
public sealed record StewardDecision(long Number, string Kind, long PersonKey, DateOnly? Date, string Reason, string Actor, DateTimeOffset At);

/// <summary>Stewards' decisions in <c>lake/stewards</c>: append-only, one file each; an input of builds.</summary>
public static class StewardDecisions
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    static string Folder(string dataFolder) => Path.Combine(dataFolder, "lake", "stewards");

    /// <summary>All decisions in order.</summary>
    /// <exception cref="InvalidDataException">A file cannot be read.</exception>
    public static IReadOnlyList<StewardDecision> All(string dataFolder) =>
        Directory.Exists(Folder(dataFolder)) ? [.. Directory.GetFiles(Folder(dataFolder), "*.json").Order(StringComparer.Ordinal).Select(Read)] : [];

    /// <summary>Stores a decision under the next number.</summary>
    /// <exception cref="DataLockedException">Another process is storing one.</exception>
    public static StewardDecision Add(string dataFolder, string kind, long personKey, DateOnly? date, string reason, string actor, TimeProvider clock)
    {
        using var held = DataLock.Take(dataFolder, "decide");
        Directory.CreateDirectory(Folder(dataFolder));
        var decision = new StewardDecision(All(dataFolder).Select(known => known.Number).DefaultIfEmpty().Max() + 1, kind, personKey, date, reason, actor, clock.GetUtcNow());
        var path = Path.Combine(Folder(dataFolder), string.Create(CultureInfo.InvariantCulture, $"{decision.Number:00000000}.json"));
        using (var file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, decision, Json);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".tmp", path, overwrite: true);
        return decision;
    }

    /// <summary>The build's table <c>steward_decision</c>: what had been decided by known-by.</summary>
    internal static NativeStep Step() => NativeStep.Of(
        "steward_decisions", Layer.Warehouse, "What stewards decided about persons", [], ["steward_decision"],
        build =>
        {
            build.Connection.Execute("create table memory.steward_decision (number bigint, kind varchar, person_key bigint, decision_date date, decided_at timestamp)");
            foreach (var decision in All(build.Options.DataFolder).Where(decision => decision.At.UtcDateTime <= build.Options.KnownBy))
                build.Connection.Execute("insert into memory.steward_decision values ($1, $2, $3, cast($4 as date), cast($5 as timestamp))",
                    decision.Number, decision.Kind, decision.PersonKey, decision.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    decision.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        });

    static StewardDecision Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<StewardDecision>(File.ReadAllBytes(path), Json) ?? throw new InvalidDataException($"Reading {path}: it is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Reading {path}: it is no decision of a steward ({error.Message}). Bring it back from a backup.", error);
        }
    }
}
