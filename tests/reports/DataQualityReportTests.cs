using System.Globalization;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>The data-quality report: messages, completeness and delay up to the as-of day.</summary>
public class DataQualityReportTests
{
    [Fact]
    public void Data_quality_counts_messages_completeness_and_delay_by_sender()
    {
        using var facts = StaffReportTests.State();
        var report = ReportRunner.Make("data_quality", facts.Request()).Report!;
        Assert.Equal(["EHR0", "1", "1", "0", "0", "0", "30", "1"], StaffReportTests.Row(report.Sections[0].Table, 0)[..8]);
        Assert.Equal(["EHR1", "2", "1", "0", "1", "0.5", "55"], StaffReportTests.Row(report.Sections[0].Table, 1)[..7]);
        Assert.Equal(["EHR1", "birth_date.missing", "E", "1", "1", "The birth date is missing."], StaffReportTests.Row(report.Sections.Single(section => section.Name == "Findings").Table, 0));
        WorkbookAssert.Write(report);
    }

    [Fact]
    public void Data_quality_ends_on_the_as_of_day_and_takes_no_entry_before_its_dose_for_a_quick_one()
    {
        using var facts = StaffReportTests.State();
        var before = StaffReportTests.Row(ReportRunner.Make("data_quality", facts.Request()).Report!.Sections[0].Table, 0);
        // Sent after the as-of day, though received before known-by; and a dose entered the day before it was given.
        facts.Run("""
            insert into fct_message values (4, 'EHR0', 'VXU^V04', 'rejected', timestamp '2026-11-10 00:00:00', timestamp '2026-11-11 00:00:00', 1, 0);
            update fct_dose set entered_date = admin_date - 1 where dose_key = 40
            """);
        var after = ReportRunner.Make("data_quality", facts.Request()).Report!.Sections[0].Table;
        Assert.Equal(before[..7], StaffReportTests.Row(after, 0)[..7]);
        // Dose 40 was one of two of thirty that were entered on their day.
        Assert.Equal(facts.Connection.QueryScalar<double>("select count(*) filter (entered_date - admin_date between 0 and 1) / count(*) from fct_dose where sender = 'EHR0' and entered_date >= admin_date"), after.List()[0][after.IndexOf("within_1_share")].AsReal(), 12);
        Assert.NotEqual(before[after.IndexOf("within_1_share")], StaffReportTests.Row(after, 0)[after.IndexOf("within_1_share")]);
    }

    [Fact]
    public void Completeness_is_by_sender_over_the_weeks_asked_for_and_by_site_where_less_than_nine_in_ten()
    {
        using var facts = StaffReportTests.State();
        facts.Run("""
            insert into agg_quality_completeness values
                ('week', 'EHR0', null, date '2026-01-05', 'dose', 'lot', 'Lot number', 10, 4), ('week', 'EHR0', null, date '2026-10-05', 'dose', 'lot', 'Lot number', 30, 28), ('week', 'EHR0', null, date '2024-12-30', 'dose', 'lot', 'Lot number', 50, 50), ('week', 'EHR0', null, date '2026-01-05', 'person', 'race', 'Race', 20, 19),
                ('practice', 'EHR0', 10, null, 'dose', 'lot', 'Lot number', 40, 32), ('practice', 'EHR0', 11, null, 'dose', 'lot', 'Lot number', 40, 39), ('practice', 'EHR0', null, null, 'dose', 'funding', 'Funding source', 10, 1)
            """);
        var sections = ReportRunner.Make("data_quality", facts.Request(Role.StateAdmin, ("from", "2026-01-01"))).Report!.Sections;
        var senders = sections.Single(section => section.Name == "Completeness").Table;
        Assert.Equal(["EHR0", "persons", "Race", "20", "0.95", Symbols.NotAvailable], StaffReportTests.Row(senders, 0));
        Assert.Equal(["EHR0", "doses given", "Lot number", "40", "0.8", (28 / 30.0).ToString(CultureInfo.InvariantCulture)], StaffReportTests.Row(senders, 1));
        Assert.Equal([["EHR0", "Bristol Pediatrics", "doses given", "Lot number", "40", "0.8"], ["EHR0", "not told", "doses given", "Funding source", "10", "0.1"]], sections.Single(section => section.Name == "Completeness by site").Table.List().Select(row => row.Select(cell => cell.ToString()).ToArray()));
    }

