using System.Diagnostics;
using System.Globalization;
using System.Text;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Intake.Posts;
using RegistryAnalytics.Tests.Etl.Hl7;

namespace RegistryAnalytics.Tests.Etl.Intake;

/// <summary>
/// Work that is killed: this assembly started as a program of its own. At the step that it is told it kills its process as
/// <c>kill -9</c> does, without any clean-up; without a step it works to the end and prints how many steps there were.
/// </summary>
static class KillChild
{
    static readonly IntakeSettings Settings = IntakeSettings.Default with { Workers = 1, BytesPerPart = 9_000 };

    /// <summary>What can be done, by name.</summary>
    internal static readonly IReadOnlyDictionary<string, Action<string>> Works = new Dictionary<string, Action<string>>
    {
        ["ingest"] = data => Ingest.Inbox(new(data, []) { Settings = Settings, AckFolder = Path.Combine(data, "acks") }, new FixedClock()),
        ["compact"] = data => Compaction.Run(data, new FixedClock(), mostMessages: 40),
        ["take-in"] = data =>
        {
            using var journal = Journal.OpenAt(data, new FixedClock());
            journal.TakeIn(Settings);
        },
        ["seal"] = data =>
        {
            using (var journal = Journal.OpenAt(data, new FixedClock())) Post(data, journal);
            using var restarted = Journal.OpenAt(data, new FixedClock());
            restarted.TakeIn(Settings);
        },
    };

    /// <summary>Ids of the messages whose post was answered, in a file outside the lake: what a sender remembers.</summary>
    internal static string Answered(string data) => Path.Combine(data, "answered");

    static int Main(string[] arguments)
    {
        var (work, data, stop) = (arguments[0], arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture));
        var steps = 0;
        Durable.Step = _ =>
        {
            if (Interlocked.Increment(ref steps) == stop) Process.GetCurrentProcess().Kill();
        };
        Works[work](data);
        Console.WriteLine(steps);
        return 0;
    }

    /// <summary>Starts the child; true when it was killed.</summary>
    internal static bool Run(string work, string data, int stop, out int steps)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { typeof(KillChild).Assembly.Location, work, data, stop.ToString(CultureInfo.InvariantCulture) }) start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var printed = child.StandardOutput.ReadToEndAsync();
        var complained = child.StandardError.ReadToEnd();
        child.WaitForExit();
        if (child.ExitCode is not (0 or 137)) throw new InvalidOperationException($"The child ended with {child.ExitCode}: {complained}");
        steps = child.ExitCode == 0 ? int.Parse(printed.GetAwaiter().GetResult(), CultureInfo.InvariantCulture) : 0;
        return child.ExitCode == 137;
    }

    static void Post(string data, Journal journal)
    {
        var messages = MessageMaker.Batch(new Random(9), 6).Made.Select(made => made.ControlId).ToList();
        for (var i = 0; i < messages.Count; i++)
        {
            var text = $"MSH|^~\\&|EHR|MAKER|IIS|STATE|20260801101500-0500||VXU^V04^VXU_V04|{messages[i]}|P|2.5.1\rPID|1||{i}^^^MAKER^MR||A^B^^^^^L||20240101|F\r";
            journal.AppendAsync(Encoding.UTF8.GetBytes(text), i % 2 == 0 ? "ALPHA" : "BETA", Mapped.ReceivedAt.AddSeconds(i)).GetAwaiter().GetResult();
            File.AppendAllText(Answered(data), messages[i] + "\n");
            if (i == 3) journal.SealNow();
        }
    }
}
