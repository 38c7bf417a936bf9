using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Intake.Posts;

/// <summary>One post as the journal keeps it.</summary>
/// <param name="Sender">Known by its key; empty = MSH-4 of each message.</param>
public sealed record JournalRecord(string Sender, DateTimeOffset ReceivedAt, byte[] Message);

/// <summary>A file of posts of one sender, unpacked from a segment.</summary>
/// <param name="ReceivedAt">Of the first post in it.</param>
sealed record PostedFile(string Path, string? Sender, DateTimeOffset ReceivedAt, PostSpans Posts);

/// <summary>The records of one segment of the journal.</summary>
/// <remarks>
/// A record is: length of the message, length of the sender's name (4 bytes each), checksum, time of receipt in microseconds
/// (8 bytes each), sender, message. One that is cut or does not match its checksum was never answered: reading stops there.
/// </remarks>
static class JournalSegment
{
    const int HeaderBytes = 24;

    /// <summary>Appends a record.</summary>
    internal static void Write(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> message, string sender, DateTimeOffset receivedAt)
    {
        var name = Encoding.UTF8.GetBytes(sender);
        var micros = InstantColumn.Micros(receivedAt);
        var header = to.GetSpan(HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], name.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], Checksum(message, name, micros));
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], micros);
        to.Advance(HeaderBytes);
        to.Write(name);
        to.Write(message);
    }

    /// <summary>The records, in order, up to the first that is not whole.</summary>
    internal static IEnumerable<JournalRecord> Read(string segment)
    {
        using var stream = new FileStream(segment, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        var header = new byte[HeaderBytes];
        while (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            var nameLength = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
            var micros = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16));
            if (length < 0 || nameLength < 0 || length + (long)nameLength > stream.Length - stream.Position) yield break;
            var name = new byte[nameLength];
            var message = new byte[length];
            stream.ReadExactly(name);
            stream.ReadExactly(message);
            if (Checksum(message, name, micros) != BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8))) yield break;
            yield return new(Encoding.UTF8.GetString(name), DateTimeOffset.UnixEpoch.AddTicks(micros * 10), message);
        }
    }

    /// <summary>One file a sender, in the order in which senders first posted.</summary>
    internal static List<PostedFile> Unpack(string segment, string folder)
    {
        var streams = new Dictionary<string, (PostedFile File, FileStream Stream)>(StringComparer.Ordinal);
        var files = new List<PostedFile>();
        try
        {
            foreach (var record in Read(segment))
            {
                if (!streams.TryGetValue(record.Sender, out var to))
                {
                    Durable.At("unpack");
                    var path = Path.Combine(folder, $"post-{Path.GetFileNameWithoutExtension(segment)}-{files.Count + 1:D4}.hl7");
                    to = (new(path, record.Sender.Length == 0 ? null : record.Sender, record.ReceivedAt, new()), new FileStream(path, FileMode.Create, FileAccess.Write));
                    streams.Add(record.Sender, to);
                    files.Add(to.File);
                }
                to.File.Posts.Add(to.Stream.Position, record.ReceivedAt);
                to.Stream.Write(record.Message);
                to.Stream.WriteByte((byte)'\r');
            }
        }
        finally
        {
            foreach (var (_, stream) in streams.Values) stream.Dispose();
        }
        return files;
    }

    static long Checksum(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, long micros) =>
        ContentHash.Of(message) ^ (ContentHash.Of(name) << 1) ^ (long)Bucket.Mix((ulong)micros);
}
