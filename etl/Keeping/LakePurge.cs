using System.Globalization;
using System.IO.Compression;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Keeping;

/// <summary>Bytes of a received file.</summary>
public sealed record RawRange(long Offset, long Length);

/// <summary>A received file of which ranges are to be blanked.</summary>
public sealed record RawFile(string Sha256, DateTimeOffset ReceivedAt, IReadOnlyList<RawRange> Ranges);

/// <summary>What of the lake is a person's: keys and ranges, no content.</summary>
/// <param name="Messages">Keys of messages and rows that go.</param>
/// <param name="NamedFiles">Hashes of received files whose own name names the person.</param>
/// <param name="Namesakes">Rows of rosters, WIC, death and delivery files that bear the name and birth date but could be another person's: kept.</param>
public sealed record LakeShare(IReadOnlyList<long> Records, IReadOnlyList<long> Messages, IReadOnlyList<RawFile> Files, IReadOnlyList<string> NamedFiles, long Namesakes);

/// <summary>Finds what the lake holds of a person and takes it out, in place: numbers and offsets of all else stay as they are.</summary>
public static class LakePurge
{
    /// <summary>Records that a sender told under an id of its own, or that bear the id among others.</summary>
    public static IReadOnlyList<long> RecordsOf(string dataFolder, string sender, string id)
    {
        var batches = Lake.Batches(dataFolder);
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        foreach (var table in new[] { StagedSchema.Person, StagedSchema.PersonIdentifier }) View(connection, batches, table);
        return [.. connection.QueryRows("""
            select record_key from staged_person where sender = $1 and person_id = $2
            union
            select record_key from staged_person_identifier join staged_person using (record_key) where sender = $1 and value = $2
            order by 1
            """, sender, id).Select(row => (long)row[0]!)];
    }

    /// <summary>Records that a tombstone holds although they are in the lake: a backup brought them back.</summary>
    public static IReadOnlyList<long> RecordsHeld(string dataFolder, Tombstones stones)
    {
        if (!stones.Any) return [];
        var batches = Lake.Batches(dataFolder);
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        foreach (var table in new[] { StagedSchema.Person, StagedSchema.PersonIdentifier }) View(connection, batches, table);
        var held = new HashSet<long>();
        using (var persons = connection.Query("select record_key, sender, person_id, last_name, first_name, birth_date from staged_person order by record_key"))
            while (persons.Read())
                if (stones.Holds(Bytes(persons, 1), Bytes(persons, 2), Bytes(persons, 3), Bytes(persons, 4), persons.IsNull(5) ? DayColumn.Nothing : persons.GetDate(5).DayNumber - DayColumn.Epoch))
                    held.Add(persons.GetInt64(0));
        using (var ids = connection.Query("select record_key, sender, value from staged_person_identifier join staged_person using (record_key) order by record_key"))
            while (ids.Read())
                if (stones.HoldsId(Bytes(ids, 1), Bytes(ids, 2))) held.Add(ids.GetInt64(0));
        return [.. held.Order()];
    }

    static ReadOnlySpan<byte> Bytes(DuckDbReader reader, int column) => reader.IsNull(column) ? default : reader.Bytes(column);

    /// <summary>Sweeps away what killed processes left, which could hold content. Under the lock <c>ingest</c>.</summary>
    public static void Sweep(string dataFolder) => Lake.Sweep(dataFolder);

