using System.Diagnostics;
using System.Reflection;

namespace RegistryAnalytics.Jobs.Schedule;

/// <summary>How a child process ended.</summary>
/// <param name="ExitCode">0 done, 1 done with rejects or failed checks, 2 wrong usage, 3 data folder damaged or locked.</param>
/// <param name="LastLine">The last line it printed; of a failure, the last line on standard error.</param>
public sealed record ChildEnd(int ExitCode, string LastLine);

/// <summary>Runs this program's own commands as child processes, so that their memory is theirs and not the server's.</summary>
public static class ChildProgram
{
    /// <summary>This program and its first arguments: what starts it again.</summary>
    public static IReadOnlyList<string> Self()
    {
        var process = Environment.ProcessPath
            ?? throw new InvalidOperationException("Starting a job as a child process: this process does not know its own program. Give ServeOptions.Program.");
        var assembly = Assembly.GetEntryAssembly()?.Location;
        return Path.GetFileNameWithoutExtension(process) == "dotnet" && assembly is { Length: > 0 } ? [process, assembly] : [process];
    }

    /// <summary>Runs a command to its end; cancelling ends the child and all that it started.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the child has ended.</exception>
    public static async Task<ChildEnd> Run(IReadOnlyList<string> program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program[0]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in program.Skip(1).Concat(arguments)) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)
            ?? throw new InvalidOperationException($"Starting {program[0]} for a job: the system started no process.");
        process.StandardInput.Close();
        var printed = LastLine(process.StandardOutput);
        var complained = LastLine(process.StandardError);
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        var (output, error) = (await printed, await complained);
        return new ChildEnd(process.ExitCode, process.ExitCode != 0 && error.Length > 0 ? error : output);
    }

    private static async Task<string> LastLine(StreamReader reader)
    {
        var last = "";
        while (await reader.ReadLineAsync() is { } line)
            if (line.Trim() is { Length: > 0 } words) last = words;
        return last;
    }
}
