using System.Collections.Concurrent;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Build;

/// <summary>Columns of few values against the same rows as text.</summary>
public sealed class FewValuesTests : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
    readonly DuckDbConnection connection;

    public FewValuesTests()
    {
        connection = database.Connect();
        connection.Execute("""
            create table told as
            select i as key, ['MSD', 'it''s', 'a', 'B', 'é'][1 + i % 5] as maker, case when i % 3 > 0 then 'V0' || i % 3 end as funding, null::varchar as lot
            from range(200) as numbers (i)
            """);
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    static Model Of(string header, string sql = "select * from told") => Model.Parse("few", Layer.Marts, $"-- title: Few\n-- grain: one row\n{header}\n\n{sql}");

    [Fact]
    public void Rows_and_their_order_are_those_of_the_text()
    {
        connection.Execute($"create table few as {FewValues.Sql(connection, Of("-- enum:     maker, funding from told; lot from (\n--           select lot from told)"))}");
        Assert.Equal(
            ["BIGINT", "ENUM('B', 'MSD', 'a', 'it''s', 'é')", "ENUM('V01', 'V02')", "VARCHAR"],
            connection.QueryRows("select column_type from (describe few)").Select(row => (string)row[0]!));
        const string InOrder = "select key, cast(maker as varchar), cast(funding as varchar), lot from ";
        foreach (var order in new[] { "key", "maker, key", "funding desc nulls last, key", "max(maker) over (partition by funding), key" })
            Assert.Equal(
                connection.QueryRows($"{InOrder}told order by {order}").Select(row => string.Join('|', row)),
                connection.QueryRows($"{InOrder}few order by {order}").Select(row => string.Join('|', row)));
    }

    [Fact]
    public void A_value_that_the_source_does_not_list_is_refused()
    {
        var sql = FewValues.Sql(connection, Of("-- enum: maker from (select maker from told where maker <> 'MSD')"));
        Assert.Contains("MSD", Assert.Throws<DuckDbException>(() => connection.Execute($"create table few as {sql}")).Message);
    }

    /// <summary>Staged rows stay the same during a build, so their values are looked for once; other sources may have grown.</summary>
    [Fact]
    public void Values_of_staged_columns_are_found_once_in_a_build()
    {
        connection.Execute("create view stg_told as select * from told");
        ConcurrentDictionary<string, string[]> found = new();
        string Sql(string source) => FewValues.Sql(connection, Of($"-- enum: maker from {source}"), found);
        var (staged, other) = (Sql("stg_told"), Sql("told"));
        connection.Execute("insert into told values (999, 'New', null, null)");
        Assert.Equal((staged, true), (Sql("stg_told"), Sql("told") != other));
        Assert.Contains("'New'", FewValues.Sql(connection, Of("-- enum: maker from stg_told")));
    }

    [Fact]
    public void A_header_without_a_source_is_refused_in_words() =>
        Assert.Contains("columns from table", Assert.Throws<InvalidDataException>(() => FewValues.Sql(connection, Of("-- enum: maker"))).Message);

    [Fact]
    public void Without_the_header_the_model_is_as_it_is() => Assert.Equal("select 1", FewValues.Sql(connection, Of("-- nulls: none", "select 1"))[^8..]);

    /// <summary>What gives the values is there when the model is made only if the model reads it too; codes are always there.</summary>
    [Fact]
    public void Sources_of_values_are_what_the_model_reads()
    {
        var models = ModelGraph.Load(Content.Folder, StandardSteps.All.Select(step => step.Model));
        var made = models.SelectMany(model => model.Makes).ToHashSet();
        var saying = models.Where(model => model["enum"] is not null).ToArray();
        Assert.NotEmpty(saying);
        foreach (var model in saying)
            foreach (var name in Model.Parse("header", Layer.Marts, $"-- title: h\n-- grain: h\n\n{model["enum"]!.Replace(';', ' ')}").Reads.Where(made.Contains))
                Assert.True(model.Reads.Contains(name), $"{model.Name} takes values from {name}, which it does not read.");
    }
}
