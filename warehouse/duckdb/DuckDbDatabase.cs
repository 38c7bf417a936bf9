using System.Globalization;
using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>How a database file is opened.</summary>
public enum DuckDbAccess { Automatic, ReadOnly, ReadWrite }

/// <summary>What a database is opened with. DuckDB's defaults take most of the machine: name limits in every service.</summary>
public sealed record DuckDbSettings
{
    /// <summary>Read-only lets other processes read the same file; one process only may have a file open for writing.</summary>
    public DuckDbAccess Access { get; init; }

    /// <summary>Most memory in bytes; null is DuckDB's default, 80 % of the machine.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Worker threads, 1 or more; null is one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>Folder for what does not fit in memory.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Any other of DuckDB's settings by name, as in <c>SET name = value</c>.</summary>
    public IReadOnlyDictionary<string, string> Other { get; init; } = new Dictionary<string, string>();

    internal IEnumerable<(string Name, string Value)> Pairs()
    {
        if (Access != DuckDbAccess.Automatic) yield return ("access_mode", Access == DuckDbAccess.ReadOnly ? "READ_ONLY" : "READ_WRITE");
        if (MemoryLimit is { } bytes) yield return ("memory_limit", string.Create(CultureInfo.InvariantCulture, $"{bytes}B"));
        if (Threads is { } threads) yield return ("threads", threads.ToString(CultureInfo.InvariantCulture));
        if (TempDirectory is { } folder) yield return ("temp_directory", folder);
        foreach (var (name, value) in Other.OrderBy(pair => pair.Key, StringComparer.Ordinal)) yield return (name, value);
    }
}

/// <summary>An open DuckDB database. Connections, statements, readers and appenders keep it open until they are disposed too.</summary>
/// <remarks>Open each file once in a process and keep it: a second open and close of the same file in one process drops
/// its file lock, and another process could then write to it. Use one connection for each concurrent query or open reader.
/// A second process cannot open a file that is being written, not even to read.</remarks>
public sealed unsafe class DuckDbDatabase : IDisposable
{
    readonly DatabaseHandle handle;

    DuckDbDatabase(string path, DatabaseHandle handle) => (Path, this.handle) = (path, handle);

    /// <summary>The path it was opened with.</summary>
    public string Path { get; }

    /// <summary>Version of the native library, as in <c>v1.5.6</c>.</summary>
    public static string LibraryVersion => Native.Text(Native.duckdb_library_version()) ?? "";

    /// <summary>Opens a file, made when it does not exist, or a new database in memory.</summary>
    /// <param name="path">A file, or <c>:memory:</c>.</param>
    /// <param name="settings">Null is DuckDB's defaults.</param>
    /// <exception cref="DuckDbException">A setting is unknown, or the file cannot be opened.</exception>
    /// <exception cref="DllNotFoundException">The native library is not installed.</exception>
    public static DuckDbDatabase Open(string path, DuckDbSettings? settings = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        nint config = 0, database = 0;
        byte* error = null;
        if (Native.duckdb_create_config(&config) != 0) throw new DuckDbException($"Opening {path}", "no memory for its settings");
        try
        {
            foreach (var (name, value) in (settings ?? new()).Pairs())
                if (Native.duckdb_set_config(config, name, value) != 0)
                    throw new DuckDbException($"Opening {path}", $"DuckDB has no setting {name} that takes the value {value}");
            if (Native.duckdb_open_ext(path, &database, config, &error) != 0)
                throw new DuckDbException($"Opening {path}", Native.TakeText(error));
        }
        finally
        {
            Native.duckdb_destroy_config(&config);
        }
        var handle = new DatabaseHandle();
        handle.Take(database, null);
        return new DuckDbDatabase(path, handle);
    }

    /// <summary>A new connection. Connections are cheap; each runs one statement at a time.</summary>
    public DuckDbConnection Connect()
    {
        using var database = handle.Use(this);
        nint connection = 0;
        if (Native.duckdb_connect(database.Pointer, &connection) != 0) throw new DuckDbException($"Connecting to {Path}", null);
        var taken = new ConnectionHandle();
        taken.Take(connection, handle);
        return new DuckDbConnection(taken);
    }

    /// <summary>Closes the database once everything opened from it is disposed.</summary>
    public void Dispose() => handle.Dispose();
}
