using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;

namespace RegistryAnalytics.Reports.Measures;

/// <summary>What the members of breakdowns are called: counties and practices by name, coded values in words.</summary>
sealed class MemberNames(DuckDbConnection facts)
{
    readonly Dictionary<(string, string), string> names = Read(facts);

    /// <summary>The name; the member's own code where it has none.</summary>
    public string Of(string dimension, string member) => names.GetValueOrDefault((dimension, member)) ?? (dimension == "zip3" ? $"ZIP {member}" : member);

    static Dictionary<(string, string), string> Read(DuckDbConnection facts)
    {
        var rows = ReportSql.Rows(facts, "member_names");
        return Enumerable.Range(0, rows.Count).GroupBy(i => (rows.Get<string>(i, "dimension")!, rows.Get<string>(i, "member")!)).ToDictionary(group => group.Key, group => rows.Get<string>(group.First(), "label")!);
    }
}
