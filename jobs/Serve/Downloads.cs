using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RegistryAnalytics.Dashboard.Model;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Jobs.Serve;

/// <summary>Files made from the published build when they are asked for; nothing in them is about one person.</summary>
public static class Downloads
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".csv"] = "text/csv; charset=utf-8",
    };

    /// <summary>What the pages offer.</summary>
    /// <param name="threshold">Smallest count above zero that is shown: above 1, reports by site are not offered, since they are shown as they are or not at all.</param>
    public static IReadOnlyList<DownloadLink> Links(int threshold) =>
    [
        new("/downloads/hedis.xlsx", "HEDIS-aligned workbook", "Summary with chart, one sheet an indicator, definitions", "XLSX"),
        new("/downloads/coverage.csv?measure=cis&by=county", "Childhood series by county", "All indicators, counts, rates and intervals", "CSV"),
        new("/downloads/coverage.csv?measure=fully_operational&by=county", "Enrolment by county, registry children", "Readings of enrolment among children the registry knows", "CSV"),
        new("/downloads/cohorts.xlsx", "Coverage by birth cohort", "At milestone ages, by age, on a day, school entry, birth dose", "XLSX"),
        new("/downloads/susceptibility.xlsx", "Susceptibility to measles", "Children without evidence of protection by age and area, as a range", "XLSX"),
        .. threshold > 1 ? Array.Empty<DownloadLink>() :
        [
            new("/downloads/stock.xlsx", "Vaccine accountability", "Doses administered against doses distributed, wastage, stock by lot", "XLSX"),
            new("/downloads/site_visits.xlsx", "Site visits", "Baseline cohorts then and twelve months later, by vaccine", "XLSX"),
        ],
    ];

    /// <summary>Maps <c>/downloads/REPORT.(xlsx|csv)?parameter=value</c>: any report of the catalogue that lists no persons.</summary>
    public static void MapDownloads(this WebApplication app, PublishedBuilds builds, ServeOptions options) =>
        app.MapGet("/downloads/{file}", (string file, HttpRequest request) => Make(file, request, builds, options));

    /// <summary>A report with its rows in memory; null when nothing was published yet.</summary>
    public static ReportResult? OnScreen(string name, IReadOnlyDictionary<string, string> parameters, PublishedBuilds builds, ServeOptions options)
    {
        using var lease = builds.Open();
        if (lease is null) return null;
        using var connection = lease.Database.Connect();
        var made = ReportRunner.Make(name, Request(connection, parameters, options));
        return made.Report is { } report
            ? report with { Sections = [.. report.Sections.Select(section => section with { Table = section.Table.Loaded() })] } : made;
    }

    /// <summary>Whoever looks may see aggregates, with small counts suppressed as for the public: there are no accounts.</summary>
    private static ReportRequest Request(DuckDbConnection facts, IReadOnlyDictionary<string, string> parameters, ServeOptions options) => new()
    {
        Facts = facts,
        Requester = new Requester("dashboard on this machine", Role.StateEpi),
        Time = options.Clock,
        Parameters = parameters,
        Policy = ReleasePolicy.Default with { Threshold = Enum.GetValues<Role>().ToDictionary(role => role, _ => options.Threshold) },
    };

    private static IResult Make(string file, HttpRequest request, PublishedBuilds builds, ServeOptions options)
    {
        var (name, extension) = (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file));
        if (!Types.TryGetValue(extension, out var type) || ReportCatalogue.Find(name) is not { IsPersonLevel: false })
            return Problem($"There is no file {name}{extension} to download.", StatusCodes.Status404NotFound);
        using var lease = builds.Open();
        if (lease is null) return Problem("Nothing has been published yet.", StatusCodes.Status404NotFound);
        using var connection = lease.Database.Connect();
        var parameters = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var folder = Directory.CreateTempSubdirectory("registry-download-");
        try
        {
            using var runner = new ReportRunner();
            var path = Path.Combine(folder.FullName, name + extension);
            var outcome = runner.Write(name, Request(connection, parameters, options), path);
            return outcome.Problem is { } problem
                ? Problem(problem, StatusCodes.Status400BadRequest)
                : Results.File(File.ReadAllBytes(path), type, $"{name}-{lease.Id}{extension}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IResult Problem(string words, int status) => Results.Text(words, "text/plain; charset=utf-8", statusCode: status);
}
