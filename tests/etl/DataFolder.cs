using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Etl.Intake;

namespace RegistryAnalytics.Tests.Etl;

/// <summary>A data folder of its own for one test, removed afterwards.</summary>
sealed class DataFolder : IDisposable
{
    public DataFolder()
    {
        Root = Directory.CreateTempSubdirectory("registry-etl-").FullName;
        Data = Path.Combine(Root, "data");
        Drop = Directory.CreateDirectory(Path.Combine(Root, "drop")).FullName;
    }

    public string Root { get; }
    public string Data { get; }

    /// <summary>A folder for files to be taken in.</summary>
    public string Drop { get; }

    public string Put(string name, string text) => Put(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Put(string name, byte[] bytes)
    {
        var path = Path.Combine(Drop, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public IReadOnlyList<FileResult> Ingest(params string[] paths) => Ingest(null, paths);

    public IReadOnlyList<FileResult> Ingest(IntakeSettings? settings, params string[] paths) =>
        RegistryAnalytics.Etl.Intake.Ingest.Run(new(Data, paths.Length == 0 ? [Drop] : paths) { Settings = settings }, new FixedClock());

    /// <summary>A query over a staged table of all batches, as lines of columns joined by |.</summary>
    public List<string> Query(string table, string columns, string orderBy)
    {
        var files = Lake.Batches(Data).SelectMany(batch => batch.Paths(table)).ToList();
        if (files.Count == 0) return [];
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        var list = string.Join(", ", files.Select(file => $"'{file}'"));
        return [.. connection.QueryRows($"select {columns} from read_parquet([{list}], union_by_name = true, hive_partitioning = false) order by {orderBy}")
            .Select(row => string.Join('|', row.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture))))];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>A clock that stands still, so that the same input gives the same bytes.</summary>
sealed class FixedClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => Mapped.ReceivedAt;
}
