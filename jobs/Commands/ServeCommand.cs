using System.CommandLine;
using System.Globalization;
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
        var threshold = new Option<int>("--threshold") { Description = "Smallest count above zero that pages show; 0 shows all", DefaultValueFactory = _ => new ServeOptions("").Threshold };
        var night = new Option<TimeOnly>("--night") { Description = "When the nightly build starts, local time as HH:mm", DefaultValueFactory = _ => new TimeOnly(2, 15) };
        var command = new Command("serve", "Serves the dashboard, takes posts and runs the scheduled jobs") { urls, mllp, noJobs, threshold, night };
        command.SetAction((parsed, cancel) => parsed.GetValue(threshold) < 0
            ? throw new UsageException("--threshold is a count: 0 or more.")
            : ServeHost.RunAsync(new ServeOptions(CommandLine.DataFolder(parsed))
            {
                Urls = parsed.GetValue(urls)!, Mllp = [.. (parsed.GetValue(mllp) ?? []).Select(Port)], RunsJobs = !parsed.GetValue(noJobs),
                Threshold = parsed.GetValue(threshold),
                NightlyBuild = string.Create(CultureInfo.InvariantCulture, $"0 {parsed.GetValue(night).Minute} {parsed.GetValue(night).Hour} * * ?"),
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
