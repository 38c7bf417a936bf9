using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Tests.Etl.Hl7;

namespace RegistryAnalytics.Tests.Etl.Intake;

/// <summary>Breaks off at each write, rename and sync; after a restart the lake is byte by byte what it would have been.</summary>
[Collection("crash")]
public class CrashTests
{
    sealed class Broken(string step) : Exception(step);

    [Fact]
    public void Broken_off_at_any_step_and_started_again_the_lake_is_the_same()
    {
        var files = Enumerable.Range(0, 3).Select(seed => MessageMaker.Batch(new Random(seed), 12).Text).ToArray();
        using var whole = new DataFolder();
        var steps = new List<string>();
        TakeIn(whole, files, step => { lock (steps) steps.Add(step); });
        var expected = IngestTests.Snapshot(whole.Data);
        Assert.True(steps.Count > 20, $"only {steps.Count} steps");
        var deep = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1";
        for (var at = 0; at < steps.Count; at += deep ? 1 : 3)
        {
            using var folder = new DataFolder();
            var n = 0;
            // From there on nothing is done any more, on whichever thread.
            try { TakeIn(folder, files, step => { if (Interlocked.Increment(ref n) > at) throw new Broken(step); }); }
            catch (Exception error) when (error is Broken || error.InnerException is Broken) { Assert.True(n > at); }
            TakeIn(folder, files, null);
            Assert.Equal(expected, IngestTests.Snapshot(folder.Data));
        }
    }

    static void TakeIn(DataFolder folder, string[] files, Action<string>? step)
    {
        var inbox = Directory.CreateDirectory(Lake.Inbox(folder.Data)).FullName;
        for (var i = 0; i < files.Length; i++) File.WriteAllText(Path.Combine(inbox, $"{i}.hl7"), files[i]);
        Durable.Step = step;
        try
        {
            Ingest.Inbox(new(folder.Data, []) { Settings = IntakeSettings.Default with { Workers = 1, BytesPerPart = 9_000 } }, new FixedClock());
        }
        finally { Durable.Step = null; }
    }
}
