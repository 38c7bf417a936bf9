using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RegistryAnalytics.Reports.Pdf;

/// <summary>A headless Chromium that is spoken to over its two debugging pipes: no port is opened, and it ends when this process does.</summary>
/// <remarks>DevTools protocol, messages ended by a zero byte. One call at a time. ADR 0043 says why not a driver package.</remarks>
sealed class Browser : IDisposable
{
    /// <summary>How long one answer may take.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static readonly string[] KnownNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"];
    static readonly string[] KnownPlaces = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

    static readonly string[] Flags =
    [
        "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage",
    ];

    readonly Process process;
    readonly string profile;
    readonly Stream input, output;
    readonly ArrayBufferWriter<byte> received = new();
    int lastCall;

    Browser(Process process, string profile)
    {
        this.process = process;
        this.profile = profile;
        input = process.StandardInput.BaseStream;
        output = process.StandardOutput.BaseStream;
    }

    /// <summary>CHROMIUM_PATH, else the first known browser on the path; null where there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } told) return File.Exists(told) ? told : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return KnownNames.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).Concat(KnownPlaces).FirstOrDefault(File.Exists);
    }

    /// <summary>Starts the browser. A shell gives it our pipes as descriptors 3 and 4, which .NET cannot name itself.</summary>
    public static Browser Start(string path)
    {
        var profile = Directory.CreateTempSubdirectory("registry-print-").FullName;
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null");
        start.ArgumentList.Add(path);
        foreach (var flag in Flags) start.ArgumentList.Add(flag);
        start.ArgumentList.Add("--user-data-dir=" + profile);
        start.ArgumentList.Add("about:blank");
        var process = Process.Start(start) ?? throw new InvalidOperationException($"Starting {path} gave no process.");
        return new Browser(process, profile);
    }

    /// <summary>One protocol call and its result.</summary>
    /// <exception cref="InvalidOperationException">The browser ended, did not answer in a minute, or refused the call.</exception>
    public JsonObject Call(string method, JsonObject parameters, string? session = null)
    {
        var id = ++lastCall;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null) message["sessionId"] = session;
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            input.Write(JsonSerializer.SerializeToUtf8Bytes(message));
            input.WriteByte(0);
            input.Flush();
            while (true)
            {
                var answer = Receive(timeout.Token);
                if ((int?)answer["id"] != id) continue;
                if (answer["error"] is { } error) throw new InvalidOperationException($"Printing with Chromium: {method} was refused: {(string?)error["message"]}.");
                return answer["result"]!.AsObject();
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            throw new InvalidOperationException($"Printing with Chromium: {method} got no answer ({error.Message}). Check that the browser starts: chromium --headless --version.", error);
        }
    }

    JsonObject Receive(CancellationToken cancel)
    {
        var seen = 0;
        while (true)
        {
            var end = received.WrittenSpan[seen..].IndexOf((byte)0);
            if (end >= 0)
            {
                end += seen;
                var message = JsonNode.Parse(received.WrittenSpan[..end])!.AsObject();
                var rest = received.WrittenSpan[(end + 1)..].ToArray();
                received.ResetWrittenCount();
                received.Write(rest);
                return message;
            }
            seen = received.WrittenCount;
            var read = output.ReadAsync(received.GetMemory(1 << 16), cancel).AsTask().GetAwaiter().GetResult();
            if (read == 0) throw new IOException("the browser ended");
            received.Advance(read);
        }
    }

    /// <summary>Closes the browser; one that does not go within seconds is ended.</summary>
    public void Dispose()
    {
        try
        {
            if (!process.HasExited) Call("Browser.close", []);
        }
        catch (InvalidOperationException) when (process.HasExited)
        {
            // It ended by itself, which is what was wanted.
        }
        finally
        {
            input.Dispose();
            if (!process.WaitForExit(5_000)) process.Kill(entireProcessTree: true);
            process.WaitForExit(5_000);
            process.Dispose();
            RemoveProfile();
        }
    }

    /// <summary>A child of the browser may still hold a file for a moment.</summary>
    void RemoveProfile()
    {
        for (var attempt = 0; Directory.Exists(profile) && attempt < 20; attempt++)
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException) when (attempt < 19)
            {
                Task.Delay(50).Wait();
            }
    }
}
