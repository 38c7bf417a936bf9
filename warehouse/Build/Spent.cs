using System.Diagnostics;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>What a step took.</summary>
/// <param name="Seconds">Elapsed seconds.</param>
/// <param name="CpuSeconds">Processor seconds of the whole process, all threads; shared equally among what ran at the same time, so steps add up to the whole.</param>
public readonly record struct Spent(double Seconds, double CpuSeconds)
{
    static readonly Lock Meter = new();
    static int running;
    static double share; // processor seconds that one who ran all the time would have been given
    static double told;

    /// <summary>Runs the work and says what it took.</summary>
    public static Spent On(Action work)
    {
        var (clock, before) = (Stopwatch.StartNew(), Advance(+1));
        try
        {
            work();
        }
        finally
        {
            before = Advance(-1) - before;
        }
        return new(clock.Elapsed.TotalSeconds, before);
    }

    static double Advance(int coming)
    {
        lock (Meter)
        {
            var now = Environment.CpuUsage.TotalTime.TotalSeconds;
            if (running > 0) share += (now - told) / running;
            told = now;
            running += coming;
            return share;
        }
    }

    public static Spent operator +(Spent one, Spent other) => new(one.Seconds + other.Seconds, one.CpuSeconds + other.CpuSeconds);
}
