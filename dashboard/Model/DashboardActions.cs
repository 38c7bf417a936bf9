using RegistryAnalytics.Reports.Catalogue;

namespace RegistryAnalytics.Dashboard.Model;

/// <summary>What the pages ask for and what their buttons do. The host fills it; the pages know nothing else of it.</summary>
/// <param name="Open">The published build, kept open until the lease is disposed; null when nothing was published yet.</param>
/// <param name="Jobs">What is scheduled, running and done.</param>
/// <param name="Start">Starts the named job now; answers what happened in words, or null when there is no such job.</param>
/// <param name="Threshold">Smallest count above zero that the figures show; 0 when none is suppressed.</param>
/// <param name="Downloads">Files that can be made from the published build.</param>
/// <param name="Report">Makes a report of the catalogue with these parameters, its rows in memory; null when nothing was published yet.</param>
public sealed record DashboardActions(
    Func<OpenBuild?> Open,
    Func<CancellationToken, Task<JobsView>> Jobs,
    Func<string, CancellationToken, Task<string?>> Start,
    int Threshold,
    IReadOnlyList<DownloadLink> Downloads,
    Func<string, IReadOnlyDictionary<string, string>, ReportResult?> Report);

/// <summary>A published build that stays open while it is read.</summary>
public sealed record OpenBuild(BuildFigures Figures, IDisposable Lease);

/// <summary>A file to download.</summary>
/// <param name="Url">Relative URL.</param>
/// <param name="Title">What the file is.</param>
/// <param name="Words">What is in it, one line.</param>
/// <param name="Format">"XLSX", "CSV" …</param>
public sealed record DownloadLink(string Url, string Title, string Words, string Format);

/// <summary>The jobs section.</summary>
/// <param name="FilesWaiting">Files in the inbox.</param>
/// <param name="TimeZone">Zone in which times are printed.</param>
public sealed record JobsView(
    IReadOnlyList<JobLine> Jobs, IReadOnlyList<RunLine> Runs, int FilesWaiting, TimeZoneInfo TimeZone)
{
    /// <summary>Nothing scheduled: for a page that is served without a scheduler.</summary>
    public static JobsView None { get; } = new([], [], 0, TimeZoneInfo.Utc);
}

/// <summary>One scheduled job.</summary>
/// <param name="Name">Name in URLs.</param>
/// <param name="NextRun">UTC; null when it is not scheduled.</param>
/// <param name="RunningSince">UTC; null when it is not running.</param>
public sealed record JobLine(string Name, string Title, string Words, DateTimeOffset? NextRun, DateTimeOffset? RunningSince);

/// <summary>One finished run.</summary>
/// <param name="Result">"done", "done with rejects", "failed", "cut off" …</param>
/// <param name="IsBad">Somebody should look at it.</param>
public sealed record RunLine(string Title, DateTimeOffset StartedAt, TimeSpan Took, string Result, string? Summary, bool IsBad);
