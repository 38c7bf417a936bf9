using System.Globalization;
using System.Text;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>One message as it was received, with what became of it.</summary>
/// <param name="Text">As received; personal data: through the release gate only.</param>
public sealed record StoredMessage(
    long Key, long BatchSequence, string FileName, string? Sender, string? ControlId, string? Type, string Outcome, DateTimeOffset ReceivedAt,
    byte[] Text, IReadOnlyList<StoredIssue> Issues);

/// <summary>One finding of a stored message.</summary>
public sealed record StoredIssue(string Rule, string Severity, string? Segment, int? Occurrence, int? Field, int? Component, string? Value, string Text);

/// <summary>One line of the list of rejected messages.</summary>
/// <param name="Reason">The first error.</param>
public sealed record RejectedMessage(long Key, string? Sender, string? ControlId, DateTimeOffset ReceivedAt, string? Rule, string? Reason);

/// <summary>A control id that came again with other content.</summary>
/// <param name="Messages">Keys of the messages, in order received.</param>
public sealed record ChangedReplay(string Sender, string ControlId, IReadOnlyList<long> Messages);

/// <summary>Finds messages in the lake: one by its key, those that were rejected, those that were sent again changed.</summary>
public static class StoredMessages
{
    /// <summary>One message by its key; null where there is none.</summary>
    /// <remarks>The key tells the batch and the part, so that one small file is read, and the archive is read at its place.</remarks>
    public static StoredMessage? Find(string dataFolder, long key)
    {
        var sequence = key >> 40;
        var batch = Lake.Batches(dataFolder).FirstOrDefault(batch => batch.Sequence <= sequence && sequence <= batch.Through);
        if (batch is null) return null;
        using var database = DuckDbDatabase.Open(":memory:", new() { Threads = 1 });
        using var connection = database.Connect();
        var rows = connection.QueryRows($"""
            select sender, control_id, message_type, outcome, epoch_us(received_at), raw_sha256, byte_offset, byte_length
            from {From(batch.Paths("message"))} where message_key = $1
            """, key);
        if (rows.Count == 0) return null;
        var row = rows[0];
        var receivedAt = DateTimeOffset.UnixEpoch.AddTicks(Convert.ToInt64(row[4], CultureInfo.InvariantCulture) * 10);
        var sha = (string)row[5]!;
        var bytes = RawArchive.Read(dataFolder, sha, receivedAt, Convert.ToInt64(row[6], CultureInfo.InvariantCulture), Convert.ToInt32(row[7], CultureInfo.InvariantCulture));
        var file = batch.Files.First(file => file.Sha256 == sha);
        return new(key, batch.Sequence, file.Name, (string?)row[0], (string?)row[1], (string?)row[2], (string)row[3]!, receivedAt, bytes, Issues(connection, batch, key));
    }

    /// <summary>Rejected messages, the latest first.</summary>
    /// <param name="sender">Only this sender's; null = all.</param>
    public static IReadOnlyList<RejectedMessage> Rejected(string dataFolder, string? sender = null, int most = 1000)
    {
        var batches = Lake.Batches(dataFolder);
        var messages = batches.SelectMany(batch => batch.Paths("message")).ToList();
        if (messages.Count == 0) return [];
        var issues = batches.SelectMany(batch => batch.Paths("issue")).ToList();
        if (issues.Count == 0) return [];
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        return [.. connection.QueryRows($"""
            select m.message_key, m.sender, m.control_id, epoch_us(m.received_at), min_by(i.rule, i.issue_key), min_by(i.text, i.issue_key)
            from {From(messages)} m left join {From(issues)} i on i.message_key = m.message_key and i.severity = 'E'
            where m.outcome = 'rejected' and ($1 is null or m.sender = $1)
            group by all order by m.message_key desc limit {most}
            """, sender).Select(row => new RejectedMessage(
                Convert.ToInt64(row[0], CultureInfo.InvariantCulture), (string?)row[1], (string?)row[2],
                DateTimeOffset.UnixEpoch.AddTicks(Convert.ToInt64(row[3], CultureInfo.InvariantCulture) * 10), (string?)row[4], (string?)row[5]))];
    }

    /// <summary>Puts a corrected message into the inbox of its sender, to be taken in with the next run.</summary>
    /// <returns>Path of the file.</returns>
    /// <exception cref="ArgumentException">There is no such message, or the text does not begin with MSH.</exception>
    public static string Resubmit(string dataFolder, long key, ReadOnlySpan<byte> corrected)
    {
        if (Find(dataFolder, key) is not { } stored) throw new ArgumentException($"There is no message {key} to correct.", nameof(key));
        if (!corrected.StartsWith("MSH"u8)) throw new ArgumentException("A corrected message must begin with its MSH segment.", nameof(corrected));
        var folder = Path.Combine(Lake.Inbox(dataFolder), SafeName(stored.Sender));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"corrected-{key}.hl7"));
        Durable.Write(path, corrected);
        return path;
    }

    /// <summary>Control ids that a sender used again for other content. Replays of the same content are not among them.</summary>
    public static IReadOnlyList<ChangedReplay> ChangedReplays(string dataFolder)
    {
        var messages = Lake.Batches(dataFolder).SelectMany(batch => batch.Paths("message")).ToList();
        if (messages.Count == 0) return [];
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        return [.. connection.QueryRows($"""
            select sender, control_id, string_agg(message_key::varchar, ' ' order by message_key)
            from {From(messages)} where control_id is not null and sender is not null
            group by all having count(distinct content_hash) > 1 order by all
            """).Select(row => new ChangedReplay((string)row[0]!, (string)row[1]!,
                [.. ((string)row[2]!).Split(' ').Select(key => long.Parse(key, CultureInfo.InvariantCulture))]))];
    }

    static List<StoredIssue> Issues(DuckDbConnection connection, BatchManifest batch, long key)
    {
        var files = batch.Paths("issue").ToList();
        if (files.Count == 0) return [];
        return [.. connection.QueryRows($"""
            select rule, severity, segment, occurrence, field, component, value, text from {From(files)} where message_key = $1 order by issue_key
            """, key).Select(row => new StoredIssue((string)row[0]!, (string)row[1]!, (string?)row[2], (int?)row[3], (int?)row[4], (int?)row[5], (string?)row[6], (string)row[7]!))];
    }

    /// <summary>Parquet files as a table; their names are ours.</summary>
    static string From(IEnumerable<string> files) =>
        $"read_parquet([{string.Join(", ", files.Select(file => $"'{file.Replace("'", "''", StringComparison.Ordinal)}'"))}], union_by_name = true, hive_partitioning = false)";

    /// <summary>A sender as a folder name: letters, digits, dash and underscore.</summary>
    static string SafeName(string? sender)
    {
        var name = new StringBuilder();
        foreach (var c in sender ?? "") name.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_');
        return name.Length == 0 ? "corrected" : name.ToString();
    }
}
