using System.Security.Cryptography;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Where the program's models and code tables lie: beside its assemblies.</summary>
public static class Content
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "warehouse");

    /// <summary>Makes the functions that models call: macros in the connection's own schema, aggregates in the database.</summary>
    public static void MakeFunctions(DuckDbConnection connection)
    {
        DayAggregates.Register(connection);
        MakeMacros(connection);
    }

    /// <summary>Makes the macros in the connection's own schema.</summary>
    public static void MakeMacros(DuckDbConnection connection) => connection.Execute(File.ReadAllText(Path.Combine(Folder, "macros.sql")));

    static readonly Lazy<string> ModelsHash = new(() =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(Folder, "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    });

    /// <summary>Key of build_info under which a build names the models that made it.</summary>
    public const string ModelsKey = "models";

    /// <summary>Names the program's models: 12 hexadecimal digits of SHA-256 over all SQL. Two builds with different ones may differ in their tables.</summary>
    public static string Models => ModelsHash.Value;

    public static string Codes => Path.Combine(AppContext.BaseDirectory, "codes");
}
