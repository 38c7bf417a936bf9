using System.Text.Json;
using RegistryAnalytics.Codes;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Bench;

/// <summary>Made-up person records with slips, as staged batches: for speed only, the families are simpler than a state's.</summary>
public static class LinkPeople
{
    static readonly string[] Syllables = ["BA", "REN", "TOL", "MI", "KA", "SON", "LE", "DOR", "VAN", "ES", "TRA", "HO", "WIN", "CAR", "LO", "NI", "PE", "SHA", "GUS", "ELL"];

    /// <summary>Writes one batch.</summary>
    /// <param name="dataFolder">Data folder.</param>
    /// <param name="sequence">Commit sequence of the batch.</param>
    /// <param name="records">Person records.</param>
    /// <param name="persons">Persons of whom they tell; the same number and seed give the same persons.</param>
    public static void Write(string dataFolder, long sequence, int records, int persons)
    {
        var folder = Path.Combine(dataFolder, "lake", "staged", $"batch={sequence:00000000}-{sequence:x12}");
        Directory.CreateDirectory(folder);
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 2L << 30 });
        using var connection = database.Connect();
        string[] columns = ["record_key", "sender", "record_type", "person_id", "last_name", "first_name", "birth_date", "sex", "mother_maiden_name", "guardian_first_name", "street", "city", "zip", "phone"];
        var types = StagedSchema.Person.Columns.ToDictionary(column => column.Name, column => column.Type);
        connection.Execute($"create table person ({string.Join(", ", columns.Select(name => name + (types[name] switch { StagedType.Long => " bigint", StagedType.Day => " date", _ => " varchar" })))})");
        using (var rows = connection.Appender("person"))
        {
            for (var i = 0; i < records; i++)
            {
                var person = (long)(Bucket.Mix((ulong)(i * 2654435761L + sequence)) % (ulong)persons);
                var slip = Bucket.Mix((ulong)(person * 31 + i + sequence * 1_000_003));
                var household = person / 3;
                var sender = (int)(slip % 40);
                rows.Append(sequence << 40 | (long)(i + 1)).Append($"S{sender}").Append("vxu").Append($"{sender}-{person}")
                    .Append(Slip(Name(household * 7 + 1, 3, 4000), slip, 0)).Append(Slip(Name(person * 11 + 2, 2, 1500), slip, 1))
                    .Append(new DateOnly(2007, 1, 1).AddDays((int)(Bucket.Mix((ulong)person) % 6500))).Append((person & 1) == 0 ? "F" : "M")
                    .Append(Slip(Name(household * 13 + 3, 3, 4000), slip, 2)).Append(Name(household * 17 + 4, 2, 1500))
                    .Append(slip % 9 == 0 ? $"{slip % 900} {Name((long)(slip % 5000), 2, 3000)} RD" : $"{household % 9000} {Name(household, 2, 3000)} ST").Append(Name(household % 200, 2, 200)).Append($"87{household % 400:000}")
                    .Append(slip % 7 == 0 ? $"505{slip % 10_000_000:0000000}" : $"505{Bucket.Mix((ulong)household) % 10_000_000:0000000}").EndRow();
            }
            rows.Close();
        }
        connection.Execute($"copy person to '{Path.Combine(folder, "person-0000.parquet")}' (format parquet)");
        File.WriteAllText(Path.Combine(folder, "manifest.json"),
            JsonSerializer.Serialize(new { sequence, through = sequence, tables = new Dictionary<string, object> { ["person"] = new { files = new[] { "person-0000.parquet" } } } }));
    }

    // Common names are common: the square of an even draw falls on few.
    static string Name(long of, int syllables, int names)
    {
        var draw = Bucket.Mix((ulong)of) % 1_000_000 / 1e6;
        var number = Bucket.Mix((ulong)(draw * draw * names) + (ulong)names);
        var name = "";
        for (var i = 0; i < syllables; i++, number /= 20) name += Syllables[number % 20];
        return name;
    }

    static string Slip(string name, ulong slip, int field)
    {
        if ((slip >> (8 + field * 8)) % 12 != 0 || name.Length < 3) return name;
        var at = (int)(slip % (ulong)(name.Length - 2)) + 1;
        return name[..at] + name[at + 1] + name[at] + name[(at + 2)..];
    }
}
