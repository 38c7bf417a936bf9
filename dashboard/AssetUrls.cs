using System.Security.Cryptography;

namespace RegistryAnalytics.Dashboard;

/// <summary>Addresses of the bundled files; each carries a part of the content's hash, so that a browser may keep it for ever.</summary>
/// <param name="Folder">Where the bundle lies.</param>
public sealed record AssetUrls(string Folder)
{
    /// <summary>The path under which the files are served.</summary>
    public const string Path = "/assets";

    private readonly Dictionary<string, string> urls = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(file => (Name: System.IO.Path.GetRelativePath(Folder, file).Replace('\\', '/'), File: file))
        .ToDictionary(entry => entry.Name, entry => $"{Path}/{entry.Name}?v={Hash(entry.File)}");

    /// <summary>The address of a bundled file.</summary>
    /// <exception cref="FileNotFoundException">The bundle has no such file.</exception>
    public string Url(string name) => urls.TryGetValue(name, out var url) ? url : throw new FileNotFoundException(
        $"Looking for {name} among the dashboard's assets in {Folder}: it is not there. Run `npm ci --ignore-scripts && npm run bundle`, then build again.");

    /// <summary>The address of a state's county map, or null when no map of it is shipped.</summary>
    public string? Map(string? stateFips) => urls.GetValueOrDefault($"maps/{stateFips}.json");

    /// <summary>The assets beside the running program.</summary>
    /// <exception cref="DirectoryNotFoundException">The bundle was not made before the program was built.</exception>
    public static AssetUrls BesideProgram()
    {
        var folder = System.IO.Path.Combine(AppContext.BaseDirectory, "dashboard-assets");
        return Directory.Exists(folder) ? new AssetUrls(folder) : throw new DirectoryNotFoundException(
            $"Looking for the dashboard's assets in {folder}: the folder is not there. Run `npm ci --ignore-scripts && npm run bundle`, then build again.");
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..12];
}
