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

    // Persons are grouped in parts of so many records, several parts at once, and written in the order in which they were read.
    const int PartSize = 65_536;

    /// <summary>Groups all dose records.</summary>
    /// <param name="reading">Connection that sees dose_source, code_cvx and code_cvx_group.</param>
    /// <param name="writing">Another connection of the same database.</param>
    /// <param name="database">Attached database in whose main schema the tables are made.</param>
    public static DoseCounts Run(DuckDbConnection reading, DuckDbConnection writing, string database)
    {
        writing.Execute($"create table {database}.main.fct_dose_source ({SourceColumns}); create table {database}.main.fct_dose_doubt ({DoubtColumns})");
        var vocabulary = DoseVocabulary.Read(reading);
        var counts = new DoseCounts(0, 0, 0);
        var doubts = new List<(long Doubted, long Kept, double Share)>();
        using (var sources = writing.AppenderIn(database, "fct_dose_source"))
        {
            var parts = new List<List<DoseRecord>>();
            var workers = Math.Max(1, Environment.ProcessorCount);
            using var rows = reading.Query(LinkData.Sql("read_doses"));
            long person = 0;
            var part = new List<DoseRecord>(PartSize + 1024);
            var ends = new List<List<int>>();
            var end = new List<int>();
            while (rows.ReadChunk() is { } chunk)
            {
                var keys = chunk.Column(0).Values<long>();
                for (var row = 0; row < chunk.Count; row++)
                {
                    if (keys[row] != person && part.Count > 0)
                    {
                        end.Add(part.Count);
                        if (part.Count >= PartSize) Close();
                    }
                    person = keys[row];
                    part.Add(Read(chunk, row, vocabulary));
                }
            }
            if (part.Count > 0)
            {
                end.Add(part.Count);
                Close();
            }
            Flush();
            sources.Close();

            void Close()
            {
                parts.Add(part);
                ends.Add(end);
                (part, end) = ([], []);
                if (parts.Count == workers * 2) Flush();
            }

            void Flush()
            {
                var grouped = new GroupedDoses[parts.Count];
                Parallel.For(0, parts.Count, at => grouped[at] = GroupedDoses.Of(parts[at], ends[at], new DoseEvents(vocabulary)));
                foreach (var one in grouped)
                {
                    one.Write(sources);
                    doubts.AddRange(one.Doubts);
                    counts = new(counts.Records + one.Count, counts.Events + one.Events, counts.Unsure + one.Unsure);
                }
                parts.Clear();
                ends.Clear();
            }
        }
        writing.Execute($"create temp table new_dose_doubt ({DoubtColumns})");
        using (var doubtful = writing.Appender("new_dose_doubt"))
        {
            foreach (var (doubted, kept, share) in doubts) doubtful.Append(doubted).Append(kept).Append((float)Math.Round(share, 3)).EndRow();
            doubtful.Close();
        }
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
}
