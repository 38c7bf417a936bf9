using System.Text.Json;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>The folder <c>builds</c>: immutable builds and the name of the current one.</summary>
public static class BuildFolder
{
    const string Making = ".making-";

    public static string Of(string dataFolder) => Path.Combine(dataFolder, "builds");

    /// <summary>The folder of the current build, or null where none was published yet.</summary>
    public static string? Current(string dataFolder)
    {
        var pointer = Path.Combine(Of(dataFolder), "current");
        if (!File.Exists(pointer)) return null;
        var folder = Path.Combine(Of(dataFolder), File.ReadAllText(pointer).Trim());
        return Directory.Exists(folder)
            ? folder
            : throw new InvalidDataException($"{pointer} names {Path.GetFileName(folder)}, which does not exist. Build again, or write an existing build's name into it.");
    }

    /// <summary>Published builds, oldest first.</summary>
    public static IEnumerable<string> All(string dataFolder) =>
        Directory.Exists(Of(dataFolder))
            ? Directory.GetDirectories(Of(dataFolder)).Where(folder => File.Exists(Path.Combine(folder, "manifest.json"))).Order(StringComparer.Ordinal)
            : [];

    /// <summary>A fresh folder to make a build in; sweeps what a killed build left. The caller holds the build lock.</summary>
    internal static string Start(string dataFolder, string id)
    {
        var builds = Of(dataFolder);
        Directory.CreateDirectory(builds);
        foreach (var left in Directory.GetDirectories(builds, Making + "*")) Directory.Delete(left, recursive: true);
        return Directory.CreateDirectory(Path.Combine(builds, Making + id)).FullName;
    }

    /// <summary>Writes the manifest last and gives the build its name; the build exists from here on.</summary>
    internal static string Seal(string making, string id, object manifest)
    {
        WriteWhole(Path.Combine(making, "manifest.json"), JsonSerializer.Serialize(manifest, Indented));
        var folder = Path.Combine(Path.GetDirectoryName(making)!, id);
        Directory.Move(making, folder);
        return folder;
    }

    /// <summary>Makes a build the current one: one rename, so readers see the old name or the new one.</summary>
    internal static void Publish(string dataFolder, string id) => WriteWhole(Path.Combine(Of(dataFolder), "current"), id + "\n");

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    static void WriteWhole(string path, string text)
    {
        var next = path + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
    }
}
