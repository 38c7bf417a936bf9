using System.Runtime.InteropServices;

namespace RegistryAnalytics.DuckDb.Internal;

/// <summary>Finds DuckDB's native library: beside the program, else in the nearest node_modules above it.</summary>
/// <remarks>The library comes from the npm package pinned in package-lock.json; see docs/adr/0002-own-duckdb-binding.md.</remarks>
static class DuckDbLibrary
{
    internal const string Name = "duckdb";

    /// <summary>Called once, before the first native call.</summary>
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(DuckDbLibrary).Assembly, (name, _, _) => name == Name ? Load() : 0);

    static nint Load()
    {
        var platform = Platform(RuntimeInformation.RuntimeIdentifier, RuntimeInformation.ProcessArchitecture);
        return NativeLibrary.Load(Find(AppContext.BaseDirectory, platform, File.Exists));
    }

    /// <summary>Name of this machine's npm platform, as in <c>linux-x64</c> or <c>linux-arm64-musl</c>.</summary>
    internal static string Platform(string runtimeIdentifier, Architecture architecture)
    {
        var cpu = architecture.ToString().ToLowerInvariant();
        if (runtimeIdentifier.StartsWith("win", StringComparison.Ordinal)) return $"win32-{cpu}";
        if (runtimeIdentifier.StartsWith("osx", StringComparison.Ordinal)) return $"darwin-{cpu}";
        var musl = runtimeIdentifier.Contains("musl", StringComparison.Ordinal) || runtimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);
        return musl ? $"linux-{cpu}-musl" : $"linux-{cpu}";
    }

    /// <summary>Path of the library.</summary>
    /// <exception cref="DllNotFoundException">It is in none of the places; the message names them and what to run.</exception>
    internal static string Find(string baseDirectory, string platform, Func<string, bool> exists)
    {
        var file = platform.StartsWith("win32", StringComparison.Ordinal) ? "duckdb.dll"
            : platform.StartsWith("darwin", StringComparison.Ordinal) ? "libduckdb.dylib" : "libduckdb.so";
        var beside = Path.Combine(baseDirectory, file);
        if (exists(beside)) return beside;
        var package = Path.Combine("node_modules", "@duckdb", $"node-bindings-{platform}", file);
        for (var folder = new DirectoryInfo(baseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, package);
            if (exists(path)) return path;
        }
        throw new DllNotFoundException(
            $"DuckDB's native library was not found: neither {beside} nor {package} in any folder above it exists. " +
            "Run ./registry once, which installs it (or `npm ci --ignore-scripts` beside package-lock.json).");
    }
}
