using System.Globalization;
using System.IO.Compression;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>
/// Every received byte, kept as gzip members of about 1 MiB beside an index of where each begins; so any byte range of a
/// large file is read without unpacking what comes before, and any gzip program still unpacks the whole.
/// </summary>
public static class RawArchive
{
    /// <summary>Bytes of the received file in one member.</summary>
    public const int MemberBytes = 1 << 20;

    /// <summary>The archive of a received file.</summary>
    public static string FileOf(string dataFolder, string sha256, DateTimeOffset receivedAt) => Path.Combine(
        Lake.Raw(dataFolder), receivedAt.UtcDateTime.ToString("yyyy", CultureInfo.InvariantCulture),
        receivedAt.UtcDateTime.ToString("MM", CultureInfo.InvariantCulture), sha256 + ".gz");

    /// <summary>Packs one stretch into members.</summary>
    internal static List<ArchiveMember> Pack(ReadOnlySpan<byte> bytes, long fileOffset)
    {
        var members = new List<ArchiveMember>();
        for (var at = 0; at < bytes.Length; at += MemberBytes)
        {
            var piece = bytes[at..Math.Min(bytes.Length, at + MemberBytes)];
            var packed = new MemoryStream(piece.Length / 4 + 64);
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(piece);
            members.Add(new(fileOffset + at, packed));
        }
        return members;
    }

    /// <summary>Packs a whole file.</summary>
    /// <exception cref="IOException">It cannot be read, or changed since its hash was taken.</exception>
    internal static void Store(string dataFolder, ReceivedFile file)
    {
        using var archive = new ArchiveWriter(FileOf(dataFolder, file.Sha256, file.ReceivedAt));
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var stream = file.Open();
        var buffer = new byte[MemberBytes];
        long offset = 0;
        while (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is var n and > 0)
        {
            hash.AppendData(buffer, 0, n);
            foreach (var member in Pack(buffer.AsSpan(0, n), offset)) archive.Add(member);
            offset += n;
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
            throw new IOException($"{file.Name} changed while it was read; wait until its sender has finished writing it and take it in again.");
        archive.Commit();
    }

    /// <summary>Reads a range of a received file.</summary>
    /// <exception cref="FileNotFoundException">It is not in the archive: purged, or the data folder is not whole.</exception>
    /// <exception cref="EndOfStreamException">The file is shorter than that.</exception>
    public static byte[] Read(string dataFolder, string sha256, DateTimeOffset receivedAt, long offset, int length)
    {
        var path = FileOf(dataFolder, sha256, receivedAt);
        if (!File.Exists(path)) throw new FileNotFoundException($"The received file {sha256} is not in the archive.", path);
        var (memberOffset, packedOffset) = Find(path + ".index", offset);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        file.Position = packedOffset;
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        var skip = new byte[81920];
        for (var left = offset - memberOffset; left > 0;)
        {
            var n = gzip.Read(skip, 0, (int)Math.Min(left, skip.Length));
            if (n == 0) throw new EndOfStreamException($"The received file {sha256} ends before byte {offset}.");
            left -= n;
        }
        var bytes = new byte[length];
        gzip.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The last member that begins at or before an offset.</summary>
    static (long Raw, long Packed) Find(string index, long offset)
    {
        var best = (0L, 0L);
        foreach (var line in File.ReadLines(index))
        {
            var comma = line.IndexOf(',');
            var raw = long.Parse(line.AsSpan(0, comma), CultureInfo.InvariantCulture);
            if (raw > offset) break;
            best = (raw, long.Parse(line.AsSpan(comma + 1), CultureInfo.InvariantCulture));
        }
        return best;
    }
}

/// <summary>One gzip member.</summary>
/// <param name="RawOffset">Of its first byte in the received file.</param>
readonly record struct ArchiveMember(long RawOffset, MemoryStream Packed);

/// <summary>Writes the archive of one received file, member by member in order.</summary>
sealed class ArchiveWriter : IDisposable
{
    readonly string path;
    readonly FileStream file;
    readonly System.Text.StringBuilder index = new();

    internal ArchiveWriter(string path)
    {
        this.path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Durable.At("write " + Path.GetFileName(path));
        file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
    }

    internal void Add(ArchiveMember member)
    {
        Durable.At("write member");
        index.Append(CultureInfo.InvariantCulture, $"{member.RawOffset},{file.Position}\n");
        member.Packed.WriteTo(file);
    }

    /// <summary>Brings archive and index to the disk under their names. An empty file has an archive of no members.</summary>
    internal void Commit()
    {
        Durable.At("sync " + Path.GetFileName(path));
        file.Flush(flushToDisk: true);
        file.Dispose();
        Durable.Write(path + ".index", System.Text.Encoding.ASCII.GetBytes(index.ToString()));
        Durable.Rename(path + ".tmp", path);
    }

    public void Dispose() => file.Dispose();
}
