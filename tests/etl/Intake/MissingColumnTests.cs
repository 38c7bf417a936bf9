using RegistryAnalytics.Codes;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Tests.Etl.Intake;

/// <summary>The column <c>missing</c> of staged rows against the columns that it tells of.</summary>
public sealed class MissingColumnTests
{
    static readonly StagedTable[] Telling = [.. StagedSchema.Tables.Where(table => table.LeftOut.Count > 0)];

    static void TakeIn(DataFolder folder)
    {
        foreach (var files in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "messages"), "*.hl7").Order(StringComparer.Ordinal).Chunk(30))
            folder.Ingest([.. files.Select(file => folder.Put(Path.GetFileName(file), File.ReadAllBytes(file)))]);
    }

    static void Agrees(DataFolder folder, StagedTable table)
    {
        Assert.Equal(["0"], folder.Query(table.Name, $"count(*) filter (missing is distinct from ({table.SqlMissing}))", "1"));
        Assert.NotEqual(["1"], folder.Query(table.Name, "count(distinct missing)", "1"));
    }

    [Fact]
    public void Intake_tells_of_each_row_what_it_leaves_out()
    {
        using var folder = new DataFolder();
        TakeIn(folder);
        foreach (var table in Telling) Agrees(folder, table);
    }

    [Fact]
    public void Files_of_the_time_before_the_column_get_it_when_they_are_joined_with_newer_ones()
    {
        using var folder = new DataFolder();
        TakeIn(folder);
        foreach (var table in Telling) WithoutColumn(Lake.Batches(folder.Data).SelectMany(batch => batch.Paths(table.Name)).First());
        Assert.True(Compaction.Run(folder.Data, new FixedClock()) > 0);
        foreach (var table in Telling) Agrees(folder, table);
    }

    [Fact]
    public void Each_bit_has_the_name_of_its_column()
    {
        foreach (var table in Telling)
        {
            var fields = CsvText.Shipped("quality_field.csv").Where(row => row["subject"] == table.Name).ToDictionary(row => int.Parse(row["bit"], System.Globalization.CultureInfo.InvariantCulture), row => row["field"]);
            Assert.Equal(Enumerable.Range(0, table.LeftOut.Count), fields.Keys.Order());
            foreach (var (bit, field) in fields) Assert.StartsWith(field, table.LeftOut[bit], StringComparison.Ordinal);
        }
    }

    static void WithoutColumn(string path)
    {
        using var database = DuckDbDatabase.Open(":memory:", new() { Threads = 1 });
        using var connection = database.Connect();
        connection.Execute($"copy (select * exclude (missing) from read_parquet('{path}', hive_partitioning = false)) to '{path}.old' (format parquet)");
        File.Move(path + ".old", path, overwrite: true);
    }
}
