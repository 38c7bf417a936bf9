using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>One message as it was received, with what became of it.</summary>
/// <param name="Text">As received; personal data: through the release gate only.</param>
public sealed record StoredMessage(
    long Key, long BatchSequence, string FileName, string? Sender, string? ControlId, string? Type, string Outcome, DateTimeOffset ReceivedAt,
    byte[] Text, IReadOnlyList<StoredIssue> Issues);

/// <summary>One finding of a stored message.</summary>
public sealed record StoredIssue(string Rule, string Severity, string? Segment, int? Occurrence, int? Field, int? Component, string? Value, string Text);

/// <summary>One line of the list of rejected messages: nothing of what they say.</summary>
/// <param name="Batch">Sequence under which it was taken in.</param>
/// <param name="Number">Which message of that batch it is, from 1.</param>
/// <param name="Rule">Of the first error, with its words and its place (<c>PID^1^8</c>).</param>
/// <param name="CorrectedBy">Batch in which a correction was accepted; null while there is none.</param>
public sealed record RejectedMessage(
    long Key, long Batch, long Number, string? Sender, string? ControlId, DateTimeOffset ReceivedAt, string? Rule, string? Reason, string? Place, long? CorrectedBy);

/// <summary>A control id that came again with other content.</summary>
/// <param name="Messages">Keys of the messages, in order received.</param>
public sealed record ChangedReplay(string Sender, string ControlId, IReadOnlyList<long> Messages);

/// <summary>Finds messages in the lake: one by its key, those that were rejected, those that were sent again changed.</summary>
public static class StoredMessages
{
    /// <summary>One message by its key; null where there is none.</summary>
    /// <remarks>The key tells the batch and the part, so that one small file is read, and the archive is read at its place.</remarks>
    /// <exception cref="FileNotFoundException">Its bytes are not in the archive any more.</exception>
    public static StoredMessage? Find(string dataFolder, long key)
    {
        if (BatchOf(dataFolder, key >> 40) is not { } batch) return null;
        var files = PartPaths(batch, "message", key);
        if (files.Count == 0) return null;
        using var database = DuckDbDatabase.Open(":memory:", new() { Threads = 1 });
        using var connection = database.Connect();
        var rows = connection.QueryRows($"""
            select sender, control_id, message_type, outcome, epoch_us(received_at), raw_sha256, byte_offset, byte_length
            from {From(files)} where message_key = $1
            """, key);
        if (rows.Count == 0) return null;
        var row = rows[0];
        var sha = (string)row[5]!;
        var file = batch.Files.First(file => file.Sha256 == sha);
        // The archive goes by when the file came; a post in it may have come later.
        var bytes = RawArchive.Read(dataFolder, sha, file.ReceivedAt, Number(row[6]), (int)Number(row[7]));
        return new(key, batch.Sequence, file.Name, (string?)row[0], (string?)row[1], (string?)row[2], (string)row[3]!, Instant(row[4]), bytes, Issues(connection, batch, key));
    }

    /// <summary>Key of a message by its number in a batch; null where there is none.</summary>
    /// <param name="batch">Sequence under which it was taken in; compaction does not change it.</param>
    /// <param name="number">From 1, in the order of the files and the messages in them.</param>
    public static long? KeyOf(string dataFolder, long batch, long number)
    {
        if (number < 1 || BatchOf(dataFolder, batch)?.Paths("message").ToList() is not { Count: > 0 } files) return null;
        using var database = DuckDbDatabase.Open(":memory:", new() { Threads = 1 });
        using var connection = database.Connect();
        var rows = connection.QueryRows($"""
            select message_key from {From(files)} where message_key between $1 and $2 order by message_key limit 1 offset {number - 1}
            """, batch << 40, ((batch + 1) << 40) - 1);
        return rows.Count == 0 ? null : Number(rows[0][0]);
    }

