using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>What a step in C# works with.</summary>
/// <param name="Database">In-memory scratch with <c>facts</c> and <c>identity</c> attached; open further connections from it.</param>
/// <param name="Connection">The build's own connection: names resolve in scratch, then facts, then identity.</param>
public sealed record BuildContext(BuildOptions Options, Lake Lake, DuckDbDatabase Database, DuckDbConnection Connection)
{
    /// <summary>A further connection on which names resolve as on the build's own.</summary>
    public DuckDbConnection Connect()
    {
        var connection = Database.Connect();
        connection.Execute(SearchPath);
        return connection;
    }

    /// <summary>Records a fact about the build for all who read it.</summary>
    public void Info(string key, string value) => Connection.Execute("insert into facts.build_info values ($1, $2)", key, value);

    internal const string SearchPath = "set search_path = 'memory.main,facts.main,identity.main'";
}

/// <summary>A step in C# among the models: it fills the tables that its model names.</summary>
/// <param name="Model">Where it stands: layer, what it reads, what it makes.</param>
/// <param name="Run">Makes the tables, qualified with <c>facts.</c> where they are published.</param>
public sealed record NativeStep(Model Model, Action<BuildContext> Run)
{
    /// <summary>Describes a step.</summary>
    /// <param name="reads">Models and steps whose tables it reads.</param>
    /// <param name="makes">Tables that it makes.</param>
    public static NativeStep Of(string name, Layer layer, string title, string[] reads, string[] makes, Action<BuildContext> run) =>
        new(new Model(name, layer, new Dictionary<string, string> { ["title"] = title, ["grain"] = "see its tables" }, "", reads) { Makes = makes }, run);
}
