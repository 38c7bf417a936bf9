using System.Globalization;
using System.Text.Json;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What a link generation was made of; written last.</summary>
/// <param name="Generation">From 1.</param>
/// <param name="Batches">Names of the staged batches that were there.</param>
/// <param name="Decisions">Reviewers' decisions taken in, the number of the last.</param>
/// <param name="Model">Version of the model.</param>
/// <param name="Records">Staged person records linked so far.</param>
/// <param name="Persons">Persons now.</param>
public sealed record GenerationManifest(
    long Generation, IReadOnlyList<string> Batches, long Decisions, string Model, long Records, long NewRecords, long Persons, long MergeProposals, long PairsToReview, DateTimeOffset CommittedAt);

/// <summary>What a reviewer decided about two records.</summary>
public enum ReviewDecision { Same, Different, Twin }

/// <summary>One decision; permanent. An undone merge is a decision as well.</summary>
/// <param name="Number">From 1, in order.</param>
/// <param name="RecordA">Record key.</param>
/// <param name="RecordB">Record key.</param>
/// <param name="UndoesMerge">Event whose merge is taken back, or null.</param>
/// <param name="Actor">Account of the reviewer, never a name of a patient.</param>
public sealed record StoredDecision(long Number, long RecordA, long RecordB, ReviewDecision Decision, long? UndoesMerge, string Actor, DateTimeOffset At);

/// <summary>Link generations and review decisions in <c>lake/persons</c>: append-only, a folder exists when its manifest does.</summary>
public static class LinkStore
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    static string Folder(string dataFolder) => Path.Combine(dataFolder, "lake", "persons");

    static string DecisionFolder(string dataFolder) => Path.Combine(Folder(dataFolder), "decisions");

    /// <summary>Folder of a committed generation.</summary>
    public static string GenerationFolder(string dataFolder, long generation) =>
        Path.Combine(Folder(dataFolder), string.Create(CultureInfo.InvariantCulture, $"generation={generation:00000000}"));

    /// <summary>Committed generations, oldest first.</summary>
    /// <exception cref="InvalidDataException">A generation is missing: the folder is damaged.</exception>
    public static IReadOnlyList<GenerationManifest> Generations(string dataFolder)
    {
        if (!Directory.Exists(Folder(dataFolder))) return [];
        var found = Directory.GetDirectories(Folder(dataFolder), "generation=*")
            .Select(folder => Path.Combine(folder, "manifest.json")).Where(File.Exists).Order(StringComparer.Ordinal)
            .Select(Read<GenerationManifest>).ToList();
        for (var i = 0; i < found.Count; i++)
            if (found[i].Generation != i + 1)
                throw new InvalidDataException($"Reading link generations in {Folder(dataFolder)}: generation {i + 1} is missing. Bring it back from a backup.");
        return found;
    }

    /// <summary>Decisions with a number above <paramref name="after"/>, in order.</summary>
    public static IReadOnlyList<StoredDecision> Decisions(string dataFolder, long after = 0) =>
        !Directory.Exists(DecisionFolder(dataFolder)) ? []
            : [.. Directory.GetFiles(DecisionFolder(dataFolder), "*.json").Order(StringComparer.Ordinal).Select(Read<StoredDecision>).Where(decision => decision.Number > after)];

    /// <summary>Stores a decision under the next number. Call under the lock <c>decide</c>.</summary>
    internal static StoredDecision Add(string dataFolder, Func<long, StoredDecision> decision)
    {
        Directory.CreateDirectory(DecisionFolder(dataFolder));
        var stored = decision(Decisions(dataFolder).Select(known => known.Number).DefaultIfEmpty().Max() + 1);
        Write(Path.Combine(DecisionFolder(dataFolder), string.Create(CultureInfo.InvariantCulture, $"{stored.Number:00000000}.json")), stored);
        return stored;
    }

    /// <summary>Starts a generation in a folder that is none yet; what a killed process left there is swept away.</summary>
    internal static string Start(string dataFolder, long generation)
    {
        var folder = GenerationFolder(dataFolder, generation) + ".making";
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Makes it one: every file to the disk, the manifest last, then the name at one stroke.</summary>
    internal static void Commit(string dataFolder, string making, GenerationManifest manifest)
    {
        foreach (var file in Directory.GetFiles(making))
            using (var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite)) stream.Flush(flushToDisk: true);
        Write(Path.Combine(making, "manifest.json"), manifest);
        var folder = GenerationFolder(dataFolder, manifest.Generation);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.Move(making, folder);
    }

    /// <summary>Writes a generation's manifest again, its counts changed.</summary>
    internal static void Rewrite(string dataFolder, GenerationManifest manifest) =>
        Write(Path.Combine(GenerationFolder(dataFolder, manifest.Generation), "manifest.json"), manifest);

    /// <summary>Deletes generations that a killed process left half made. Under the lock <c>link</c>.</summary>
    internal static void Sweep(string dataFolder)
    {
        if (!Directory.Exists(Folder(dataFolder))) return;
        foreach (var left in Directory.GetDirectories(Folder(dataFolder), "generation=*.making")) Directory.Delete(left, recursive: true);
    }

    static void Write<T>(string path, T value)
    {
        using (var stream = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, value, Json);
            stream.Flush(flushToDisk: true);
        }
        File.Move(path + ".tmp", path, overwrite: true);
    }

    static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json) ?? throw new InvalidDataException($"Reading {path}: it is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Reading {path}: it is not what linking writes ({error.Message}). Bring it back from a backup.", error);
        }
    }
}
