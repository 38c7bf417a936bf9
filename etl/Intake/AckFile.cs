using System.Buffers;
using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>The lines around the acknowledgements of a batch.</summary>
static class AckEnvelope
{
    /// <summary>What comes before them.</summary>
    /// <param name="name">What is answered; null = a post, which has no name.</param>
    internal static byte[] Begin(string? name, DateTimeOffset at)
    {
        var time = at.UtcDateTime.ToString("yyyyMMddHHmmss'+0000'", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($"FHS|^~\\&|||||{time}||{(name is null ? "" : Escape(name) + ".response")}\rBHS|^~\\&|||||{time}\r");
    }

    /// <summary>What comes after so many of them.</summary>
    internal static byte[] End(long count) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"BTS|{count}\rFTS|1\r"));

    static string Escape(string name) => string.Concat(name.Select(c => c is '|' or '^' or '&' or '~' or '\\' || c < ' ' ? '_' : c));
}

/// <summary>The response to one received file: its acknowledgements in the order of its messages, wrapped as a batch.</summary>
sealed class AckFile : IDisposable
{
    readonly string path;
    readonly FileStream file;
    long count;

    /// <param name="name">Of the file with the beginning of its hash: senders name their files alike.</param>
    internal AckFile(string folder, string name, DateTimeOffset at)
    {
        Directory.CreateDirectory(folder);
        path = Path.Combine(folder, name + ".response");
        Durable.At("write response");
        file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        file.Write(AckEnvelope.Begin(name, at));
    }

    internal void Add(ReadOnlySpan<byte> acknowledgements, long messages)
    {
        file.Write(acknowledgements);
        count += messages;
    }

    /// <summary>Closes the batch and gives the file its name.</summary>
    internal void Commit()
    {
        file.Write(AckEnvelope.End(count));
        Durable.At("sync response");
        file.Flush(flushToDisk: true);
        file.Dispose();
        Durable.Rename(path + ".tmp", path);
    }

    public void Dispose() => file.Dispose();
}
