using System.Diagnostics;

namespace RegistryAnalytics.Bench;

/// <summary>Marks a public static method taking a <see cref="BenchReport"/> as a benchmark that <c>./registry bench NAME</c> runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BenchAttribute(string name, string what) : Attribute
{
    public string Name { get; } = name;
    public string What { get; } = what;
}

/// <summary>One measured line: medians over the rounds.</summary>
/// <param name="Units">Units of work in one round.</param>
/// <param name="CpuSeconds">Processor time of the whole process in one round, seconds.</param>
/// <param name="AllocatedBytes">Managed bytes allocated in one round.</param>
/// <param name="WallSeconds">Elapsed time of one round, seconds; noisy on a shared machine.</param>
public sealed record BenchLine(string Label, string Unit, long Units, double CpuSeconds, long AllocatedBytes, double WallSeconds)
{
    public double UnitsPerCpuSecond => Units / CpuSeconds;
    public double BytesPerUnit => (double)AllocatedBytes / Units;
}

/// <summary>Runs pieces of work in rounds and keeps the medians.</summary>
public sealed class BenchReport
{
    readonly List<BenchLine> lines = [];
    readonly List<string> notes = [];

    public IReadOnlyList<BenchLine> Lines => lines;
    public IReadOnlyList<string> Notes => notes;

    /// <summary>A sentence printed under the table: what was made up, what was left out.</summary>
    public void Note(string text) => notes.Add(text);

    /// <summary>Adds a line that was measured otherwise, of another process for instance.</summary>
    public void Add(BenchLine line) => lines.Add(line);

    /// <summary>Measures one piece of work.</summary>
    /// <param name="label">What was done.</param>
    /// <param name="unit">What is counted: messages, rows, persons.</param>
    /// <param name="work">Does the work once and returns the number of units done.</param>
    /// <param name="rounds">Counted rounds after one warm-up.</param>
    public BenchLine Measure(string label, string unit, Func<long> work, int rounds = 5)
    {
        work();
        var cpu = new double[rounds];
        var wall = new double[rounds];
        var bytes = new long[rounds];
        long units = 0;
        for (var i = 0; i < rounds; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var process = Process.GetCurrentProcess();
            var cpu0 = process.TotalProcessorTime;
            var bytes0 = GC.GetTotalAllocatedBytes(precise: true);
            var clock = Stopwatch.StartNew();
            units = work();
            wall[i] = clock.Elapsed.TotalSeconds;
            bytes[i] = GC.GetTotalAllocatedBytes(precise: true) - bytes0;
            process.Refresh();
            cpu[i] = (process.TotalProcessorTime - cpu0).TotalSeconds;
        }
        Array.Sort(cpu);
        Array.Sort(wall);
        Array.Sort(bytes);
        var line = new BenchLine(label, unit, units, cpu[rounds / 2], bytes[rounds / 2], wall[rounds / 2]);
        lines.Add(line);
        return line;
    }
}
