using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Makes a build: lake → facts and identity, checked, sealed and published.</summary>
/// <remarks>See docs/adr/0001-immutable-builds.md. Tests: tests/warehouse/Build, tests/jobs/EndToEndTests.cs.</remarks>
public sealed class BuildRun
{
    readonly BuildOptions options;
    readonly Action<BuildStep> onStep;
    readonly DuckDbDatabase database;
    readonly DuckDbConnection connection;
    readonly Lake lake;
    readonly BuildContext context;
    readonly List<BuildStep> steps = [];
    readonly List<CheckResult> checks = [];
    readonly string practicePolicy;
    readonly ConcurrentDictionary<string, string[]> values = new();

    BuildRun(BuildOptions options, Lake lake, string folder, Action<BuildStep> onStep)
    {
        this.options = options;
        this.lake = lake;
        this.onStep = onStep;
        var temporary = Path.Combine(folder, "tmp");
        database = DuckDbDatabase.Open(":memory:", new DuckDbSettings
        {
            MemoryLimit = options.Memory, Threads = Math.Max(1, options.Cores - Runners + 1), TempDirectory = temporary,
        });
        connection = database.Connect();
        context = new BuildContext(options, lake, database, connection);
        practicePolicy = LinkSettings.Read(options.DataFolder).PracticePolicyName;
    }

    /// <summary>Makes a build of what the lake holds and, where its checks pass, makes it the current one.</summary>
    /// <param name="steps">The steps in C#, such as evaluation.</param>
    /// <param name="clock">Names the build; nothing in its rows depends on it.</param>
    /// <param name="onStep">Told of each finished step.</param>
    /// <exception cref="DataLockedException">Another build of this data folder is under way.</exception>
    public static BuildOutcome Run(BuildOptions options, IReadOnlyList<NativeStep> steps, TimeProvider clock, Action<BuildStep>? onStep = null)
    {
        using var held = DataLock.Take(options.DataFolder, "build");
        var lake = Lake.Open(options.DataFolder);
        var inputs = string.Create(CultureInfo.InvariantCulture,
            $"{lake.Hash()} {options.AsOf:yyyy-MM-dd} {options.KnownBy:O} {options.ScheduleVersion} {SettingTables.Hash(options.DataFolder)} {StewardDecisions.All(options.DataFolder).Count}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inputs)))[..8];
        var id = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture) + "-" + hash;
        var making = BuildFolder.Start(options.DataFolder, id);

        var run = new BuildRun(options, lake, making, onStep ?? (_ => { }));
        using (run.database)
        using (run.connection)
        {
            run.Prepare(making, id);
            var models = ModelGraph.Load(Content.Folder, steps.Select(step => step.Model));
            foreach (var pieces in run.InTurn(run.Pieces(models, steps), models)) SideBySide.Run(pieces, Runners, run.Connect);
            if (run.connection.QueryScalar<bool>("select exists (select 1 from fct_plan_enrollment)")) run.context.Info("has_roster", "true");
            run.Finish();
        }
        var temporary = Path.Combine(making, "tmp");
        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true); // made only when memory ran out

