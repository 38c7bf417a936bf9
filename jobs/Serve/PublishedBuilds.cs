using RegistryAnalytics.Dashboard.Data;
using RegistryAnalytics.Dashboard.Model;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Pages;

namespace RegistryAnalytics.Jobs.Serve;

/// <summary>Opens the published build, and moves to the next one when <c>builds/current</c> names it, without a restart.</summary>
/// <remarks>
/// One database per file and process, kept as long as anyone reads it: a second open and close of the same file would drop
/// its lock. A build is immutable, so readers of the old one go on undisturbed until their lease ends.
/// </remarks>
/// <param name="dataFolder">The data folder.</param>
/// <param name="memoryLimit">Most memory of each open build, bytes.</param>
/// <param name="threshold">Smallest count above zero that pages show.</param>
public sealed class PublishedBuilds(string dataFolder, long memoryLimit, int threshold, TimeProvider clock) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Held> open = new(StringComparer.Ordinal);
    private string? current;

    /// <summary>The folder of builds.</summary>
    public string Folder { get; } = Path.Combine(dataFolder, "builds");

    /// <summary>How many builds are open: the published one, and older ones that are still being read.</summary>
    public int OpenCount { get { lock (gate) return open.Count; } }

    /// <summary>Name of the published build, or null when nothing was published yet.</summary>
    public string? CurrentId()
    {
        var pointer = Path.Combine(Folder, "current");
        if (!File.Exists(pointer)) return null;
        var id = File.ReadAllText(pointer).Trim();
        // A name, never a path: what this file says is joined to a folder.
        return id.Length > 0 && Path.GetFileName(id) == id && File.Exists(FactsFile(id)) ? id : null;
    }

    /// <summary>The published build, open until the lease is disposed; null when nothing was published yet.</summary>
    /// <exception cref="DuckDbException">The build's file cannot be opened.</exception>
    public Lease? Open()
    {
        var id = CurrentId();
        if (id is null) return null;
        lock (gate)
        {
            if (!open.TryGetValue(id, out var held)) open.Add(id, held = Take(id));
            var before = current;
            current = id;
            if (before is not null && before != id) CloseIfUnused(before);
            held.Users++;
            return new Lease(this, held);
        }
    }

    /// <summary>Closes all builds; no page may be under way any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var held in open.Values) held.Database.Dispose();
            open.Clear();
            current = null;
        }
    }

    private string FactsFile(string id) => Path.Combine(Folder, id, "facts.duckdb");

    private Held Take(string id)
    {
        var database = DuckDbDatabase.Open(FactsFile(id), new DuckDbSettings
        {
            Access = DuckDbAccess.ReadOnly,
            MemoryLimit = memoryLimit,
            TempDirectory = Path.Combine(dataFolder, "tmp", "serve"),
        });
        return new Held(id, database, new Lazy<BuildFigures>(() => BuildReader.Read(new PageTables(database, threshold), clock)));
    }

    private void Release(Held held)
    {
        lock (gate)
        {
            held.Users--;
            if (held.Id != current) CloseIfUnused(held.Id);
        }
    }

    private void CloseIfUnused(string id)
    {
        if (!open.TryGetValue(id, out var held) || held.Users > 0) return;
        open.Remove(id);
        held.Database.Dispose();
    }

    /// <summary>One open build.</summary>
    internal sealed record Held(string Id, DuckDbDatabase Database, Lazy<BuildFigures> Figures)
    {
        public int Users { get; set; }
    }

    /// <summary>A right to read one build.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly PublishedBuilds owner;
        private readonly Held held;
        private int ended;

        internal Lease(PublishedBuilds owner, Held held) => (this.owner, this.held) = (owner, held);

        /// <summary>Name of the build.</summary>
        public string Id => held.Id;

        /// <summary>The build's facts, read-only.</summary>
        public DuckDbDatabase Database => held.Database;

        /// <summary>What the pages show of it.</summary>
        public BuildFigures Figures => held.Figures.Value;

        /// <summary>Ends the reading; a build that is no longer current closes with its last lease.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0) owner.Release(held);
        }
    }
}
