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

    public static string Codes => Path.Combine(AppContext.BaseDirectory, "codes");
}
