using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Schedule;

/// <summary>A version that can be loaded.</summary>
/// <param name="Folder">Full path of its files.</param>
/// <param name="IsBuiltIn">True: shipped; false: imported by this site.</param>
public sealed record ScheduleVersion(string Version, string Folder, bool IsBuiltIn);

/// <summary>The schedule versions and seasons that are at hand: those shipped and those of a site, side by side.</summary>
/// <param name="builtInFolder">Shipped versions, one folder each, and <c>seasons.csv</c>.</param>
/// <param name="siteFolder">The same of a site; need not exist; null: none. A site's version stands before a shipped one of that name.</param>
public sealed class ScheduleLibrary(string builtInFolder, string? siteFolder = null)
{
    /// <summary>The shipped schedules, beside the program.</summary>
    public static string BuiltInFolder => Path.Combine(AppContext.BaseDirectory, "warehouse", "schedule");

    /// <summary>Every version, newest last, by the numbers in its name.</summary>
    public IReadOnlyList<ScheduleVersion> List() =>
        Versions(builtInFolder, true).Concat(Versions(siteFolder, false))
            .GroupBy(v => v.Version).Select(g => g.Last())
            .OrderBy(v => Order(v.Version)).ThenBy(v => v.Version, StringComparer.Ordinal).ToList();

    /// <summary>Loads a version.</summary>
    /// <param name="version">Null: the newest.</param>
    /// <returns>An error finding where there is no such version or its files are wrong.</returns>
    public ScheduleResult Load(string? version = null)
    {
        var versions = List();
        var found = version is null ? versions.LastOrDefault() : versions.FirstOrDefault(v => v.Version == version);
        if (found is null)
        {
            var known = versions.Count == 0 ? "none" : string.Join(", ", versions.Select(v => v.Version));
            return new ScheduleResult(null, [new Finding(true, "schedule", $"version {version ?? "(newest)"} is not at hand; there is {known}; import it first")]);
        }
        var result = ScheduleReader.Read(Files(found.Folder));
        return result.Schedule is { } s && s.Version != found.Version
            ? new ScheduleResult(null, [new Finding(true, found.Folder, $"the files say version {s.Version}, the folder {found.Version}")])
            : result;
    }

    /// <summary>Seasons beside the schedules: the shipped ones, then the site's, which count against them.</summary>
    public (Rows<Season> Seasons, Rows<Finding> Findings) LoadSeasons()
    {
        var read = new[] { builtInFolder, siteFolder }.OfType<string>()
            .Select(f => Path.Combine(f, "seasons.csv")).Where(File.Exists)
            .Select(f => SeasonRows.Read(new ScheduleFile(f, File.ReadAllText(f)))).ToList();
        return (read.SelectMany(r => r.Seasons).ToRows(), read.SelectMany(r => r.Findings).ToRows());
    }

    /// <summary>Takes a supporting-data package in as a version of this site.</summary>
    /// <param name="path">Folder or zip.</param>
    /// <param name="version">Null: read from the package's names; where they tell none, that of a version at hand with the same content, else made from the content.</param>
    /// <returns>What was found; the version is at hand when there is no error. The same version imported again replaces the former.</returns>
    /// <exception cref="InvalidOperationException">This library has no site folder.</exception>
    /// <exception cref="IOException">The package or the site folder cannot be read or written.</exception>
    public ScheduleResult Import(string path, string? version = null)
    {
        if (siteFolder is null)
            throw new InvalidOperationException("Importing a schedule needs a folder of the site to write to; give the data folder.");
        var result = ScheduleImport.Read(SchedulePackage.Open(path), version);
        if (result.Schedule is not { } schedule)
            return result;
        if (schedule.Version.StartsWith("unversioned", StringComparison.Ordinal) && List().Select(v => Load(v.Version).Schedule).FirstOrDefault(s => IsSame(s, schedule)) is { } known)
        {
            schedule = schedule with { Version = known.Version, Source = known.Source, Seasons = known.Seasons };
            result = new ScheduleResult(schedule, [.. result.Findings, new Finding(false, path, $"the content is that of version {known.Version}, and it is taken in as such")]);
        }
        Write(schedule, Path.Combine(siteFolder, schedule.Version));
        return result;
    }

    static bool IsSame(ImmunizationSchedule? known, ImmunizationSchedule schedule) =>
        known is not null && known with { Version = schedule.Version, Source = schedule.Source, Seasons = schedule.Seasons } == schedule;

    /// <summary>Writes a version's files to a folder, all or nothing.</summary>
    public static void Write(ImmunizationSchedule schedule, string folder)
    {
        var unfinished = folder + ".unfinished";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        foreach (var file in ScheduleWriter.Write(schedule))
        {
            var path = Path.Combine(unfinished, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.Move(unfinished, folder);
    }

    static IEnumerable<ScheduleFile> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories)
            .Select(f => new ScheduleFile(Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllText(f)));

    static IEnumerable<ScheduleVersion> Versions(string? folder, bool isBuiltIn) =>
        folder is null || !Directory.Exists(folder) ? []
        : Directory.EnumerateDirectories(folder).Where(d => File.Exists(Path.Combine(d, "schedule.txt")) && !d.EndsWith(".unfinished", StringComparison.Ordinal))
            .Select(d => new ScheduleVersion(Path.GetFileName(d), Path.GetFullPath(d), isBuiltIn));

    static (int, int) Order(string version)
    {
        var parts = version.Split('.');
        return (int.TryParse(parts[0], out var major) ? major : 0, parts.Length > 1 && int.TryParse(parts[1], out var minor) ? minor : 0);
    }
}
