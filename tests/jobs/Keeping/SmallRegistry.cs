using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Jobs;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Jobs.Keeping;

/// <summary>A registry of a few hand-written persons, in a folder of its own.</summary>
sealed class SmallRegistry : IDisposable
{
    int submissions;

    public string Folder { get; } = Directory.CreateTempSubdirectory("registry-keeping-").FullName;
    public string Data => Path.Combine(Folder, "data");

    public int Run(params string[] arguments) => CommandLine.Run([.. arguments, "--data", Data]);

    /// <summary>Runs a command and gives what it wrote to standard output.</summary>
    public string Output(params string[] arguments)
    {
        var before = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            Run(arguments);
        }
        finally { Console.SetOut(before); }
        return text.ToString();
    }

    /// <summary>Takes a flat submission in.</summary>
    public int Submit(string sender, params (string Name, string Text)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "drop", (++submissions).ToString(CultureInfo.InvariantCulture))).FullName;
        File.WriteAllText(Path.Combine(folder, "submission.json"), $$"""{"sender":"{{sender}}","submitted":"2026-07-01T00:00:00Z"}""");
        foreach (var (name, text) in files) File.WriteAllText(Path.Combine(folder, name), text);
        return Run("ingest", folder);
    }

    /// <summary>Takes HL7 messages in as one file.</summary>
    public int Send(params string[] messages)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "drop")).FullName, $"{++submissions}.hl7");
        File.WriteAllText(path, string.Concat(messages));
        return Run("ingest", path);
    }

    /// <summary>A message about a person with one dose.</summary>
    public static string Vxu(string sender, string id, string last, string first, string birth, string at, string control, string pd1 = "", string death = "", string dose = "") =>
        $"MSH|^~\\&|EHR|{sender}|IIS|STATE|{at}-0500||VXU^V04^VXU_V04|{control}|P|2.5.1|||ER|AL|||||Z22^CDCPHINVS\r"
        + $"PID|1||{id}^^^{sender}^MR||{last}^{first}^^^^^L|Vale^Ines^^^^^M|{birth}|F||2106-3^White^CDCREC|9 Oak Road^^Albany^NM^87101^USA^H^^35001||^PRN^PH^^^505^5550199|||||||||2186-5^Not Hispanic^CDCREC||N{(death.Length > 0 ? "|||||" + death : "")}\r"
        + (pd1.Length > 0 ? $"PD1|||||||||||02^Reminder^HL70215|{pd1}\r" : "")
        + $"ORC|RE||{(dose.Length > 0 ? dose : control)}^{sender}\r"
        + $"RXA|0|1|20260601||03^MMR^CVX|0.5|mL^mL^UCUM||00^New^NIP001||^^^{sender}||||LOT1|20271231|MSD^Merck^MVX|||CP|A\r";

    public int Build() => Run("build", "--as-of", "2026-07-31");

    /// <summary>Rows of a query over the facts of the current build, columns joined by |.</summary>
    public string[] Facts(string sql) => Rows(BuildFolder.Current(Data)!, "facts.duckdb", sql);

    public string[] Identity(string sql) => Rows(BuildFolder.Current(Data)!, "identity.duckdb", sql);

    public static string[] Rows(string build, string file, string sql)
    {
        using var database = DuckDbDatabase.Open(Path.Combine(build, file), new DuckDbSettings { Access = DuckDbAccess.ReadOnly });
        using var connection = database.Connect();
        return [.. connection.QueryRows(sql).Select(row => string.Join('|', row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))))];
    }

    /// <summary>Key of the person of a sender's id.</summary>
    public long Key(string sender, string id) =>
        long.Parse(Identity($"select distinct person_key from identity_source_id where id_type = 'sender' and sender = '{sender}' and person_id = '{id}'").Single(), CultureInfo.InvariantCulture);

    /// <summary>The audit trail as text.</summary>
    public string Audit() => new Audited(Data).Text;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>Tests that read standard output or run whole builds do so one after the other.</summary>
[CollectionDefinition("keeping", DisableParallelization = true)]
public sealed class KeepingCollection;
