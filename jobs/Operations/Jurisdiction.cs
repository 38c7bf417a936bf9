using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Jobs.Operations;

/// <summary>The jurisdiction's own settings: <c>jurisdiction.json</c>, <c>templates/</c> and <c>record.key</c> in the data folder, none of which must be there.</summary>
static class Jurisdiction
{
    const int KeyBytes = 32;

    sealed record Settings(string? Name, string? Address, string? Phone, string? Url, ReleasePolicy? Release);

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <exception cref="UsageException">jurisdiction.json cannot be read; it says where and why.</exception>
    internal static (Agency Agency, ReleasePolicy Policy) Read(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "jurisdiction.json");
        Settings? settings = null;
        if (File.Exists(file))
            try
            {
                settings = JsonSerializer.Deserialize<Settings>(File.ReadAllText(file), Json);
            }
            catch (JsonException error)
            {
                throw new UsageException($"Reading {file}: {error.Message} It may hold name, address, phone, url and release.");
            }
        var templates = Path.Combine(dataFolder, "templates");
        var fallback = Agency.Default;
        return (new Agency(settings?.Name ?? fallback.Name, settings?.Address ?? fallback.Address, settings?.Phone ?? fallback.Phone, settings?.Url ?? fallback.Url,
            ReadKey(dataFolder), Directory.Exists(templates) ? templates : null), settings?.Release ?? ReleasePolicy.Default);
    }

    /// <summary>The secret of verification codes; null where no document was ever issued.</summary>
    internal static byte[]? ReadKey(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "record.key");
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }

    /// <summary>The secret, made at the first official document: readable by this account alone. Whoever loses it can check no code any more.</summary>
    internal static byte[] Key(string dataFolder)
    {
        if (ReadKey(dataFolder) is { } made) return made;
        Directory.CreateDirectory(dataFolder);
        var file = Path.Combine(dataFolder, "record.key");
        var partial = $"{file}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(partial, options)) stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
        try
        {
            File.Move(partial, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process was first: its secret is the one.
            File.Delete(partial);
        }
        return File.ReadAllBytes(file);
    }
}
