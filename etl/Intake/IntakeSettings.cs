using RegistryAnalytics.Etl.Quality;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>What a registry decides about its inflow.</summary>
public sealed record IntakeSettings
{
    public static IntakeSettings Default { get; } = new();

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

    /// <summary>The defaults with what the data folder configures: severities and tombstones.</summary>
    public static IntakeSettings Of(string dataFolder) =>
        Default with { Severities = Severities.Read(Lake.SeverityFile(dataFolder)), Tombstones = Keeping.Tombstones.Read(dataFolder) };

    /// <summary>Whether warnings alone make an answer AE.</summary>
    public Hl7.WarningAnswer Warnings { get; init; } = Hl7.WarningAnswer.ErrorWhenDataIsLost;

    /// <summary>Worker threads; 0 = one a core.</summary>
    public int Workers { get; init; }
}
