using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Jobs.Operations;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary>The current build, open for reading; who the persons are is opened only where it is asked for.</summary>
sealed class Published : IDisposable
{
    readonly string dataFolder;
    readonly string folder;
    readonly DuckDbDatabase facts;
    readonly Lock opening = new();
    DuckDbDatabase? identity;

    /// <exception cref="UsageException">Nothing was published yet.</exception>
    internal Published(string dataFolder)
    {
        this.dataFolder = dataFolder;
        folder = BuildFolder.Current(dataFolder)
            ?? throw new UsageException($"There is no build in {dataFolder} yet. Take submissions in with ./registry ingest, then ./registry build.");
        facts = Open("facts.duckdb");
        Facts = facts.Connect();
    }

    /// <summary>Facts of the build: no names, addresses, telephones or identifiers.</summary>
    internal DuckDbConnection Facts { get; }

    /// <summary>Who the persons are.</summary>
    internal DuckDbConnection Identity()
    {
        lock (opening) return (identity ??= Open("identity.duckdb")).Connect();
    }

    /// <summary>Another connection to the same facts, for one of several threads; the caller disposes it.</summary>
    internal DuckDbConnection Connect() => facts.Connect();

    /// <summary>Attaches identity beside the facts, for joins of one command.</summary>
    internal void AttachIdentity() =>
        Facts.Execute($"attach '{Path.Combine(folder, "identity.duckdb").Replace("'", "''", StringComparison.Ordinal)}' as identity (read_only)");

    /// <summary>A report request of whoever runs the command line: state staff on this machine unless told otherwise, and audited as such.</summary>
    /// <param name="requester">Null: this account, without a purpose, so that the release gate lets no person through.</param>
    internal ReportRequest Request(IReadOnlyDictionary<string, string> parameters, TimeProvider clock, Requester? requester = null, bool isOfficial = false)
    {
        var (agency, policy) = Jurisdiction.Read(dataFolder);
        return new()
        {
            Facts = Facts, Identity = Identity, Time = clock, Parameters = parameters,
            Requester = requester ?? new Requester(Environment.UserName, Role.StateAdmin),
            Audit = row => AuditLog.Write(dataFolder, row),
            Issued = document => AuditLog.Issue(dataFolder, document),
            Contacts = AuditLog.Contacts(dataFolder),
            Policy = policy,
            Agency = isOfficial ? agency with { RecordKey = Jurisdiction.Key(dataFolder) } : agency,
        };
    }

    DuckDbDatabase Open(string file) =>
        DuckDbDatabase.Open(Path.Combine(folder, file), new DuckDbSettings { Access = DuckDbAccess.ReadOnly, MemoryLimit = 3L << 30 });

    public void Dispose()
    {
        Facts.Dispose();
        facts.Dispose();
        identity?.Dispose();
    }
}
