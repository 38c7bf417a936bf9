namespace RegistryAnalytics.Etl.Intake;

/// <summary>Where things lie in the data folder, and which batches there are.</summary>
public static class Lake
{
    public static string Inbox(string dataFolder) => Path.Combine(dataFolder, "inbox");
    public static string Staged(string dataFolder) => Path.Combine(dataFolder, "lake", "staged");
    public static string Raw(string dataFolder) => Path.Combine(dataFolder, "lake", "raw");
    public static string Journal(string dataFolder) => Path.Combine(dataFolder, "lake", "journal");

    /// <summary>Severities by rule, sender and date; see docs/rules.md.</summary>
    public static string SeverityFile(string dataFolder) => Path.Combine(dataFolder, "settings", "severities.csv");

    /// <summary>Committed batches by sequence. A folder without a manifest is no batch.</summary>
    /// <remarks>Where a crash left a compacted batch beside the ones it stands for, the compacted one counts.</remarks>
    public static IReadOnlyList<BatchManifest> Batches(string dataFolder)
    {
        var staged = Staged(dataFolder);
        if (!Directory.Exists(staged)) return [];
        var found = Directory.EnumerateDirectories(staged, "batch=*")
            .Select(folder => Path.Combine(folder, BatchManifest.FileName))
            .Where(File.Exists)
            .Select(BatchManifest.Read)
            .OrderBy(batch => batch.Sequence).ThenByDescending(batch => batch.Through)
            .ToList();
        var through = 0L;
        return [.. found.Where(batch =>
        {
            if (batch.Sequence <= through) return false;
            through = batch.Through;
            return true;
        })];
    }

    /// <summary>Last commit sequence; 0 in an empty lake.</summary>
    public static long Sequence(string dataFolder) => Batches(dataFolder) is [.., var last] ? last.Through : 0;

    /// <summary>What the registry decides about its inflow, see <see cref="IntakeSettings.Read"/>.</summary>
    public static string SettingsFile(string dataFolder) => Path.Combine(dataFolder, "settings", "intake.json");

    /// <summary>Where a corrected message lies while it is taken in.</summary>
    internal static string Corrected(string dataFolder) => Path.Combine(dataFolder, "lake", "corrected.tmp");

    internal static string BatchFolder(string dataFolder, long sequence, string hash) =>
        Path.Combine(Staged(dataFolder), $"batch={sequence:D8}-{hash[..12]}");

    /// <summary>Deletes what a killed process left half-written. Only under the ingest lock.</summary>
    internal static void Sweep(string dataFolder)
    {
        var staged = Staged(dataFolder);
        Directory.CreateDirectory(staged);
        var batches = Batches(dataFolder).Select(batch => batch.Folder).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(staged, "batch=*"))
            if (!batches.Contains(folder)) Durable.Delete(folder);
        var raw = Raw(dataFolder);
        Directory.CreateDirectory(raw);
        foreach (var file in Directory.EnumerateFiles(raw, "*.tmp", SearchOption.AllDirectories)) Durable.Delete(file);
    }
}
