using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Jobs.Serve;

/// <summary>Opens the published build, and moves to the next one when <c>builds/current</c> names it, without a restart.</summary>
/// <remarks>
/// One database per file and process, kept as long as anyone reads it: a second open and close of the same file would drop
/// its lock. A build is immutable, so readers of the old one go on undisturbed until their lease ends.
/// </remarks>
public sealed class PublishedBuilds(string dataFolder, long memoryLimit) : IDisposable
{
    private readonly Lock gate = new();
    private Held? current;

    /// <summary>The folder of builds.</summary>
    public string Folder { get; } = Path.Combine(dataFolder, "builds");

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
            if (current?.Id != id)
            {
                var opened = new Held(id, DuckDbDatabase.Open(FactsFile(id), new DuckDbSettings
                {
                    Access = DuckDbAccess.ReadOnly,
                    MemoryLimit = memoryLimit,
                    TempDirectory = Path.Combine(dataFolder, "tmp", "serve"),
                }));
                if (current is not null) Release(current);
                current = opened;
            }
            current.Users++;
            return new Lease(this, current);
        }
    }

    /// <summary>Closes what nobody reads; the rest closes with its last lease.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (current is null) return;
            Release(current);
            current = null;
        }
    }

    private string FactsFile(string id) => Path.Combine(Folder, id, "facts.duckdb");

    private void Release(Held held)
    {
        lock (gate)
        {
            // Users counts the leases and, as one, the place of the current build.
            if (--held.Users == 0) held.Database.Dispose();
        }
    }

    /// <summary>One open build.</summary>
    private sealed record Held(string Id, DuckDbDatabase Database)
    {
        public int Users { get; set; } = 1;
    }

    /// <summary>A right to read one build.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly PublishedBuilds owner;
        private readonly Held held;
        private int ended;

        internal Lease(PublishedBuilds owner, object held) => (this.owner, this.held) = (owner, (Held)held);

        /// <summary>Name of the build.</summary>
        public string Id => held.Id;

        /// <summary>The build's facts, read-only.</summary>
        public DuckDbDatabase Database => held.Database;

        /// <summary>Ends the reading; a build that is no longer current closes with its last lease.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0) owner.Release(held);
        }
    }
}
