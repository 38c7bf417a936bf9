using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>What must hold for every history, on seeded random ones; more of them with REGISTRY_TEST_DEEP=1.</summary>
public class EnginePropertiesTests
{
    static readonly bool IsDeep = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1";
    static readonly DateOnly AsOf = new(2025, 11, 10);

    static int Count(int usual) => IsDeep ? usual * 50 : usual;

    static (RandomHistories Histories, Evaluator Evaluator, CompiledSchedule Schedule) Start(int seed)
    {
        var schedule = ShippedSchedule.ByDate.At(AsOf);
        return (new RandomHistories(seed), new Evaluator(schedule), schedule);
    }

    [Fact]
    public void Answers_are_the_same_on_every_day_before_valid_until()
    {
        var (histories, evaluator, schedule) = Start(1);
        var steps = 0;
        for (var i = 0; i < Count(120); i++)
        {
            var history = histories.Next(schedule, AsOf);
            history.EvaluateWith(evaluator);
            var expected = ResultText.Of(evaluator);
            var until = evaluator.ValidUntilDay;
            Assert.True(until > history.AsOf);
            for (var day = history.AsOf + 1; day < Math.Min(until, history.AsOf + 400); day++, steps++)
            {
                (history with { AsOf = day }).EvaluateWith(evaluator);
                Assert.Equal(expected, ResultText.Of(evaluator));
                Assert.Equal(until, evaluator.ValidUntilDay);
            }
        }
        Assert.True(steps > 2000, "the property was hardly tried");
    }

    [Fact]
    public void Valid_until_is_worth_something_for_most_persons_the_answer_changes_then_or_the_wait_is_long()
    {
        var (histories, evaluator, schedule) = Start(2);
        var days = new List<int>();
        for (var i = 0; i < 500; i++)
        {
            histories.Next(schedule, AsOf).EvaluateWith(evaluator);
            days.Add(evaluator.ValidUntilDay - AsOf.DayNumber);
        }
        days.Sort();
        Assert.True(days[days.Count / 2] >= 28, $"the median is {days[days.Count / 2]} days");
    }

    [Fact]
    public void Doses_and_observations_after_the_assessment_date_change_nothing_until_they_come()
    {
        var (histories, evaluator, schedule) = Start(3);
        for (var i = 0; i < Count(300); i++)
        {
            var history = histories.Next(schedule, AsOf);
            history.EvaluateWith(evaluator);
            var expected = ResultText.Of(evaluator);
            var later = history.AsOf + 1 + i % 50;
            var more = history with
            {
                Doses = [.. history.Doses, new(later, schedule.CvxIndex("03")), new(history.AsOf + 9000, schedule.CvxIndex("08"))],
                Observations = [.. history.Observations, new(schedule.ObservationIndex("007"), later)],
            };
            more.EvaluateWith(evaluator);
            Assert.Equal(expected, ResultText.Of(evaluator));
            Assert.True(evaluator.ValidUntilDay <= later);
            Assert.Equal(DoseOutcome.AfterAssessment, evaluator.DoseOutcomes[^1]);
        }
    }

    [Fact]
    public void A_dose_after_all_others_changes_no_earlier_evaluation_in_any_series()
    {
        var (histories, evaluator, schedule) = Start(4);
        var random = new Random(4);
        var compared = 0;
        for (var i = 0; i < Count(400); i++)
        {
            var history = histories.Next(schedule, AsOf);
            history.EvaluateWith(evaluator);
            var before = Rows(evaluator);
            var cvx = history.Doses.Length > 0 ? history.Doses[random.Next(history.Doses.Length)].Cvx : schedule.CvxIndex("03");
            (history with { AsOf = AsOf.DayNumber + 400, Doses = [.. history.Doses, new(AsOf.DayNumber + 300, cvx)] }).EvaluateWith(evaluator);
            // Which series is best may change; what a dose counted for in a series may not. Risk series that wait for a
            // completed standard series are the exception: the new dose may complete it.
            foreach (var (key, row) in Rows(evaluator))
                if (before.TryGetValue(key, out var old) && !AsksForCompletedSeries(evaluator.SeriesName(key.Series)))
                {
                    Assert.Equal(old, row);
                    compared++;
                }
        }
        Assert.True(compared > 1000);

        static Dictionary<(int Dose, int Series), DoseEvaluation> Rows(Evaluator evaluator) =>
            evaluator.Evaluations.ToArray().ToDictionary(row => (row.Dose, row.Series));

        static bool AsksForCompletedSeries(string name) => ShippedSchedule.Schedule.Antigens.SelectMany(antigen => antigen.Series)
            .Where(series => series.Name == name).SelectMany(series => series.Doses).SelectMany(dose => dose.ConditionalSkips)
            .SelectMany(skip => skip.Sets).SelectMany(set => set.Conditions).Any(row => row.Type == SkipConditionType.CompletedSeries);
    }

