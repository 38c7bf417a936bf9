using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>The response to one received file: its acknowledgements in the order of its messages, wrapped as a batch.</summary>
sealed class AckFile : IDisposable
{
    readonly string path;
    readonly FileStream file;
    long count;

    internal AckFile(string folder, string name, DateTimeOffset at)
    {
        Directory.CreateDirectory(folder);
        path = Path.Combine(folder, name + ".response");
        file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        var time = at.UtcDateTime.ToString("yyyyMMddHHmmss'+0000'", CultureInfo.InvariantCulture);
        Line($"FHS|^~\\&|||||{time}||{Escape(name)}.response");
        Line($"BHS|^~\\&|||||{time}");
    }

    internal void Add(ReadOnlySpan<byte> acknowledgements, long messages)
    {
        file.Write(acknowledgements);
        count += messages;
    }

    /// <summary>Closes the batch and gives the file its name.</summary>
    internal void Commit()
    {
        Line(string.Create(CultureInfo.InvariantCulture, $"BTS|{count}"));
        Line("FTS|1");
        file.Flush(flushToDisk: true);
        file.Dispose();
        Durable.Rename(path + ".tmp", path);
    }

    public void Dispose() => file.Dispose();

    void Line(string text) => file.Write(Encoding.UTF8.GetBytes(text + "\r"));

    static string Escape(string name) => string.Concat(name.Select(c => c is '|' or '^' or '&' or '~' or '\\' ? '_' : c));
}
