using System.Text;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Intake.Posts;
using RegistryAnalytics.Tests.Etl.Hl7;

namespace RegistryAnalytics.Tests.Etl.Intake;

/// <summary>Processes that are really killed at a write, rename, sync or deletion; afterwards the work is done again.</summary>
[Collection("crash")]
public class KillTests
{
    // Every point in a deep run; a few spread over all of them in the normal one.
    static IEnumerable<int> Points(int steps)
    {
        var few = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1" ? steps : 6;
        return Enumerable.Range(0, few).Select(i => 1 + (int)((long)i * (steps - 1) / Math.Max(1, few - 1))).Distinct();
    }

    [Theory]
    [InlineData("ingest")]
    [InlineData("compact")]
    [InlineData("take-in")]
    public void Killed_at_any_point_and_run_again_the_lake_is_byte_by_byte_what_it_would_have_been(string work)
    {
        using var whole = new DataFolder();
        Prepare(work, whole.Data);
        Assert.False(KillChild.Run(work, whole.Data, 0, out var steps));
        Assert.True(steps > 8, $"only {steps} steps");
        var expected = Files(whole.Data);
        Assert.NotEmpty(Lake.Batches(whole.Data));
        foreach (var point in Points(steps))
        {
            using var folder = new DataFolder();
            Prepare(work, folder.Data);
            Assert.True(KillChild.Run(work, folder.Data, point, out _), $"{work} was not killed at step {point}");
            KillChild.Works[work](folder.Data);
            Assert.Equal(expected, Files(folder.Data));
        }
    }

    [Fact]
    public void Killed_while_posts_come_in_every_answered_message_is_in_the_lake_once()
    {
        using var whole = new DataFolder();
        Assert.False(KillChild.Run("seal", whole.Data, 0, out var steps));
        Assert.Equal(6, File.ReadAllLines(KillChild.Answered(whole.Data)).Length);
        foreach (var point in Points(steps))
        {
            using var folder = new DataFolder();
            Directory.CreateDirectory(folder.Data);
            Assert.True(KillChild.Run("seal", folder.Data, point, out _), $"not killed at step {point}");
            KillChild.Works["take-in"](folder.Data);
            var answered = File.Exists(KillChild.Answered(folder.Data)) ? File.ReadAllLines(KillChild.Answered(folder.Data)) : [];
            var kept = folder.Query("message", "control_id", "1");
            Assert.Equal(kept.Distinct(), kept);
            Assert.Empty(answered.Except(kept));
            // At most the one whose answer was under way.
            Assert.InRange(kept.Count, answered.Length, answered.Length + 1);
            Assert.Empty(Directory.EnumerateFiles(Lake.Journal(folder.Data)));
        }
    }

    static void Prepare(string work, string data)
    {
        var inbox = Directory.CreateDirectory(Path.Combine(Lake.Inbox(data), "MAKER")).FullName;
        if (work == "take-in")
        {
            Directory.CreateDirectory(Lake.Journal(data));
            using var journal = Journal.OpenAt(data, new FixedClock());
            for (var i = 0; i < 12; i++)
            {
                journal.AppendAsync(Encoding.UTF8.GetBytes(MessageMaker.Batch(new Random(i), 2).Text), "S" + i % 3, Mapped.ReceivedAt.AddSeconds(i)).GetAwaiter().GetResult();
                if (i == 7) journal.SealNow();
            }
            return;
        }
        for (var i = 0; i < 3; i++) File.WriteAllText(Path.Combine(inbox, $"{i}.hl7"), MessageMaker.Batch(new Random(i), 12).Text);
        if (work != "compact") return;
        foreach (var file in Directory.GetFiles(inbox).Order(StringComparer.Ordinal)) Ingest.Run(new(data, [file]) { Sender = "MAKER" }, new FixedClock());
    }

    /// <summary>All of the lake, what is left in the inbox and the answers, by content.</summary>
    static List<string> Files(string data) => [.. Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetRelativePath(data, file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
}
