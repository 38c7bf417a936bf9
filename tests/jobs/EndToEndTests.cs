using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Jobs;
using RegistryAnalytics.Synth;
using RegistryAnalytics.Warehouse.Build;
using Lake = RegistryAnalytics.Warehouse.Build.Lake;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary>A synthetic state through the whole program, made once for the tests below.</summary>
public sealed class SyntheticState : IDisposable
{
    public SyntheticState()
    {
        Synthesis.Write(new SynthOptions { BirthsPerYear = 150, Seed = 7 }, Synthetic);
        IngestCode = Registry("ingest", Path.Combine(Synthetic, "submissions"));
        BuildCode = Registry("build", "--as-of", "2025-12-31", "--known-by", "2030-01-01T00:00:00Z");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("registry-e2e-").FullName;
    public string Synthetic => Path.Combine(Folder, "synthetic");
    public string Data => Path.Combine(Folder, "data");
    public int IngestCode { get; }
    public int BuildCode { get; }

    public int Registry(params string[] arguments) => CommandLine.Run([.. arguments, "--data", Data]);

    public IEnumerable<Dictionary<string, string>> Truth(string file)
    {
        using var lines = File.ReadLines(Path.Combine(Synthetic, "truth", file)).GetEnumerator();
        lines.MoveNext();
        var names = lines.Current.Split(',');
        while (lines.MoveNext())
            yield return names.Zip(lines.Current.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public class EndToEndTests(SyntheticState state) : IClassFixture<SyntheticState>
{
    [Fact]
    public void Submissions_with_broken_messages_are_taken_in_with_rejects_and_the_build_is_published()
    {
        Assert.Equal(CommandLine.DoneWithRejects, state.IngestCode);
        Assert.NotNull(BuildFolder.Current(state.Data));
        Assert.InRange(state.BuildCode, CommandLine.Done, CommandLine.DoneWithRejects);
    }

    [Fact]
    public void Every_message_received_was_accepted_or_rejected_and_the_broken_ones_were_rejected()
    {
        var outcomes = Facts("select outcome, count(*) from fct_message group by outcome").ToDictionary(row => (string)row[0]!, row => (long)row[1]!);
        var sent = File.ReadAllText(Path.Combine(state.Synthetic, "synth.json"));
        var messages = long.Parse(System.Text.RegularExpressions.Regex.Match(sent, "\"Messages\": ?(\\d+)", System.Text.RegularExpressions.RegexOptions.IgnoreCase).Groups[1].Value, CultureInfo.InvariantCulture);
        var hl7 = (long)Facts("select count(*) from fct_message where message_type like 'VXU%' or message_type like 'ADT%' or message_type is null or outcome = 'rejected'").Single()[0]!;
        Assert.True(outcomes["rejected"] > 0);
        Assert.InRange(hl7, messages * 0.99, messages * 1.01);
    }

    [Fact]
    public void Enrolment_of_the_state_is_near_the_truth()
    {
        var truth = state.Truth("enrolment.csv").ToArray();
        double Sum(string column) => truth.Sum(row => double.Parse(row[column], CultureInfo.InvariantCulture));
        foreach (var (indicator, column) in new[] { ("two_dates_0_71", "n_two_dates"), ("two_dates_4_71", "n_two_dates_4_months"), ("two_valid_dates_0_71", "n_two_valid_dates") })
        {
            var counted = (long)Facts($"select n_numerator from agg_measure_rate where measure = 'fully_operational' and indicator = '{indicator}' and dimension = 'state'").Single()[0]!;
            // Duplicates that linkage leaves apart and moves that nobody told make the count differ a little, never much.
            Assert.InRange(counted, Sum(column) * 0.97, Sum(column) * 1.06);
        }
    }

    // Numerators are compared: who reached the antigen is an event of the truth, while the denominator also holds children whose
    // moving away nobody told. The tolerance is for doses and persons that linkage leaves apart, five of about 130 children.
    [Theory]
    [InlineData("mmr", "03,94", 1, "to_months(12)")]
    [InlineData("vzv", "21,94", 1, "to_months(12)")]
    [InlineData("hepa", "31,83,85", 1, "to_months(12)")]
    [InlineData("ipv", "10,89,110,120,146", 3, "to_days(42)")]
    [InlineData("dtap", "20,50,106,107,110,120,146", 4, "to_days(42)")]
    [InlineData("pcv", "109,133,152,215,216", 4, "to_days(42)")]
    [InlineData("hepb", "08,44,45,51,110,146", 3, "to_days(0)")]
    public void Children_who_meet_an_antigen_are_those_who_truly_had_it_reported(string indicator, string vaccines, int doses, string opens)
    {
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        var truth = connection.QueryScalar<long>($"""
            select count(*)
            from (
                select person.person_id
                from read_csv($1, all_varchar = true) as person
                join read_csv($2, all_varchar = true) as dose using (person_id)
                where person.birth_date between '2023-01-01' and '2023-12-31'
                    and person.status = 'resident' and person.opted_out = '0' and dose.is_partial = '0' and dose.n_records <> '0'
                    and dose.cvx in ({string.Join(", ", vaccines.Split(',').Select(cvx => $"'{cvx}'"))})
                    and cast(dose.date as date) between cast(person.birth_date as date) + {opens} and cast(person.birth_date as date) + to_months(24)
                group by person.person_id
                having count(distinct dose.date) >= {doses}
            )
            """, Path.Combine(state.Synthetic, "truth", "person.csv"), Path.Combine(state.Synthetic, "truth", "dose.csv"));
        var counted = (long)Facts($"select n_numerator from agg_measure_rate where measure = 'cms117' and indicator = '{indicator}' and period = '2025' and dimension = 'state'").Single()[0]!;
        Assert.True(truth > 50);
        Assert.InRange(counted, truth * 0.96 - 1, truth * 1.03 + 1);
    }

    [Theory]
    [InlineData("cohorts")]
    [InlineData("hedis")]
    [InlineData("program")]
    [InlineData("stock")]
    [InlineData("susceptibility")]
    public void Reports_of_marts_are_made_from_a_real_build_for_staff_and_for_the_public(string report)
    {
        var folder = Directory.CreateDirectory(Path.Combine(state.Folder, "reports")).FullName;
        Assert.Equal(CommandLine.Done, state.Registry("report", report, "--out", Path.Combine(folder, report + ".csv")));
        Assert.True(File.ReadAllLines(Path.Combine(folder, report + ".csv")).Length > 3);
        if (report != "stock") Assert.Equal(CommandLine.Done, state.Registry("report", report, "--param", "audience=public", "--out", Path.Combine(folder, report + "-public.csv")));
    }

    [Fact]
    public void What_the_cohort_report_prints_of_a_real_build_is_what_its_marts_hold()
    {
        var file = Path.Combine(state.Folder, "cohorts-compared.csv");
        Assert.Equal(CommandLine.Done, state.Registry("report", "cohorts", "--out", file));
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        string[] Printed(string part, string columns) => connection.QueryRows($"select {columns} from read_csv($1, all_varchar = true) order by all", part.Length == 0 ? file : file.Replace(".csv", $"-{part}.csv", StringComparison.Ordinal)).Select(row => string.Join('|', row)).ToArray();
        string[] Stored(string sql) => Facts(sql + " order by all").Select(row => string.Join('|', row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))).ToArray();
        Assert.Equal(Stored("select school_year, indicator, replace(county_fips, 'state', 'all') as place, cast(n_children as varchar) as n, cast(n_up_to_date as varchar) as met, coalesce(cast(n_medical as varchar), '') as medical, cast(n_religious as varchar) as religious, cast(n_other_refusal as varchar) as other, cast(n_without_reason as varchar) as without from agg_school_entry"), Printed("school_entry", "school_year, indicator, member, n, n_met, coalesce(n_medical, ''), n_religious, n_other_refusal, n_without_reason"));
        Assert.Equal(Stored("select measure, period, indicator, county_fips, cast(n_denominator as varchar) as n, cast(n_numerator as varchar) as met from agg_standardised_rate"), Printed("age_standardised", "measure, period, indicator, county_fips, n, n_met"));
        // The curve read at the milestones equals the mart that reads it by county, to the last digits of a sum in another order.
        Assert.Equal(Stored("select cast(birth_year as varchar) as born, indicator, cast(n_followed as varchar) as n, cast(n_events as varchar) as met, printf('%.9f', coverage) as share from agg_coverage_by_county where county_fips = 'state' and not starts_with(indicator, 'nis_') qualify dense_rank() over (order by birth_year desc) <= 3 and max(n_events) over (partition by indicator) > 0"),
            Printed("coverage_by_age", "birth_year, indicator, n_followed, n_events, printf('%.9f', cast(coverage as double)) as share"));
    }

    [Fact]
    public void Persons_are_nearly_as_many_as_there_are()
    {
        var persons = (long)Facts("select count(*) from dim_person").Single()[0]!;
        var known = state.Truth("record.csv").Where(row => row["kind"] is "vxu" or "flat" or "birth").Select(row => row["person_id"]).Distinct().Count();
        Assert.InRange(persons, known * 0.98, known * 1.06);
    }

    [Fact]
    public void Every_completeness_figure_is_the_rows_behind_it()
    {
        var wrong = Facts("""
            with rows as (
                select 'dose' as subject, message.sender, message.practice_key, message.week_start_date, dose.missing
                from quality_dose as dose join fct_message as message using (message_key)
                where dose.kind = 'administered'
                union all
                select 'person', message.sender, message.practice_key, message.week_start_date, person.missing
                from quality_person as person join fct_message as message using (message_key)
            ),
            shown as (select * from rows where week_start_date in (select week_start_date from agg_quality_completeness)),
            behind as (
                select 'week' as level, subject, sender, null as practice_key, week_start_date, bit, count(*) as n_rows, count(*) filter ((missing >> bit) & 1 = 0) as n_present
                from shown cross join range(16) as bits (bit)
                group by all
                union all
                select 'practice', subject, sender, practice_key, null, bit, count(*), count(*) filter ((missing >> bit) & 1 = 0)
                from shown cross join range(16) as bits (bit)
                group by all
            )
            select figure.level, figure.sender, figure.field
            from agg_quality_completeness as figure
            left join behind
                on behind.level = cast(figure.level as varchar) and behind.subject = cast(figure.subject as varchar) and behind.bit = figure.bit
                and behind.sender is not distinct from figure.sender
                and behind.practice_key is not distinct from figure.practice_key
                and behind.week_start_date is not distinct from figure.week_start_date
            where figure.n_rows is distinct from behind.n_rows or figure.n_present is distinct from behind.n_present
            """);
        Assert.Empty(wrong);
        // Each level holds every row once.
        Assert.Equal([4L], Facts("select count(distinct (level, subject)) from agg_quality_completeness").Select(row => row[0]));
        Assert.Equal([1L], Facts("select count(distinct n) from (select level, sum(n_rows) as n from agg_quality_completeness where field = 'lot' group by level)").Select(row => row[0]));
        // A number leads to its message: batch and number are unique, and by them the lake finds the same one.
        Assert.Equal(0L, Facts("select count(*) - count(distinct (batch_sequence, message_number)) from fct_message").Single()[0]);
        var some = Facts("select message_key, batch_sequence, message_number from fct_message qualify message_number in (1, count(*) over (partition by batch_sequence)) or message_number % 5003 = 0");
        Assert.True(some.Count > 10, $"{some.Count} messages looked up");
        foreach (var row in some) Assert.Equal((long)row[0]!, Etl.Intake.StoredMessages.KeyOf(state.Data, (int)row[1]!, (int)row[2]!));
    }

    [Fact]
    public void Every_figure_of_findings_and_days_to_entry_is_the_rows_behind_it()
    {
        Assert.Empty(Facts("""
            with shown as (select * from fct_message where week_start_date in (select week_start_date from agg_quality_validity)),
            told as (
                select * from (values ('week'), ('practice')) as levels (level)
                cross join (
                    select sender, practice_key, week_start_date, message_key, issue.rule, issue.severity
                    from fct_issue as issue join shown using (message_key)
                )
            ),
            behind as (
                select level, sender, if(level = 'practice', practice_key, null) as practice_key, if(level = 'week', week_start_date, null) as week_start_date,
                    rule, severity, count(*) as n_findings, count(distinct message_key) as n_with_finding
                from told
                group by all
            )
            select figure.level, figure.sender, figure.rule
            from agg_quality_validity as figure
            full join behind
                on behind.level = figure.level and behind.rule = figure.rule and behind.severity = figure.severity
                and behind.sender is not distinct from figure.sender
                and behind.practice_key is not distinct from figure.practice_key
                and behind.week_start_date is not distinct from figure.week_start_date
            where figure.n_findings is distinct from behind.n_findings or figure.n_with_finding is distinct from behind.n_with_finding
                or figure.n_with_finding > figure.n_messages
            """));
        Assert.True((long)Facts("select count(*) from agg_quality_validity where level = 'practice'").Single()[0]! > 10);
        Assert.Empty(Facts("""
            with behind as (
                select sender, week_start_date, count(*) filter (n_days >= 0) as n_doses, count(*) filter (n_days between 0 and 7) as n_within_7,
                    count(*) filter (n_days between 0 and 30) as n_within_30, count(*) filter (n_days < 0) as n_before_dose
                from quality_dose
                where kind = 'administered'
                group by all
            )
            select figure.sender
            from agg_quality_timeliness as figure
            left join behind on behind.sender is not distinct from figure.sender and behind.week_start_date = figure.week_start_date
            where figure.level = 'week'
                and (figure.n_doses, figure.n_within_7, figure.n_within_30, figure.n_before_dose)
                    is distinct from (behind.n_doses, behind.n_within_7, behind.n_within_30, behind.n_before_dose)
            """));
        Assert.Equal([1L], Facts("select count(distinct n) from (select level, sum(n_within_30) as n from agg_quality_timeliness group by level)").Select(row => row[0]));
    }

    [Fact]
    public void The_facts_hold_no_column_that_names_a_person()
    {
        var forbidden = new[] { "last_name", "first_name", "street", "phone", "email", "zip", "person_id", "guardian_last_name", "mother_maiden_name" };
        var columns = Facts("select table_name || '.' || column_name, column_name from information_schema.columns where table_catalog = 'facts' or table_schema = 'main'")
            .Where(row => forbidden.Contains((string)row[1]!)).Select(row => row[0]);
        Assert.Empty(columns);
        Assert.Equal(0L, Facts("select count(*) from duckdb_views() where not internal").Single()[0]);
    }

    [Fact]
    public void The_same_lake_built_twice_gives_the_same_rows()
    {
        var first = BuildFolder.Current(state.Data)!;
        // In another order: the warehouse first, then measures and marts.
        var options = new BuildOptions(state.Data, new DateOnly(2025, 12, 31), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc)) { LayersInTurn = true };
        var layers = new List<string>();
        var second = BuildRun.Run(options, StandardSteps.All, TimeProvider.System, step => layers.Add(step.Layer)).Folder;
        Assert.NotEqual(first, second);
        Assert.True(layers.LastIndexOf("Warehouse") < layers.FindIndex(layer => layer is "Measures" or "Marts"));
        foreach (var file in new[] { "facts.duckdb", "identity.duckdb" })
        {
            using var database = DuckDbDatabase.Open(":memory:");
            using var connection = database.Connect();
            connection.Execute($"attach '{Path.Combine(first, file)}' as a (read_only); attach '{Path.Combine(second, file)}' as b (read_only)");
            var tables = connection.QueryRows("select table_name from duckdb_tables() where database_name = 'a' order by 1").Select(row => (string)row[0]!).ToArray();
            Assert.NotEmpty(tables);
            Assert.Equal(tables, connection.QueryRows("select table_name from duckdb_tables() where database_name = 'b' order by 1").Select(row => (string)row[0]!));
            foreach (var table in tables.Where(table => table != "build_info"))
            {
                var differ = connection.QueryScalar<long>($"select count(*) from ((select * from a.{table} except all select * from b.{table}) union all (select * from b.{table} except all select * from a.{table}))");
                Assert.True(differ == 0, $"{table}: {differ} rows differ between two builds of the same lake.");
            }
        }
    }

    [Fact]
    public void Taking_the_same_files_in_again_changes_nothing()
    {
        var before = Lake.Open(state.Data).Hash();
        Assert.Equal(CommandLine.Done, state.Registry("ingest", Path.Combine(state.Synthetic, "submissions")));
        Assert.Equal(before, Lake.Open(state.Data).Hash());
    }

    [Fact]
    public void A_measure_lists_its_persons_under_the_senders_own_ids()
    {
        var file = Path.Combine(state.Folder, "persons.csv");
        Assert.Equal(CommandLine.Done, state.Registry("measure", "cis", "--persons", file));
        var header = File.ReadLines(file).First();
        Assert.Equal("indicator,sender,person_id,unit_key,person_key,in_denominator,is_excluded,in_numerator,evidence_date,exclusion_reason", header);
        Assert.Contains(File.ReadLines(file).Skip(1), line => line.Split(',') is [_, not "", not "", ..]);
    }

    IReadOnlyList<object?[]> Facts(string sql)
    {
        using var database = DuckDbDatabase.Open(Path.Combine(BuildFolder.Current(state.Data)!, "facts.duckdb"), new DuckDbSettings { Access = DuckDbAccess.ReadOnly });
        using var connection = database.Connect();
        return [.. connection.QueryRows(sql)];
    }
}
