using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using RegistryAnalytics.Etl.Intake;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>A flat-file submission: a folder with submission.json beside CSV or TSV files.</summary>
/// <param name="Folder">Where the files lie.</param>
/// <param name="Sender">From submission.json.</param>
/// <param name="SubmittedAt">From submission.json, where it says.</param>
/// <param name="Renames">From mapping.json: file, then their column name, then ours.</param>
/// <param name="Files">Files to take in with their specs, in the order they are taken in.</param>
/// <param name="Notes">What lies there and is not taken in.</param>
public sealed record Submission(
    string Folder, string Sender, DateTimeOffset? SubmittedAt, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Renames,
    IReadOnlyList<(string Path, FlatSpec Spec)> Files, IReadOnlyList<string> Notes)
{
    /// <summary>flat, or cvrs for a file in CDC's layout.</summary>
    public string Kind => Files is [var only] && only.Spec == CvrsLayout.Spec ? "cvrs" : "flat";

    public const string Marker = "submission.json";
    const string Mapping = "mapping.json";

    // A zip that unpacks to more is refused before it is unpacked.
    const long LargestUnpacked = 64L << 30;

    public static bool IsAt(string folder) => File.Exists(Path.Combine(folder, Marker));

    /// <summary>Reads submission.json and looks what lies beside it.</summary>
    /// <exception cref="InvalidDataException">submission.json or mapping.json cannot be read, or names no sender.</exception>
    public static Submission Read(string folder)
    {
        var path = Path.Combine(folder, Marker);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("sender", out var named) || named.GetString() is not { Length: > 0 } sender)
                throw new InvalidDataException($"{Marker} names no sender: it needs \"sender\": \"…\"");
            DateTimeOffset? at = json.RootElement.TryGetProperty("submitted", out var when)
                && DateTimeOffset.TryParse(when.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed : null;
            var all = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToList();
            var files = FlatSpec.All.SelectMany(spec => all.Where(file => IsTable(file) && FlatSpec.Of(file) == spec).Select(file => (file, spec))).ToList();
            var notes = all.Where(file => Path.GetFileName(file) is not (Marker or Mapping) && !files.Exists(taken => taken.file == file))
                .Select(file => $"{Path.GetFileName(file)} is no file of a submission and was left out").ToList();
            return new(folder, sender, at, ReadRenames(folder), files, notes);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{Marker} or {Mapping} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Unpacks a zip into a folder and finds the submission in it.</summary>
    /// <exception cref="InvalidDataException">It is no zip, holds no submission.json, or unpacks to too much.</exception>
    public static string Unpack(string zip, string into)
    {
        using var archive = ZipFile.OpenRead(zip);
        if (archive.Entries.Sum(entry => entry.Length) > LargestUnpacked)
            throw new InvalidDataException($"the zip unpacks to more than {LargestUnpacked:N0} bytes");
        var marker = archive.Entries.FirstOrDefault(entry => entry.Name == Marker)
            ?? throw new InvalidDataException($"the zip holds no {Marker}");
        var prefix = marker.FullName[..^Marker.Length];
        Directory.CreateDirectory(into);
        foreach (var entry in archive.Entries)
        {
            // Only plain names beside submission.json: a path in an entry could lead out of the folder.
            if (entry.Name.Length == 0 || entry.FullName != prefix + entry.Name) continue;
            entry.ExtractToFile(Path.Combine(into, entry.Name), overwrite: true);
        }
        return into;
    }

    static bool IsTable(string file) => Path.GetExtension(file).ToLowerInvariant() is ".csv" or ".tsv" or ".txt";

    static Dictionary<string, IReadOnlyDictionary<string, string>> ReadRenames(string folder)
    {
        var path = Path.Combine(folder, Mapping);
        var renames = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path)) return renames;
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var file in json.RootElement.EnumerateObject())
            renames[Path.GetFileNameWithoutExtension(file.Name)] = file.Value.EnumerateObject()
                .ToDictionary(column => column.Name.Trim(), column => column.Value.GetString() ?? "", StringComparer.OrdinalIgnoreCase);
        return renames;
    }
}