    /// <summary>Finds a person's share of the lake.</summary>
    /// <param name="records">Record keys of the person, all of them.</param>
    public static (LakeShare Share, PersonTraces Traces) Find(string dataFolder, IReadOnlyCollection<long> records)
    {
        var batches = Lake.Batches(dataFolder);
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        foreach (var table in StagedSchema.Tables) View(connection, batches, table);
        connection.Execute("create table purged_record (record_key bigint)");
        using (var appender = connection.Appender("purged_record"))
        {
            foreach (var record in records.Order()) appender.Append(record).EndRow();
            appender.Close();
        }
        connection.Execute(Sql.Find);
        var traces = new PersonTraces(
            [.. connection.QueryRows("select sender, id from own_id order by all").Select(row => ((string)row[0]!, (string)row[1]!))],
            [.. connection.QueryRows("select last_name, first_name from own_name where length(last_name) > 1 and length(first_name) > 1 order by all").Select(row => ((string)row[0]!, (string)row[1]!))],
            [.. connection.QueryRows("select distinct birth_date from own_person where birth_date is not null order by all").Select(row => (DateOnly)row[0]!)]);
        if (records.Count > 0) FindUnlinked(dataFolder, connection, traces);
        var files = connection.QueryRows("""
            select raw_sha256, epoch_us(received_at), byte_offset, byte_length from staged_message
            where message_key in (select message_key from purged_message) order by raw_sha256, byte_offset, message_key
            """).Select(row => (Sha: (string)row[0]!, At: Instant(row[1]), Range: new RawRange((long)row[2]!, (long)row[3]!)))
            .GroupBy(row => row.Sha).Select(group => new RawFile(group.Key, group.First().At, [.. group.Select(row => row.Range)])).ToList();
        var named = batches.SelectMany(batch => batch.Files).Where(file => traces.In(file.Name)).Select(file => file.Sha256).Distinct().ToList();
        var share = new LakeShare([.. records.Order()], [.. connection.QueryRows("select message_key from purged_message order by 1").Select(row => (long)row[0]!)],
            files, named, connection.QueryScalar<long>("select count(*) from namesake_row"));
        return (share, traces);
    }

    /// <summary>Takes a share out of the lake. What was taken out before is passed over: a run that broke off is run again.</summary>
    /// <param name="step">Told of each file before it is written; tests break off there.</param>
    public static void Remove(string dataFolder, LakeShare share, Action<string>? step = null)
    {
        foreach (var file in share.Files) BlankRaw(dataFolder, file, step);
        using var database = DuckDbDatabase.Open(":memory:", new() { Threads = 1 });
        using var connection = database.Connect();
        foreach (var (table, keys) in new[] { ("purged_record", share.Records), ("purged_message", share.Messages) })
        {
            connection.Execute($"create table {table} (key bigint)");
            using var appender = connection.Appender(table);
            foreach (var key in keys) appender.Append(key).EndRow();
            appender.Close();
        }
        foreach (var batch in Lake.Batches(dataFolder)) RemoveFrom(batch, connection, share, step);
    }

    /// <summary>Overwrites ranges of an archived file with blanks and packs it again.</summary>
    static void BlankRaw(string dataFolder, RawFile file, Action<string>? step)
    {
        var path = RawArchive.FileOf(dataFolder, file.Sha256, file.ReceivedAt);
        if (!File.Exists(path)) return;
        step?.Invoke("raw " + file.Sha256);
        using var packed = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var archive = new ArchiveWriter(path);
        var buffer = new byte[RawArchive.MemberBytes];
        long offset = 0;
        while (unpacked.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is var n and > 0)
        {
            foreach (var range in file.Ranges)
            {
                var (from, to) = (Math.Max(range.Offset, offset), Math.Min(range.Offset + range.Length, offset + n));
                if (from < to) buffer.AsSpan((int)(from - offset), (int)(to - from)).Fill((byte)' ');
            }
            foreach (var member in RawArchive.Pack(buffer.AsSpan(0, n), offset)) archive.Add(member);
            offset += n;
        }
        archive.Commit();
    }

    static void RemoveFrom(BatchManifest batch, DuckDbConnection connection, LakeShare share, Action<string>? step)
    {
        var tables = new Dictionary<string, BatchTable>(batch.Tables);
        foreach (var (name, table) in batch.Tables.OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            var schema = StagedSchema.Tables.FirstOrDefault(known => known.Name == name);
            if (schema is null) continue;
            var condition = string.Join(" or ", new[] { ("message_key", "purged_message"), ("record_key", "purged_record") }
                .Where(key => schema.Columns.Any(column => column.Name == key.Item1)).Select(key => $"coalesce({key.Item1} in (select key from {key.Item2}), false)"));
            if (condition.Length == 0) continue;
            long rows = 0;
            foreach (var file in table.Files) rows += Rewrite(connection, Path.Combine(batch.Folder, file), name == "message", condition, step);
            tables[name] = table with { Rows = rows };
        }
        var files = Recount(connection, batch, share);
        if (files.SequenceEqual(batch.Files) && tables.All(table => table.Value.Rows == batch.Tables[table.Key].Rows)) return;
        step?.Invoke("manifest " + Path.GetFileName(batch.Folder));
        Durable.Write(Path.Combine(batch.Folder, BatchManifest.FileName), (batch with { Files = files, Tables = tables }).ToJson());
    }

