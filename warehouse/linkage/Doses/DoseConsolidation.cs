using System.Globalization;
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
    const string SourceColumns = "dose_key bigint, dose_row_key bigint, role enum ('leading', 'supporting'), field_rank integer, vaccine_rank integer, is_unsure boolean";

    /// <summary>Columns of fct_dose_doubt: an event that may be one with another; share 0–1, 0.4–0.6 is in doubt on the sum alone.</summary>
    const string DoubtColumns = "dose_key bigint, kept_dose_key bigint, share real";

    /// <summary>The build's step.</summary>
    public static NativeStep Step() => NativeStep.Of(
        "consolidate_doses", Layer.Warehouse, "Source records of doses grouped into vaccination events", ["dose_source"], ["fct_dose_source", "fct_dose_doubt"],
        build => Run(build.Connect, build.Connection, "facts"));

    // Persons are read and grouped in slices of about so many records, several slices at once, and written in their order.
    const int SliceSize = 200_000;

    /// <summary>Groups all dose records.</summary>
    /// <param name="open">Makes further connections, which see dose_source, code_cvx and code_cvx_group.</param>
    /// <param name="writing">Another connection of the same database.</param>
    /// <param name="database">Attached database in whose main schema the tables are made.</param>
    public static DoseCounts Run(Func<DuckDbConnection> open, DuckDbConnection writing, string database)
    {
        writing.Execute($"create table {database}.main.fct_dose_source ({SourceColumns}); create table {database}.main.fct_dose_doubt ({DoubtColumns})");
        DoseVocabulary vocabulary;
        long[] firsts;
        using (var reading = open())
        {
            vocabulary = DoseVocabulary.Read(reading);
            firsts = Slices(reading);
        }
        var counts = new DoseCounts(0, 0, 0);
        var doubts = new List<(long Doubted, long Kept, double Share)>();
        using (var sources = writing.AppenderIn(database, "fct_dose_source"))
        {
            foreach (var slice in Grouped(open, vocabulary, firsts))
            {
                slice.Write(sources);
                doubts.AddRange(slice.Doubts);
                counts = new(counts.Records + slice.Count, counts.Events + slice.Events, counts.Unsure + slice.Unsure);
            }
            sources.Close();
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

    // The first person of each slice; a person is in one slice.
    static long[] Slices(DuckDbConnection reading)
    {
        var count = (int)(reading.QueryScalar<long>("select count(*) from dose_source") / SliceSize) + 1;
        var shares = string.Join(", ", Enumerable.Range(0, count).Select(slice => ((double)slice / count).ToString(CultureInfo.InvariantCulture)));
        return [.. reading.QueryRows($"select distinct unnest(quantile_disc(person_key, [{shares}])) as person_key from dose_source order by person_key").Select(row => (long)row[0]!)];
    }

    static IEnumerable<GroupedDoses> Grouped(Func<DuckDbConnection> open, DoseVocabulary vocabulary, long[] firsts) =>
        Enumerable.Range(0, firsts.Length).AsParallel().AsOrdered().WithDegreeOfParallelism(Environment.ProcessorCount)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(slice =>
            {
                using var reading = open();
                var last = slice + 1 < firsts.Length ? firsts[slice + 1] - 1 : long.MaxValue;
                var (records, ends) = Read(reading, firsts[slice], last, vocabulary);
                return GroupedDoses.Of(records, ends, new DoseEvents(vocabulary));
            });

    // Records person after person, and where those of each person end.
    static (List<DoseRecord> Records, List<int> Ends) Read(DuckDbConnection reading, long first, long last, DoseVocabulary vocabulary)
    {
        var (records, ends) = (new List<DoseRecord>(SliceSize + SliceSize / 4), new List<int>());
        using var rows = reading.Query(LinkData.Sql("read_doses"), first, last);
        long person = 0;
        while (rows.ReadChunk() is { } chunk)
        {
            var keys = chunk.Column(0).Values<long>();
            for (var row = 0; row < chunk.Count; row++)
            {
                if (keys[row] != person && records.Count > 0) ends.Add(records.Count);
                person = keys[row];
                records.Add(Read(chunk, row, vocabulary));
            }
        }
        if (records.Count > 0) ends.Add(records.Count);
        return (records, ends);
    }

    static DoseRecord Read(DuckDbChunk chunk, int row, DoseVocabulary vocabulary)
    {
        var kind = chunk.Column(3).Bytes(row);
        var isCompleted = chunk.Column(4).GetBoolean(row);
        var cvx = chunk.Column(5).IsNull(row) ? 0 : chunk.Column(5).GetInt32(row);
        return new(
            chunk.Column(1).Values<long>()[row], DuckDbTime.Date(chunk.Column(2).Values<int>()[row]).DayNumber, isCompleted ? (byte)0 : (byte)(1 + kind[0] % 31), cvx, vocabulary.Groups(cvx), vocabulary.IsUnspecified(cvx),
            Hash(chunk.Column(6), row), Hash(chunk.Column(7), row), Hash(chunk.Column(8), row),
            kind.SequenceEqual("historical"u8) ? DoseSource.Historical : DoseSource.Administered, chunk.Column(10).Values<ulong>()[row], (byte)chunk.Column(9).GetInt32(row));
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
