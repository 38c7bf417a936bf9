namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Where the program's models and code tables lie: beside its assemblies.</summary>
public static class Content
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "warehouse");

    public static string Codes => Path.Combine(AppContext.BaseDirectory, "codes");
}
