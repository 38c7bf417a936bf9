using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>Turning a schedule into arrays: lookups, and schedules that contradict themselves.</summary>
public class ScheduleCompilerTests
{
    static readonly CompiledSchedule Compiled = CompiledSchedule.Compile(ShippedSchedule.Schedule);

    [Theory]
    [InlineData("03", "3")]
    [InlineData("008", "08")]
    [InlineData("110", "110")]
    public void Leading_zeros_of_codes_do_not_matter(string one, string other)
    {
        Assert.True(Compiled.CvxIndex(one) >= 0);
        Assert.Equal(Compiled.CvxIndex(one), Compiled.CvxIndex(other));
    }

    [Fact]
    public void Codes_that_no_rule_knows_are_told_apart_from_codes_not_given()
    {
        Assert.Equal((-1, -1), (Compiled.CvxIndex("9999"), Compiled.CvxIndex("")));
        Assert.Equal((0, 0, -1), (Compiled.MvxIndex(""), Compiled.MvxIndex("UNK"), Compiled.MvxIndex("ZZZ")));
        Assert.Equal((-1, true), (Compiled.ObservationIndex("9999"), Compiled.ObservationIndex("7") >= 0));
        Assert.Equal((0, -1, true), (Compiled.CountryIndex(" "), Compiled.CountryIndex("Mexico"), Compiled.CountryIndex("U.S.A.") > 0));
    }

    [Fact]
    public void Every_code_comes_back_by_its_index()
    {
        foreach (var vaccine in ShippedSchedule.Schedule.Vaccines)
            Assert.Equal(vaccine.Cvx, Compiled.Vaccines[Compiled.CvxIndex(vaccine.Cvx)]);
    }

    [Fact]
    public void A_vaccine_group_of_an_unknown_antigen_is_refused_by_name()
    {
        var schedule = ShippedSchedule.Schedule;
        var broken = schedule with { VaccineGroups = [.. schedule.VaccineGroups, new VaccineGroup("Pox", null, ["Pox"])] };
        var refused = Assert.Throws<InvalidOperationException>(() => CompiledSchedule.Compile(broken));
        Assert.Contains("vaccine group Pox names Pox", refused.Message);
    }

    [Fact]
    public void A_series_group_number_that_cannot_be_held_is_refused_by_name()
    {
        var schedule = ShippedSchedule.Schedule;
        var antigen = schedule.Antigens[0];
        var broken = schedule with
        {
            Antigens = [antigen with { Series = [antigen.Series[0] with { EquivalentSeriesGroups = [64] }] }, .. schedule.Antigens.Skip(1)],
        };
        Assert.Contains("series group 64", Assert.Throws<InvalidOperationException>(() => CompiledSchedule.Compile(broken)).Message);
    }

    [Fact]
    public void A_schedule_without_anything_answers_nothing()
    {
        var empty = new ImmunizationSchedule("0", "none", [], [], [], [], [], []);
        var result = PersonEvaluator.Evaluate(
            new Person(new(2020, 1, 1), Sex.Male), [new("1", new(2021, 1, 1), "03")], [new("007")], new ScheduleByDate(empty, []), new(2025, 1, 1));
        Assert.Empty(result.Forecasts);
        Assert.Equal(DoseOutcome.UnknownVaccine, Assert.Single(result.LeftOut).Reason);
        Assert.Null(result.ValidUntil);
    }
}
