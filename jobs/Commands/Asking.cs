using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary>Who asks for personal data, and what for, as said on the command line: the same options wherever a command can write names (ADR 0046).</summary>
sealed class Asking
{
    readonly Option<string?> purpose = new("--purpose") { Description = "What personal data is for: needed by all that lists persons, and written to the audit log" };
    readonly Option<string?> recipient = new("--recipient") { Description = "Who gets it (default: this account)" };
    readonly Option<Role> role = new("--role") { Description = "As whom it is made: what that role may not see is left out", DefaultValueFactory = _ => Role.StateAdmin };
    readonly Option<string[]> scope = new("--scope")
    {
        Description = "Scope of the role: county FIPS, practice keys, plan names, or person keys of a roster, by commas",
        CustomParser = result => result.Tokens.SelectMany(token => token.Value.Split(',')).ToArray(), DefaultValueFactory = _ => [],
    };

    internal void AddTo(Command command)
    {
        foreach (var option in (Option[])[purpose, recipient, role, scope]) command.Options.Add(option);
    }

    /// <exception cref="UsageException">A key of the scope is none.</exception>
    internal Requester Who(ParseResult parsed)
    {
        var (asRole, keys) = (parsed.GetValue(role), parsed.GetValue(scope) ?? []);
        return new(Environment.UserName, asRole, parsed.GetValue(purpose), parsed.GetValue(recipient))
        {
            Counties = asRole == Role.LocalHealth ? keys.ToHashSet() : [],
            Practices = asRole == Role.Provider ? Keys(keys) : [],
            Plans = asRole == Role.Plan ? keys.ToHashSet() : [],
            Roster = asRole == Role.School ? Keys(keys) : [],
        };
    }

    /// <summary>The words of a refusal with what to type.</summary>
    internal static string Refusal(string problem) => problem.Contains("only with a purpose", StringComparison.Ordinal) ? $"{problem} Add --purpose." : problem;

    static HashSet<long> Keys(string[] scope) => scope.Select(key => long.TryParse(key, CultureInfo.InvariantCulture, out var number) ? number
        : throw new UsageException($"--scope '{key}' is no key: practices and persons are named by their keys.")).ToHashSet();
}
