using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Schedule;

public class SeasonTests
{
    static readonly ScheduleLibrary Library = new(ScheduleLibrary.BuiltInFolder);
    static readonly ImmunizationSchedule Shipped = Library.Load("4.64").Schedule!;
    static readonly Rows<Season> Loaded = Library.LoadSeasons().Seasons;

    static DateOnly D(string date) => DateOnly.Parse(date);

    static SeasonalSchedule At(string asOf) => SeasonalSchedule.At(Shipped, Loaded, D(asOf));

    static Series SeriesOf(ImmunizationSchedule schedule, string name) => schedule.Antigens.SelectMany(a => a.Series).Single(s => s.Name == name);

    [Fact]
    public void Within_the_packages_own_seasons_the_schedule_is_the_package()
    {
        var seasonal = At("2025-11-10");
        Assert.Equal(Shipped, seasonal.Schedule);
        Assert.Empty(seasonal.OutOfSeason);
        Assert.Equal(D("2026-07-01"), seasonal.ValidUntil);
    }

    [Theory]
    [InlineData("2024-12-01", "2024-07-01", "2025-06-30")]
    [InlineData("2026-12-01", "2026-07-01", "2027-06-30")]
    [InlineData("2026-07-01", "2026-07-01", "2027-06-30")]
    [InlineData("2026-06-30", "2025-07-01", "2026-06-30")]
    public void Influenza_moves_its_recommendation_and_its_dated_counts_together(string asOf, string start, string end)
    {
        var dose = SeriesOf(At(asOf).Schedule, "Influenza standard series").Doses[1];
        Assert.Equal(new SeasonalRecommendation(D(start), D(end)), dose.Seasonal);
        var conditions = dose.ConditionalSkips[0].Sets.SelectMany(s => s.Conditions).Where(c => c.Type == SkipConditionType.VaccineCountByDate).ToList();
        Assert.Equal([(D(start), D(end)), (D(start), D(end)), (D(start), D(end)), (null, D(start))], conditions.Select(c => (c.StartDate, (DateOnly?)c.EndDate!.Value)));
    }

    [Fact]
    public void The_windows_inside_an_RSV_season_move_by_whole_years_with_it()
    {
        var schedule = At("2026-11-22").Schedule;
        Assert.Equal(new SeasonalRecommendation(D("2026-10-01"), D("2027-03-31")), SeriesOf(schedule, "RSV 1-dose series").Doses[0].Seasonal);
        Assert.Equal(new SeasonalRecommendation(D("2026-09-01"), D("2027-01-31")), SeriesOf(schedule, "RSV risk pregnant 1-dose series").Doses[0].Seasonal);
        var count = SeriesOf(schedule, "RSV risk under 20 months series").Doses[1].ConditionalSkips[0].Sets[0].Conditions[0];
        Assert.Equal((D("2026-07-01"), D("2027-06-30")), (count.StartDate!.Value, count.EndDate!.Value));
    }

    [Fact]
    public void Covid_moves_to_the_day_its_season_started_and_its_dated_intervals_stay()
    {
        const string name = "COVID-19 start at 2 years+ shared clinical decision-making series";
        var before = SeriesOf(Shipped, name).Doses[0];
        var dose = SeriesOf(At("2025-01-15").Schedule, name).Doses[0];
        Assert.Equal(new SeasonalRecommendation(D("2024-08-22"), null), dose.Seasonal);
        Assert.Equal(D("2024-08-22"), dose.ConditionalSkips[0].Sets[0].Conditions[0].StartDate);
        Assert.Equal(before.Intervals, dose.Intervals);
    }

    [Fact]
    public void Dates_of_antigens_without_seasons_never_move()
    {
        var moved = At("2024-12-01").Schedule;
        Assert.All(Shipped.Antigens.Where(a => Shipped.Seasons.All(s => s.Antigen != a.Name)), a => Assert.Equal(a, moved.Antigens.Single(m => m.Name == a.Name)));
    }