    [Fact]
    public void The_order_of_same_day_doses_without_a_common_antigen_does_not_matter()
    {
        var (histories, evaluator, schedule) = Start(5);
        var antigens = ShippedSchedule.Schedule.Vaccines.ToDictionary(row => schedule.CvxIndex(row.Cvx), row => row.Associations.Select(a => a.Antigen).ToHashSet());
        var swapped = 0;
        for (var i = 0; i < Count(600); i++)
        {
            var history = histories.Next(schedule, AsOf);
            var pairs = Enumerable.Range(0, Math.Max(0, history.Doses.Length - 1)).Where(k => MaySwap(history.Doses[k], history.Doses[k + 1])).ToArray();
            if (pairs.Length == 0)
                continue;
            var at = pairs[i % pairs.Length];
            history.EvaluateWith(evaluator);
            var expected = ResultText.Of(evaluator);
            var doses = history.Doses.ToArray();
            (doses[at], doses[at + 1]) = (doses[at + 1], doses[at]);
            (history with { Doses = doses }).EvaluateWith(evaluator);
            Assert.Equal(expected, ResultText.Of(evaluator, dose => dose == at ? at + 1 : dose == at + 1 ? at : dose));
            swapped++;
        }
        Assert.True(swapped > 100);

        // Varicella and zoster vaccine share no antigen, yet an interval of the one counts from the other.
        bool MaySwap(DoseInput a, DoseInput b) => a.Day == b.Day && a.Cvx != b.Cvx && !antigens[a.Cvx].Overlaps(antigens[b.Cvx])
            && !antigens[a.Cvx].Union(antigens[b.Cvx]).Any(antigen => antigen is "Zoster" or "Pertussis");
    }

    [Fact]
    public void A_person_without_doses_gets_every_routine_forecast()
    {
        foreach (var years in new[] { 0, 1, 5, 12, 17, 30, 55, 66, 80 })
            foreach (var sex in new[] { Sex.Female, Sex.Male, Sex.Unknown, Sex.Other })
            {
                var born = AsOf.AddYears(-years);
                var result = PersonEvaluator.Evaluate(new Person(born, sex), [], [], ShippedSchedule.ByDate, AsOf);
                var routine = ShippedSchedule.Schedule.Antigens.SelectMany(antigen => antigen.Series)
                    .Where(series => series.Type == SeriesType.Standard && (series.RequiredGender & PersonEvaluator.GenderOf(sex)) != 0)
                    .Where(series => (series.Select.MinAgeToStart?.After(born) ?? born) <= AsOf && AsOf < (series.Select.MaxAgeToStart?.After(born) ?? DateOnly.MaxValue))
                    .Select(series => series.VaccineGroup).Distinct().Order();
                Assert.Equal(routine, result.Forecasts.Select(row => row.VaccineGroup).Order());
                Assert.All(result.Forecasts, row => Assert.Equal(SeriesType.Standard, row.SeriesType));
                Assert.All(result.Forecasts, row => Assert.True(row.Status != ForecastStatus.NotComplete || row.DoseNumber == 1));
            }
    }

    [Fact]
    public void Explaining_changes_no_answer_and_every_reason_is_explained()
    {
        var (histories, evaluator, schedule) = Start(6);
        for (var i = 0; i < Count(250); i++)
        {
            var history = histories.Next(schedule, AsOf);
            history.EvaluateWith(evaluator);
            var (expected, until) = (ResultText.Of(evaluator), evaluator.ValidUntilDay);
            Assert.Equal(0, evaluator.ExplainForecast(0).Length);
            history.EvaluateWith(evaluator, explain: true);
            Assert.Equal((expected, until), (ResultText.Of(evaluator), evaluator.ValidUntilDay));
            for (var row = 0; row < evaluator.Evaluations.Length; row++)
            {
                uint told = 0;
                foreach (var reason in evaluator.ExplainEvaluation(row))
                    told |= 1u << (int)reason.Code;
                Assert.Equal(evaluator.Evaluations[row].Reasons, told);
            }
            for (var row = 0; row < evaluator.Forecasts.Length; row++)
            {
                var forecast = evaluator.Forecasts[row];
                var reasons = evaluator.ExplainForecast(row).ToArray();
                Assert.True(reasons.Length > 0, $"{forecast} of history {i} is not explained.");
                Assert.Contains(reasons, reason => forecast.Status != ForecastStatus.NotComplete || reason.Day == forecast.Earliest || forecast.Earliest == GroupForecast.NoDay);
                Assert.All(reasons, reason => Assert.DoesNotContain("None", ReasonText.Of(reason)));
            }
        }
    }

    [Fact]
    public void One_evaluator_gives_the_same_answer_whoever_came_before()
    {
        var (histories, evaluator, schedule) = Start(7);
        for (var i = 0; i < Count(300); i++)
        {
            var history = histories.Next(schedule, AsOf);
            history.EvaluateWith(evaluator);
            var fresh = new Evaluator(schedule);
            history.EvaluateWith(fresh);
            Assert.Equal(ResultText.Of(fresh), ResultText.Of(evaluator));
        }
    }

    [Fact]
    public void A_person_costs_no_allocation_once_the_buffers_have_grown()
    {
        var (histories, evaluator, schedule) = Start(8);
        var persons = Enumerable.Range(0, 500).Select(_ => histories.Next(schedule, AsOf)).ToArray();
        foreach (var history in persons)
            history.EvaluateWith(evaluator);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var history in persons)
            history.EvaluateWith(evaluator);
        Assert.Equal(0, (GC.GetAllocatedBytesForCurrentThread() - before) / persons.Length);
    }
}
