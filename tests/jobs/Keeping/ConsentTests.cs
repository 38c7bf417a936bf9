using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Jobs;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Jobs.Keeping;

[Collection("keeping")]
public class ConsentTests
{
    const string Persons = """
        person_id,last_name,first_name,birth_date,sex,state,county_fips
        in,Abram,Ida,2024-02-01,F,NM,35001
        out,Bellow,Otis,2024-02-01,F,NM,35001
        back,Castle,Bea,2024-02-01,F,NM,35001
        hidden,Dorsey,Hal,2024-02-01,F,NM,35001
        gone,Ellery,Gil,2024-02-01,F,NM,35001
        ended,Farrow,Eve,2024-02-01,F,NM,35001

        """;

    const string Doses = """
        person_id,vaccination_id,date,cvx,source,lot
        in,d1,2025-03-01,03,00,L1
        out,d2,2025-03-01,03,00,L1
        back,d3,2025-03-01,03,00,L1
        hidden,d4,2025-03-01,03,00,L1
        gone,d5,2025-03-01,03,00,L1
        ended,d6,2025-03-01,03,00,L1

        """;

    const string Consents = """
        person_id,kind,value,from,to,source
        in,opt_in,Y,2024-03-01,,form
        out,opt_out,Y,2026-01-01,,form
        back,opt_out,Y,2026-01-01,,form
        back,opt_in,Y,2026-03-01,,form
        hidden,protection,Y,2026-01-01,,court
        gone,withdrawal,Y,2026-02-01,,letter
        ended,opt_out,Y,2025-01-01,2025-12-31,form

        """;

    static SmallRegistry Registry()
    {
        var registry = new SmallRegistry();
        registry.Submit("CLINIC", ("persons.csv", Persons), ("vaccinations.csv", Doses), ("consents.csv", Consents),
            ("population.csv", "geography_fips,age_years,year,population,source\n35,2,2025,9000,V\n35001,2,2025,3000,V\n"));
        return registry;
    }

    // The persons by the ids of the one sender.
    static string[] Ids(SmallRegistry registry, string persons)
    {
        var keys = registry.Facts($"select cast(person_key as varchar) from ({persons})").ToHashSet();
        return [.. registry.Identity("select distinct person_id || '|' || person_key from identity_source_id where id_type = 'sender' order by 1")
            .Select(row => row.Split('|')).Where(row => keys.Contains(row[1])).Select(row => row[0])];
    }

    [Fact]
    public void The_shipped_policy_counts_the_protected_and_leaves_out_who_opted_out_or_withdrew()
    {
        using var registry = Registry();
        registry.Build();
        Assert.Equal(["gone", "out"], Ids(registry, "select person_key from dim_person where is_opted_out"));
        Assert.Equal(["hidden"], Ids(registry, "select person_key from dim_person where is_protected"));
        Assert.Equal(["back", "ended", "hidden", "in"], Ids(registry, "select person_key from fct_dose"));
        var doses = Path.Combine(registry.Folder, "doses.csv");
        Assert.Equal(CommandLine.Done, registry.Run("report", "doses_administered", "--param", "from=2000-01-01", "--param", "to=2030-12-31", "--out", doses));
        Assert.EndsWith(",4", File.ReadAllLines(doses)[^1], StringComparison.Ordinal);
        Assert.Equal(["gone|withdrawal", "out|opt_out"], registry.Identity("select distinct person_id || '|' || person_key from identity_source_id where id_type = 'sender' order by 1").Select(row => row.Split('|'))
            .SelectMany(row => registry.Facts($"select kind from fct_person_consent where person_key = {row[1]} and to_date is null and kind in ('opt_out', 'withdrawal')").Select(kind => $"{row[0]}|{kind}")));
        // No measure counts who is left out.
        foreach (var measure in registry.Facts("select table_name from duckdb_tables() where table_name like 'msr_%' order by 1"))
            Assert.Equal(["0"], registry.Facts($"select count(*) from {measure} join dim_person using (person_key) where is_opted_out and is_excluded = 0"));
        var recall = Path.Combine(registry.Folder, "recall.csv");
        Assert.Equal(CommandLine.Done, registry.Run("report", "recall", "--purpose", "reminders", "--out", recall));
        Assert.Empty(File.ReadAllLines(recall).Skip(1).Select(line => line.Split(',')[0]).Intersect(registry.Facts("select cast(person_key as varchar) from dim_person where is_opted_out or is_protected")));
        ListsOf(registry);
    }

    [Fact]
    public void An_opt_in_jurisdiction_counts_only_who_said_yes()
    {
        using var registry = Registry();
        var policy = File.ReadAllText(Path.Combine(Content.Codes, "consent_policy.csv")).Replace("no_opt_in,share", "no_opt_in,leave_out", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(registry.Data, "settings"));
        File.WriteAllText(Path.Combine(registry.Data, "settings", "consent_policy.csv"), policy);
        registry.Build();
        Assert.Equal(["back", "in"], Ids(registry, "select person_key from dim_person where not is_opted_out"));
        Assert.Single(registry.Facts("select value from build_info where key = 'settings'"));
    }

