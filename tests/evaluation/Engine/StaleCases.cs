namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>A published case that no reading of the specification over schedule 4.64 can give.</summary>
sealed record StaleCase(string Id, string Reason);

static class StaleCases
{
    /// <summary>The rows of <c>Engine/stale-cases.tsv</c>.</summary>
    internal static IReadOnlyDictionary<string, StaleCase> Read() =>
        File.ReadLines(Path.Combine(RepositoryRoot(), "tests", "evaluation", "Engine", "stale-cases.tsv"))
            .Where(line => !line.StartsWith('#') && line.Length > 0)
            .Select(line => line.Split('\t'))
            .ToDictionary(fields => fields[0], fields => new StaleCase(fields[0], fields[1]));

    internal static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "RegistryAnalytics.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"Looking for the repository above {AppContext.BaseDirectory}: no RegistryAnalytics.sln there. Run the tests from a checkout.");
    }
}
