using RegistryAnalytics.Codes;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>Day arithmetic of the compiled engine, seen through dates that it forecasts, against the calendar of the codes project.</summary>
public class DayTests
{
    [Fact]
    public void An_impossible_day_moves_to_the_first_of_the_next_month_in_forecasts()
    {
        var result = ShippedSchedule.Evaluate("2025-08-31", RegistryAnalytics.Evaluation.Sex.Male, "2025-09-10");
        // 31 August + 6 months = 1 March.
        Assert.Equal(new DateOnly(2026, 3, 1), result.ForecastOf("COVID-19").Earliest);
    }

    [Fact]
    public void Ages_of_people_born_on_any_day_agree_with_the_calendar()
    {
        for (var born = new DateOnly(2019, 12, 25); born < new DateOnly(2021, 1, 5); born = born.AddDays(1))
        {
            var result = RegistryAnalytics.Evaluation.PersonEvaluator.Evaluate(
                new(born, RegistryAnalytics.Evaluation.Sex.Male), [], [], ShippedSchedule.ByDate, new(2021, 2, 1));
            Assert.Equal(CdsiCalendar.AddMonths(born, 12), result.ForecastOf("MMR").Earliest);
            Assert.Equal(new Period(0, 16, 4, 0).After(born).AddDays(-1), result.ForecastOf("MMR").PastDue);
        }
    }
}
