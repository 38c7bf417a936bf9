using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Tests.Warehouse.Measures;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>Every table of a build, made in its order by its own models and steps from staged tables without a row.</summary>
/// <remarks>Tables without rows keep nothing from the planner that matters here: which join a condition allows does not depend on rows.</remarks>
sealed class EmptyBuild : IDisposable
{
    static readonly DateOnly AsOf = new(2025, 12, 31);

    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
    readonly DuckDbConnection connection;
    readonly string folder = Directory.CreateTempSubdirectory("plans-").FullName;

    internal EmptyBuild()
    {
        connection = database.Connect();
        connection.Execute("attach ':memory:' as facts; attach ':memory:' as identity");
        Content.MakeFunctions(connection);
        connection.Execute("set search_path = 'memory.main,facts.main,identity.main'");
        connection.Execute($"set variable as_of = date '{AsOf:yyyy-MM-dd}'; set variable known_by = timestamp '2026-01-01'");
        connection.Execute("create table facts.build_info (key varchar, value varchar); create table trend_period (measure varchar, period varchar, as_of_date date)");
        foreach (var file in Directory.GetFiles(Content.Codes, "*.csv"))
            connection.Execute($"create table code_{Path.GetFileNameWithoutExtension(file)} as select * from read_csv($1, header = true, all_varchar = true)", file);
        foreach (var table in StagedSchema.Tables)
            connection.Execute($"create table staged_{table.Name} ({table.SqlColumns})");
        // What an empty table promises (no value passes any comparison) would fold whole plans away.
        connection.Execute("set disabled_optimizers = 'statistics_propagation,empty_result_pullup'");
    }

    internal DuckDbConnection Connection => connection;

    /// <summary>Makes every model in the order of a build; before each, its plan is shown.</summary>
    internal void Make(Action<Model, Plan> show)
    {
        var models = ModelGraph.Load(Content.Folder, StandardSteps.All.Select(step => step.Model));
        var context = new BuildContext(new BuildOptions(folder, AsOf, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), Threads: 1), new Lake(folder, []), database, connection);
        foreach (var model in models.Where(model => model.Layer is Layer.Staging or Layer.Warehouse))
            if (StandardSteps.All.SingleOrDefault(step => step.Model.Name == model.Name) is { } step) step.Run(context);
            else Make(model, model.Sql, show);
        foreach (var measure in models.Where(model => model.Name.StartsWith("msr_", StringComparison.Ordinal)))
        {
            connection.Execute($"set variable measure = '{measure.Name["msr_".Length..]}'; set variable measure_unit = '{measure["unit"]?.Split(';')[0].Trim() ?? "persons"}'");
            connection.Execute("set variable period = '2025'; set variable period_start = date '2025-01-01'; set variable period_end = date '2025-12-31'");
            foreach (var part in ModelGraph.Parts(models, measure)) Make(part, part.Sql, show);
            Make(measure, $"select getvariable('period') as period, * from ({measure.Sql})", show);
            connection.Execute($"create or replace view measure_row as select * exclude (period) from {measure.Name}");
            foreach (var model in models.Where(model => model["each"] is not null)) Make(model, model.Sql, show);
            // Parts are the measures' own: a mart that reads one finds nothing in a build, and here.
            foreach (var part in ModelGraph.Parts(models, measure)) connection.Execute($"drop table memory.{part.Name}");
        }
        foreach (var model in models.Where(model => model.Layer is Layer.Marts && model["each"] is null || model.Layer is Layer.Checks)) Make(model, model.Sql, show);
    }

    internal Plan Explain(string sql) => Plan.Read((string)connection.QueryRows("explain (format json) " + sql).Single()[1]!);

    void Make(Model model, string sql, Action<Model, Plan> show)
    {
        show(model, Explain(sql));
        connection.Execute($"create or replace table memory.{model.Name} as {sql}");
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