    [Fact]
    public void A_policy_that_says_nothing_known_stops_the_build_with_its_place()
    {
        using var registry = Registry();
        Directory.CreateDirectory(Path.Combine(registry.Data, "settings"));
        File.WriteAllText(Path.Combine(registry.Data, "settings", "consent_policy.csv"), "kind,consequence,effective_from,effective_to,note\nopt_out,forget,,,\n");
        Assert.Equal(CommandLine.DataProblem, registry.Build());
        Assert.Null(BuildFolder.Current(registry.Data));
    }

    [Fact]
    public void A_rule_holds_from_the_day_it_takes_effect()
    {
        using var registry = Registry();
        Directory.CreateDirectory(Path.Combine(registry.Data, "settings"));
        File.WriteAllText(Path.Combine(registry.Data, "settings", "consent_policy.csv"),
            "kind,consequence,effective_from,effective_to,note\nopt_out,leave_out,,2025-12-31,\nopt_out,count_only,2026-01-01,,\n");
        registry.Build();
        Assert.Equal(["out"], Ids(registry, "select person_key from dim_person where is_protected"));
        Assert.Empty(Ids(registry, "select person_key from dim_person where is_opted_out"));
    }

    // A measure lists protected persons as rows without a name to them.
    static void ListsOf(SmallRegistry registry)
    {
        var file = Path.Combine(registry.Folder, "persons.csv");
        Assert.Equal(CommandLine.Done, registry.Run("measure", "fully_operational", "--persons", file));
        var lines = File.ReadAllLines(file).Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.DoesNotContain(lines, line => line[2] is "hidden" or "out" or "gone");
        Assert.Contains(lines, line => line[2] == "in");
        Assert.Contains(lines, line => line[1].Length + line[2].Length + line[3].Length + line[4].Length == 0);
        // Row for row what the rates count: nobody is lost from the sums.
        Assert.Equal([lines.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)], registry.Facts("select count(*) from msr_fully_operational where period = (select max(period) from agg_measure_rate where measure = 'fully_operational')"));
        Assert.Contains("measure --persons", registry.Audit(), StringComparison.Ordinal);
    }

    [Fact]
    public void Protection_ends_when_a_later_message_says_so_whichever_arrives_first()
    {
        static string Protected(string id, string last) => SmallRegistry.Vxu("ELM", id, last, id == "1" ? "Ada" : "Clive", $"20240{id}1{id}", "20260301090000", "m1" + id, "Y");
        static string Open(string id, string last) => SmallRegistry.Vxu("ELM", id, last, id == "1" ? "Ada" : "Clive", $"20240{id}1{id}", "20260501090000", "m2" + id, "N");
        using var registry = new SmallRegistry();
        registry.Send(Protected("1", "Garner"), Open("2", "Whitlock"));
        registry.Send(Open("1", "Garner"), Protected("2", "Whitlock"));
        registry.Build();
        var wanted = "protection|Y|2026-03-01|2026-04-30";
        Assert.Equal([wanted, wanted], registry.Facts("select kind, value, strftime(from_date, '%Y-%m-%d'), strftime(to_date, '%Y-%m-%d') from fct_person_consent where kind = 'protection'"));
        Assert.Equal(["False", "False"], registry.Facts("select is_protected from dim_person"));
    }

    [Fact]
    public void A_consent_row_that_cannot_be_understood_is_rejected_whole()
    {
        using var registry = new SmallRegistry();
        Assert.Equal(CommandLine.DoneWithRejects, registry.Submit("CLINIC", ("persons.csv", Persons),
            ("consents.csv", "person_id,kind,value,from,to,source\nin,OPT_OUT,Y,2026-01-01,,\nout,maybe,Y,2026-01-01,,\nback,opt_out,Y,last year,,\nhidden,opt_out,Y,2026-01-01,2025-01-01,\n")));
        registry.Build();
        Assert.Equal(["consent-date", "consent-ends-before", "consent-kind-unknown"], registry.Facts("select rule from fct_issue where rule like 'consent-%' order by 1"));
        Assert.Equal(["in"], Ids(registry, "select person_key from fct_person_consent"));
    }

    [Fact]
    public void The_policy_speaks_of_every_kind_that_a_file_may_tell()
    {
        var kinds = File.ReadLines(Path.Combine(Content.Codes, "consent_policy.csv")).Skip(1).Select(line => line.Split(',')[0]).ToArray();
        Assert.Equal(ConsentRules.Kinds.Append("no_opt_in").Order(StringComparer.Ordinal), kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_measure_or_report_decides_by_a_status_letter_of_its_own()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RegistryAnalytics.sln"))) folder = folder.Parent;
        var files = new[] { "warehouse/models/measures", "warehouse/models/marts", "reports/sql" }
            .SelectMany(path => Directory.GetFiles(Path.Combine(folder.FullName, path), "*.sql")).ToArray();
        Assert.NotEmpty(files);
        foreach (var file in files)
            Assert.DoesNotMatch(@"registry_status[^\n]*(=|<>|in \()\s*'[A-Z]'", File.ReadAllText(file));
        Assert.Matches(@"registry_status[^\n]*(=|<>|in \()\s*'[A-Z]'", "coalesce(person.registry_status, 'A') <> 'M'");
    }
}
