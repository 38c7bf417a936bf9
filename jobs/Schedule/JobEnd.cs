using Quartz;

namespace RegistryAnalytics.Jobs.Schedule;

/// <summary>What the run history says of a child process that ended.</summary>
public static class JobEnd
{
    /// <summary>Exit code 1 is a run that did its work and has something to look at; 3 leaves the work to the process that holds the lock.</summary>
    public static JobRunReport Report(ChildEnd end) => end.ExitCode switch
    {
        0 => JobRunReport.Succeeded(Cut(end.LastLine)),
        1 => JobRunReport.Succeeded(Cut(end.LastLine)).With(Rejects, true),
        _ => JobRunReport.Failed(Cut($"{end.LastLine} (exit code {end.ExitCode})")),
    };

    /// <summary>The metric that marks a run with rejects or failed checks.</summary>
    public const string Rejects = "rejects";

    private static string Cut(string line) => line.Length <= JobRunReport.MaxSummaryLength ? line : line[..(JobRunReport.MaxSummaryLength - 1)] + "…";
}