    /// <summary>Rejected messages, the latest first.</summary>
    /// <param name="sender">Only this sender's; null = all.</param>
    public static IReadOnlyList<RejectedMessage> Rejected(string dataFolder, string? sender = null, int most = 1000)
    {
        var batches = Lake.Batches(dataFolder);
        var messages = batches.SelectMany(batch => batch.Paths("message")).ToList();
        var issues = batches.SelectMany(batch => batch.Paths("issue")).ToList();
        if (messages.Count == 0 || issues.Count == 0) return [];
        var corrected = new Dictionary<long, long>();
        foreach (var batch in batches)
            foreach (var file in batch.Files)
                if (file is { Corrects: { } key, Accepted: > 0 }) corrected.TryAdd(key, batch.Sequence);
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        return [.. connection.QueryRows($"""
            with rejected as (
                select message_key, sender, control_id, received_at from {From(messages)}
                where outcome = 'rejected' and ($1 is null or sender = $1) order by message_key desc limit {most}
            ),
            numbered as (
                select message_key, row_number() over (partition by message_key >> 40 order by message_key) as number from {From(messages)}
                where message_key >> 40 in (select message_key >> 40 from rejected)
            ),
            reason as (
                select message_key, arg_min(struct_pack(rule := rule, text := text, place := concat_ws('^', segment, occurrence, field, component)), issue_key) as first
                from {From(issues)} where severity = 'E' and message_key in (select message_key from rejected) group by message_key
            )
            select r.message_key, n.number, r.sender, r.control_id, epoch_us(r.received_at), i.first.rule, i.first.text, i.first.place
            from rejected r join numbered n using (message_key) left join reason i using (message_key) order by r.message_key desc
            """, sender).Select(row => new RejectedMessage(
                Number(row[0]), Number(row[0]) >> 40, Number(row[1]), (string?)row[2], (string?)row[3], Instant(row[4]),
                (string?)row[5], (string?)row[6], (string?)row[7], corrected.TryGetValue(Number(row[0]), out var by) ? by : null))];
    }

    /// <summary>Takes in a corrected message in the name of its sender, linked to the one that was rejected.</summary>
    /// <returns>What became of it; it may be rejected again.</returns>
    /// <exception cref="ArgumentException">There is no such rejected message, or the text does not begin with MSH.</exception>
    /// <exception cref="DataLockedException">Another process is taking files in.</exception>
    public static FileResult Resubmit(string dataFolder, long key, ReadOnlySpan<byte> corrected, TimeProvider clock)
    {
        if (Find(dataFolder, key) is not { Outcome: "rejected" } stored) throw new ArgumentException($"There is no rejected message {key} to correct.", nameof(key));
        if (!corrected.StartsWith("MSH"u8)) throw new ArgumentException("A corrected message must begin with its MSH segment.", nameof(corrected));
        var folder = Lake.Corrected(dataFolder);
        Directory.CreateDirectory(folder);
        try
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"corrected-{key}.hl7"));
            File.WriteAllBytes(path, corrected);
            return Ingest.Run(new(dataFolder, [path]) { Sender = stored.Sender, Corrects = key }, clock).Single();
        }
        finally { Directory.Delete(folder, recursive: true); }
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
        var files = PartPaths(batch, "issue", key);
        if (files.Count == 0) return [];
        return [.. connection.QueryRows($"""
            select rule, severity, segment, occurrence, field, component, value, text from {From(files)} where message_key = $1 order by issue_key
            """, key).Select(row => new StoredIssue((string)row[0]!, (string)row[1]!, (string?)row[2], (int?)row[3], (int?)row[4], (int?)row[5], (string?)row[6], (string)row[7]!))];
    }

    /// <summary>Parquet files as a table; their names are ours.</summary>
    static string From(IEnumerable<string> files) =>
        $"read_parquet([{string.Join(", ", files.Select(file => $"'{file.Replace("'", "''", StringComparison.Ordinal)}'"))}], union_by_name = true, hive_partitioning = false)";

    static BatchManifest? BatchOf(string dataFolder, long sequence) =>
        Lake.Batches(dataFolder).FirstOrDefault(batch => batch.Sequence <= sequence && sequence <= batch.Through);

    /// <summary>The files in which the rows of a message can be: those of its part, or all where batches were joined.</summary>
    static List<string> PartPaths(BatchManifest batch, string table, long key)
    {
        var part = string.Create(CultureInfo.InvariantCulture, $"{table}.{key >> 24 & 0xFFFF:D5}");
        return [.. batch.Paths(table).Where(path => batch.Through > batch.Sequence || Path.GetFileName(path).StartsWith(part, StringComparison.Ordinal))];
    }

    static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    static DateTimeOffset Instant(object? micros) => DateTimeOffset.UnixEpoch.AddTicks(Number(micros) * 10);
}
