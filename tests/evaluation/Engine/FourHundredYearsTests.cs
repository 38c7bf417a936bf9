using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>The calendar repeats every 400 years: moving the person and every dated row of the schedule moves every answer.</summary>
public class FourHundredYearsTests
{
    const int Cycle = 146_097;
    static readonly DateOnly AsOf = new(2025, 11, 10);

    [Fact]
    public void Moving_everything_by_400_years_moves_every_result_alike()
    {
        var here = CompiledSchedule.Compile(ShippedSchedule.Schedule);
        var there = CompiledSchedule.Compile(Move(ShippedSchedule.Schedule));
        var (now, then) = (new Evaluator(here), new Evaluator(there));
        var histories = new RandomHistories(seed: 9);
        for (var i = 0; i < 500; i++)
        {
            var history = histories.Next(here, AsOf);
            history.EvaluateWith(now);
            new History(
                history.Birth + Cycle, history.AsOf + Cycle, history.Gender,
                [.. history.Doses.Select(dose => dose with { Day = dose.Day + Cycle, LotExpiryDay = dose.LotExpiryDay == int.MaxValue ? int.MaxValue : dose.LotExpiryDay + Cycle })],
                [.. history.Observations.Select(seen => seen.Day == ObservationInput.Undated ? seen : seen with { Day = seen.Day + Cycle })]).EvaluateWith(then);
            Assert.Equal(ResultText.Of(now), ResultText.Of(then, shift: Cycle));
            Assert.Equal(now.ValidUntilDay == int.MaxValue ? int.MaxValue : now.ValidUntilDay + Cycle, then.ValidUntilDay);
        }
    }

    static ImmunizationSchedule Move(ImmunizationSchedule schedule) => schedule with
    {
        Antigens = schedule.Antigens.Select(antigen => antigen with
        {
            Immunity = antigen.Immunity with { BirthDates = antigen.Immunity.BirthDates.Select(row => row with { BornBefore = Later(row.BornBefore)!.Value }).ToRows() },
            Series = antigen.Series.Select(series => series with { Doses = series.Doses.Select(Move).ToRows() }).ToRows(),
        }).ToRows(),
    };

    static SeriesDose Move(SeriesDose dose) => dose with
    {
        Seasonal = dose.Seasonal is { } seasonal ? new SeasonalRecommendation(Later(seasonal.Start), Later(seasonal.End)) : null,
        Ages = dose.Ages.Select(row => row with { Effective = Later(row.Effective), Cessation = Later(row.Cessation) }).ToRows(),
        Intervals = dose.Intervals.Select(row => row with { Effective = Later(row.Effective), Cessation = Later(row.Cessation) }).ToRows(),
        AllowableIntervals = dose.AllowableIntervals.Select(row => row with { Effective = Later(row.Effective), Cessation = Later(row.Cessation) }).ToRows(),
        ConditionalSkips = dose.ConditionalSkips.Select(skip => skip with
        {
            Sets = skip.Sets.Select(set => set with
            {
                Effective = Later(set.Effective),
                Cessation = Later(set.Cessation),
                Conditions = set.Conditions.Select(row => row with { StartDate = Later(row.StartDate), EndDate = Later(row.EndDate) }).ToRows(),
            }).ToRows(),
        }).ToRows(),
    };

    static DateOnly? Later(DateOnly? date) => date?.AddDays(Cycle);
}
