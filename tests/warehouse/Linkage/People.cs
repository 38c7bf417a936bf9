using System.Globalization;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

/// <summary>Person records for tests, in few words.</summary>
static class People
{
    static readonly string[] Given = ["AVA", "LIAM", "MIA", "NOAH", "ZOE", "OWEN", "RUTH", "CALEB", "IRIS", "JONAS", "TESSA", "FELIX", "NADIA", "OSCAR", "PAULA", "SIMON"];
    static readonly string[] Family = ["HARLOW", "BENTON", "QUIRK", "MASTERS", "OKAFOR", "LINDQVIST", "PEREZ", "VARGA", "TOLLIVER", "SUTTER", "RENFREW", "ABARA"];

    /// <summary>"First Last 2019-04-09 F key=value …": sex, ids, and any of maiden, guardian, street, zip, phone, mail, order, twin, id, birth.</summary>
    public static LinkRecord Record(string text, long key = 0)
    {
        var words = text.Split(' ');
        var record = new LinkRecord { Key = key, FirstName = Word(words[0]), LastName = Word(words[1]), Birth = BirthDate.Read(words[2]), Sex = words[3] };
        foreach (var pair in words.Skip(4).Select(word => word.Split('=')))
            switch (pair[0])
            {
                case "middle": record.MiddleName = pair[1]; break;
                case "maiden": record.MotherMaidenName = pair[1]; break;
                case "guardian": record.GuardianFirst = pair[1]; break;
                case "street": record.Street = pair[1].Replace('_', ' '); break;
                case "zip": record.Zip = pair[1]; break;
                case "phone": record.Phones.Add(pair[1]); break;
                case "mail": record.Emails.Add(pair[1]); break;
                case "order": record.BirthOrder = int.Parse(pair[1], CultureInfo.InvariantCulture); break;
                case "twin": record.MultipleBirth = pair[1] == "Y"; break;
                case "type": record.RecordType = pair[1]; break;
                case "source": record.Source = pair[1]; break;
                case "id": record.Identifiers.Add(new(pair[1].Split(':')[0], pair[1].Split(':')[1], pair[1].Split(':')[2])); break;
                default: throw new ArgumentException($"{pair[0]} is not known here.");
            }
        return record;
    }

    static string? Word(string word) => word == "-" ? null : word.Replace('_', ' ');

    public static RecordTable Table(params ReadOnlySpan<string> texts)
    {
        var builder = new RecordTableBuilder();
        var key = 1;
        foreach (var text in texts) builder.Add(Record(text, key++));
        return builder.Build();
    }

    /// <summary>Families with slips: the CSV of the link command, and the person of each record.</summary>
    public static (string Csv, List<int> Truth) Families(int persons, int seed)
    {
        var random = new Random(seed);
        var lines = new List<string> { "record_id,first_name,last_name,birth_date,sex,mother_maiden_name,guardian_first,street,zip,phone" };
        var truth = new List<int>();
        for (var person = 0; person < persons; person++)
        {
            var last = Name(random, Family);
            var first = Name(random, Given);
            var born = new DateOnly(2008, 1, 1).AddDays(random.Next(5500));
            var fields = new[]
            {
                first, last, born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), random.Next(2) == 0 ? "F" : "M", Name(random, Family), Name(random, Given),
                $"{random.Next(1, 9999)} {Name(random, Family)} ST", random.Next(87000, 87900).ToString(CultureInfo.InvariantCulture), "505" + random.Next(2000000, 9999999).ToString(CultureInfo.InvariantCulture),
            };
            for (var copy = 0; copy < random.Next(1, 4); copy++)
            {
                var told = (string[])fields.Clone();
                if (copy > 0)
                {
                    var at = random.Next(told.Length);
                    told[at] = random.Next(3) == 0 ? "" : Slip(random, told[at]);
                }
                lines.Add(string.Join(',', told.Prepend($"r{truth.Count}")));
                truth.Add(person);
            }
        }
        return (string.Join('\n', lines) + "\n", truth);
    }

    /// <summary>Twins, a third of them named alike; each child told twice, the second time without one field. Columns as <see cref="Families"/>, with multiple_birth and birth_order.</summary>
    public static (string Csv, List<int> Truth) Twins(int births, int seed)
    {
        var random = new Random(seed);
        var lines = new List<string> { "record_id,first_name,last_name,birth_date,sex,mother_maiden_name,guardian_first,street,zip,phone,multiple_birth,birth_order" };
        var truth = new List<int>();
        for (var birth = 0; birth < births; birth++)
        {
            var born = new DateOnly(2008, 1, 1).AddDays(random.Next(5500));
            string[] home =
            [
                Name(random, Family), born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "F", Name(random, Family), Name(random, Given), $"{random.Next(1, 9999)} {Name(random, Family)} ST",
                random.Next(87000, 87900).ToString(CultureInfo.InvariantCulture), "505" + random.Next(2000000, 9999999).ToString(CultureInfo.InvariantCulture),
            ];
            var first = random.Next(Given.Length);
            var name = Given[first] + "ELLE";
            for (var child = 0; child < 2; child++)
            {
                // Alike: one letter apart. Else another name.
                var own = child == 0 ? name : birth % 3 == 0 ? name[..^1] + "A" : Given[(first + 1 + random.Next(Given.Length - 1)) % Given.Length];
                for (var told = 0; told < 2; told++)
                {
                    var row = home.Prepend(own).ToArray();
                    if (told == 1) row[random.Next(4, row.Length)] = "";
                    lines.Add($"t{truth.Count},{string.Join(',', row)},Y,{(birth % 2 == 0 ? "" : (child + 1).ToString(CultureInfo.InvariantCulture))}");
                    truth.Add(birth * 2 + child);
                }
            }
        }
        return (string.Join('\n', lines) + "\n", truth);
    }

    static string Name(Random random, string[] from) => from[random.Next(from.Length)] + from[random.Next(from.Length)][..3].ToLowerInvariant();

    static string Slip(Random random, string text)
    {
        if (text.Length < 4) return text;
        var at = random.Next(1, text.Length - 1);
        return text[..at] + text[at + 1] + text[at] + text[(at + 2)..];
    }
}