        CheckResult[] checks = [.. run.checks.OrderBy(check => check.Name, StringComparer.Ordinal)];
        var published = checks.All(check => check.Wrong == 0 || !check.Stops);
        var folder = BuildFolder.Seal(making, id, new
        {
            Id = id, options.AsOf, options.KnownBy, Schedule = options.ScheduleVersion,
            Batches = lake.Batches.Select(batch => batch.Name), Published = published, Steps = run.steps, Checks = checks,
        });
        if (published) BuildFolder.Publish(options.DataFolder, id);
        return new BuildOutcome(id, folder, published, run.steps, checks);
    }

    // Much of a model runs on one thread, so two at a time fill the processors; more would hold more rows in memory. DuckDB's own threads are
    // counted with the two that call it: one that waits for another thread's work does so by asking again and again.
    const int Runners = 2;

    // Measures share parts, one measure and period in memory at a time: they are one piece, and trends another.
    List<Piece<DuckDbConnection>> Pieces(IReadOnlyList<Model> models, IReadOnlyList<NativeStep> steps)
    {
        var native = steps.ToDictionary(step => step.Model.Name, step => step.Run);
        var measures = models.Where(model => model.Layer is Layer.Measures || model["each"] is not null).ToArray();
        var alone = models.Except(measures).Where(model => model.Layer is not Layer.Checks);
        var reads = measures.SelectMany(model => model.Reads).ToArray();
        List<Piece<DuckDbConnection>> pieces =
        [
            new("measures", [.. measures.Where(model => model["each"] is not "trend").SelectMany(model => model.Makes), MeasureRun.Described], reads,
                runner => new MeasureRun(runner, options.AsOf, "measures").Make(models, Record)),
            new("trends", [.. measures.Where(model => model["each"] is "trend").SelectMany(model => model.Makes), MeasureRun.Counted], reads,
                runner => new MeasureRun(runner, options.AsOf, "trends").MakeTrends(models, Record)),
            .. alone.Select(model => new Piece<DuckDbConnection>(model.Name, model.Makes, model.Reads, runner => Make(model, native, runner))),
            .. models.Where(model => model.Layer is Layer.Checks).Select(model => new Piece<DuckDbConnection>(model.Name, model.Makes, model.Reads, runner => Check(model, runner))),
        ];
        var scratch = new ScratchTables(models, pieces);
        return [.. pieces.Select(piece => piece with { Work = runner => { piece.Work(runner); scratch.DropAfter(piece.Name, runner); } })];
    }

    // All at once, or the warehouse first.
    IEnumerable<IReadOnlyList<Piece<DuckDbConnection>>> InTurn(List<Piece<DuckDbConnection>> pieces, IReadOnlyList<Model> models)
    {
        var first = models.Where(model => model.Layer is Layer.Staging or Layer.Warehouse).Select(model => model.Name).ToHashSet();
        return options.LayersInTurn ? pieces.GroupBy(piece => first.Contains(piece.Name), (_, group) => group.ToArray()).OrderByDescending(group => first.Contains(group[0].Name)) : [pieces];
    }

    // Names resolve and variables read alike on every connection of a build.
    DuckDbConnection Connect()
    {
        var made = context.Connect();
        SetVariables(made);
        return made;
    }

    void SetVariables(DuckDbConnection connection) => connection.Execute(string.Create(CultureInfo.InvariantCulture,
        $"set variable as_of = date '{options.AsOf:yyyy-MM-dd}'; set variable known_by = timestamp '{options.KnownBy:yyyy-MM-dd HH:mm:ss.ffffff}'; set variable practice_policy = '{practicePolicy}'"));

    void Prepare(string making, string id)
    {
        connection.Execute($"attach '{Quoted(Path.Combine(making, "facts.duckdb"))}' as facts");
        connection.Execute($"attach '{Quoted(Path.Combine(making, "identity.duckdb"))}' as identity");
        connection.Execute("set preserve_insertion_order = true");
        connection.Execute(BuildContext.SearchPath);
        Content.MakeFunctions(connection);
        connection.Execute(BuildContext.SearchPath);
        SetVariables(connection);
        connection.Execute("create table facts.build_info (key varchar, value varchar)");
        context.Info("build_id", id);
        context.Info("as_of", options.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        context.Info("practice_policy", practicePolicy);
        context.Info(Content.ModelsKey, Content.Models);
        if (SettingTables.Hash(options.DataFolder) is { Length: > 0 } settings) context.Info("settings", settings);
        context.Info("known_by", options.KnownBy.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        foreach (var file in Directory.GetFiles(Content.Codes, "*.csv").Order(StringComparer.Ordinal))
        {
            var chosen = SettingTables.FileFor(options.DataFolder, file);
            connection.Execute($"create table code_{Path.GetFileNameWithoutExtension(file)} as select * from read_csv('{Quoted(chosen)}', header = true, all_varchar = true)");
            SettingTables.Check(connection, file, chosen);
        }
        StagedViews.Create(connection, lake, [.. StagedSchema.Tables]);
    }

    void Make(Model model, Dictionary<string, Action<BuildContext>> native, DuckDbConnection runner)
    {
        Timed(model.Name, model.Layer.ToString(), () =>
        {
            if (native.TryGetValue(model.Name, out var run))
            {
                run(context with { Connection = runner });
                return model.Makes.Sum(made => Rows(runner, made));
            }
            var where = model["database"] ?? (model.Layer is Layer.Staging ? "view" : "facts");
            Execute(runner, model, where switch
            {
                "view" => $"create view {model.Name} as ",
                "scratch" => $"create table memory.{model.Name} as ",
                "facts" or "identity" => $"create table {where}.{model.Name} as ",
                _ => throw new InvalidDataException($"Model {model.Name}: database is '{where}'; it is facts, identity, scratch or view."),
            });
            return where is "view" ? -1 : Rows(runner, model.Name);
        });
    }

    void Execute(DuckDbConnection connection, Model model, string prefix)
    {
        try
        {
            connection.Execute(prefix + FewValues.Sql(connection, model, values));
        }
        catch (DuckDbException error)
        {
            throw new InvalidOperationException($"Making model {model.Name}: {error.Message}", error);
        }
    }

    void Check(Model model, DuckDbConnection runner)
    {
        Execute(runner, model, $"create temp table wrong_{model.Name} as ");
        var wrong = Rows(runner, "wrong_" + model.Name);
        runner.Execute($"drop table wrong_{model.Name}");
        lock (checks) checks.Add(new CheckResult(model.Name, model["title"]!, wrong, model["on_failure"] is "stop"));
    }

    void Finish()
    {
        Content.PublishMacros(connection, "facts");
        connection.Execute("checkpoint facts; checkpoint identity; detach facts; detach identity");
    }

    void Timed(string name, string layer, Func<long> work)
    {
        long rows = 0;
        var spent = Spent.On(() => rows = work());
        Record(name, layer, rows, spent);
    }

    void Record(string name, string layer, long rows, Spent spent)
    {
        var step = new BuildStep(name, layer, rows, Math.Round(spent.Seconds, 3), Math.Round(spent.CpuSeconds, 3), Process.GetCurrentProcess().PeakWorkingSet64);
        lock (steps)
        {
            steps.Add(step);
            onStep(step);
        }
    }

    static long Rows(DuckDbConnection connection, string table) => connection.QueryScalar<long>($"select count(*) from {table}");

    static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);
}
