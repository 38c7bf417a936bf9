using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Evaluation;

public class PublishedCasesTests
{
    [Fact]
    public void The_development_cases_are_all_there()
    {
        Assert.Equal((737, 226), (PublishedCases.Healthy.Count, PublishedCases.UnderlyingConditions.Count));
        var all = PublishedCases.Healthy.Concat(PublishedCases.UnderlyingConditions).ToList();
        Assert.Equal(all.Count, all.Select(c => c.Id).Distinct().Count());
        Assert.Equal((2035, 182), (all.Sum(c => c.Doses.Count), all.SelectMany(c => c.Doses).Count(d => d.Reason is not null)));
    }

    [Fact]
    public void Every_name_in_them_is_one_that_the_schedule_or_the_specification_has()
    {
        var schedule = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder).Load("4.64").Schedule!;
        var all = PublishedCases.Healthy.Concat(PublishedCases.UnderlyingConditions).ToList();
        Assert.Empty(all.Select(c => c.Group).Except(schedule.VaccineGroups.Select(g => g.Name)));
        Assert.Empty(all.SelectMany(c => c.Doses).Select(d => d.Cvx).Except(schedule.Vaccines.Select(v => v.Cvx)));
        Assert.Empty(all.SelectMany(c => c.Observations).Select(o => o.Code).Except(schedule.Observations.Select(o => o.Code)));
        Assert.Empty(all.Select(c => c.Status).Except(["Not Complete", "Complete", "Immune", "Contraindicated", "Aged Out", "Not Recommended"]));
        Assert.Empty(all.SelectMany(c => c.Doses).Select(d => d.Status).Except(["Valid", "Not Valid", "Extraneous", "Sub-standard"]));
        Assert.Empty(all.SelectMany(c => c.Doses).Select(d => d.Reason).OfType<string>().Except(PublishedCases.Reasons));
        Assert.Empty(all.SelectMany(c => c.Doses).Select(d => d.SeriesType).OfType<string>().Except(["Standard", "Risk"]));
    }
}
