using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>What must not matter by the specification, on seeded random histories; more of them with REGISTRY_TEST_DEEP=1.</summary>
public class IndependenceTests
{
    static readonly int Count = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1" ? 20_000 : 400;
    static readonly DateOnly AsOf = new(2025, 11, 10);

    [Fact]
    public void The_order_of_rows_does_not_matter_where_the_days_differ()
    {
        var schedule = ShippedSchedule.ByDate.At(AsOf);
        var (histories, evaluator, random, moved) = (new RandomHistories(11), new Evaluator(schedule), new Random(11), 0);
        for (var i = 0; i < Count; i++)
        {
            var history = histories.Next(schedule, AsOf);
            history.EvaluateWith(evaluator);
            var expected = ResultText.Of(evaluator);
            // Days in any order; doses of one day keep theirs, for some target doses it tells which comes first.
            var order = Enumerable.Range(0, history.Doses.Length).GroupBy(k => history.Doses[k].Day).OrderBy(_ => random.Next()).SelectMany(day => day).ToArray();
            (history with { Doses = [.. order.Select(k => history.Doses[k])] }).EvaluateWith(evaluator);
            Assert.Equal(expected, ResultText.Of(evaluator, dose => order[dose]));
            moved += order.SequenceEqual(order.Order()) ? 0 : 1;
        }
        Assert.True(moved > Count / 2);
    }

    [Fact]
    public void A_vaccine_changes_nothing_for_groups_that_it_neither_counts_for_nor_conflicts_with_nor_is_named_by()
    {
        var schedule = ShippedSchedule.ByDate.At(AsOf);
        var (histories, evaluator, random, compared) = (new RandomHistories(12), new Evaluator(schedule), new Random(12), 0);
        var vaccines = ShippedSchedule.Schedule.Vaccines.Select(row => (Cvx: schedule.CvxIndex(row.Cvx), Groups: GroupsOf(row))).Where(row => row.Groups is not null).ToArray();
        Assert.True(vaccines.Length > 100, "hardly any vaccine is tried");
        for (var i = 0; i < Count; i++)
        {
            var history = histories.Next(schedule, AsOf);
            var (cvx, groups) = vaccines[random.Next(vaccines.Length)];
            history.EvaluateWith(evaluator);
            var expected = Others();
            (history with { Doses = [.. history.Doses, new(random.Next(history.Birth, history.AsOf + 1), cvx)] }).EvaluateWith(evaluator);
            Assert.Equal(expected, Others());
            compared += expected.Length;

            string[] Others() =>
            [
                .. evaluator.Forecasts.ToArray().Where(row => !groups!.Contains(evaluator.VaccineGroupName(row.VaccineGroup)))
                    .Select(row => $"{row with { RecommendedCvxStart = 0 }} {string.Join(',', evaluator.RecommendedCvx(row).ToArray())}"),
                .. evaluator.Evaluations.ToArray().Where(row => !groups!.Overlaps(GroupsOfAntigen(evaluator.AntigenName(row.Antigen)))).Select(row => row.ToString()),
            ];
        }
        Assert.True(compared > Count * 10);
    }

    /// <summary>Groups of the vaccine's antigens; null where it is in a live-virus pair or a rule of another group names it.</summary>
    static HashSet<string>? GroupsOf(Vaccine vaccine)
    {
        var schedule = ShippedSchedule.Schedule;
        var groups = vaccine.Associations.SelectMany(row => GroupsOfAntigen(row.Antigen)).ToHashSet();
        var isNamed = schedule.Antigens.Where(antigen => !groups.Overlaps(GroupsOfAntigen(antigen.Name))).SelectMany(antigen => antigen.Series)
            .SelectMany(series => series.Doses).Any(dose => dose.Intervals.Any(interval => interval.MostRecentCvx.Contains(vaccine.Cvx))
                || dose.ConditionalSkips.SelectMany(skip => skip.Sets).SelectMany(set => set.Conditions).Any(row => row.VaccineTypes.Contains(vaccine.Cvx)));
        return isNamed || schedule.Conflicts.Any(row => row.PreviousCvx == vaccine.Cvx || row.CurrentCvx == vaccine.Cvx) ? null : groups;
    }

    static IEnumerable<string> GroupsOfAntigen(string antigen) =>
        ShippedSchedule.Schedule.VaccineGroups.Where(group => group.Antigens.Contains(antigen)).Select(group => group.Name);
}
