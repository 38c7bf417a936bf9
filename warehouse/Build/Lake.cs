using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>A committed batch of staged rows: one whose manifest exists.</summary>
/// <param name="Sequence">Commit sequence, from 1.</param>
/// <param name="Through">Last sequence that it stands for: larger where batches were compacted into it.</param>
/// <param name="Files">Parquet files by staged table, full paths in part order.</param>
public sealed record Batch(long Sequence, long Through, string Name, IReadOnlyDictionary<string, string[]> Files);

/// <summary>The committed batches of a data folder, in sequence order.</summary>
public sealed record Lake(string DataFolder, IReadOnlyList<Batch> Batches)
{
    /// <summary>Reads which batches are committed; where a crash left a compacted batch beside its parts, the compacted one counts.</summary>
    /// <exception cref="InvalidDataException">A manifest cannot be read.</exception>
    public static Lake Open(string dataFolder)
    {
        var staged = Path.Combine(dataFolder, "lake", "staged");
        if (!Directory.Exists(staged)) return new Lake(dataFolder, []);
        var batches = new List<Batch>();
        foreach (var batch in Directory.GetDirectories(staged, "batch=*")
            .Where(folder => File.Exists(Path.Combine(folder, "manifest.json")))
            .Select(Read)
            .OrderBy(batch => batch.Sequence).ThenByDescending(batch => batch.Through))
            if (batches is [] || batch.Sequence > batches[^1].Through) batches.Add(batch);
        return new Lake(dataFolder, batches);
    }

    /// <summary>The Parquet files of a staged table, in batch and part order.</summary>
    public IEnumerable<string> Files(StagedTable table) => Batches.SelectMany(batch => batch.Files.GetValueOrDefault(table.Name, []));

    /// <summary>Sixteen hexadecimal digits that stand for exactly these batches.</summary>
    public string Hash() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Batches.Select(batch => batch.Name)))))[..16];

    static Batch Read(string folder)
    {
        var path = Path.Combine(folder, "manifest.json");
        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = manifest.RootElement;
            var files = root.GetProperty("tables").EnumerateObject().ToDictionary(
                table => table.Name,
                table => table.Value.GetProperty("files").EnumerateArray().Select(file => Path.Combine(folder, file.GetString()!)).ToArray());
            return new Batch(root.GetProperty("sequence").GetInt64(), root.GetProperty("through").GetInt64(), Path.GetFileName(folder), files);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"Reading the batch manifest {path}: {error.Message} Restore the folder from a backup, or move it out of lake/staged and take its submissions in again.", error);
        }
    }
}
