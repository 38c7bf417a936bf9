using System.IO.Compression;
using System.Security.Cryptography;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>A file to be taken in, its hash already known.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Sender">Named by the folder or an option; null = each message tells.</param>
/// <param name="Sha256">Of the bytes that are taken in: of a .gz file, those it unpacks to.</param>
public sealed record ReceivedFile(string Path, string Name, string? Sender, string Sha256, long Bytes, DateTimeOffset ReceivedAt)
{
    /// <summary>The posts of which the file is made; null where it came as a file.</summary>
    internal PostSpans? Posts { get; init; }

    /// <summary>Key of the rejected message that this file corrects.</summary>
    internal long? Corrects { get; init; }

    /// <summary>Reads a file once to know its hash.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <param name="largest">Most bytes a file may have, unpacked.</param>
    /// <param name="mostUnpacked">Most times its own size that a .gz file may unpack to.</param>
    /// <exception cref="InvalidDataException">A .gz file is not gzip, or unpacks to more than that.</exception>
    public static ReceivedFile Of(string path, string? sender, DateTimeOffset receivedAt, long largest, int mostUnpacked = int.MaxValue)
    {
        var ratioLimit = Math.Max(AlwaysUnpacked, new FileInfo(path).Length * (double)mostUnpacked);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = Open(path);
        var buffer = new byte[1 << 18];
        long bytes = 0;
        while (stream.Read(buffer) is var n and > 0)
        {
            hash.AppendData(buffer, 0, n);
            bytes += n;
            if (bytes > ratioLimit)
                throw new InvalidDataException($"it unpacks to more than {mostUnpacked} times its size, as no messages do; unpack it by hand if that is right");
            if (bytes > largest)
                throw new InvalidDataException($"it unpacks to more than {largest:N0} bytes; unpack it by hand if that is right");
        }
        return new(path, System.IO.Path.GetFileName(path), sender, Convert.ToHexStringLower(hash.GetHashAndReset()), bytes, receivedAt);
    }

    // So much is unpacked whatever it was packed into: a few large messages pack well.
    const long AlwaysUnpacked = 64 << 20;

    public Stream Open() => Open(Path);

    static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
