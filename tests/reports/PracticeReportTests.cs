using System.Globalization;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>Reports on one practice and on all of them.</summary>
public class PracticeReportTests
{
    [Fact]
    public void A_practice_report_compares_with_state_goal_rank_and_last_year()
    {
        using var facts = StaffReportTests.State();
        var report = ReportRunner.Make("practice", facts.Request(Role.StateAdmin, ("practice", "10"))).Report!;
        var coverage = StaffReportTests.Row(report.Sections.Single(section => section.Name == "Coverage by year").Table, 0);
        Assert.Equal(["DTaP", "40", "30", "0.75"], coverage[..4]);
        Assert.Equal(["0.8167", "1 of 1", "0.7"], coverage[6..9]);
        facts.Run("update code_program_parameter set value = '50' where name = 'rank_least_patients'");
        var few = ReportRunner.Make("practice", facts.Request(Role.StateAdmin, ("practice", "10"))).Report!;
        Assert.Equal("<50", few.Sections.Single(section => section.Name == "Coverage by year").Table.List()[0][7].AsText());
        Assert.Contains(few.Sections[0].Table.Footnotes, note => note.Contains("50 patients or more", StringComparison.Ordinal));
        Assert.Equal(5.0, double.Parse(coverage[9], CultureInfo.InvariantCulture), 1e-9);
        WorkbookAssert.Write(report with { Name = "practice" });
    }

    [Fact]
    public void A_practice_report_shows_what_the_assessment_of_the_build_counted_and_nothing_of_its_own()
    {
        using var facts = StaffReportTests.State();
        var report = ReportRunner.Make("practice", facts.Request(Role.StateAdmin, ("practice", "10"))).Report!;
        Assert.Equal(["Children", "Adolescents", "Opportunities", "Coverage by year", "Timeliness", "Invalid doses", "Patients to call in", "Invalid doses by patient"], report.Sections.Select(section => section.Name));
        Assert.Equal(["DTaP", "40", "30", "0.75"], StaffReportTests.Row(report.Sections[0].Table, 0)[..4]);
        Assert.Equal(["0.8", "1 of 2", "within", "4", "6", "6"], StaffReportTests.Row(report.Sections[0].Table, 0)[6..12]);
        Assert.Equal(["Series 4:3:1:3:3:1:4", "40", "26"], StaffReportTests.Row(report.Sections[0].Table, 3)[..3]);
        var printed = report.Sections.Take(3).Sum(section => section.Table.List().Count);
        Assert.Equal(facts.Connection.QueryScalar<long>("select count(*) from agg_practice_assessment where practice_key = 10"), printed);
        Assert.Contains(report.Sections[2].Table.List(), row => row[1].AsText() == "DTaP: began late" && row[2].AsWhole() == 39 && row[3].AsWhole() == 5);
        // Counted by the milestone, unlike the vaccines, which are as of today: they stand where that is said.
        Assert.Contains(report.Sections[2].Table.List(), row => row[1].AsText() == "Series complete by the second birthday, of those who began late" && row[2].AsWhole() == 5 && row[3].AsWhole() == 2);
        Assert.Equal(report.Sections[2].Table.List().Count, report.Sections[2].Table.List().Select(row => row[0].AsText() + row[1].AsText()).Distinct().Count());
        // Nobody asks of a series at which visit it was missed: no zero.
        Assert.All(Enumerable.Range(10, 2), column => Assert.Equal(CellState.Blank, report.Sections[0].Table.List()[3][column].State));
        Assert.Equal(["2024 Q2", "2026 Q1"], report.Sections[4].Table.List().Select(row => row[0].AsText()));
        // Of a practice too small to be ranked.
        Assert.Equal("<30", StaffReportTests.Row(ReportRunner.Make("practice", facts.Request(Role.StateAdmin, ("practice", "11"))).Report!.Sections[0].Table, 0)[7]);
    }

    [Fact]
    public void Invalid_doses_are_counted_and_patients_listed_through_the_gate()
    {
        using var facts = StaffReportTests.State();
        var report = ReportRunner.Make("practice", facts.Request(Role.StateAdmin, ("practice", "10"))).Report!;
        Assert.Equal(["MMR", "too soon after a live vaccine", "3", "3"], StaffReportTests.Row(report.Sections[5].Table, 0));
        var patients = report.Sections[6].Table.List();
        // 40 patients have something overdue; person 3 is protected and stays unnamed.
        Assert.Equal(39, patients.Count);
        Assert.DoesNotContain(patients, row => row[0].AsText() == "Last3, First3");
        Assert.Equal(2, patients.Max(row => row[2].AsWhole()));
        Assert.Equal(["Last1, First1", "Last2, First2", "Last4, First4"], report.Sections[7].Table.List().Select(row => row[0].AsText()).Order(StringComparer.Ordinal));
        Assert.Single(facts.Audit);
    }