    /// <summary>Writes a Parquet file again without the rows of a condition; a message stays as a row without content.</summary>
    /// <returns>Rows that it holds then.</returns>
    static long Rewrite(DuckDbConnection connection, string path, bool isMessage, string condition, Action<string>? step)
    {
        var from = $"read_parquet('{Quoted(path)}', hive_partitioning = false)";
        var rows = connection.QueryScalar<long>($"select count(*) from {from}");
        var gone = connection.QueryScalar<long>($"select count(*) from {from} where ({condition}){(isMessage ? " and outcome <> 'purged'" : "")}");
        if (gone == 0) return rows;
        step?.Invoke("staged " + Path.GetFileName(path));
        var select = isMessage
            ? $"""
              select * replace (
                  case when {condition} then null else control_id end as control_id,
                  case when {condition} then null else content_hash end as content_hash,
                  case when {condition} then 'purged' else outcome end as outcome)
              from {from}
              """
            : $"select * from {from} where not ({condition})";
        connection.Execute($"copy ({select}) to '{Quoted(path + ".tmp")}' (format parquet)");
        Durable.Sync(path + ".tmp");
        Durable.Rename(path + ".tmp", path);
        return isMessage ? rows : rows - gone;
    }

    /// <summary>Counts of each received file as its messages stand: received = accepted + rejected + purged.</summary>
    static List<BatchFile> Recount(DuckDbConnection connection, BatchManifest batch, LakeShare share)
    {
        var paths = batch.Paths("message").Select(path => $"'{Quoted(path)}'").ToList();
        if (paths.Count == 0) return [.. batch.Files];
        var counts = connection.QueryRows($"""
            select raw_sha256, count(*) filter (outcome = 'accepted'), count(*) filter (outcome = 'warned'),
                count(*) filter (outcome = 'rejected'), count(*) filter (outcome = 'purged')
            from read_parquet([{string.Join(", ", paths)}], union_by_name = true, hive_partitioning = false) group by raw_sha256
            """).ToDictionary(row => (string)row[0]!, row => (Accepted: (long)row[1]!, Warned: (long)row[2]!, Rejected: (long)row[3]!, Purged: (long)row[4]!));
        return [.. batch.Files.Select(file =>
        {
            var name = share.NamedFiles.Contains(file.Sha256) ? $"purged-{file.Sha256[..8]}{Path.GetExtension(file.Name)}" : file.Name;
            return counts.TryGetValue(file.Sha256, out var now) && now.Purged > 0
                ? file with { Name = name, Accepted = now.Accepted + now.Warned, Warned = now.Warned, Rejected = now.Rejected, Purged = now.Purged }
                : file.Name == name ? file : file with { Name = name };
        })];
    }

    /// <summary>Messages that made no person, rejected and test messages, are known only by their text.</summary>
    static void FindUnlinked(string dataFolder, DuckDbConnection connection, PersonTraces traces)
    {
        var open = connection.QueryRows("""
            select message_key, sender, raw_sha256, epoch_us(received_at), byte_offset, byte_length from staged_message
            where (outcome = 'rejected' or processing_id in ('T', 'D')) and byte_length > 0
                and message_key not in (select message_key from purged_message)
            order by raw_sha256, byte_offset
            """).Select(row => (Key: (long)row[0]!, Sender: (string?)row[1], Sha: (string)row[2]!, At: Instant(row[3]), Offset: (long)row[4]!, Length: (long)row[5]!)).ToList();
        foreach (var file in open.GroupBy(message => (message.Sha, message.At)))
        {
            var path = RawArchive.FileOf(dataFolder, file.Key.Sha, file.Key.At);
            if (!File.Exists(path)) continue;
            using var packed = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            long at = 0;
            var skip = new byte[1 << 16];
            foreach (var message in file)
            {
                while (at < message.Offset) at += unpacked.Read(skip, 0, (int)Math.Min(skip.Length, message.Offset - at)) is var n and > 0 ? n : throw new EndOfStreamException($"{path} ends before byte {message.Offset}; bring it back from a backup.");
                if (at > message.Offset || message.Length > int.MaxValue) continue;
                var bytes = new byte[message.Length];
                unpacked.ReadExactly(bytes);
                at += bytes.Length;
                if (traces.InSubmission(bytes, message.Sender)) connection.Execute("insert into purged_message values ($1)", message.Key);
            }
        }
    }

