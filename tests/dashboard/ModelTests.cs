using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using RegistryAnalytics.Dashboard.Model;

namespace RegistryAnalytics.Tests.Dashboard;

public class ModelTests
{
    static readonly Config Seeded = Config.QuickThrowOnFailure.WithReplay(2026, 1123);

    [Theory]
    [InlineData(0.934, "1.6 points below the goal of 95%")]
    [InlineData(0.95, "exactly the goal of 95%")]
    [InlineData(0.9499, "just below the goal of 95%")]
    [InlineData(0.9504, "exactly the goal of 95%")]
    [InlineData(1.02, "7.0 points above the goal of 95%")]
    public void The_distance_to_the_goal_agrees_with_the_printed_numbers(double rate, string words) =>
        Assert.Equal(words, Wording.AgainstGoal(rate, 0.95));

    [Fact]
    public void A_rate_above_one_is_shown_raw_and_the_reader_is_told_why()
    {
        var words = Wording.Headline("Any record", new Figure(1020, 1000, 1.02, FigureState.Shown), 0.95, "New Mexico");
        Assert.Contains("102.0%", words);
        Assert.Contains("More children are counted than the census estimates", words);
    }

    [Theory]
    [InlineData(94, 100, 1L)]
    [InlineData(95, 100, null)]
    [InlineData(0, 30, 29L)]
    public void The_missing_are_the_fewest_that_reach_the_goal(long counted, long of, long? missing)
    {
        var figure = new Figure(counted, of, (double)counted / of, FigureState.Shown);
        Assert.Equal(missing, Wording.Missing(figure, 0.95));
        Assert.Null(Wording.Missing(Figure.Suppressed, 0.95));
    }

    [Fact]
    public void The_missing_reach_the_goal_and_one_fewer_does_not() => Prop.ForAll(
        Gen.Choose(1, 100_000).SelectMany(of => Gen.Choose(0, of).Select(counted => (counted, of))).ToArbitrary(),
        pair => Wording.Missing(new Figure(pair.counted, pair.of, (double)pair.counted / pair.of, FigureState.Shown), 0.95) is long missing
            ? (pair.counted + missing) * 100 >= pair.of * 95 && (pair.counted + missing - 1) * 100 < pair.of * 95
            : pair.counted * 100 >= pair.of * 95).Check(Seeded);

    [Fact]
    public void Colour_borders_ascend_within_0_and_1_and_the_goal_begins_the_highest_step() => Prop.ForAll(
        Gen.Choose(0, 1100).Select(permille => permille / 1000.0).ListOf().ToArbitrary(),
        rates =>
        {
            var plain = MapScale.Borders(rates, null);
            var goal = MapScale.Borders(rates, 0.95);
            return Valid(plain) && Valid(goal) && goal[3] == 0.95
                && rates.All(rate => MapScale.Step(rate, plain) is >= 0 and <= 4) && MapScale.Step(0.95, goal) == 4 && MapScale.Step(0.9499, goal) == 3;
        }).Check(Seeded);

    static bool Valid(double[] borders) =>
        borders.Length == 4 && borders[0] > 0 && borders[3] < 1.0001 && borders.Zip(borders.Skip(1)).All(pair => pair.First < pair.Second);

    [Fact]
    public void What_an_address_says_is_what_is_written_back()
    {
        var state = Read("?measure=cis.combination_10&period=2025&by=county&county=35013");
        Assert.Equal(new PageState("cis.combination_10", "2025", "county", "35013"), state);
        Assert.Equal("/?measure=cis.combination_10&period=2025&by=county&county=35013#places", state.Url("#places"));
        Assert.Equal("/", new PageState().Url());
    }

    [Theory]
    [InlineData("?measure=%3Cscript%3E")]
    [InlineData("?measure=")]
    [InlineData("?measure=a'%3B--")]
    [InlineData("?measure=one&measure=two%22")]
    public void What_cannot_be_a_name_is_not_taken_from_an_address(string query) => Assert.Null(Read(query).Measure);

    [Fact]
    public void What_does_not_exist_is_replaced_and_the_reader_is_told()
    {
        var view = OverviewPlan.Make(new PageState("nothing", "1999", "shoe size", "99999"), MadeUpFigures.Make());
        Assert.Equal(new PageState("fully_operational.two_valid_dates_0_71", "2025-12-31", "county", null), view.Shown);
        Assert.Equal(4, view.Notices.Count);
    }

    [Fact]
    public void A_period_that_is_not_over_says_so_wherever_it_is_named_and_adult_figures_are_called_a_lower_bound()
    {
        var figures = MadeUpFigures.Make();
        var view = OverviewPlan.Make(new PageState("cis.mmr", "2025", "race"), figures with
        {
            Choices = measure => figures.Choices(measure) with { Provisional = measure == Goals.Childhood ? ["2025"] : [], Note = "A lower bound." },
        });
        Assert.Equal("2025 (provisional)", view.ChildhoodPeriod);
        Assert.Equal("2025 (provisional)", view.Places!.Period);
        Assert.EndsWith("A lower bound.", view.Places.Finding);
        Assert.Equal("2025-12-31", view.EnrolmentPeriod);
        Assert.Contains("provisional", Assert.Single(view.Notices));
        Assert.Equal("2024", OverviewPlan.Make(new PageState("cis.mmr", "2024"), figures).Places!.Period);
    }

    [Fact]
    public void The_headline_is_the_literal_reading_while_the_build_has_it_and_the_next_best_when_not()
    {
        string[] names = ["any_record_0_71", "two_dates_0_71", "two_valid_dates_0_71"];
        RateRow Row(string name, Figure figure) => new(name, "all", "", figure);
        var shown = new Figure(9, 10, 0.9, FigureState.Shown);
        Assert.Equal("two_valid_dates_0_71", Goals.Headline([.. names.Select(name => Row(name, shown))], names));
        Assert.Equal("two_dates_0_71", Goals.Headline([Row(names[0], shown), Row(names[1], shown), Row(names[2], Figure.NoData)], names));
    }

    [Fact]
    public void A_trend_is_told_from_its_first_to_its_last_shown_point()
    {
        var day = new DateOnly(2025, 3, 31);
        Assert.Equal("From 80.0% on 31 March 2025, up 1.2 points to 81.2% on 30 June 2025.",
            Wording.Trend([new(day, new(80, 100, 0.8, FigureState.Shown)), new(day.AddDays(1), Figure.Suppressed), new(new(2025, 6, 30), new(812, 1000, 0.812, FigureState.Shown))]));
        Assert.Equal("One point so far: 80.0% on 31 March 2025.",
            Wording.Trend([new(day, new(80, 100, 0.8, FigureState.Shown)), new(new(2025, 12, 31), new(10, 100, 0.1, FigureState.Shown)) { IsComplete = false }]));
        Assert.Equal("There is no earlier point to compare with yet.", Wording.Trend([]));
    }

    static PageState Read(string query) =>
        PageState.Read(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query).ToDictionary(pair => pair.Key, pair => new StringValues([.. pair.Value]))));
}
