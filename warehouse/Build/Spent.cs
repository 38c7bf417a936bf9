using System.Diagnostics;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>What a step took.</summary>
/// <param name="Seconds">Elapsed seconds.</param>
/// <param name="CpuSeconds">Processor seconds of the whole process, all threads.</param>
public readonly record struct Spent(double Seconds, double CpuSeconds)
{
    /// <summary>Runs the work and says what it took.</summary>
    public static Spent On(Action work)
    {
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        work();
        return new(clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    public static Spent operator +(Spent one, Spent other) => new(one.Seconds + other.Seconds, one.CpuSeconds + other.CpuSeconds);
}
