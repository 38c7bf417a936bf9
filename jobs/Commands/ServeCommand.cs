using System.CommandLine;
using RegistryAnalytics.Jobs.Serve;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>serve</c>: dashboard and scheduled jobs in one process.</summary>
static class ServeCommand
{
    internal static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Addresses of this machine to listen on", DefaultValueFactory = _ => ServeOptions.DefaultUrl };
        var command = new Command("serve", "Serves the dashboard and runs the scheduled jobs") { urls };
        command.SetAction((parsed, cancel) => ServeHost.RunAsync(new ServeOptions(CommandLine.DataFolder(parsed)) { Urls = parsed.GetValue(urls)! }, cancel));
        return command;
    }
}
