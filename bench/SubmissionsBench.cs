using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using RegistryAnalytics.Etl.Intake.Posts;

namespace RegistryAnalytics.Bench;

/// <summary>What single posts cost the server: its processor time, journal, syncs, answers and taking-in included.</summary>
public static class SubmissionsBench
{
    const int PerSecond = 500;
    const int Seconds = 20;
    const int Connections = 16;

    [Bench("submissions", "Single messages posted over HTTP at 500 a second for 20 s by 16 senders to the real program; processor time of the server alone")]
    public static void Post(BenchReport report)
    {
        var data = Directory.CreateTempSubdirectory("registry-bench-").FullName;
        try
        {
            var secret = SenderKeys.Issue(data, "BENCH", TimeProvider.System).Secret;
            var taken = 0;
            using var server = Start(data, out var url);
            try
            {
                Run(url, secret, 2, PerSecond, "warm").GetAwaiter().GetResult();
                server.Refresh();
                var before = server.TotalProcessorTime;
                var clock = Stopwatch.StartNew();
                var waits = Run(url, secret, Seconds, PerSecond, "post").GetAwaiter().GetResult();
                var elapsed = clock.Elapsed.TotalSeconds;
                server.Refresh();
                var cpu = (server.TotalProcessorTime - before).TotalSeconds;
                report.Add(new("posts, answered after the sync", "messages", waits.Count, cpu, 0, elapsed));
                waits.Sort();
                report.Note(string.Create(CultureInfo.InvariantCulture,
                    $"{waits.Count / elapsed:F0} posts a second; {cpu / waits.Count * 1e6:F0} µs of the server's processor time a post, {cpu / elapsed:F2} cores. Answered after {waits[waits.Count / 2]:F1} ms (median), {waits[waits.Count * 99 / 100]:F1} ms (99 of 100). Bytes allocated are not measured: it is another process. Working set of the server {server.WorkingSet64 >> 20} MiB."));
                taken = waits.Count;
            }
            finally
            {
                server.Kill();
                server.WaitForExit();
            }
            using var self = Process.GetCurrentProcess();
            var own = self.TotalProcessorTime;
            var code = Jobs.CommandLine.Run(["ingest", "--data", data]);
            self.Refresh();
            if (code != 0 || Etl.Intake.Lake.Batches(data).Sum(batch => batch.Files.Sum(file => file.Accepted)) < taken)
                throw new InvalidOperationException($"Of {taken} posts that were answered some are not in the lake.");
            report.Note(string.Create(CultureInfo.InvariantCulture,
                $"The server was killed; ingest then took the {taken} posts and those of the warm-up into the lake in {(self.TotalProcessorTime - own).TotalSeconds:F1} s of processor time."));
        }
        finally { Directory.Delete(data, recursive: true); }
    }

    /// <summary>Posts at a steady pace, each connection every so often; returns how long each answer took, milliseconds.</summary>
    static async Task<List<double>> Run(string url, string secret, int seconds, int perSecond, string name)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(n => Task.Run(async () =>
        {
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            var waits = new List<double>();
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds((double)Connections / perSecond));
            for (var i = 0; i < seconds * perSecond / Connections; i++)
            {
                await pace.WaitForNextTickAsync();
                var from = Stopwatch.GetTimestamp();
                using var body = new StringContent(Hl7Bench.Message($"{name}{n}-{i}"), Encoding.UTF8, "application/hl7-v2");
                using var answer = await client.PostAsync(new Uri("/submissions", UriKind.Relative), body);
                var text = await answer.Content.ReadAsStringAsync();
                if (!text.Contains("MSA|AA|", StringComparison.Ordinal)) throw new InvalidOperationException($"A post was answered with {answer.StatusCode}: {text}");
                waits.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }
            return waits;
        })));
        return [.. all.SelectMany(waits => waits)];
    }

    static Process Start(string data, out string url)
    {
        var server = Run("serve", "--no-jobs", "--urls", "http://127.0.0.1:0", "--data", data);
        while (server.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith("Dashboard: ", StringComparison.Ordinal)) continue;
            url = line.Split(' ')[1];
            return server;
        }
        throw new InvalidOperationException("The server ended before it listened.");
    }

    static Process Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in arguments.Prepend(typeof(Jobs.CommandLine).Assembly.Location)) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }
}
