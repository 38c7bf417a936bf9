using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Jobs;
using RegistryAnalytics.Jobs.Keeping;
using RegistryAnalytics.Warehouse.Build;
using RegistryAnalytics.Warehouse.Linkage;
using Lake = RegistryAnalytics.Etl.Intake.Lake;

namespace RegistryAnalytics.Tests.Jobs.Keeping;

/// <summary>A registry with one person who will be purged, told by two senders and in every kind of file, made once.</summary>
public sealed class PurgedState : IDisposable
{
    /// <summary>Every word that is the person's alone.</summary>
    public static readonly string[] Words = ["Quillfeather", "Zephyrine", "ELM-900017", "CL-77001", "M-555123"];

    internal SmallRegistry Registry { get; } = new();
    public long Person { get; }

    public PurgedState()
    {
        var target = SmallRegistry.Vxu("ELM", "ELM-900017", "Quillfeather", "Zephyrine", "20240201", "20260605090000", "ELM-900017-a");
        Registry.Send(Other(1), Other(2), target, Other(3), target.Replace("|20240201|F|", "||F|", StringComparison.Ordinal).Replace("900017-a", "900017-b", StringComparison.Ordinal), Other(4));
        Registry.Send(SmallRegistry.Vxu("ELM", "ELM-900017", "Quillfeather", "Zephyrine", "20240201", "20260701090000", "c9").Replace("|P|2.5.1", "|T|2.5.1", StringComparison.Ordinal));
        Registry.Submit("CLINIC",
            ("persons.csv", "person_id,last_name,first_name,birth_date,sex,street,city,state,zip,phone\nCL-1,Marlowe,Una,2023-05-01,F,1 Low Street,Albany,NM,87101,5055550101\n"
                + "CL-77001,Quillfeather,Zephyrine,2024-02-01,F,9 Oak Road,Albany,NM,87101,5055550199\nCL-2,Norwood,Max,2023-06-01,M,2 Low Street,Albany,NM,87101,5055550102\n"),
            ("vaccinations.csv", "person_id,vaccination_id,date,cvx,source,lot\nCL-1,v1,2025-03-01,03,00,L1\nCL-77001,v2,2025-04-01,21,00,L2\nCL-2,v3,2025-03-01,03,00,L3\n"),
            ("consents.csv", "person_id,kind,value,from,to,source\nCL-1,protection,Y,2026-01-01,,court\nCL-77001,withdrawal,Y,2026-07-01,,letter\n"),
            ("roster.csv", "member_id,last_name,first_name,birth_date,sex,product_line,enrolled_from,enrolled_to\nM-1,Marlowe,Una,2023-05-01,F,medicaid,2025-01-01,\nM-555123,QUILLFEATHER,Zephyrine,2024-02-01,F,medicaid,2025-01-01,\n"),
            ("population.csv", "geography_fips,age_years,year,population,source\n35,2,2025,9000,V\n35001,2,2025,3000,V\n"));
        Registry.Build();
        Registry.Build();
        Person = Registry.Key("ELM", "ELM-900017");
        var exports = Directory.CreateDirectory(Path.Combine(Registry.Data, "exports")).FullName;
        File.WriteAllText(Path.Combine(exports, "list.csv"), "last_name,first_name\nMarlowe,Una\nQUILLFEATHER,ZEPHYRINE\n");
        File.WriteAllText(Path.Combine(exports, "county.csv"), "county,rate\nAlbany,0.5\n");
        File.WriteAllText(Path.Combine(exports, "letters.pdf"), "%PDF");
    }

    static string Other(int n) => SmallRegistry.Vxu("ELM", $"E{n}", $"Neighbour{(char)('a' + n)}", "Ann" + (char)('a' + n), $"202402{n + 10}", "20260605090000", $"o{n}").Replace("5550199", $"555020{n}", StringComparison.Ordinal);

