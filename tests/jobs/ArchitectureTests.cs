using System.Reflection;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary>Who may reference whom (docs/architecture.md); asserted over the compiled assemblies' reference lists.</summary>
public class ArchitectureTests
{
    const string Prefix = "RegistryAnalytics.";

    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["registry"] = ["Codes", "Dashboard", "DuckDb", "Etl", "Evaluation", "Reports", "Staging", "Synth", "Warehouse"],
        ["RegistryAnalytics.Dashboard"] = ["Reports"],
        ["RegistryAnalytics.Reports"] = ["Codes", "DuckDb", "Evaluation", "Staging", "Warehouse"],
        ["RegistryAnalytics.Warehouse"] = ["Codes", "DuckDb", "Evaluation", "Staging"],
        ["RegistryAnalytics.Etl"] = ["Codes", "DuckDb", "Staging"],
        ["RegistryAnalytics.Staging"] = ["Codes", "DuckDb"],
        ["RegistryAnalytics.Evaluation"] = ["Codes"],
        ["RegistryAnalytics.Synth"] = ["Codes", "Staging"],
        ["RegistryAnalytics.Codes"] = [],
        ["RegistryAnalytics.DuckDb"] = [],
    };

    public static TheoryData<string> Assemblies()
    {
        var data = new TheoryData<string>();
        foreach (var name in Allowed.Keys) data.Add(name);
        return data;
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_references_only_what_the_architecture_allows(string assembly)
    {
        var references = ProjectReferences(Assembly.Load(assembly));
        Assert.Empty(Forbidden(assembly, references));
    }

    [Fact]
    public void The_test_sees_a_forbidden_reference()
    {
        // This test assembly references the command line, which nothing of the program may.
        var references = ProjectReferences(typeof(ArchitectureTests).Assembly);
        Assert.NotEmpty(references);
        Assert.NotEmpty(Forbidden("RegistryAnalytics.Codes", references));
    }

    [Fact]
    public void Every_assembly_of_the_program_is_listed()
    {
        var built = Directory.GetFiles(AppContext.BaseDirectory, Prefix + "*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.StartsWith(Prefix + "Tests", StringComparison.Ordinal));
        Assert.Empty(built.Except(Allowed.Keys));
    }

    [Fact]
    public void Evaluation_reads_no_file_and_no_clock()
    {
        var references = Assembly.Load("RegistryAnalytics.Evaluation").GetReferencedAssemblies().Select(name => name.Name);
        Assert.DoesNotContain("System.IO.FileSystem", references);
        Assert.DoesNotContain("RegistryAnalytics.DuckDb", references);
    }

    static string[] ProjectReferences(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) || name == "registry").ToArray();

    static IEnumerable<string> Forbidden(string assembly, IEnumerable<string> references) =>
        references.Except(Allowed[assembly].Select(name => Prefix + name));
}
