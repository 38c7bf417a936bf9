using System.Net;

namespace RegistryAnalytics.Jobs.Serve;

/// <summary>What <c>registry serve</c> runs with.</summary>
/// <param name="DataFolder">The data folder; made when it is not there.</param>
public sealed record ServeOptions(string DataFolder)
{
    /// <summary>The address that is served by default.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Addresses to listen on, separated by semicolons. Only this machine's own: there are no accounts yet.</summary>
    public string Urls { get; init; } = DefaultUrl;

    /// <summary>Most memory of the database that answers pages, in bytes.</summary>
    public long MemoryLimit { get; init; } = 3L << 30;

    /// <summary>
    /// Smallest count above zero that pages and downloads show. 11 hides 1–10: there are no accounts, so everyone counts as the public. 0 shows all: for data that is made up.
    /// </summary>
    public int Threshold { get; init; } = 11;

    /// <summary>When the nightly build starts, as a Quartz cron expression in <see cref="TimeZone"/>.</summary>
    public string NightlyBuild { get; init; } = "0 15 2 * * ?";

    /// <summary>How often the inbox is swept.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Zone of the schedule and of the times on screen.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Ports of this machine on which messages come in MLLP frames, each with the sender it stands for; an empty sender is whoever MSH-4 names. Port 0 is any free one.</summary>
    public IReadOnlyList<(int Port, string Sender)> Mllp { get; init; } = [];

    /// <summary>Posts are sealed into a batch when they have so many bytes …</summary>
    public long SealBytes { get; init; } = 16 << 20;

    /// <summary>… or when the first of them is so old.</summary>
    public TimeSpan SealAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>When small batches are joined, as a Quartz cron expression in <see cref="TimeZone"/>.</summary>
    public string NightlyCompaction { get; init; } = "0 45 1 * * ?";

    /// <summary>False serves pages only: nothing is swept or built.</summary>
    public bool RunsJobs { get; init; } = true;

    /// <summary>The program that jobs run as child processes, and its first arguments; null is this program.</summary>
    public IReadOnlyList<string>? Program { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the bundled script, style and maps lie; null is beside the program.</summary>
    public string? AssetsFolder { get; init; }

    /// <summary>The first address that other machines could reach, with the reason why it is refused; null when there is none.</summary>
    public string? Refusal()
    {
        foreach (var url in Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
                return $"{url} is not an address such as {DefaultUrl}.";
            if (!uri.IsLoopback)
                return $"{url} could be reached from other machines. There are no accounts yet, so only this machine is served: use {DefaultUrl}.";
        }
        return null;
    }
}
