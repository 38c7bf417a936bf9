using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Schedule;

public class ScheduleImportTests
{
    static ImmunizationSchedule Imported()
    {
        var result = ScheduleImport.Read(SmallPackage.With());
        Assert.Empty(result.Findings);
        return Assert.IsType<ImmunizationSchedule>(result.Schedule);
    }

    [Fact]
    public void A_package_without_faults_imports_without_findings()
    {
        var schedule = Imported();
        Assert.Equal("9.1", schedule.Version);
        Assert.Equal(["01", "02"], schedule.Vaccines.Select(v => v.Cvx));
        Assert.Equal("had / it", schedule.Observations[0].Title);
        Assert.Equal([new CodedValue("SNOMED", "123")], schedule.Observations[0].CodedValues);
        Assert.Equal([new VaccineGroup("Pox", null, ["Pox"])], schedule.VaccineGroups);
        Assert.Equal(new Season("Pox", "2025-26", new DateOnly(2025, 7, 1), new DateOnly(2026, 6, 30), schedule.Source), Assert.Single(schedule.Seasons));
    }

    [Fact]
    public void Codes_that_a_qualifier_makes_one_expression_are_not_taken_one_by_one() =>
        Assert.Empty(Imported().Observations.Single(row => row.Code == "902").CodedValues);

    [Fact]
    public void Every_kind_of_rule_arrives()
    {
        var antigen = Assert.Single(Imported().Antigens);
        Assert.Equal(["901"], antigen.Immunity.ClinicalHistory);
        Assert.Equal(new BirthDateImmunity(new DateOnly(1957, 1, 1), "U.S.", ["902"]), Assert.Single(antigen.Immunity.BirthDates));
        Assert.Equal(new Contraindication("903", null, new Period(0, 8, 0, 0)), Assert.Single(antigen.Contraindications));
        var series = Assert.Single(antigen.Series);
        Assert.Equal("Pox", series.VaccineGroup);
        Assert.Equal(Gender.Any, series.RequiredGender);
        Assert.Equal([2, 3], series.EquivalentSeriesGroups);
        Assert.Equal(new SelectSeries(true, false, 1, "Standard", 'A', 1, null, null), series.Select);
        Assert.Empty(series.Indications);
        var first = series.Doses[0];
        Assert.Equal(new DateOnly(2020, 1, 1), Assert.Single(first.Ages).Cessation);
        Assert.Equal(new PreferableVaccine("01", new Period(0, 0, 6, 0), null, null, "ABC", 0.5m, true), Assert.Single(first.PreferableVaccines));
        Assert.Equal(["02"], first.InadvertentVaccines);
        Assert.Empty(first.ConditionalSkips);
        var second = series.Doses[1];
        Assert.True(second.Recurring);
        Assert.Equal([IntervalReference.PreviousDose, IntervalReference.MostRecentVaccine, IntervalReference.RelevantObservation], second.Intervals.Select(i => i.From));
        Assert.True(second.Intervals[0].Override);
        Assert.Equal(["01", "02"], second.Intervals[1].MostRecentCvx);
        Assert.Equal("901", second.Intervals[2].ObservationCode);
        Assert.Equal(new AllowableInterval(IntervalReference.TargetDose, 1, new Period(0, 0, 4, 0), null, null), Assert.Single(second.AllowableIntervals));
        var set = Assert.Single(Assert.Single(second.ConditionalSkips).Sets);
        Assert.Equal(SkipLogic.And, set.ConditionLogic);
        Assert.Equal(
            new SkipCondition(1, SkipConditionType.VaccineCountByDate, new DateOnly(2025, 7, 1), new DateOnly(2026, 6, 30), null, null, null,
                1, DoseCountType.Valid, DoseCountLogic.GreaterThan, ["01", "02"], []),
            set.Conditions[0]);
    }

    [Theory]
    [InlineData("<age>", "<age><surprise>1</surprise>", "dose 1", "unknown element 'surprise' under 'age'")]
    [InlineData("<set>", "<set colour='red'>", "dose 2", "unknown attribute 'colour' of 'set'")]
    [InlineData("<targetDisease>", "<extra/><targetDisease>", "series 'Pox 2-dose series'", "unknown element 'extra' under 'series'")]
    public void An_unknown_element_is_reported_by_name_and_place_and_left_out(string old, string now, string place, string text)
    {
        var result = ScheduleImport.Read(SmallPackage.With(old, now));
        var finding = Assert.Single(result.Findings);
        Assert.False(finding.IsError);
        Assert.Contains("Pox.xml", finding.Place);
        Assert.Contains(place, finding.Place);
        Assert.Contains(text, finding.Text);
        Assert.NotNull(result.Schedule);
    }

