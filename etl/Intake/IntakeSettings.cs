using System.Text.Json;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Quality;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>What a registry decides about its inflow.</summary>
public sealed record IntakeSettings
{
    public static IntakeSettings Default { get; } = new();

    /// <summary>Largest post that is taken, bytes: 1 to 32,000,000, because a post is never divided between parts.</summary>
    public int LargestPost { get; init; } = 30_000_000;

    /// <summary>Most times its own size that a .gz file may unpack to, once it is larger than 64 MiB; HL7 packs to a tenth or a twentieth.</summary>
    public int MostUnpacked { get; init; } = 200;

    /// <summary>Longest message that is taken, bytes.</summary>
    public int LongestMessage { get; init; } = 8 << 20;

    /// <summary>Most messages in one staged part.</summary>
    public int MessagesPerPart { get; init; } = 50_000;

    /// <summary>Most bytes of submissions in one staged part.</summary>
    public int BytesPerPart { get; init; } = 32 << 20;

    /// <summary>Rows of one table that a worker holds before it writes them: what bounds memory when a submission is made to hurt.</summary>
    public int MostRowsHeld { get; init; } = 1 << 20;

    /// <summary>Versions that are read with a warning; 2.5.1 is always read.</summary>
    public IReadOnlyList<string> ToleratedVersions { get; init; } = ["2.3.1", "2.4", "2.5", "2.6"];

    /// <summary>Severity of each rule by sender and date.</summary>
    public Severities Severities { get; init; } = Severities.Default;

    /// <summary>Purged persons, who are not taken in again. <see cref="Ingest"/> always reads those of its data folder.</summary>
    public Keeping.Tombstones Tombstones { get; init; } = Keeping.Tombstones.None;

    /// <summary>Whether warnings alone make an answer AE.</summary>
    public WarningAnswer Warnings { get; init; } = WarningAnswer.ErrorWhenDataIsLost;

    /// <summary>Worker threads; 0 = one a core.</summary>
    public int Workers { get; init; }

    /// <summary>Settings of a data folder, with its tombstones: <c>settings/intake.json</c> and <c>settings/severities.csv</c>, each of which may be missing.</summary>
    /// <remarks>
    /// <c>warnings</c>: "accept", "error-when-data-is-lost" or "error", what an answer to a message with warnings says;
    /// <c>toleratedVersions</c>; <c>longestMessage</c> and <c>largestPost</c> in bytes; <c>mostUnpacked</c>. What is not named keeps its default.
    /// </remarks>
    /// <exception cref="InvalidDataException">A file says something else; the message names it and what can be said.</exception>
    public static IntakeSettings Read(string dataFolder)
    {
        var settings = Default with { Severities = Severities.Read(Lake.SeverityFile(dataFolder)), Tombstones = Keeping.Tombstones.Read(dataFolder) };
        var path = Lake.SettingsFile(dataFolder);
        if (!File.Exists(path)) return settings;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var setting in json.RootElement.EnumerateObject()) settings = settings.With(setting);
            return settings;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} cannot be read: {error.Message} It may hold warnings, toleratedVersions, longestMessage, largestPost and mostUnpacked.", error);
        }
    }

    IntakeSettings With(JsonProperty setting) => setting.Name switch
    {
        "warnings" => this with
        {
            Warnings = setting.Value.GetString() switch
            {
                "accept" => WarningAnswer.Accept,
                "error-when-data-is-lost" => WarningAnswer.ErrorWhenDataIsLost,
                "error" => WarningAnswer.Error,
                var other => throw new FormatException($"warnings is \"{other}\", not accept, error-when-data-is-lost or error."),
            },
        },
        "toleratedVersions" => this with { ToleratedVersions = [.. setting.Value.EnumerateArray().Select(version => version.GetString() ?? "")] },
        "longestMessage" => this with { LongestMessage = Within(setting, 1000, 32_000_000) },
        "largestPost" => this with { LargestPost = Within(setting, 1, 32_000_000) },
        "mostUnpacked" => this with { MostUnpacked = Within(setting, 1, 100_000) },
        _ => throw new FormatException($"There is no setting \"{setting.Name}\"."),
    };

    static int Within(JsonProperty setting, int least, int most) =>
        setting.Value.GetInt32() is var value && value >= least && value <= most ? value
            : throw new FormatException($"{setting.Name} is {value}, not {least} to {most}.");
}
