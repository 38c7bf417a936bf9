using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Tests.Warehouse.Linkage;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Build;

/// <summary>Views over staged files of several ages.</summary>
public sealed class StagedViewsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void What_a_row_leaves_out_is_told_whether_or_not_its_file_has_the_column(int older)
    {
        using var lake = new StagedLake();
        for (var batch = 0; batch < 3; batch++)
            lake.Batch(
                (StagedSchema.Person, "last_name=Reed race=2106-3 city=Albany missing=65499"),
                (StagedSchema.Dose, $"dose_row_key={batch} lot=L{batch} mvx=PFR missing=4090"));
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        var committed = Lake.Open(lake.Folder);
        foreach (var table in new[] { StagedSchema.Person, StagedSchema.Dose })
            foreach (var file in committed.Files(table).Take(older))
            {
                connection.Execute($"copy (select * exclude (missing) from read_parquet('{file}')) to '{file}.old' (format parquet)");
                File.Move(file + ".old", file, overwrite: true);
            }
        StagedViews.Create(connection, committed, StagedSchema.Person, StagedSchema.Dose);
        foreach (var table in new[] { StagedSchema.Person, StagedSchema.Dose })
        {
            Assert.Equal(3, connection.QueryScalar<long>($"select count(*) from staged_{table.Name}"));
            Assert.Equal(0, connection.QueryScalar<long>($"select count(*) from staged_{table.Name} where missing is distinct from ({table.SqlMissing})"));
        }
    }
}
