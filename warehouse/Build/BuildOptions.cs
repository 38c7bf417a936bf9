namespace RegistryAnalytics.Warehouse.Build;

/// <summary>What a build is made of.</summary>
/// <param name="DataFolder">The data folder: lake in, builds out.</param>
/// <param name="AsOf">What had happened: later doses and deaths are not seen.</param>
/// <param name="KnownBy">What had been received, UTC: later messages are not seen.</param>
/// <param name="ScheduleVersion">CDSi schedule; null takes the newest that is installed.</param>
/// <param name="Memory">DuckDB's memory limit, bytes.</param>
/// <param name="Threads">DuckDB's and the evaluator's threads.</param>
public sealed record BuildOptions(
    string DataFolder, DateOnly AsOf, DateTime KnownBy, string? ScheduleVersion = null, long Memory = 8L << 30, int? Threads = null)
{
    /// <summary>True begins measures and marts only when the warehouse is whole, so that what each takes can be told; a build is a little slower then.</summary>
    public bool LayersInTurn { get; init; }

    /// <summary>Threads that work at a time.</summary>
    public int Cores => Threads ?? Environment.ProcessorCount;
}

/// <summary>One finished step of a build.</summary>
/// <param name="Rows">Rows of the tables made; −1 for a view.</param>
/// <param name="Seconds">Elapsed seconds.</param>
/// <param name="CpuSeconds">Processor seconds, all threads; shared equally among steps that ran at the same time.</param>
/// <param name="PeakBytes">Highest resident memory of the process so far.</param>
public sealed record BuildStep(string Name, string Layer, long Rows, double Seconds, double CpuSeconds, long PeakBytes);

/// <summary>What a check found.</summary>
/// <param name="Wrong">Rows that are wrong; 0 is a pass.</param>
/// <param name="Stops">True where one wrong row keeps the build from being published.</param>
public sealed record CheckResult(string Name, string Title, long Wrong, bool Stops);

/// <summary>A finished build.</summary>
/// <param name="Published">False where a check that stops found something wrong: <c>builds/current</c> is as before.</param>
public sealed record BuildOutcome(
    string Id, string Folder, bool Published, IReadOnlyList<BuildStep> Steps, IReadOnlyList<CheckResult> Checks);
