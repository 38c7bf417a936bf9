using System.Globalization;

namespace RegistryAnalytics.Bench;

/// <summary>A labelled set of person records in the columns of the <c>link</c> command.</summary>
/// <param name="Csv">The file as it would be given to the command.</param>
/// <param name="Truth">Person of each record_id; null where only pairs are labelled.</param>
/// <param name="Pairs">Labelled pairs: 1 one person, 0 two persons, 0.5 possible; with the scenario's name.</param>
public sealed record LinkSet(string Name, string Csv, Dictionary<string, string>? Truth, List<(string A, string B, double Label, string Scenario)>? Pairs);

/// <summary>Labelled sets that a site may have: they are not part of this repository. The folder is named by LINK_SETS.</summary>
public static class LinkSets
{
    /// <summary>The folder, or null where none is named.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable("LINK_SETS");

    /// <summary>Every set that the folder holds.</summary>
    public static IEnumerable<LinkSet> All(string folder)
    {
        foreach (var name in new[] { "febrl1", "febrl2", "febrl3" })
            if (File.Exists(Path.Combine(folder, name + ".csv"))) yield return Febrl(name, File.ReadAllLines(Path.Combine(folder, name + ".csv")));
        if (File.Exists(Path.Combine(folder, "fake_1000.csv"))) yield return Fake(File.ReadAllLines(Path.Combine(folder, "fake_1000.csv")));
        if (File.Exists(Path.Combine(folder, "RLdata500.csv"))) yield return RlData(File.ReadAllLines(Path.Combine(folder, "RLdata500.csv")));
        if (File.Exists(Path.Combine(folder, "iis_pairs_train.tsv")))
        {
            var lines = File.ReadAllLines(Path.Combine(folder, "iis_pairs_train.tsv"));
            yield return Registry("registry pairs, train half", lines, half: 0);
            yield return Registry("registry pairs, test half", lines, half: 1);
        }
    }

    static LinkSet Febrl(string name, string[] lines)
    {
        var truth = new Dictionary<string, string>();
        var csv = new List<string> { "record_id,first_name,last_name,street,city,zip,state,birth_date,identifiers" };
        foreach (var row in lines.Skip(1).Select(line => line.Split(',').Select(cell => cell.Trim()).ToArray()))
        {
            truth[row[0]] = row[0].Split('-')[1];
            csv.Add(string.Join(',', row[0], row[1], row[2], Quoted($"{row[3]} {row[4]}".Trim()), row[6], row[7], row[8], row[9], row[10].Length == 0 ? "" : $"AU:SS:{row[10]}"));
        }
        return new(name, string.Join('\n', csv), truth, null);
    }

    static LinkSet Fake(string[] lines)
    {
        var rows = lines.Skip(1).Select(line => line.Split(',')).ToList();
        return new("fake_1000", "record_id,first_name,last_name,birth_date,city,email\n" + string.Join('\n', rows.Select(row => string.Join(',', row.Take(6)))),
            rows.ToDictionary(row => row[0], row => row[6]), null);
    }

    static LinkSet RlData(string[] lines)
    {
        var rows = lines.Skip(1).Select(line => line.Split(',')).ToList();
        string Line(string[] row) => string.Join(',', row[0], $"{row[2]} {row[3]}".Trim(), $"{row[4]} {row[5]}".Trim(), $"{row[6]}-{int.Parse(row[7], CultureInfo.InvariantCulture):00}-{int.Parse(row[8], CultureInfo.InvariantCulture):00}");
        return new("RLdata500", "record_id,first_name,last_name,birth_date\n" + string.Join('\n', rows.Select(Line)), rows.ToDictionary(row => row[0], row => row[1]), null);
    }

    // Pairs that share a record, or a name and birth date on one side, stay in one half.
    static LinkSet Registry(string name, string[] lines, int half)
    {
        var header = lines[0].Split('\t');
        int At(string column) => Array.IndexOf(header, column);
        var records = new Dictionary<string, string>();
        var csv = new List<string> { "record_id,first_name,last_name,middle_name,suffix,alias,birth_date,sex,multiple_birth,birth_order,mother_maiden_name,guardian_first,guardian_last,street,city,state,zip,phone,identifiers" };
        var pairs = new List<(string, string, double, string)>();
        var rows = lines.Skip(1).Select(line => line.Split('\t')).ToList();
        var line = new Lines();
        string Who(string[] row, string side) => string.Join('|', row[At(side + "_nameFirst")], row[At(side + "_birthDate")].Trim(','), row[At(side + "_nameLast")]);
        foreach (var row in rows) line.Join(Who(row, "a"), Who(row, "b"));
        var number = 0;
        foreach (var row in rows)
        {
            number++;
            if (line.Half(Who(row, "a")) != half) continue;
            string Record(string side)
            {
                string Of(string column) => row[At(side + "_" + column)].Trim().Trim(',');
                var ids = new List<string>();
                foreach (var mrn in Of("mrns").Split(',', StringSplitOptions.RemoveEmptyEntries)) ids.Add("MRN:MR:" + mrn.Trim());
                if (Of("ssn").Length > 0) ids.Add("USA:SS:" + Of("ssn"));
                if (Of("medicaid").Length > 0) ids.Add("MI:MA:" + Of("medicaid"));
                var body = string.Join(',', new[]
                {
                    Of("nameFirst"), Of("nameLast"), Of("nameMiddle"), Of("nameSuffix"), Of("nameAlias"), Of("birthDate"), Of("gender"),
                    Of("birthType") is "2" or "Y" ? "Y" : "", Of("birthOrder"), Of("motherMaidenName"), Of("guardianNameFirst"), Of("guardianNameLast"),
                    $"{Of("addressStreet1")} {Of("addressStreet2")}".Trim(), Of("addressCity"), Of("addressState"), Of("addressZip"), Of("phone"), string.Join(';', ids),
                }.Select(Quoted));
                if (records.TryGetValue(body, out var id)) return id;
                records[body] = id = $"{number}{side}";
                csv.Add(id + "," + body);
                return id;
            }
            pairs.Add((Record("a"), Record("b"), row[1] switch { "Match" => 1, "Not a Match" => 0, _ => 0.5 }, row[0]));
        }
        return new(name, string.Join('\n', csv), null, pairs);
    }

    static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : '"' + text.Replace("\"", "\"\"") + '"';

    sealed class Lines
    {
        readonly Dictionary<string, string> parent = [];

        string Root(string of)
        {
            if (!parent.TryGetValue(of, out var up)) return parent[of] = of;
            return up == of ? of : parent[of] = Root(up);
        }

        public void Join(string a, string b) => parent[Root(a)] = Root(b);

        public int Half(string of) => (int)(Root(of).Aggregate(17u, (hash, c) => unchecked(hash * 31 + c)) >> 3 & 1);
    }
}
