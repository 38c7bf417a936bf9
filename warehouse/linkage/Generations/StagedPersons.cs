using System.Text;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Staged persons made clean, with records that say the same as an earlier one of the same sender and id laid on it.</summary>
/// <param name="Table">One row for each different thing told about a person.</param>
/// <param name="RecordKeys">Every staged record, rising.</param>
/// <param name="RowOf">For each record its row.</param>
/// <param name="FirstNew">Rows from here on hold only records that no generation has seen.</param>
public sealed record StagedPersons(RecordTable Table, long[] RecordKeys, int[] RowOf, int FirstNew)
{
    /// <summary>Row of a record, −1 where it is not staged.</summary>
    public int RowOfRecord(long recordKey)
    {
        var at = Array.BinarySearch(RecordKeys, recordKey);
        return at < 0 ? -1 : RowOf[at];
    }

    /// <summary>Row of what a sender said of an own id, by hash: a record that says it again is laid on that row.</summary>
    public required Dictionary<UInt128, int> Seen { get; init; }

    /// <summary>Reads the whole lake.</summary>
    /// <param name="connection">In memory, with the views of <see cref="StagedViews"/>.</param>
    /// <param name="known">Whether an earlier generation has linked a record.</param>
    public static StagedPersons Read(DuckDbDatabase database, DuckDbConnection connection, Func<long, bool> known)
    {
        // Known records first, so that the rows of an older generation come before what is new.
        var builder = new RecordTableBuilder();
        var seen = new Dictionary<UInt128, int>();
        var keys = new List<long>();
        var rows = new List<int>();
        Pass(database, connection, builder, seen, keys, rows, known);
        var firstNew = builder.Count;
        Pass(database, connection, builder, seen, keys, rows, key => !known(key));
        return Sorted(builder, keys, rows, firstNew, seen);
    }

    /// <summary>Adds new batches to the records of the generation before.</summary>
    /// <param name="before">Used up.</param>
    /// <param name="connection">In memory, with views of the new batches alone.</param>
    public static StagedPersons Add(StagedPersons before, DuckDbDatabase database, DuckDbConnection connection, Func<long, bool> known)
    {
        var builder = new RecordTableBuilder(before.Table);
        var keys = new List<long>(before.RecordKeys);
        var rows = new List<int>(before.RowOf);
        Pass(database, connection, builder, before.Seen, keys, rows, key => !known(key));
        return Sorted(builder, keys, rows, before.Table.Count, before.Seen);
    }

    static StagedPersons Sorted(RecordTableBuilder builder, List<long> keys, List<int> rows, int firstNew, Dictionary<UInt128, int> seen)
    {
        var recordKeys = keys.ToArray();
        var rowOf = rows.ToArray();
        Array.Sort(recordKeys, rowOf);
        return new(builder.Build(), recordKeys, rowOf, firstNew) { Seen = seen };
    }

    static void Pass(
        DuckDbDatabase database, DuckDbConnection connection, RecordTableBuilder builder, Dictionary<UInt128, int> seen, List<long> keys, List<int> rows, Func<long, bool> wanted)
    {
        using var second = database.Connect();
        using var persons = connection.Query(LinkData.Sql("read_persons"));
        using var lists = second.Query(LinkData.Sql("read_person_lists"));
        var more = lists.Read();
        var record = new LinkRecord();
        while (persons.Read())
        {
            var key = persons.GetInt64(0);
            while (more && lists.GetInt64(0) < key) more = lists.Read();
            if (!wanted(key)) continue;
            record.Clear();
            var hash = new RecordHash();
            for (var column = 1; column <= 18; column++)
            {
                var isNull = persons.IsNull(column);
                hash.Add(isNull ? default : persons.Bytes(column), isNull);
            }
            for (var column = 19; column <= 22; column++) hash.Add(persons.IsNull(column) ? ulong.MaxValue : Number(persons, column));
            for (; more && lists.GetInt64(0) == key; more = lists.Read()) Add(record, lists, ref hash);
            keys.Add(key);
            // Only a sender that names the person by its own id can be taken to say the same of the same person again.
            var named = !persons.IsNull(4);
            if (named && seen.TryGetValue(hash.Value, out var row))
            {
                rows.Add(row);
                continue;
            }
            Fill(record, persons, key);
            row = builder.Add(record);
            rows.Add(row);
            if (named) seen.Add(hash.Value, row);
        }
    }

    static ulong Number(DuckDbReader reader, int column) => column switch
    {
        19 => (ulong)reader.GetDate(column).DayNumber,
        20 => reader.GetBoolean(column) ? 1UL : 0,
        _ => (ulong)reader.GetInt32(column),
    };

    static void Add(LinkRecord record, DuckDbReader lists, ref RecordHash hash)
    {
        var kind = lists.GetInt32(1);
        hash.Add((ulong)kind);
        for (var column = 3; column <= 5; column++) hash.Add(lists.IsNull(column) ? default : lists.Bytes(column), lists.IsNull(column));
        var (a, b, c) = (Text(lists, 3), Text(lists, 4), Text(lists, 5));
        switch (kind)
        {
            case 1: record.Identifiers.Add(new(a, b, c)); break;
            case 2: record.OtherNames.Add(new(a, b)); break;
            default:
                if (c is null) break;
                if (c.Contains('@')) record.Emails.Add(c);
                else record.Phones.Add(c);
                break;
        }
    }

    static void Fill(LinkRecord record, DuckDbReader persons, long key)
    {
        record.Key = key;
        record.Source = Text(persons, 1);
        record.RecordType = Text(persons, 2);
        record.LastName = Text(persons, 5);
        record.FirstName = Text(persons, 6);
        record.MiddleName = Text(persons, 7);
        record.Suffix = Text(persons, 8);
        record.Sex = Text(persons, 9);
        record.MotherMaidenName = Text(persons, 10);
        record.GuardianFirst = Text(persons, 11);
        record.GuardianLast = Text(persons, 12);
        record.Street = Text(persons, 13);
        record.City = Text(persons, 14);
        record.State = Text(persons, 15);
        record.Zip = Text(persons, 16);
        if (Text(persons, 17) is { } phone) record.Phones.Add(phone);
        if (Text(persons, 18) is { } mail) record.Emails.Add(mail);
        record.Birth = persons.IsNull(19) ? 0 : BirthDate.Of(persons.GetDate(19));
        var plural = !persons.IsNull(22) && persons.GetInt32(22) > 1;
        record.MultipleBirth = plural ? true : persons.IsNull(20) ? null : persons.GetBoolean(20);
        record.BirthOrder = persons.IsNull(21) ? null : persons.GetInt32(21);
        // A sender's own id is an identifier too, where the list does not hold it.
        if (Text(persons, 4) is not { } id || record.Identifiers.Any(known => known.Value == id)) return;
        record.Identifiers.Add(record.RecordType == "birth" ? new(record.Source, "BR", id) : new(Text(persons, 3) ?? record.Source, "PI", id));
    }

    static string? Text(DuckDbReader reader, int column) =>
        reader.IsNull(column) || reader.Bytes(column) is not { Length: > 0 } bytes ? null : Encoding.UTF8.GetString(bytes);
}
