using System.IO.Compression;
using System.Security.Cryptography;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>A file to be taken in, its hash already known.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Sender">Named by the folder or an option; null = each message tells.</param>
/// <param name="Sha256">Of the bytes that are taken in: of a .gz file, those it unpacks to.</param>
public sealed record ReceivedFile(string Path, string Name, string? Sender, string Sha256, long Bytes, DateTimeOffset ReceivedAt)
{
    /// <summary>Reads a file once to know its hash.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">A .gz file is not gzip, or unpacks to more than <paramref name="largest"/>.</exception>
    public static ReceivedFile Of(string path, string? sender, DateTimeOffset receivedAt, long largest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = Open(path);
        var buffer = new byte[1 << 18];
        long bytes = 0;
        while (stream.Read(buffer) is var n and > 0)
        {
            hash.AppendData(buffer, 0, n);
            bytes += n;
            if (bytes > largest)
                throw new InvalidDataException($"it unpacks to more than {largest:N0} bytes; unpack it by hand if that is right");
        }
        return new(path, System.IO.Path.GetFileName(path), sender, Convert.ToHexStringLower(hash.GetHashAndReset()), bytes, receivedAt);
    }

    public Stream Open() => Open(Path);

    static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
