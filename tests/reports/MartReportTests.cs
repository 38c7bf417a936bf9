using System.Globalization;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>Reports cut from marts: what they print is what the mart holds, read a second way; what the public gets gives nothing small away.</summary>
public class MartReportTests
{
    static Table Section(Facts facts, string report, string section, params (string, string)[] parameters)
    {
        var result = ReportRunner.Make(report, facts.Request(Role.StateAdmin, parameters));
        Assert.True(result.Problem is null, result.Problem);
        return result.Report!.Sections.Single(found => found.Name == section).Table;
    }

    /// <summary>Rows as text, of the columns named, in any order of rows.</summary>
    static string[] Printed(Table table, params string[] columns) =>
        table.List().Select(row => string.Join('|', columns.Select(column => Text(row[table.IndexOf(column)])))).Order(StringComparer.Ordinal).ToArray();

    static string Text(Cell cell) => cell.State == CellState.Real ? cell.AsReal().ToString("0.000000", CultureInfo.InvariantCulture) : cell.State == CellState.NotAvailable ? "" : cell.ToString();

    static string[] Stored(Facts facts, string sql) => facts.Connection.QueryRows(sql)
        .Select(row => string.Join('|', row.Select(value => value switch { null => "", double real => real.ToString("0.000000", CultureInfo.InvariantCulture), bool flag => flag ? "complete" : "provisional", DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), _ => Convert.ToString(value, CultureInfo.InvariantCulture) })))
        .Order(StringComparer.Ordinal).ToArray();

    [Theory]
    [InlineData("cohorts", "Birth cohorts", "birth_year,indicator,n,n_met,rate,standing", "select birth_year, indicator, n_cohort, n_met, n_met / n_cohort, is_complete from agg_coverage_cohort where dimension = 'state' and milestone_months = 24 and not starts_with(indicator, 'nis') and indicator <> 'hpv_1'")]
    [InlineData("cohorts", "Cohort by group", "indicator,member,n,n_met,rate", "select indicator, member, n_cohort, n_met, n_met / n_cohort from agg_coverage_cohort where birth_year = 2023 and milestone_months = 24 and not starts_with(indicator, 'nis') and indicator <> 'hpv_1'")]
    [InlineData("cohorts", "By age", "birth_year,indicator,n_followed,n_events,coverage,coverage_low,standing", "select birth_year, indicator, n_followed, n_events, coverage, coverage_low, is_complete from agg_coverage_by_county")]
    [InlineData("cohorts", "Dose timeliness", "birth_year,dose,county_fips,n_cohort,n_given,n_on_time,on_time_rate,cohort_on_time_rate,by_maximum_rate,age_days_median,age_days_low,age_days_high,days_late_median,days_late_low,days_late_high,standing", "select birth_year, dose, county_fips, n_cohort, n_given, n_on_time, n_on_time / n_given, n_on_time / n_cohort, n_by_maximum / n_given, age_days_median, age_days_low, age_days_high, days_late_median, days_late_low, days_late_high, is_complete from agg_dose_timeliness where dose <> 'hpv_1' and (county_fips = 'state' and birth_year > 2021 or county_fips <> 'state' and birth_year = case dose when 'dtap_1' then 2024 else 2022 end)")]
    [InlineData("cohorts", "On a day", "on_date,indicator,county_fips,n,n_met,rate", "select on_date, indicator, county_fips, n_persons, n_met, n_met / n_persons from agg_coverage_period where county_fips = 'state'")]
    [InlineData("cohorts", "Influenza by days", "period,indicator,age_band,county_fips,n,n_met,rate,n_met_at_age,standing", "select period, indicator, age_band, county_fips, n_persons, n_met, n_met / n_persons, n_met_at_age, is_complete from agg_influenza_by_days where county_fips = 'state' or period = '2025'")]
    [InlineData("cohorts", "NIS children", "birth_year,age,indicator,member,n,n_met,mark,standing", "select period, milestone_months || ' months', indicator, member, n_persons, n_met, case when not is_shown then 'no estimate' when is_reliable then 'estimate' else 'unreliable' end, is_complete from agg_coverage_nis where survey = 'child' and (dimension = 'state' or is_complete and period = case milestone_months when 24 then '2023' else '2021' end)")]
    [InlineData("cohorts", "NIS adolescents", "on_date,indicator,member,n,n_met,rate,mark", "select period, indicator, member, n_persons, n_met, rate, case when not is_shown then 'no estimate' when is_reliable then 'estimate' else 'unreliable' end from agg_coverage_nis where survey = 'teen'")]
    [InlineData("cohorts", "School entry", "school_year,grade,indicator,member,n,n_met,n_medical,n_religious,n_other_refusal,n_without_reason,rate,standing,rules_of", "select school_year, case grade when 'seventh' then 'Seventh grade' else 'Kindergarten' end, indicator, replace(county_fips, 'state', 'all'), n_children, n_up_to_date, n_medical, n_religious, n_other_refusal, n_without_reason, n_up_to_date / n_children, is_complete, case rules_of when 'default' then 'Default set' else 'Rhode Island' end from agg_school_entry")]
    [InlineData("cohorts", "Age-standardised", "measure,period,indicator,county_fips,n,n_met,crude_rate,standardised_rate,rate_low,rate_high,n_age_groups", "select measure, period, indicator, county_fips, n_denominator, n_numerator, crude_rate, standardised_rate, rate_low, rate_high, n_age_groups from agg_standardised_rate")]
    [InlineData("cohorts", "Birth dose", "period,indicator,place,n,n_met,standing", "select period, indicator, place, n_denominator, n_numerator, is_complete from agg_hepb_birth_dose union all select period, indicator, 'all', n_denominator, n_numerator, is_complete from agg_measure_rate where measure = 'hepb_birth_dose' and dimension = 'state'")]
    [InlineData("program", "Adolescents", "county_fips,n_registry,n_numerator,census_population,rate", "select replace(county_fips, 'state', 'all'), n_registry, n_numerator, census_population, n_numerator / census_population from agg_participation where indicator = 'adolescent'")]
    [InlineData("program", "Adults", "county_fips,n_registry,n_numerator,census_population,rate", "select replace(county_fips, 'state', 'all'), n_registry, n_numerator, census_population, n_numerator / census_population from agg_participation where indicator = 'adult'")]
    [InlineData("program", "Timeliness", "quarter,n_doses,within_1_share,within_7_share,within_14_share,within_30_share,median_days", "select year(quarter_start_date) || ' Q' || quarter(quarter_start_date), n_doses, n_within_1 / n_doses, n_within_7 / n_doses, n_within_14 / n_doses, n_within_30 / n_doses, median_days from agg_timeliness where is_state")]
    [InlineData("site_visits", "Adolescents", "practice_name,visit_date,n_baseline,n_met,rate_at_visit,n_followed,n_followed_met_then,n_followed_met,rate_followed", "select practice_name, visit_date, n_baseline, n_met, n_met / n_baseline, n_followed, n_followed_met_then, n_followed_met, n_followed_met / n_followed from agg_site_visit join dim_practice using (practice_key) where cohort = 'adolescent'")]
    [InlineData("site_visits", "Cohort a year later", "practice_name,visit_date,n_baseline,n_next,n_next_met,rate_next", "select practice_name, visit_date, n_baseline, n_next, n_next_met, n_next_met / n_next from agg_site_visit join dim_practice using (practice_key) where n_next is not null and indicator <> 'dtap_1'")]
    [InlineData("program", "Sites", "n_sites,n_submitting,n_vaccinating", "select n_sites, n_submitting, n_vaccinating from agg_site_participation")]
    [InlineData("program", "Birth records", "birth_year,n_persons,n_birth_record,n_birth_and_other,n_within_14_days,census_births,standing", "select birth_year, n_persons, n_birth_record, n_birth_and_other, n_within_14_days, census_births, is_complete from agg_birth_capture")]
    [InlineData("susceptibility", "Counties 5-11 years", "code,n_children,n_low,n_high", "select area, sum(n_children), sum(n_low), sum(n_high) from agg_susceptibility where disease = 'measles' and age_years between 5 and 11 and area_kind in ('state', 'county') group by area")]
    [InlineData("susceptibility", "ZIP areas", "code,age_band,n_children,n_low,n_high", "select area, case when age_years < 5 then '1-4' when age_years < 12 then '5-11' else '12-17' end, sum(n_children), sum(n_low), sum(n_high) from agg_susceptibility where disease = 'measles' and area_kind = 'zip3' group by 1, 2")]
    [InlineData("stock", "By vaccine", "practice_key,cvx,n_opening,n_received,n_transferred_in,n_administered,n_transferred_out,n_wasted,n_spoiled,n_expired,n_returned,n_expected,n_counted,variance,accounted_rate,wastage_rate,loss_rate", "select practice_key, cvx, n_opening, n_received, n_transferred_in, n_administered, n_transferred_out, n_wasted, n_spoiled, n_expired, n_returned, n_expected, n_counted, variance, accounted_rate, wastage_rate, loss_rate from agg_accountability where year = 2026")]
    [InlineData("stock", "By lot", "cvx,lot,n_received,n_transferred_in,n_administered,n_transferred_out,n_wasted,n_spoiled,n_expired,n_returned,n_expected,count_date,n_counted,variance,wastage_rate,loss_rate", "select cvx, lot, n_received, n_transferred_in, n_administered, n_transferred_out, n_wasted, n_spoiled, n_expired, n_returned, n_expected, count_date, n_counted, variance, wastage_rate, loss_rate from agg_stock_lot")]
    [InlineData("hedis", "ECDS", "indicator,product_line,stratum_kind,stratum,n_initial,n_initial_administrative,n_initial_registry,n_excluded,n_denominator,n_numerator,n_numerator_registry,n_numerator_ehr", "select indicator, replace(product_line, 'all', 'All'), case stratum_kind when 'all' then 'All' when 'race' then 'Race' else 'Ethnicity' end, stratum, max(n_initial), max(case record_source when 'administrative' then n_initial end), max(case record_source when 'HIE/registry' then n_initial end), max(n_excluded), max(n_denominator), max(n_numerator), max(case record_source when 'HIE/registry' then n_numerator end), 0 from agg_ecds group by all")]
    public void What_is_printed_is_what_the_mart_holds(string report, string section, string columns, string sql)
    {
        using var facts = EveryReportTests.State();
        var printed = Printed(Section(facts, report, section), columns.Split(','));
        Assert.NotEmpty(printed);
        Assert.Equal(Stored(facts, sql), printed);
    }

    [Fact]
    public void The_public_sees_no_small_count_nor_its_complement_in_any_of_these_reports()
    {
        using var facts = EveryReportTests.State();
        // Newport is made small: one to five children of each count.
        facts.Run("""
            update agg_school_entry set n_children = n_children - 10, n_up_to_date = n_up_to_date - 11, n_without_reason = n_without_reason + 1 where county_fips = '44005';
            update agg_school_entry set n_children = n_children - 10, n_up_to_date = n_up_to_date - 11, n_without_reason = n_without_reason + 1 where county_fips = 'state';
            update agg_dose_timeliness set n_given = n_cohort - 5 where dose = 'hib_4' and county_fips = 'state';
            update agg_susceptibility set n_low = 1, n_high = 3 where area = '44005';
            """);
        string[] reasons = ["n_medical", "n_religious", "n_other_refusal", "n_without_reason"];
        var hidden = 0;
        foreach (var (name, pairs) in new[]
        {
            ("cohorts", new[] { ("n", "n_met"), ("n_followed", "n_events"), ("n_cohort", "n_given"), ("n_given", "n_on_time"), ("n", "n_medical"), ("n", "n_religious"), ("n", "n_other_refusal"), ("n", "n_without_reason") }), ("susceptibility", [("n_children", "n_low"), ("n_children", "n_high")]), ("program", [("n_registry", "n_numerator"), ("n_persons", "n_birth_record")]), ("hedis", [("n_denominator", "n_numerator")]),
        })
            foreach (var table in ReportRunner.Make(name, facts.Request(Role.StateAdmin, ("audience", "public"))).Report!.Sections.Select(section => section.Table))
                foreach (var (of, met) in pairs.Where(pair => table.Columns.Any(column => column.Name == pair.Item1) && table.Columns.Any(column => column.Name == pair.Item2)))
                    foreach (var row in table.List())
                    {
                        var (n, k) = (row[table.IndexOf(of)], row[table.IndexOf(met)]);
                        foreach (var cell in new[] { n, k }) Assert.False(cell.State == CellState.Whole && cell.AsWhole() is > 0 and < 11, $"{name} {table.Name} prints {cell}");
                        if (n.State == CellState.Whole && k.State == CellState.Whole && !reasons.Contains(met)) Assert.False(n.AsWhole() - k.AsWhole() is > 0 and < 11, $"{name} {table.Name}: {n} less {k}");
                        if (k.State != CellState.Suppressed) continue;
                        hidden++;
                        // A rate beside a hidden count would give it away.
                        foreach (var column in table.Columns.Where(column => column.Name is "rate" or "crude_rate" or "on_time_rate" or "cohort_on_time_rate" or "by_maximum_rate" or "age_days_median" or "coverage" or "captured_rate")) Assert.True(reasons.Contains(met) || row[table.IndexOf(column.Name)].State != CellState.Real, $"{name} {table.Name} prints a rate beside a hidden count");
                    }
        Assert.True(hidden > 20);
    }

    [Fact]
    public void Children_at_school_entry_are_up_to_date_or_not_for_one_reason_and_no_hidden_one_follows_from_the_others()
    {
        using var facts = EveryReportTests.State();
        string[] five = ["n_met", "n_medical", "n_religious", "n_other_refusal", "n_without_reason"];
        var (hidden, shown) = (0, 0);
        foreach (var audience in new[] { Role.StateAdmin, Role.Public })
        {
            var table = ReportRunner.Make("cohorts", facts.Request(audience)).Report!.Sections.Single(section => section.Name == "School entry").Table;
            foreach (var row in table.List())
            {
                var cells = five.Select(column => row[table.IndexOf(column)]).ToArray();
                Assert.Equal(row[table.IndexOf("grade")].ToString() == "Seventh grade", cells[1].State == CellState.NotAvailable);
                var secret = cells.Count(cell => cell.State == CellState.Suppressed);
                if (secret > 0) hidden++;
                else if (audience == Role.Public) shown++;
                if (secret == 0) Assert.Equal(row[table.IndexOf("n")].AsWhole(), cells.Where(cell => cell.State == CellState.Whole).Sum(cell => cell.AsWhole()));
                // One hidden count is all children less the others; several leave the sum, which is not small.
                Assert.NotEqual(1, secret);
            }
        }
        Assert.True(hidden > 5 && shown > 0, $"{hidden} rows with something hidden, {shown} of the public's without");
    }

    [Fact]
    public void Under_suppression_no_cohort_is_broken_down_twice_and_no_product_line_by_race()
    {
        using var facts = EveryReportTests.State();
        var cohorts = ReportRunner.Make("cohorts", facts.Request(Role.Public)).Report!;
        Assert.DoesNotContain(cohorts.Sections, section => section.Name == "Cohort by group");
        var children = cohorts.Sections.Single(section => section.Name == "NIS children").Table;
        Assert.All(children.List(), row => Assert.Equal("all", row[children.IndexOf("member")].ToString()));
        Assert.DoesNotContain(cohorts.Sections.Single(section => section.Name == "Birth dose").Table.List(), row => row[2].ToString() == "birth facility");
        Assert.DoesNotContain(ReportRunner.Make("susceptibility", facts.Request(Role.LocalHealth)).Report!.Sections, section => section.Name == "ZIP areas");
        var ecds = ReportRunner.Make("hedis", facts.Request(Role.Plan)).Report!.Sections.Single(section => section.Name == "ECDS").Table;
        Assert.DoesNotContain(ecds.List(), row => row[1].ToString() != "All" && row[2].ToString() != "All");
    }

    [Fact]
    public void Where_a_mart_counts_otherwise_than_the_measure_its_counties_are_not_given_to_the_public()
    {
        using var facts = EveryReportTests.State();
        string[] places(string section) => ReportRunner.Make("cohorts", facts.Request(Role.Public)).Report!.Sections.Single(found => found.Name == section).Table.List().Select(row => row[3].ToString()).Distinct().ToArray();
        Assert.Contains("Kent", places("Age-standardised"));
        Assert.Contains("Kent", places("Birth dose"));
        facts.Run("update agg_standardised_rate set n_numerator = n_numerator - 1 where county_fips = '44001'; update agg_hepb_birth_dose set n_numerator = n_numerator - 1 where place = '44001'".Replace("; ", ";\n", StringComparison.Ordinal));
        Assert.Equal(["Whole jurisdiction"], places("Age-standardised"));
        Assert.Equal(["Whole jurisdiction"], places("Birth dose"));
        Assert.Contains(ReportRunner.Make("cohorts", facts.Request()).Report!.Sections.Single(found => found.Name == "Age-standardised").Table.List(), row => row[3].ToString() == "Kent");
    }

    [Fact]
    public void Stock_is_for_those_who_see_counts_as_they_are_and_for_a_practice_its_own()
    {
        using var facts = EveryReportTests.State();
        var request = facts.Request(Role.Provider, ("practice", "10"));
        Assert.Contains("your own", ReportRunner.Make("stock", request).Problem);
        var own = ReportRunner.Make("stock", request with { Requester = request.Requester with { Practices = new HashSet<long> { 10 } } }).Report!;
        Assert.All(own.Sections[1].Table.List(), row => Assert.Equal("10", row[18].ToString()));
        var strict = facts.Request() with { Policy = ReleasePolicy.Default with { Threshold = new Dictionary<Role, int> { [Role.StateAdmin] = 11 } } };
        Assert.Contains("see counts as they are", ReportRunner.Make("stock", strict).Problem);
        Assert.Contains("No stock event", ReportRunner.Make("stock", facts.Request(Role.StateAdmin, ("year", "1999"))).Problem);
    }

    [Fact]
    public void Susceptibility_is_a_range_and_says_that_no_record_is_not_no_protection()
    {
        using var facts = EveryReportTests.State();
        var report = ReportRunner.Make("susceptibility", facts.Request(Role.StateAdmin, ("disease", "polio"))).Report!;
        Assert.Contains("no record is not no protection", report.Label);
        Assert.Contains("between ", report.Words[0]);
        foreach (var table in report.Sections.Select(section => section.Table))
        {
            Assert.Contains(table.Footnotes, note => note.Contains("no record is not no protection", StringComparison.Ordinal));
            Assert.All(table.List(), row => Assert.True(row[table.IndexOf("n_low")].AsWhole() <= row[table.IndexOf("n_high")].AsWhole()));
        }
    }

    [Fact]
    public void The_children_between_the_two_ends_of_a_range_of_susceptibility_are_no_small_count_either()
    {
        using var facts = EveryReportTests.State();
        // Far from small at both ends; three children of Bristol of 5 to 11 years lie between them, one at each of three ages.
        facts.Run("""
            update agg_susceptibility set n_low = 40, n_high = 60 where disease = 'measles' and area_kind = 'county';
            update agg_susceptibility set n_high = n_low + case when age_years < 8 then 1 else 0 end where disease = 'measles' and area = '44001' and age_years between 5 and 11;
            update agg_susceptibility as total set n_low = (select sum(n_low) from agg_susceptibility as part where part.area_kind = 'county' and part.disease = total.disease and part.age_years = total.age_years),
                n_high = (select sum(n_high) from agg_susceptibility as part where part.area_kind = 'county' and part.disease = total.disease and part.age_years = total.age_years) where area_kind = 'state'
            """);
        Assert.Equal(3L, facts.Connection.QueryScalar<long>("select cast(sum(n_high - n_low) as bigint) from agg_susceptibility where disease = 'measles' and area = '44001' and age_years between 5 and 11"));
        foreach (var table in ReportRunner.Make("susceptibility", facts.Request(Role.StateAdmin, ("audience", "public"))).Report!.Sections.Select(section => section.Table))
        {
            var (low, high) = (table.IndexOf("n_low"), table.IndexOf("n_high"));
            Assert.Contains(table.List(), row => row[low].IsNumber && row[high].IsNumber);
            Assert.All(table.List().Where(row => row[low].IsNumber && row[high].IsNumber), row => Assert.False(row[high].AsWhole() - row[low].AsWhole() is > 0 and < 11, $"{table.Name}: {row[0]} has {row[low]} to {row[high]}"));
        }
    }

    /// <summary>Marts that no report reads, and where people find what is in them.</summary>
    static readonly Dictionary<string, string> NotInReports = new(StringComparer.Ordinal)
    {
        ["agg_coverage_by_age"] = "query: the whole curve by days; cohorts prints it at the milestones from agg_coverage_by_county",
        ["agg_linkage"] = "link review", ["agg_linkage_estimate"] = "link review",
    };

    [Fact]
    public void Every_mart_is_shown_by_a_report_or_named_here_with_the_place_where_it_is_found()
    {
        var queries = string.Join('\n', Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "reports", "sql"), "*.sql").Select(File.ReadAllText));
        var marts = Directory.GetFiles(Path.Combine(RegistryAnalytics.Warehouse.Build.Content.Folder, "models", "marts"), "agg_*.sql").Select(file => Path.GetFileNameWithoutExtension(file)).ToArray();
        bool IsRead(string mart) => System.Text.RegularExpressions.Regex.IsMatch(queries, $@"\b(from|join) {mart}\b");
        Assert.True(marts.Length > 25);
        Assert.Equal(NotInReports.Keys.Order(StringComparer.Ordinal), marts.Where(mart => !IsRead(mart)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Adult_figures_say_that_they_are_a_lower_bound()
    {
        using var facts = EveryReportTests.State();
        foreach (var (report, section) in new[] { ("program", "Adults"), ("cohorts", "Age-standardised") })
            Assert.Contains(Section(facts, report, section).Footnotes, note => note.Contains("lower bound", StringComparison.Ordinal));
    }
}
