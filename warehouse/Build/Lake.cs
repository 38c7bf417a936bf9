using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>A committed batch of staged rows: one whose manifest exists.</summary>
public sealed record Batch(long Sequence, string Name, string Folder);

/// <summary>The committed batches of a data folder, in sequence order.</summary>
public sealed record Lake(string DataFolder, IReadOnlyList<Batch> Batches)
{
    /// <summary>Reads which batches are committed.</summary>
    public static Lake Open(string dataFolder)
    {
        var staged = Path.Combine(dataFolder, "lake", "staged");
        var batches = Directory.Exists(staged)
            ? Directory.GetDirectories(staged, "batch=*")
                .Where(folder => File.Exists(Path.Combine(folder, "manifest.json")))
                .Select(folder => new Batch(Sequence(folder), Path.GetFileName(folder), folder))
                .OrderBy(batch => batch.Sequence)
                .ToArray()
            : [];
        return new Lake(dataFolder, batches);
    }

    /// <summary>The Parquet files of a staged table, in batch order.</summary>
    public IEnumerable<string> Files(StagedTable table) =>
        Batches.SelectMany(batch => Directory.GetFiles(batch.Folder, "*.parquet")
            .Where(file => TableOf(file) == table.Name)
            .Order(StringComparer.Ordinal));

    /// <summary>Sixteen hexadecimal digits that stand for exactly these batches.</summary>
    public string Hash() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Batches.Select(batch => batch.Name)))))[..16];

    // person.parquet, person-0003.parquet; person_name-0003.parquet is another table.
    static string TableOf(string file) => Path.GetFileNameWithoutExtension(file).Split('-', '.')[0];

    static long Sequence(string folder)
    {
        var name = Path.GetFileName(folder)["batch=".Length..];
        var digits = name.Split('-')[0];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw new InvalidDataException($"Reading the lake: folder {folder} is not named batch=<sequence>-<hash>. Move it out of lake/staged.");
    }
}
