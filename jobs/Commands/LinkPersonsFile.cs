using System.Globalization;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary>Names for a reviewer of pairs: what records say of persons, as far as the release gate lets the reviewer see them.</summary>
static class LinkPersonsFile
{
    /// <summary>Writes the records that may be shown; says how many may not. The audit row comes first: what is not in the log does not leave.</summary>
    /// <param name="report">Name in the audit log.</param>
    /// <param name="parameters">What was asked for, without personal data.</param>
    /// <param name="records">Record keys.</param>
    /// <exception cref="UsageException">Nothing is released, or there is no build to know the persons by.</exception>
    /// <remarks>
    /// Persons are those of the build, as consent, protection, deaths and scope are: a record linked since is not shown before the next
    /// build knows whose it is.
    /// </remarks>
    internal static void Write(FileInfo to, string dataFolder, string report, Dictionary<string, string> parameters, IReadOnlyCollection<long> records, Requester who, TimeProvider clock)
    {
        using var published = new Published(dataFolder);
        var generation = long.Parse(published.Facts.QueryScalar<string>("select value from build_info where key = 'link_generation'")!, CultureInfo.InvariantCulture);
        var personOf = RecordsAsTold.Persons(dataFolder, generation, records);
        var released = ReleaseGate.Pass(published.Request(parameters, clock, who), report, [.. personOf.Values.Distinct().Order()]);
        if (released.Problem is not null) throw new UsageException(Asking.Refusal(released.Problem));
        using (var file = OutputFile.Open(to, "--persons"))
            RecordsAsTold.Write(file, dataFolder, records.Where(record => personOf.TryGetValue(record, out var person) && released.Persons.ContainsKey(person)));
        if (released.Words() is { } words) Console.Error.WriteLine(words);
        var newer = records.Count(record => !personOf.ContainsKey(record));
        if (newer > 0) Console.Error.WriteLine($"{newer:N0} records are newer than the build and not listed: run ./registry build first.");
    }
}