    [Fact]
    public void Practices_are_compared_for_those_who_see_counts_as_they_are()
    {
        using var facts = StaffReportTests.State();
        var report = ReportRunner.Make("practices", facts.Request()).Report!;
        Assert.Equal(["Bristol Pediatrics", "40", "26", "0.65"], StaffReportTests.Row(report.Sections[0].Table, 0)[..4]);
        Assert.Equal("below", StaffReportTests.Row(report.Sections[0].Table, 0)[9]);
        Assert.Equal("Series 4:3:1:3:3:1:4: of 1 practices 0 lie within what chance explains, 1 below (0 far) and 0 above (0 far).", report.Sections[0].Table.Finding);
        // Two practices, of which one is too small; each row counts every practice once.
        Assert.All(report.Sections[1].Table.List(), row => Assert.Equal(2, row[1].AsWhole() + row[7].AsWhole()));
        Assert.All(report.Sections[1].Table.List(), row => Assert.Equal(row[1].AsWhole(), row[2..7].Sum(cell => cell.AsWhole())));
        Assert.Contains("there are: dtap", ReportRunner.Make("practices", facts.Request(Role.StateAdmin, ("indicator", "mumps"))).Problem);
        var local = facts.Request(Role.LocalHealth);
        Assert.Contains("No practice has", ReportRunner.Make("practices", local with { Requester = local.Requester with { Counties = new HashSet<string> { "44009" } } }).Problem);
        Assert.Single(ReportRunner.Make("practices", local with { Requester = local.Requester with { Counties = new HashSet<string> { "44001" } } }).Report!.Sections[0].Table.List());
        var strict = facts.Request();
        Assert.Contains("see counts as they are", ReportRunner.Make("practices", strict with { Policy = strict.Policy with { Threshold = strict.Policy.Threshold.ToDictionary(pair => pair.Key, _ => 11) } }).Problem);
    }

    [Fact]
    public void A_provider_gets_its_own_practice_only()
    {
        using var facts = StaffReportTests.State();
        var request = facts.Request(Role.Provider, ("practice", "10"));
        Assert.Contains("outside your scope", ReportRunner.Make("practice", request).Problem);
        Assert.Null(ReportRunner.Make("practice", request with { Requester = request.Requester with { Practices = new HashSet<long> { 10 } } }).Problem);
    }

    [Fact]
    public void A_practice_pdf_has_two_to_four_pages_and_the_batch_makes_one_for_each_practice()
    {
        using var facts = StaffReportTests.State();
        using var runner = new ReportRunner();
        var folder = Directory.CreateTempSubdirectory("practices-").FullName;
        try
        {
            var outcomes = runner.WriteEach("practice", facts.Request(), "practice", [("10", Path.Combine(folder, "P10.pdf")), ("11", Path.Combine(folder, "P11.pdf")), ("12", Path.Combine(folder, "P12.pdf"))]).ToArray();
            Assert.Equal([true, true, false], outcomes.Select(pair => pair.Outcome.Problem is null));
            if (outcomes[0].Outcome.Notice is not null) return;
            var pdf = File.ReadAllBytes(Path.Combine(folder, "P10.pdf"));
            WorkbookAssert.Keep("practice.pdf", pdf);
            if (PdfTests.TextOf(pdf) is not { } text) return;
            Assert.InRange(text.Split('\f').Length - 1, 2, 4);
            Assert.Contains("Bristol Pediatrics", text);
            Assert.Contains("=Kent()", PdfTests.TextOf(File.ReadAllBytes(Path.Combine(folder, "P11.pdf"))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_legend_of_a_practice_chart_says_whose_rates_it_draws()
    {
        using var facts = StaffReportTests.State();
        var made = ReportRunner.Make("practice", facts.Request(Role.StateAdmin, ("practice", "10")));
        var drawing = made.Page!.Split("<svg ")[1].Split("</svg>")[0];
        Assert.Contains(">This practice<", drawing);
        Assert.Contains(">All practices<", drawing);
        Assert.DoesNotContain(">Rate<", drawing);
    }

    [Theory]
    [InlineData("practice")]
    [InlineData("recall")]
    public void A_report_of_a_run_is_the_same_as_one_made_by_itself_and_the_run_reads_forecasts_and_evaluations_once(string name)
    {
        using var facts = StaffReportTests.State();
        // Person 2 is a patient of both: its last visit was not there, where another answers for it.
        facts.Run("insert into fct_person_practice (person_key, practice_key, status) values (2, 11, 'active')");
        var run = new ReportRun();
        ReportResult Of(string practice, ReportRun? shared) => ReportRunner.Make(name, facts.Request(Role.StateAdmin, ("practice", practice)) with { Run = shared });
        string Written(ReportResult result)
        {
            using var stream = new MemoryStream();
            RegistryAnalytics.Reports.Writers.JsonWriter.Write(result.Report!, stream);
            return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + result.Page;
        }
        string[] practices = ["10", "11"];
        var alone = practices.Select(practice => Written(Of(practice, null))).ToArray();
        Assert.Equal(alone[0], Written(Of("10", run)));
        Assert.NotEqual(alone[0], alone[1]);
        // What the second report shows was read for the first.
        facts.Run("drop table fct_forecast; drop table fct_dose_evaluation");
        Assert.Equal(alone[1], Written(Of("11", run)));
        Assert.Equal(4, facts.Audit.Count);
        if (name == "practice") Assert.Equal("There is no practice with key 12.", Of("12", run).Problem);
    }
}
