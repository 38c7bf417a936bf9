using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary>Opens the current build for reading.</summary>
static class Published
{
    /// <summary>The facts of the current build; with <paramref name="identity"/>, who the persons are as well.</summary>
    /// <exception cref="UsageException">Nothing was published yet.</exception>
    internal static DuckDbDatabase Open(string dataFolder, bool identity = false)
    {
        var folder = BuildFolder.Current(dataFolder)
            ?? throw new UsageException($"There is no build in {dataFolder} yet. Take submissions in with ./registry ingest, then ./registry build.");
        var database = DuckDbDatabase.Open(Path.Combine(folder, "facts.duckdb"), new DuckDbSettings { Access = DuckDbAccess.ReadOnly, MemoryLimit = 3L << 30 });
        if (!identity) return database;
        using var connection = database.Connect();
        connection.Execute($"attach '{Path.Combine(folder, "identity.duckdb").Replace("'", "''", StringComparison.Ordinal)}' as identity (read_only)");
        return database;
    }
}