    [Theory]
    [InlineData("<conditionType>Age<", "<conditionType>Weather<", "dose 2", "'conditionType' is 'Weather'")]
    [InlineData("6 weeks - 4 days", "6 moons", "dose 1", "'absMinAge' is '6 moons'")]
    [InlineData("<requiredGender/>", "<requiredGender>Other</requiredGender>", "series 'Pox 2-dose series'", "'requiredGender' is 'Other'")]
    [InlineData("<conditionLogic>AND<", "<conditionLogic>XOR<", "dose 2", "'conditionLogic' is 'XOR'")]
    [InlineData("<cessationDate>20200101<", "<cessationDate>2020-1-1<", "dose 1", "'cessationDate' is '2020-1-1'")]
    [InlineData("<doseType>valid<", "<doseType>good<", "dose 2", "'doseType' is 'good'")]
    [InlineData("<doseCountLogic>Greater Than<", "<doseCountLogic>at least<", "dose 2", "'doseCountLogic' is 'at least'")]
    [InlineData("<context>Both<", "<context>Always<", "dose 2", "'context' is 'Always'")]
    [InlineData("<seriesType>Standard<", "<seriesType>Travel<", "series 'Pox 2-dose series'", "'seriesType' is 'Travel'")]
    [InlineData("<intervalPriority>override<", "<intervalPriority>first<", "dose 2", "'intervalPriority' is 'first'")]
    [InlineData("<recurringDose>Yes<", "<recurringDose>Often<", "dose 2", "'recurringDose' is 'Often'")]
    [InlineData("<fromPrevious>Y<", "<fromPrevious>N<", "dose 2", "counts from exactly one of")]
    [InlineData("<doseCount>1</doseCount>", "<doseCount/>", "dose 2", "lacks what the type VaccineCountByDate decides by")]
    [InlineData("<doseNumber>Dose 2<", "<doseNumber>Dose 3<", "series 'Pox 2-dose series'", "doses are not numbered")]
    [InlineData("<fromTargetDose>1<", "<fromTargetDose>2<", "dose 2", "not an earlier one")]
    [InlineData("6 weeks - 4 days", "9 months", "dose 1", "ages are out of order")]
    [InlineData("01; 02", "01, 02", "dose 2", "is not a code")]
    public void A_value_that_the_logic_would_decide_by_and_does_not_know_is_an_error_that_names_its_place(string old, string now, string place, string text)
    {
        var result = ScheduleImport.Read(SmallPackage.With(old, now));
        Assert.Null(result.Schedule);
        Assert.Contains(result.Findings, f => f.IsError && f.Text.Contains(text) && f.Place.Contains(place) && f.Place.Contains("Pox"));
    }

    [Fact]
    public void The_version_is_read_from_the_names_and_two_versions_are_an_error()
    {
        Assert.Contains(ScheduleImport.Read(SmallPackage.With(name: "9.1 and 9.2")).Findings, f => f.IsError && f.Text.Contains("9.1, 9.2"));
        Assert.Equal("9.3", ScheduleImport.Read(SmallPackage.With(name: "supporting data"), "9.3").Schedule?.Version);
    }

    [Fact]
    public void A_package_whose_names_tell_no_version_is_named_by_its_content()
    {
        var result = ScheduleImport.Read(SmallPackage.With(name: "supporting data"));
        Assert.StartsWith("unversioned-", result.Schedule!.Version);
        Assert.Contains(result.Schedule.Version, Assert.Single(result.Findings, f => !f.IsError).Text);
        Assert.Equal(result.Schedule.Version, ScheduleImport.Read(SmallPackage.With(name: "another name")).Schedule!.Version);
        Assert.NotEqual(result.Schedule.Version, ScheduleImport.Read(SmallPackage.With("<minAge>6 weeks<", "<minAge>7 weeks<", "another name")).Schedule!.Version);
    }

    [Theory]
    [InlineData("<seriesName>Pox 2-dose series<", "<seriesName>Pox Shared Clinical Decision Making<", SharedDecision.All)]
    [InlineData("<seriesAdminGuidance/>", "<seriesAdminGuidance>At 27 years by shared clinical decision-making.</seriesAdminGuidance>", SharedDecision.Some)]
    [InlineData("<indication/>", "<indication><observationCode><code>901</code></observationCode><description>shared clinical decision</description></indication>", SharedDecision.Some)]
    [InlineData("", "", SharedDecision.None)]
    public void Shared_decisions_are_marked_for_all_by_the_name_and_for_some_by_the_guidance(string old, string now, SharedDecision expected) =>
        Assert.Equal(expected, ScheduleImport.Read(SmallPackage.With(old, now)).Schedule!.Antigens[0].Series[0].SharedDecision);
}
