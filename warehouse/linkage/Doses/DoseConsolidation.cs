using RegistryAnalytics.Codes;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What consolidating doses came to.</summary>
public sealed record DoseCounts(long Records, long Events, long Unsure);

/// <summary>Source records of doses → vaccination events, person after person.</summary>
/// <remarks>Reads dose_source; makes fct_dose_source and fct_dose_doubt. Rules: docs/linkage.md. Tests: tests/warehouse/Linkage/DoseConsolidationTests.cs.</remarks>
public static class DoseConsolidation
{
    /// <summary>Columns of fct_dose_source. field_rank: blanks are filled from 0 upwards. vaccine_rank: 0 names the vaccine.</summary>
    const string SourceColumns = "dose_key bigint, dose_row_key bigint, role varchar, field_rank integer, vaccine_rank integer, is_unsure boolean";

    /// <summary>Columns of fct_dose_doubt: an event that may be one with another; share 0–1, 0.4–0.6 is in doubt on the sum alone.</summary>
    const string DoubtColumns = "dose_key bigint, kept_dose_key bigint, share real";

    /// <summary>The build's step.</summary>
    public static NativeStep Step() => NativeStep.Of(
        "consolidate_doses", Layer.Warehouse, "Source records of doses grouped into vaccination events", ["dose_source"], ["fct_dose_source", "fct_dose_doubt"],
        build =>
        {
            using var reading = build.Connect();
            Run(reading, build.Connection, "facts");
        });

    /// <summary>Groups all dose records.</summary>
    /// <param name="reading">Connection that sees dose_source, code_cvx and code_cvx_group.</param>
    /// <param name="writing">Another connection of the same database.</param>
    /// <param name="database">Attached database in whose main schema the tables are made.</param>
    public static DoseCounts Run(DuckDbConnection reading, DuckDbConnection writing, string database)
    {
        writing.Execute($"create table {database}.main.fct_dose_source ({SourceColumns}); create table {database}.main.fct_dose_doubt ({DoubtColumns})");
        // Appenders write to the current database.
        writing.Execute("create temp table new_dose_source (" + SourceColumns + "); create temp table new_dose_doubt (" + DoubtColumns + ")");
        var events = new DoseEvents(DoseVocabulary.Read(reading));
        var vocabulary = DoseVocabulary.Read(reading);
        var counts = new DoseCounts(0, 0, 0);
        using (var sources = writing.Appender("new_dose_source"))
        {
            var doubts = new List<(long Doubted, long Kept, double Share)>();
            var person = new List<DoseRecord>();
            long key = 0;
            using var rows = reading.Query(LinkData.Sql("read_doses"));
            while (rows.ReadChunk() is { } chunk)
            {
                var persons = chunk.Column(0).Values<long>();
                for (var row = 0; row < chunk.Count; row++)
                {
                    if (persons[row] != key && person.Count > 0) counts = Write(events, person, sources, doubts, counts);
                    key = persons[row];
                    person.Add(Read(chunk, row, vocabulary));
                }
            }
            if (person.Count > 0) counts = Write(events, person, sources, doubts, counts);
            sources.Close();
            using var doubtful = writing.Appender("new_dose_doubt");
            foreach (var (doubted, kept, share) in doubts) doubtful.Append(doubted).Append(kept).Append((float)Math.Round(share, 3)).EndRow();
            doubtful.Close();
        }
        writing.Execute($"insert into {database}.main.fct_dose_source select * from new_dose_source order by dose_key, field_rank; drop table new_dose_source");
        writing.Execute($"insert into {database}.main.fct_dose_doubt select dose_key, kept_dose_key, max(share) from new_dose_doubt group by all order by all; drop table new_dose_doubt");
        return counts;
    }

    static DoseRecord Read(DuckDbChunk chunk, int row, DoseVocabulary vocabulary)
    {
        var kind = chunk.Column(3).Bytes(row);
        var isCompleted = chunk.Column(4).GetBoolean(row);
        var cvx = chunk.Column(5).IsNull(row) ? 0 : chunk.Column(5).GetInt32(row);
        return new(
            chunk.Column(1).Values<long>()[row], DuckDbTime.Date(chunk.Column(2).Values<int>()[row]).DayNumber, isCompleted ? (byte)0 : (byte)(1 + kind[0] % 31), cvx, vocabulary.Groups(cvx), vocabulary.IsUnspecified(cvx),
            Hash(chunk.Column(6), row), Hash(chunk.Column(7), row), Hash(chunk.Column(8), row),
            kind.SequenceEqual("historical"u8) ? DoseSource.Historical : DoseSource.Administered, Hash(chunk.Column(10), row), (byte)chunk.Column(9).GetInt32(row));
    }

    // Letters and digits, upper case: lot numbers are keyed with and without dashes.
    static ulong Hash(DuckDbColumn column, int row)
    {
        if (column.IsNull(row)) return 0;
        var hash = 0UL;
        foreach (var b in column.Bytes(row))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || b > 127) hash = Bucket.Mix(hash ^ char.ToUpperInvariant(c));
        }
        return hash;
    }

    static DoseCounts Write(DoseEvents events, List<DoseRecord> person, DuckDbAppender sources, List<(long, long, double)> doubts, DoseCounts counts)
    {
        var records = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(person);
        events.Group(records);
        var eventOf = events.EventOf;
        var keys = new long[records.Length];
        var distinct = 0;
        for (var i = 0; i < records.Length; i++)
        {
            keys[eventOf[i]] = keys[eventOf[i]] == 0 ? records[i].RowKey : Math.Min(keys[eventOf[i]], records[i].RowKey);
            if (eventOf[i] == i) distinct++;
        }
        var doubted = new HashSet<int>();
        foreach (var (kept, doubt, share) in events.Unsure)
        {
            doubted.Add(eventOf[doubt]);
            doubts.Add((keys[eventOf[doubt]], keys[eventOf[kept]], share));
        }
        for (var i = 0; i < records.Length; i++)
        {
            var vaccineRank = 0;
            for (var j = 0; j < records.Length; j++)
                if (j != i && eventOf[j] == eventOf[i] && DoseEvents.NamesVaccineBefore(records[j], records[i])) vaccineRank++;
            var order = events.OrderOf[i];
            sources.Append(keys[eventOf[i]]).Append(records[i].RowKey).Append(order == 0 ? "leading" : "supporting").Append(order).Append(vaccineRank).Append(doubted.Contains(eventOf[i])).EndRow();
        }
        person.Clear();
        return new(counts.Records + records.Length, counts.Events + distinct, counts.Unsure + doubted.Count);
    }
}