    internal string Copy()
    {
        var to = Directory.CreateTempSubdirectory("registry-purge-").FullName;
        foreach (var folder in Directory.EnumerateDirectories(Registry.Data, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(folder.Replace(Registry.Data, to, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(Registry.Data, "*", SearchOption.AllDirectories)) File.Copy(file, file.Replace(Registry.Data, to, StringComparison.Ordinal));
        return to;
    }

    public void Dispose() => Registry.Dispose();
}

[Collection("keeping")]
public class PurgeTests(PurgedState state) : IClassFixture<PurgedState>
{
    static int Run(string data, params string[] arguments) => CommandLine.Run([.. arguments, "--data", data]);

    int Purge(string data) => Run(data, "purge", "--sender", "ELM", "--id", "ELM-900017", "--reason", "consent withdrawn", "--verify");

    [Fact]
    public void Nothing_in_the_data_folder_names_a_purged_person_and_everyone_else_is_as_before()
    {
        Assert.NotEmpty(Grep.Find(state.Registry.Data, PurgedState.Words));
        var data = state.Copy();
        Assert.Equal(CommandLine.Done, Purge(data));
        Assert.Empty(Grep.Find(data, PurgedState.Words));

        // Files that go: what names the person and what nobody can read; the rest stays.
        Assert.Equal(["county.csv"], Directory.GetFiles(Path.Combine(data, "exports")).Select(Path.GetFileName));
        foreach (var batch in Lake.Batches(data))
            Assert.All(batch.Files, file => Assert.Equal(file.Received, file.Accepted + file.Rejected + file.Purged));
        Assert.Equal(7, Lake.Batches(data).SelectMany(batch => batch.Files).Sum(file => file.Purged));

        // Every other message is shown as it came, at its old place.
        var purged = Staged(data, "message", "select message_key from {0} where outcome = 'purged'").Select(row => long.Parse(row, CultureInfo.InvariantCulture)).ToHashSet();
        Assert.Equal(7, purged.Count);
        foreach (var key in Staged(state.Registry.Data, "message", "select message_key from {0}").Select(row => long.Parse(row, CultureInfo.InvariantCulture)))
        {
            var (before, after) = (StoredMessages.Find(state.Registry.Data, key)!, StoredMessages.Find(data, key)!);
            if (purged.Contains(key)) Assert.All(after.Text, b => Assert.Equal((byte)' ', b));
            else Assert.Equal(before.Text, after.Text);
        }

        // Every build: rows of the person are gone, every other row is as it was.
        var builds = BuildFolder.All(data).ToArray();
        Assert.Equal(2, builds.Length);
        Assert.All(builds, build => Assert.EndsWith("-p1", build, StringComparison.Ordinal));
        Assert.NotNull(BuildFolder.Current(data));
        foreach (var (old, now) in BuildFolder.All(state.Registry.Data).Zip(builds)) Compare(old, now);

        // And the next build, of the lake without the person, says of the others what the one before said.
        Assert.InRange(Run(data, "build", "--as-of", "2026-07-31"), CommandLine.Done, CommandLine.DoneWithRejects);
        Assert.Equal(SmallRegistry.Rows(BuildFolder.Current(state.Registry.Data)!, "facts.duckdb", $"select * from dim_person where person_key <> {state.Person} order by 1"),
            SmallRegistry.Rows(BuildFolder.Current(data)!, "facts.duckdb", "select * from dim_person order by 1"));
        Assert.Equal(SmallRegistry.Rows(BuildFolder.Current(state.Registry.Data)!, "facts.duckdb", $"select person_key, admin_date, cvx, lot from fct_dose where person_key <> {state.Person} order by all"),
            SmallRegistry.Rows(BuildFolder.Current(data)!, "facts.duckdb", "select person_key, admin_date, cvx, lot from fct_dose order by all"));
        Assert.Contains($"purge [{state.Person}] purged", new Audited(data).Text, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }

    void Compare(string old, string now)
    {
        foreach (var file in new[] { "facts.duckdb", "identity.duckdb" })
        {
            using var database = DuckDbDatabase.Open(":memory:");
            using var connection = database.Connect();
            connection.Execute($"attach '{Path.Combine(old, file)}' as a (read_only); attach '{Path.Combine(now, file)}' as b (read_only)");
            var tables = connection.QueryRows("select table_name from duckdb_tables() where database_name = 'a' order by 1").Select(row => (string)row[0]!).ToArray();
            Assert.Equal(tables, connection.QueryRows("select table_name from duckdb_tables() where database_name = 'b' order by 1").Select(row => (string)row[0]!));
            foreach (var table in tables.Where(table => table != "build_info"))
            {
                var columns = connection.QueryRows($"select column_name from (describe a.{table})").Select(row => (string)row[0]!).ToArray();
                var others = columns.Contains("person_key") ? $"where person_key is distinct from {state.Person}"
                    : columns.Contains("dose_key") ? $"where dose_key not in (select dose_key from a.fct_dose where person_key = {state.Person})" : "";
                var kept = string.Join(", ", columns.Where(column => column != "control_id"));
                var differ = connection.QueryScalar<long>($"select count(*) from ((select {kept} from a.{table} {others} except all select {kept} from b.{table}) union all (select {kept} from b.{table} except all select {kept} from a.{table} {others}))");
                Assert.True(differ == 0, $"{table}: {differ} rows of others changed.");
            }
        }
    }

    [Fact]
    public void A_dry_run_tells_and_changes_nothing()
    {
        var before = Content(state.Registry.Data);
        var told = state.Registry.Output("purge", "--sender", "CLINIC", "--id", "CL-77001", "--reason", "asked for", "--dry-run");
        Assert.Contains("2 records, 7 messages and rows in", told, StringComparison.Ordinal);
        Assert.Contains("2 exports would go", told, StringComparison.Ordinal);
        Assert.Equal(before, Content(state.Registry.Data));
        Assert.Equal(CommandLine.WrongUsage, state.Registry.Run("purge", "--sender", "ELM", "--id", "ELM-900017", "--reason", "Zephyrine Quillfeather asked for it"));
        Assert.Equal(CommandLine.WrongUsage, state.Registry.Run("purge", "--sender", "ELM", "--id", "nobody", "--reason", "asked for"));
        Assert.Equal(CommandLine.WrongUsage, state.Registry.Run("purge", "--sender", "ELM", "--id", "ELM-900017"));
        Assert.Equal(before, Content(state.Registry.Data));
    }

    [Fact]
    public void A_purge_that_is_killed_at_any_step_is_finished_by_the_next_command()
    {
        var whole = state.Copy();
        var steps = new List<string>();
        Purging.Run(whole, [state.Person], LinkPurge.RecordsOf(whole, state.Person), "asked for", TimeProvider.System, step: steps.Add);
        var deep = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1";
        foreach (var at in Enumerable.Range(0, steps.Count).Where(at => deep || at is 0 or 2 || at % 11 == 5 || at == steps.Count - 1))
        {
            var data = state.Copy();
            var n = 0;
            Assert.Throws<IOException>(() => Purging.Run(data, [state.Person], LinkPurge.RecordsOf(data, state.Person), "asked for", TimeProvider.System,
                step: _ => { if (n++ == at) throw new IOException("killed here"); }));
            // Before the plan is written nothing is gone; the command is given again. After it, whatever comes next finishes it.
            if (File.Exists(Path.Combine(data, "lake", "purge.plan"))) Run(data, "link");
            else if (at > 0) Run(data, "purge", "--reapply");
            else Purging.Run(data, [state.Person], LinkPurge.RecordsOf(data, state.Person), "asked for", TimeProvider.System);
            Assert.Empty(Grep.Find(data, PurgedState.Words));
            foreach (var table in new[] { "message", "person", "dose", "consent", "plan_member", "issue" })
                Assert.Equal(Staged(whole, table, "select * from {0} order by all"), Staged(data, table, "select * from {0} order by all"));
            Assert.Equal(Lake.Batches(whole).SelectMany(batch => batch.Files), Lake.Batches(data).SelectMany(batch => batch.Files), Same);
            Assert.Equal(BuildFolder.All(whole).Select(Path.GetFileName), BuildFolder.All(data).Select(Path.GetFileName));
            Assert.Equal(Path.GetFileName(BuildFolder.Current(whole)), Path.GetFileName(BuildFolder.Current(data)));
            Assert.False(File.Exists(Path.Combine(data, "lake", "purge.plan")));
            Directory.Delete(data, recursive: true);
        }
        Assert.True(steps.Count > 20);
        Directory.Delete(whole, recursive: true);
    }

    static bool Same(BatchFile a, BatchFile b) => (a.Name, a.Sha256, a.Received, a.Accepted, a.Warned, a.Rejected, a.Purged) == (b.Name, b.Sha256, b.Received, b.Accepted, b.Warned, b.Rejected, b.Purged);

    [Fact]
    public void A_purged_person_who_is_sent_again_is_held_until_a_steward_says_otherwise()
    {
        var data = state.Copy();
        Purge(data);
        string Put(string name, string text)
        {
            var path = Path.Combine(Directory.CreateDirectory(Path.Combine(data, "..", Path.GetFileName(data) + "-drop")).FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return path;
        }
        int Persons() => Staged(data, "person", "select record_key from {0}").Length;
        var before = Persons();
        // The same id with another name; another sender with the same name, written otherwise; a flat file with doses.
        Assert.Equal(CommandLine.DoneWithRejects, Run(data, "ingest", Put("a.hl7", SmallRegistry.Vxu("ELM", "ELM-900017", "Other", "Name", "20200101", "20260801090000", "n1"))));
        Assert.Equal(CommandLine.DoneWithRejects, Run(data, "ingest", Put("b.hl7", SmallRegistry.Vxu("OAK", "7", "QUILL-FEATHER", "Zéphyrine", "20240201", "20260801090000", "n2"))));
        Put("flat/submission.json", """{"sender":"PINE"}""");
        Put("flat/persons.csv", "person_id,last_name,first_name,birth_date,sex\n1,Quillfeather,Zephyrine,2024-02-01,F\n2,Someone,Else,2024-02-01,F\n");
        Put("flat/vaccinations.csv", "person_id,vaccination_id,date,cvx,source\n1,d1,2025-01-01,03,01\n2,d2,2025-01-01,03,01\n");
        Put("flat/roster.csv", "member_id,last_name,first_name,birth_date,sex,product_line,enrolled_from\n1,Quillfeather,Zephyrine,2024-02-01,F,medicaid,2025-01-01\n");
        Assert.Equal(CommandLine.DoneWithRejects, Run(data, "ingest", Path.Combine(data, "..", Path.GetFileName(data) + "-drop", "flat")));
        Assert.Equal(before + 1, Persons());
        Assert.Equal(5, Staged(data, "issue", "select message_key from {0} where rule = 'person-held' and severity = 'E'").Length);
        Assert.Single(Staged(data, "dose", "select dose_row_key from {0} where sender = 'PINE'"));
        Assert.DoesNotContain("Quillfeather", string.Join('\n', Staged(data, "issue", "select * from {0} where rule = 'person-held'")), StringComparison.OrdinalIgnoreCase);

        // A namesake is let in by its own id; the purged person only when the tombstone is released.
        Assert.Equal(CommandLine.Done, Run(data, "steward", "allow", "--sender", "OAK", "--id", "7", "--reason", "another child"));
        Run(data, "ingest", Put("c.hl7", SmallRegistry.Vxu("OAK", "7", "QUILL-FEATHER", "Zéphyrine", "20240201", "20260801090000", "n3")));
        Assert.Equal(before + 2, Persons());
        Assert.Equal(CommandLine.WrongUsage, Run(data, "steward", "release", "99", "--reason", "no such"));
        Assert.Equal(CommandLine.Done, Run(data, "steward", "release", "1", "--reason", "consent given again"));
        Run(data, "ingest", Put("d.hl7", SmallRegistry.Vxu("ELM", "ELM-900017", "Quillfeather", "Zephyrine", "20240201", "20260801090000", "n4")));
        Assert.Equal(before + 3, Persons());
        Directory.Delete(data, recursive: true);
        Directory.Delete(Path.Combine(data, "..", Path.GetFileName(data) + "-drop"), recursive: true);
    }

    [Fact]
    public void Tombstones_are_applied_again_after_a_backup_was_restored()
    {
        var (backup, data) = (state.Copy(), state.Copy());
        Purge(data);
        Directory.CreateDirectory(Path.Combine(backup, "settings"));
        File.Copy(Path.Combine(data, "settings", "registry.secret"), Path.Combine(backup, "settings", "registry.secret"));
        Assert.Equal(CommandLine.Done, Run(backup, "purge", "--reapply", "--tombstones", Path.Combine(data, "lake", "purged")));
        Assert.Empty(Grep.Find(backup, PurgedState.Words));
        Assert.Equal(Staged(data, "person", "select * from {0} order by all"), Staged(backup, "person", "select * from {0} order by all"));
        Assert.Equal(CommandLine.Done, Run(backup, "purge", "--reapply"));
        File.Delete(Path.Combine(backup, "settings", "registry.secret"));
        Assert.Equal(CommandLine.DataProblem, Run(backup, "purge", "--reapply"));
        Directory.Delete(backup, recursive: true);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public void Whose_consent_asks_for_it_is_purged_by_one_command()
    {
        var data = state.Copy();
        Assert.Equal(CommandLine.Done, Run(data, "purge", "--due", "--reason", "withdrawn by letter"));
        Assert.Empty(Grep.Find(data, PurgedState.Words));
        Assert.Equal(CommandLine.Done, Run(data, "purge", "--due", "--reason", "nothing left"));
        Directory.Delete(data, recursive: true);
    }

    static string[] Staged(string data, string table, string sql)
    {
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        var files = string.Join(", ", Lake.Batches(data).SelectMany(batch => batch.Paths(table)).Select(file => $"'{file}'"));
        return [.. connection.QueryRows(string.Format(CultureInfo.InvariantCulture, sql, $"read_parquet([{files}], union_by_name = true, hive_partitioning = false)"))
            .Select(row => string.Join('|', row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))))];
    }

    // Content of every file but the locks and link caches that reading commands touch.
    static string[] Content(string data) => [.. Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && !file.Contains("operations.db", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal).Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
}

/// <summary>The audit trail of a data folder.</summary>
sealed class Audited(string data)
{
    internal string Text
    {
        get
        {
            using var store = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(data, "operations.db")};Pooling=False");
            store.Open();
            using var command = store.CreateCommand();
            command.CommandText = "select group_concat(report || ' ' || person_keys || ' ' || outcome, char(10)) from audit";
            return (string)command.ExecuteScalar()!;
        }
    }
}
