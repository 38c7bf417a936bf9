using System.Security.Cryptography;
using RegistryAnalytics.Codes;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Where the program's models and code tables lie: beside its assemblies.</summary>
public static class Content
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "warehouse");

    /// <summary>Makes the functions that models call: those in C# for every connection of the database, macros in the connection's own schema.</summary>
    /// <remarks>A bucket in SQL costs twenty times as much, a calendar month twice. See docs/adr/0080-aggregates-of-our-own.md.</remarks>
    public static void MakeFunctions(DuckDbConnection connection)
    {
        DayAggregates.Register(connection);
        ScalarFunctions.Register<long, int>(connection, "bucket_of", Bucket.Of);
        ScalarFunctions.Register<DateOnly, long, DateOnly>(connection, "cql_add_months", (born, months) => CqlCalendar.AddMonths(born, (int)months));
        ScalarFunctions.Register<DateOnly, long, DateOnly>(connection, "cdsi_add_months", (born, months) => CdsiCalendar.AddMonths(born, (int)months));
        ScalarFunctions.Register<DateOnly, DateOnly, long>(connection, "cql_age_months", (born, on) => CqlCalendar.AgeInMonths(born, on));
        Execute(connection, "macros.sql");
    }

    /// <summary>Makes the macros in the file of a build, for whoever opens it without this program; with those that stand for the functions in C#.</summary>
    public static void PublishMacros(DuckDbConnection connection, string catalog)
    {
        connection.Execute($"use {catalog}");
        Execute(connection, "macros.sql");
        Execute(connection, "published.sql");
        connection.Execute("use memory");
    }

    static void Execute(DuckDbConnection connection, string file) => connection.Execute(File.ReadAllText(Path.Combine(Folder, file)));

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