    [Fact]
    public void Outside_every_loaded_season_the_antigen_is_named()
    {
        Assert.Equal(["COVID-19", "Influenza", "RSV"], At("2019-01-01").OutOfSeason);
        Assert.Equal(["Influenza", "RSV"], At("2030-01-01").OutOfSeason);
        Assert.Equal(["COVID-19", "Influenza"], SeasonalSchedule.At(Shipped, [], D("2025-06-30")).OutOfSeason.Intersect(["COVID-19", "Influenza"]));
    }

    [Fact]
    public void A_sites_row_ends_the_open_season_and_starts_its_own()
    {
        Rows<Season> site = [.. Loaded, new Season("COVID-19", "2026-27", D("2026-09-03"), null, "site")];
        Assert.Equal(D("2026-09-03"), SeriesOf(SeasonalSchedule.At(Shipped, site, D("2026-11-22")).Schedule, "COVID-19 start at 2 years+ shared clinical decision-making series").Doses[0].Seasonal!.Start);
        Assert.Equal(D("2026-09-03"), SeasonalSchedule.At(Shipped, site, D("2026-08-01")).ValidUntil);
    }

    [Fact]
    public void A_sites_row_of_the_same_name_stands_for_the_shipped_one()
    {
        Rows<Season> site = [.. Loaded, new Season("Influenza", "2025-26", D("2025-08-01"), D("2026-07-31"), "site")];
        Assert.Equal(new SeasonalRecommendation(D("2025-08-01"), D("2026-07-31")), SeriesOf(SeasonalSchedule.At(Shipped, site, D("2025-11-10")).Schedule, "Influenza standard series").Doses[0].Seasonal);
    }

    [Fact]
    public void The_answer_changes_exactly_at_valid_until()
    {
        for (var asOf = D("2022-01-01"); asOf < D("2028-01-01"); asOf = asOf.AddDays(1))
        {
            var (today, tomorrow) = (Dates(asOf), Dates(asOf.AddDays(1)));
            var changes = today.Schedule != tomorrow.Schedule || today.OutOfSeason != tomorrow.OutOfSeason;
            if (today.ValidUntil == asOf.AddDays(1))
                asOf = asOf.AddDays(1);
            else
                Assert.False(changes, $"{asOf}: changes before {today.ValidUntil}");
        }

        static (string Schedule, string OutOfSeason, DateOnly? ValidUntil) Dates(DateOnly asOf)
        {
            var s = SeasonalSchedule.At(Shipped, Loaded, asOf);
            var starts = s.Schedule.Antigens.SelectMany(a => a.Series).SelectMany(x => x.Doses).Select(d => $"{d.Seasonal}");
            return (string.Join(';', starts), s.OutOfSeason.ToString(), s.ValidUntil);
        }
    }

    [Theory]
    [InlineData("antigen,season,start,end,source\nInfluenza,2026-27,2026-07-01,,\"state, by letter\"", 1, 0)]
    [InlineData("\uFEFFAntigen,Season,Start,End,Source\r\nInfluenza,2026-27,2026-07-01,2027-06-30,x\r\n\r\n", 1, 0)]
    [InlineData("antigen,season,start,end,source\nInfluenza,2026-27,7/1/2026,,x", 0, 1)]
    [InlineData("antigen,season,start,end,source\nInfluenza,2026-27,2026-07-01,2026-06-30,x", 0, 1)]
    [InlineData("antigen,season,start,end,source\nInfluenza,2026-27,2026-07-01", 0, 1)]
    [InlineData("antigen,season,start,end,source\n,2026-27,2026-07-01,,x", 0, 1)]
    [InlineData("antigen;season;start;end;source", 0, 1)]
    public void Season_rows_are_read_or_refused_with_their_line(string text, int rows, int errors)
    {
        var read = SeasonRows.Read(new ScheduleFile("seasons.csv", text));
        Assert.Equal((rows, errors), (read.Seasons.Count, read.Findings.Count));
        Assert.All(read.Findings, f => Assert.StartsWith("seasons.csv:", f.Place));
    }
}
