using System.Security.Cryptography;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Code tables that are a jurisdiction's choice: a file of the same name in <c>settings</c> of the data folder takes the place of the shipped one.</summary>
static class SettingTables
{
    static readonly Dictionary<string, (string Column, string[] Words)[]> Names = new(StringComparer.Ordinal)
    {
        ["consent_policy"] = [("consequence", ["share", "count_only", "leave_out", "purge"])],
        ["survivorship"] = [("field", ["last_name", "first_name", "birth_date", "sex", "mother_maiden_name", "guardian", "address", "phone", "email"]), ("quality", [.. Enumerable.Range(0, 32).Select(quality => quality.ToString(System.Globalization.CultureInfo.InvariantCulture))])],
        ["survivorship_rule"] = [("field", ["birth_date", "sex"]), ("rule", ["most_told", "newest"])],
        ["registry_status"] = [("is_in_jurisdiction", ["0", "1"]), ("is_recalled", ["0", "1"])],
    };

    /// <summary>The file that counts for a shipped code table.</summary>
    internal static string FileFor(string dataFolder, string shipped) =>
        Own(dataFolder, Path.GetFileNameWithoutExtension(shipped)) is { } own && File.Exists(own) ? own : shipped;

    /// <summary>One word a table that the data folder sets itself: its name and the beginning of its hash; empty where none is.</summary>
    internal static string Hash(string dataFolder) => string.Join(' ', Names.Keys.Order(StringComparer.Ordinal)
        .Select(name => (name, path: Own(dataFolder, name)!)).Where(own => File.Exists(own.path))
        .Select(own => $"{own.name}={Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(own.path)))[..12]}"));

    /// <summary>Holds a table that was read from the data folder against the shipped one.</summary>
    /// <exception cref="InvalidDataException">Other columns, a word that means nothing, or a date that is none.</exception>
    internal static void Check(DuckDbConnection connection, string shipped, string file)
    {
        if (file == shipped) return;
        var name = Path.GetFileNameWithoutExtension(shipped);
        var wanted = File.ReadLines(shipped).First();
        var columns = string.Join(',', connection.QueryRows($"select column_name from (describe code_{name})").Select(row => (string)row[0]!));
        if (columns != wanted) throw new InvalidDataException($"{file} has the columns {columns}; they must be {wanted}.");
        foreach (var (column, words) in Names[name])
        {
            var known = string.Join(", ", words.Select(word => $"'{word}'"));
            if (connection.QueryScalar<string?>($"select min(coalesce({column}, '(empty)')) from code_{name} where coalesce({column}, '') not in ({known})") is { } bad)
                throw new InvalidDataException($"{file}: '{bad}' in column {column} means nothing; write one of {string.Join(", ", words)}.");
        }
        foreach (var column in wanted.Split(',').Where(column => column.StartsWith("effective_", StringComparison.Ordinal)))
            if (connection.QueryScalar<string?>($"select min({column}) from code_{name} where {column} is not null and try_cast({column} as date) is null") is { } bad)
                throw new InvalidDataException($"{file}: '{bad}' in column {column} is not a date; write YYYY-MM-DD or nothing.");
    }

    static string? Own(string dataFolder, string name) => Names.ContainsKey(name) ? Path.Combine(dataFolder, "settings", name + ".csv") : null;
}
