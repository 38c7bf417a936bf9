using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>One received file of a batch and what became of its messages: received = accepted + rejected + purged.</summary>
/// <param name="Name">File name without its folder.</param>
/// <param name="Sha256">Of its bytes; names the archive file.</param>
/// <param name="Sender">Named by folder, option or submission.json; null = MSH-4 of each message.</param>
/// <param name="Accepted">Messages (or flat-file rows) taken in, those with warnings among them.</param>
/// <param name="Warned">Of the accepted, those with findings.</param>
/// <param name="Purged">Taken in or rejected once, and purged since; not among the accepted and rejected any more.</param>
/// <param name="Notes">Remarks about the file as a whole.</param>
/// <param name="Corrects">Key of the rejected message that it corrects; null for other files.</param>
public sealed record BatchFile(
    string Name, string Sha256, long Bytes, string? Sender, DateTimeOffset ReceivedAt,
    long Received, long Accepted, long Warned, long Rejected, IReadOnlyList<string> Notes, long Purged = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Corrects = null);

/// <summary>The rows of one table in a batch.</summary>
/// <param name="Files">Parquet files in the batch folder, in part order.</param>
public sealed record BatchTable(long Rows, IReadOnlyList<string> Files);

/// <summary>What a batch holds. It is written last: a batch exists if and only if its manifest does.</summary>
/// <param name="Sequence">Commit sequence, from 1.</param>
/// <param name="Through">Last sequence it stands for: larger than <paramref name="Sequence"/> where batches were compacted into it.</param>
/// <param name="Kind">hl7, flat or cvrs; mixed where batches of several kinds were compacted.</param>
public sealed record BatchManifest(
    long Sequence, long Through, string Hash, string Kind, DateTimeOffset CommittedAt, int Parts,
    IReadOnlyList<BatchFile> Files, IReadOnlyDictionary<string, BatchTable> Tables)
{
    public const string FileName = "manifest.json";

    static readonly JsonSerializerOptions json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NewLine = "\n",
    };

    /// <summary>The batch's folder; not written into the file.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>Full paths of a table's Parquet files; empty where it has no rows.</summary>
    public IEnumerable<string> Paths(string table) =>
        Tables.TryGetValue(table, out var found) ? found.Files.Select(file => Path.Combine(Folder, file)) : [];

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, json);

    /// <exception cref="InvalidDataException">The file is not a manifest.</exception>
    internal static BatchManifest Read(string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BatchManifest>(File.ReadAllBytes(path), json);
            return (manifest ?? throw new InvalidDataException($"{path} is empty.")) with { Folder = Path.GetDirectoryName(path)! };
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not a batch manifest: {error.Message} The lake is damaged; bring the file back from a backup.", error);
        }
    }
}
