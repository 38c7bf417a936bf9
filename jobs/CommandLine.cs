using System.CommandLine;

namespace RegistryAnalytics.Jobs;

/// <summary>The command line of interfaces.md.</summary>
public static class CommandLine
{
    public static int Run(string[] args) => new RootCommand("Immunization registry analytics").Parse(args).Invoke();
}
