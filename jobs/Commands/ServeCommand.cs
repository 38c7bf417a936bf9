using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Jobs.Serve;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>serve</c>: dashboard and scheduled jobs in one process.</summary>
static class ServeCommand
{
    internal static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Addresses of this machine to listen on", DefaultValueFactory = _ => ServeOptions.DefaultUrl };
        var threshold = new Option<int>("--threshold") { Description = "Smallest count above zero that pages show; 0 shows all", DefaultValueFactory = _ => new ServeOptions("").Threshold };
        var night = new Option<TimeOnly>("--night") { Description = "When the nightly build starts, local time as HH:mm", DefaultValueFactory = _ => new TimeOnly(2, 15) };
        var command = new Command("serve", "Serves the dashboard and runs the scheduled jobs") { urls, threshold, night };
        command.SetAction((parsed, cancel) => parsed.GetValue(threshold) < 0
            ? throw new UsageException("--threshold is a count: 0 or more.")
            : ServeHost.RunAsync(new ServeOptions(CommandLine.DataFolder(parsed))
            {
                Urls = parsed.GetValue(urls)!, Threshold = parsed.GetValue(threshold),
                NightlyBuild = string.Create(CultureInfo.InvariantCulture, $"0 {parsed.GetValue(night).Minute} {parsed.GetValue(night).Hour} * * ?"),
            }, cancel));
        return command;
    }
}