    static Facts Delays()
    {
        var facts = StaffReportTests.State();
        facts.Run("""
            insert into agg_quality_timeliness values
                ('week', 'EHR0', null, date '2026-01-05', 30, 3, 12, 18, 21, 24, 4), ('week', 'EHR0', null, date '2024-12-30', 90, 0, 90, 90, 90, 90, 0), ('week', 'EHR1', null, date '2026-01-05', 0, 5, 0, 0, 0, 0, null),
                ('practice', 'EHR0', 10, null, 100, 12, 60, 75, 80, 85, 2), ('practice', 'EHR0', 11, null, 40, 2, 20, 25, 28, 36, 3), ('practice', 'EHR0', null, null, 300, 40, 100, 150, 200, 270, 5), ('practice', 'EHR1', 10, null, 7, 0, 7, 7, 7, 7, 0);
            insert into agg_quality_validity values
                ('week', 'EHR0', null, date '2026-01-05', 'lot.missing', 'W', 9, 8, 40, 0.2), ('week', 'EHR0', null, date '2024-12-30', 'lot.missing', 'W', 5, 5, 50, 0.1),
                ('practice', 'EHR0', 10, null, 'lot.missing', 'W', 6, 5, 60, 5 / 60.0), ('practice', 'EHR0', 10, null, 'race.missing', 'I', 30, 30, 60, 0.5), ('practice', 'EHR0', null, null, 'lot.missing', 'W', 8, 8, 30, 8 / 30.0)
            """);
        return facts;
    }

    [Fact]
    public void Delays_and_findings_are_by_week_of_those_asked_for_and_by_site()
    {
        using var facts = Delays();
        var report = ReportRunner.Make("data_quality", facts.Request(Role.StateAdmin, ("from", "2026-01-01"))).Report!;
        Table Of(string section) => report.Sections.Single(found => found.Name == section).Table;
        Assert.Equal([["EHR0", "2026-01-05", "30", "0.4", "0.6", "0.7", "0.8", "4", "3"], ["EHR1", "2026-01-05", "0", "n/a", "n/a", "n/a", "n/a", "n/a", "5"]], Rows(Of("Timeliness by week")));
        Assert.Equal([["EHR0", "=Kent()", "40"], ["EHR0", "Bristol Pediatrics", "100"], ["EHR0", "not told", "300"], ["EHR1", "Bristol Pediatrics", "7"]], Rows(Of("Timeliness by site")).Select(row => row[..3]));
        Assert.Equal([["EHR0", "2026-01-05", "lot.missing", "W", "9", "8", "40", "0.2"]], Rows(Of("Findings by week")));
        Assert.Equal(["race.missing", "lot.missing", "lot.missing"], Rows(Of("Findings by site")).Select(row => row[2]));
        Assert.Contains(report.Definitions, definition => definition.Source?.Contains("quality_dose", StringComparison.Ordinal) == true);
        WorkbookAssert.Write(report);
    }

    [Fact]
    public void Where_small_counts_are_suppressed_sites_hide_them_and_tables_that_could_be_subtracted_are_left_out()
    {
        using var facts = Delays();
        var strict = facts.Request() with { Policy = ReleasePolicy.Default with { Threshold = new Dictionary<Role, int> { [Role.StateAdmin] = 11 } } };
        var report = ReportRunner.Make("data_quality", strict).Report!;
        Assert.Equal(["Senders", "Timeliness by site"], report.Sections.Select(section => section.Name));
        Assert.Contains("left out", report.Words[0]);
        foreach (var cell in report.Sections.SelectMany(section => section.Table.List()).SelectMany(row => row))
            Assert.False(cell.State == CellState.Whole && cell.AsWhole() is > 0 and < 11);
        var sites = report.Sections[1].Table;
        // Seven doses of one site, and another with it, so that nobody subtracts.
        Assert.Equal(CellState.Suppressed, sites.List()[3][2].State);
        Assert.True(sites.List().Count(row => row[2].State == CellState.Suppressed) >= 2);
        // Four of Kent's forty were not entered within 30 days.
        Assert.Equal(CellState.Suppressed, sites.List()[0][6].State);
        Assert.Contains(sites.List(), row => row[6].IsNumber);
    }

    static string[][] Rows(Table table) => table.List().Select(row => row.Select(cell => cell.ToString()).ToArray()).ToArray();
}