    /// <summary>A staged table over all batches; a table or column that none holds reads as empty or null.</summary>
    internal static void View(DuckDbConnection connection, IReadOnlyList<BatchManifest> batches, StagedTable table)
    {
        connection.Execute($"create table empty_{table.Name} ({table.SqlColumns})");
        var files = string.Join(", ", batches.SelectMany(batch => batch.Paths(table.Name)).Select(file => $"'{Quoted(file)}'"));
        connection.Execute($"create view staged_{table.Name} as select * from empty_{table.Name}"
            + (files.Length == 0 ? "" : $" union all by name select * from read_parquet([{files}], union_by_name = true, hive_partitioning = false)"));
    }

    static DateTimeOffset Instant(object? micros) => DateTimeOffset.UnixEpoch.AddTicks(Convert.ToInt64(micros, CultureInfo.InvariantCulture) * 10);

    static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);

    static class Sql
    {
        /// <summary>From purged_record: who the person is, every message about it, and rows of namesakes that are left.</summary>
        internal const string Find = """
            create macro letters(name) as regexp_replace(upper(strip_accents(name)), '[^A-Z]', '', 'g');
            create table own_person as
                select record_key, sender, person_id, last_name, first_name, birth_date from staged_person
                where record_key in (select record_key from purged_record);
            create table own_id as
                select sender, person_id as id from own_person where person_id is not null
                union
                select person.sender, identifier.value from staged_person_identifier as identifier
                join own_person as person using (record_key) where identifier.value is not null;
            create table own_name as
                select last_name, first_name from own_person where last_name is not null and first_name is not null
                union
                select last_name, first_name from staged_person_name
                where record_key in (select record_key from purged_record) and last_name is not null and first_name is not null;
            create table own_identity as
                select distinct letters(name.last_name) as last_name, letters(name.first_name) as first_name, person.birth_date
                from own_name as name cross join (select distinct birth_date from own_person where birth_date is not null) as person
                where letters(name.last_name) <> '' and letters(name.first_name) <> '';
            create table other_identity as
                select distinct letters(last_name) as last_name, letters(first_name) as first_name, birth_date from staged_person
                where record_key not in (select record_key from purged_record);
            create table named_row as
                select message_key, letters(last_name) as last_name, letters(first_name) as first_name, birth_date from staged_plan_member
                union all select message_key, letters(last_name), letters(first_name), birth_date from staged_wic_participant
                union all select message_key, letters(last_name), letters(first_name), birth_date from staged_death
                union all select message_key, letters(last_name), letters(first_name), birth_date from staged_delivery;
            create table namesake_row as
                select message_key from named_row
                join own_identity using (last_name, first_name, birth_date) join other_identity using (last_name, first_name, birth_date);
            create table purged_message as
                select message_key from staged_person where record_key in (select record_key from purged_record)
                union select message_key from staged_dose where record_key in (select record_key from purged_record)
                union select message_key from staged_observation where record_key in (select record_key from purged_record)
                union select merge.message_key from staged_person_merge as merge join staged_message as message using (message_key)
                    join own_id on own_id.sender = message.sender and own_id.id = merge.prior_id
                union select consent.message_key from staged_consent as consent
                    join own_id on own_id.sender = consent.sender and own_id.id = consent.person_id
                union select message_key from named_row join own_identity using (last_name, first_name, birth_date)
                    where message_key not in (select message_key from namesake_row);
            """;
    }
}
