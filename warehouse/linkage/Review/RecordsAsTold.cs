using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What records say of persons, for a reviewer who must judge pairs of them: personal data, released by the caller.</summary>
public static class RecordsAsTold
{
    static readonly string[] Columns =
    [
        "record_key", "sender", "last_name", "first_name", "middle_name", "birth_date", "sex", "multiple_birth", "birth_order", "mother_maiden_name",
        "guardian_first_name", "guardian_last_name", "street", "city", "zip", "phone",
    ];

    /// <summary>Person of each record as of a generation; records that it does not know are left out.</summary>
    public static IReadOnlyDictionary<long, long> Persons(string dataFolder, long generation, IEnumerable<long> records)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 2L << 30 });
        using var connection = database.Connect();
        var links = LinkHistory.Links(connection, dataFolder, generation);
        return records.Distinct().Where(links.ContainsKey).ToDictionary(record => record, record => links[record]);
    }

    /// <summary>Writes a CSV of the records, in the order of their keys.</summary>
    public static void Write(TextWriter to, string dataFolder, IEnumerable<long> records)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 2L << 30 });
        using var connection = database.Connect();
        StagedViews.Create(connection, Lake.Open(dataFolder), StagedSchema.Person);
        connection.Execute("create table wanted (record_key bigint)");
        using (var wanted = connection.Appender("wanted"))
        {
            foreach (var key in records.Distinct().Order()) wanted.Append(key).EndRow();
            wanted.Close();
        }
        to.Write(string.Join(',', Columns) + "\n");
        foreach (var row in connection.QueryRows($"select {string.Join(", ", Columns)} from staged_person join wanted using (record_key) order by record_key"))
            to.Write(string.Join(',', row.Select(value => CsvText.Quote(value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""))) + "\n");
    }
}
