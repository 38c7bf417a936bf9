using System.CommandLine;
using RegistryAnalytics.Jobs.Serve;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>serve</c>: dashboard, posts and scheduled jobs in one process.</summary>
static class ServeCommand
{
    internal static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Addresses of this machine to listen on", DefaultValueFactory = _ => ServeOptions.DefaultUrl };
        var mllp = new Option<string[]>("--mllp") { Description = "PORT or PORT=SENDER: listens on this machine for messages in MLLP frames; without a sender MSH-4 names it" };
        var noJobs = new Option<bool>("--no-jobs") { Description = "Serves pages and takes posts, but sweeps and builds nothing" };
        var command = new Command("serve", "Serves the dashboard, takes posts and runs the scheduled jobs") { urls, mllp, noJobs };
        command.SetAction((parsed, cancel) => ServeHost.RunAsync(new ServeOptions(CommandLine.DataFolder(parsed))
        {
            Urls = parsed.GetValue(urls)!, Mllp = [.. (parsed.GetValue(mllp) ?? []).Select(Port)], RunsJobs = !parsed.GetValue(noJobs),
        }, cancel));
        return command;
    }

    static (int Port, string Sender) Port(string text)
    {
        var (number, sender) = text.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, "");
        return ushort.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var port) ? (port, sender)
            : throw new UsageException($"--mllp {text} is not a port such as 2575, or 2575=SENDER.");
    }
}
