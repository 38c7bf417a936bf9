using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Jobs.Commands;
using RegistryAnalytics.Staging;
using Spectre.Console;

namespace RegistryAnalytics.Jobs;

/// <summary>The command line: one file of jobs/Commands a command.</summary>
/// <remarks>
/// Exit codes: 0 done, 1 done with rejects or failed checks, 2 wrong usage, 3 the data folder is damaged or another
/// process holds the lock that this command needs. Errors go to standard error.
/// </remarks>
public static class CommandLine
{
    public const int Done = 0, DoneWithRejects = 1, WrongUsage = 2, DataProblem = 3;

    /// <summary>The folder that every command works on.</summary>
    internal static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "Data folder", DefaultValueFactory = _ => new DirectoryInfo("data"), Recursive = true,
    };

    public static int Run(string[] args)
    {
        var root = new RootCommand("RegistryAnalytics: immunization registry submissions in, measures and reports out") { Data };
        foreach (var command in (Command[])
        [
            DemoCommand.Create(TimeProvider.System), SynthCommand.Create(), IngestCommand.Create(TimeProvider.System), BuildCommand.Create(TimeProvider.System), StatusCommand.Create(),
            MeasureCommand.Create(TimeProvider.System), TrendCommand.Create(), ReportCommand.Create(TimeProvider.System), QueryCommand.Create(), EvaluateCommand.Create(),
            LinkCommand.Create(TimeProvider.System), StewardCommand.Create(TimeProvider.System), PurgeCommand.Create(TimeProvider.System), ScheduleCommand.Create(), CompareCommand.Create(), RecallCommand.Create(TimeProvider.System), VerifyCommand.Create(), ServeCommand.Create(),
            KeysCommand.Create(TimeProvider.System), .. StoredCommands.Create(TimeProvider.System),
        ]) root.Subcommands.Add(command);

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var message in parsed.Errors.Select(error => InWords(error.Message)).Distinct()) Console.Error.WriteLine(message);
            Console.Error.WriteLine($"See ./registry {string.Concat(Path(parsed).Select(name => name + " "))}--help.");
            return WrongUsage;
        }
        // A table that is piped on must not be cut to the width of a terminal that is not there.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException error)
        {
            Console.Error.WriteLine(error.Message);
            return WrongUsage;
        }
        catch (Exception error) when (error is DataLockedException or InvalidDataException or Reports.Catalogue.OtherProgramException)
        {
            Console.Error.WriteLine(error.Message);
            return DataProblem;
        }
        catch (Exception error)
        {
            // A fault of the program or the machine: whoever mends it needs to know where.
            Console.Error.WriteLine($"The command failed: {error}");
            return DataProblem;
        }
    }

    /// <summary>Names of the commands that were understood: link review decide.</summary>
    static IEnumerable<string> Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Parent: not null } command; at = at.Parent) names.Push(command.Command.Name);
        return names;
    }

    // The parser names .NET types, which say nothing to who types.
    static string InWords(string message) => Regex.Replace(message, " as expected type '([^']+)'", type => type.Groups[1].Value switch
    {
        "System.Int32" or "System.Int64" => ": a whole number is wanted",
        "System.DateOnly" => ": a date is wanted, as in 2026-01-31",
        _ => "",
    });

    internal static string DataFolder(ParseResult parsed) => parsed.GetRequiredValue(Data).FullName;
}

/// <summary>The command was called in a way that cannot work; the message says what to type instead (exit code 2).</summary>
sealed class UsageException(string message) : Exception(message);
