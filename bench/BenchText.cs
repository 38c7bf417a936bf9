using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace RegistryAnalytics.Bench;

/// <summary>Benchmark results as a Markdown table, on screen and under bench/results.</summary>
static class BenchText
{
    internal static string Table(BenchReport report)
    {
        var text = new StringBuilder("| what | units | per CPU-second | bytes allocated a unit | CPU s | wall s |\n|---|---:|---:|---:|---:|---:|\n");
        foreach (var line in report.Lines)
            text.Append(CultureInfo.InvariantCulture,
                $"| {line.Label} | {line.Units:N0} {line.Unit} | {line.UnitsPerCpuSecond:N0} | {line.BytesPerUnit:N0} | {line.CpuSeconds:F3} | {line.WallSeconds:F3} |\n");
        foreach (var note in report.Notes) text.Append("\n").Append(note).Append('\n');
        return text.ToString();
    }

    internal static void Save(BenchAttribute bench, BenchReport report)
    {
        var folder = Path.Combine(Root(), "bench", "results", Cpu());
        Directory.CreateDirectory(folder);
        var versions = $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} cores";
        File.WriteAllText(Path.Combine(folder, bench.Name + ".md"),
            $"# {bench.Name}\n\n{bench.What}\n\n`./registry bench {bench.Name}` on {versions}; medians.\n\n{Table(report)}");
    }

    /// <summary>Root of the repository; where there is none, the folder one stands in.</summary>
    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RegistryAnalytics.sln"))) folder = folder.Parent;
        return folder?.FullName ?? Environment.CurrentDirectory;
    }

    /// <summary>The processor's name as a folder's name.</summary>
    internal static string Cpu() => string.Concat(CpuName().Select(c => char.IsLetterOrDigit(c) ? c : '-')).Trim('-');

    internal static string CpuName()
    {
        const string info = "/proc/cpuinfo";
        var name = File.Exists(info)
            ? File.ReadLines(info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[^1].Trim()
            : null;
        return name ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
