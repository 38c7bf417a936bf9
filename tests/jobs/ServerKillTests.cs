using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using RegistryAnalytics.Etl.Intake.Posts;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary>The real program, killed while senders post to it.</summary>
public class ServerKillTests
{
    [Fact]
    public async Task What_was_acknowledged_survives_a_kill_and_is_in_the_lake_once()
    {
        var deep = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1";
        var data = Directory.CreateTempSubdirectory("registry-kill-").FullName;
        try
        {
            var acknowledged = new ConcurrentBag<string>();
            var sent = new ConcurrentBag<string>();
            var secrets = new[] { "ALPHA", "BETA", "GAMMA" }.Select(sender => (sender, SenderKeys.Issue(data, sender, TimeProvider.System).Secret)).ToArray();
            for (var life = 0; life < (deep ? 12 : 2); life++)
            {
                using var server = Start(data, out var url);
                using var stop = new CancellationTokenSource();
                var posting = Enumerable.Range(0, 6).Select(n => Task.Run(() => Keep(posted: n, life, secrets[n % 3], url, sent, acknowledged, stop.Token))).ToArray();
                var enough = acknowledged.Count + 150 + life * 37;
                var patience = Stopwatch.StartNew();
                while (acknowledged.Count < enough && patience.Elapsed < TimeSpan.FromSeconds(60)) await Task.Delay(5);
                Assert.True(acknowledged.Count >= enough, $"only {acknowledged.Count} posts were answered");
                // As kill -9: no handler runs, nothing is flushed.
                server.Kill();
                await server.WaitForExitAsync();
                await stop.CancelAsync();
                await Task.WhenAll(posting);
            }
            Assert.Equal(0, RegistryAnalytics.Jobs.CommandLine.Run(["ingest", "--data", data]));
            var kept = SubmissionTests.Kept(data);
            Assert.Empty(kept.GroupBy(message => message).Where(group => group.Count() > 1).Select(group => group.Key));
            Assert.Empty(acknowledged.Except(kept));
            Assert.Empty(kept.Except(sent));
            Assert.Equal(0, RegistryAnalytics.Jobs.CommandLine.Run(["ingest", "--data", data]));
            Assert.Equal(kept, SubmissionTests.Kept(data));
        }
        finally { Directory.Delete(data, recursive: true); }
    }

    /// <summary>One sender's connection: a message, its answer, the next message, until the server is gone.</summary>
    static async Task Keep(int posted, int life, (string Sender, string Secret) key, string url, ConcurrentBag<string> sent, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var id = $"k{life}-{posted}-{i}";
            sent.Add($"{key.Sender} {id}");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/submissions") { Content = new StringContent(SubmissionTests.Message(id), Encoding.UTF8, "application/hl7-v2") };
            request.Headers.Authorization = new("Bearer", key.Secret);
            try
            {
                using var answer = await client.SendAsync(request, stop);
                if (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync(stop)).Contains($"MSA|AA|{id}\r", StringComparison.Ordinal)) acknowledged.Add($"{key.Sender} {id}");
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
            {
                return;
            }
        }
    }

    internal static Process Start(string data, out string url)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(RegistryAnalytics.Jobs.CommandLine).Assembly.Location, "serve", "--no-jobs", "--urls", "http://127.0.0.1:0", "--data", data }) start.ArgumentList.Add(argument);
        var server = Process.Start(start)!;
        while (server.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith("Dashboard: ", StringComparison.Ordinal)) continue;
            url = line.Split(' ')[1];
            return server;
        }
        throw new InvalidOperationException($"The server ended with {server.ExitCode} before it listened.");
    }
}
