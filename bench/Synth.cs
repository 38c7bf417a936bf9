using RegistryAnalytics.Synth;

namespace RegistryAnalytics.Bench;

/// <summary>How fast a synthetic state is written, and whether that grows with its size.</summary>
public static class SynthBench
{
    [Bench("synth", "writing a synthetic state to disk: persons, HL7 messages, flat files, truth")]
    public static void Run(BenchReport report)
    {
        foreach (var births in new[] { 500, 1000, 4000 })
        {
            SynthSummary? made = null;
            report.Measure($"{births} births a year", "persons", () => (made = Write(births)).Persons, rounds: births > 1000 ? 1 : 3);
            report.Note($"{births} births a year: {made!.Persons:N0} persons, {made.Messages:N0} messages, {made.DoseRecords:N0} dose records, {made.Bytes / 1048576.0:N0} MiB; peak working set of the process so far {System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB.");
        }
    }

    static SynthSummary Write(int births)
    {
        var folder = Directory.CreateTempSubdirectory("registry-synth-");
        try
        {
            return Synthesis.Write(new SynthOptions { BirthsPerYear = births }, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
