using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>What a step in C# works with.</summary>
/// <param name="Database">In-memory scratch with <c>facts</c> and <c>identity</c> attached; open further connections from it.</param>
/// <param name="Connection">The build's own connection: names resolve in scratch, then facts, then identity.</param>
public sealed record BuildContext(BuildOptions Options, Lake Lake, DuckDbDatabase Database, DuckDbConnection Connection);

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
