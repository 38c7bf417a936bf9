using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Bench;

/// <summary>How fast rows go into and out of DuckDB through the binding.</summary>
public static class DuckDbBench
{
    const int Rows = 1_000_000;

    /// <summary>Eight columns as a dose has them: two keys, a code, a date, an instant, a flag, a lot number and a longer name.</summary>
    const string Table = "CREATE OR REPLACE TABLE dose(dose_key BIGINT, person_key BIGINT, cvx VARCHAR, given DATE, entered TIMESTAMP, historical BOOLEAN, lot VARCHAR, facility VARCHAR)";

    [Bench("duckdb", "Rows of 8 columns (3 VARCHAR, one longer than 12 bytes; nulls in 2) appended to and scanned from DuckDB, one thread, in a file")]
    public static void Run(BenchReport report)
    {
        var path = Path.Combine(Path.GetTempPath(), $"bench-{Guid.NewGuid():N}.duckdb");
        try
        {
            using var database = DuckDbDatabase.Open(path, new DuckDbSettings { Threads = 1, MemoryLimit = 2L << 30 });
            using var connection = database.Connect();
            report.Measure("append row by row, in one transaction", "rows", () => Append(connection, AppendRows), rounds: 3);
            report.Measure("append by columns, in one transaction", "rows", () => Append(connection, AppendColumns), rounds: 3);
            report.Measure("scan 4 fixed-width columns as spans", "rows", () => ScanNumbers(connection));
            report.Measure("scan 3 VARCHAR columns as UTF-8 spans", "rows", () => ScanText(connection));
            report.Measure("read rows through Read and Get…, 8 columns", "rows", () => ReadRows(connection));
            using var point = connection.Prepare("SELECT ?::BIGINT + 1");
            report.Measure("prepared statement: bind, run, read one row", "queries", () => Points(point), rounds: 3);
        }
        finally
        {
            File.Delete(path);
            File.Delete(path + ".wal");
        }
        report.Note("Appending includes COMMIT and the checkpoint that it starts. The rows are made up in the same loop; making them is a few per cent.");
    }

    static long Append(DuckDbConnection connection, Action<DuckDbAppender> fill)
    {
        connection.Execute(Table);
        connection.Execute("BEGIN");
        using (var appender = connection.Appender("dose"))
        {
            fill(appender);
            appender.Close();
        }
        connection.Execute("COMMIT");
        return Rows;
    }

    static void AppendRows(DuckDbAppender appender)
    {
        Span<byte> facility = stackalloc byte[24];
        "FACILITY-0000 WEST CLINIC"u8[..24].CopyTo(facility);
        for (var i = 0; i < Rows; i++)
        {
            facility[12] = (byte)('0' + i % 10);
            appender.Append(i).Append(i / 20L).AppendUtf8("207"u8).AppendDays(19_000 + i % 2000).AppendMicroseconds(1_700_000_000_000_000L + i).Append(i % 3 == 0);
            if (i % 10 == 0) appender.AppendNull();
            else appender.AppendUtf8("LOT12345"u8);
            appender.AppendUtf8(facility).EndRow();
        }
    }

    static void AppendColumns(DuckDbAppender appender)
    {
        const int size = DuckDbAppender.ChunkRows;
        var (keys, persons, instants, days, flags) = (new long[size], new long[size], new long[size], new int[size], new bool[size]);
        var (cvx, lot, facility) = (new int[size + 1], new int[size + 1], new int[size + 1]);
        var cvxBytes = Enumerable.Repeat("207"u8.ToArray(), size).SelectMany(bytes => bytes).ToArray();
        var lotBytes = Enumerable.Repeat("LOT12345"u8.ToArray(), size).SelectMany(bytes => bytes).ToArray();
        var facilityBytes = Enumerable.Repeat("FACILITY-0000 WEST CLINI"u8.ToArray(), size).SelectMany(bytes => bytes).ToArray();
        for (var i = 0; i <= size; i++) (cvx[i], lot[i], facility[i]) = (i * 3, i * 8, i * 24);
        var lotValid = new ulong[size / 64];
        lotValid.AsSpan().Fill(0xFEFEFEFEFEFEFEFE);
        for (var start = 0; start < Rows; start += size)
        {
            var rows = Math.Min(size, Rows - start);
            for (var i = 0; i < rows; i++)
                (keys[i], persons[i], instants[i], days[i], flags[i]) = (start + i, (start + i) / 20, 1_700_000_000_000_000L + i, 19_000 + i % 2000, i % 3 == 0);
            appender.Set<long>(0, keys.AsSpan(0, rows));
            appender.Set<long>(1, persons.AsSpan(0, rows));
            appender.SetBytes(2, cvx.AsSpan(0, rows + 1), cvxBytes);
            appender.Set<int>(3, days.AsSpan(0, rows));
            appender.Set<long>(4, instants.AsSpan(0, rows));
            appender.Set<bool>(5, flags.AsSpan(0, rows));
            appender.SetBytes(6, lot.AsSpan(0, rows + 1), lotBytes, lotValid);
            appender.SetBytes(7, facility.AsSpan(0, rows + 1), facilityBytes);
            appender.EndChunk(rows);
        }
    }

    static long ScanNumbers(DuckDbConnection connection)
    {
        using var reader = connection.Query("SELECT dose_key, person_key, given, entered FROM dose");
        long rows = 0, sum = 0;
        while (reader.ReadChunk() is { } chunk)
        {
            foreach (var key in chunk.Column(0).Values<long>()) sum += key;
            foreach (var person in chunk.Column(1).Values<long>()) sum += person;
            foreach (var day in chunk.Column(2).Values<int>()) sum += day;
            foreach (var instant in chunk.Column(3).Values<long>()) sum ^= instant;
            rows += chunk.Count;
        }
        GC.KeepAlive(sum);
        return rows;
    }

    static long ScanText(DuckDbConnection connection)
    {
        using var reader = connection.Query("SELECT cvx, lot, facility FROM dose");
        long rows = 0, bytes = 0;
        while (reader.ReadChunk() is { } chunk)
        {
            var cvx = chunk.Column(0);
            var lot = chunk.Column(1);
            var facility = chunk.Column(2);
            for (var row = 0; row < chunk.Count; row++)
            {
                bytes += cvx.Bytes(row).Length + facility.Bytes(row).Length;
                if (!lot.IsNull(row)) bytes += lot.Bytes(row).Length;
            }
            rows += chunk.Count;
        }
        GC.KeepAlive(bytes);
        return rows;
    }

    static long ReadRows(DuckDbConnection connection)
    {
        using var reader = connection.Query("SELECT * FROM dose");
        long rows = 0, sum = 0;
        for (; reader.Read(); rows++)
        {
            sum += reader.GetInt64(0) + reader.GetInt64(1) + reader.Bytes(2).Length + reader.GetDate(3).DayNumber + reader.GetDateTime(4).Ticks;
            if (reader.GetBoolean(5)) sum++;
            if (!reader.IsNull(6)) sum += reader.Bytes(6).Length;
            sum += reader.Bytes(7).Length;
        }
        GC.KeepAlive(sum);
        return rows;
    }

    static long Points(DuckDbStatement statement)
    {
        const int queries = 2000;
        for (var i = 0; i < queries; i++)
        {
            using var reader = statement.Bind(1, i).Query();
            if (!reader.Read() || reader.GetInt64(0) != i + 1) throw new InvalidOperationException($"Query {i} gave another number.");
        }
        return queries;
    }
}
