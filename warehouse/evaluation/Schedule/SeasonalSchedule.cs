using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>A schedule whose seasonal rules stand in the season of one assessment date.</summary>
/// <param name="Schedule">The schedule to evaluate with; equal for every assessment date of the same seasons.</param>
/// <param name="OutOfSeason">Seasonal antigens for which no loaded season holds the date: their forecasts are to be withheld, and said so.</param>
/// <param name="ValidUntil">First date on which this answer is another one; null: never.</param>
/// <remarks>
/// A package is written for one season: its seasonal recommendations, and the dated vaccine counts that ask what was given
/// before or in the season, carry that season's dates. Here they move to the season of the assessment date: the season's
/// first and last day to the other season's, dates between them by whole years. Dates outside the package's season, and the
/// effective and cessation dates of ages, intervals and sets, are history (a rule changed then) and stay.
/// Decision: docs/adr/0016-seasons.md. Tests: tests/evaluation/Schedule/SeasonTests.cs.
/// </remarks>
public sealed record SeasonalSchedule(ImmunizationSchedule Schedule, Rows<string> OutOfSeason, DateOnly? ValidUntil)
{
    /// <summary>The schedule as it stands on an assessment date.</summary>
    /// <param name="loaded">
    /// Seasons beside the schedule's own; of rows with the same antigen and name the last one counts, also against the
    /// schedule's own. Rows of antigens that the schedule knows no season for say nothing.
    /// </param>
    public static SeasonalSchedule At(ImmunizationSchedule schedule, IEnumerable<Season> loaded, DateOnly asOf)
    {
        var rows = new Dictionary<(string, string), Season>();
        foreach (var season in schedule.Seasons.Concat(loaded))
            rows[(season.Antigen, season.Name)] = season;
        var outOfSeason = new List<string>();
        DateOnly? until = null;
        var moved = new Dictionary<string, (Season From, Season To)>();
        foreach (var home in schedule.Seasons)
        {
            var own = rows.Values.Where(s => s.Antigen == home.Antigen).OrderBy(s => s.Start).ThenBy(s => s.Name, StringComparer.Ordinal).ToList();
            var current = own.LastOrDefault(s => s.Start <= asOf);
            until = Earlier(until, own.Where(s => s.Start > asOf).Select(s => (DateOnly?)s.Start).FirstOrDefault());
            if (current is null || current.End < asOf)
            {
                outOfSeason.Add(home.Antigen);
                continue;
            }
            until = Earlier(until, current.End?.AddDays(1));
            if (current.Start != home.Start || current.End != home.End)
                moved[home.Antigen] = (home, current);
        }
        var antigens = schedule.Antigens.Select(a => moved.TryGetValue(a.Name, out var move) ? Move(a, move.From, move.To) : a).ToRows();
        return new SeasonalSchedule(moved.Count == 0 ? schedule : schedule with { Antigens = antigens }, outOfSeason.ToRows(), until);
    }

    static DateOnly? Earlier(DateOnly? a, DateOnly? b) => a is null ? b : b is null || a < b ? a : b;

    static Antigen Move(Antigen antigen, Season from, Season to) => antigen with
    {
        Series = antigen.Series.Select(s => s with { Doses = s.Doses.Select(d => d.Seasonal is null ? d : Move(d, from, to)).ToRows() }).ToRows(),
    };

    static SeriesDose Move(SeriesDose dose, Season from, Season to) => dose with
    {
        Seasonal = new SeasonalRecommendation(Move(dose.Seasonal!.Start, from, to), Move(dose.Seasonal.End, from, to)),
        ConditionalSkips = dose.ConditionalSkips.Select(skip => skip with
        {
            Sets = skip.Sets.Select(set => set with
            {
                Conditions = set.Conditions.Select(c => c with { StartDate = Move(c.StartDate, from, to), EndDate = Move(c.EndDate, from, to) }).ToRows(),
            }).ToRows(),
        }).ToRows(),
    };

    static DateOnly? Move(DateOnly? date, Season from, Season to) =>
        date is not { } d || d < from.Start || d > from.End ? date
        : d == from.Start ? to.Start
        : d == from.End ? to.End
        : CdsiCalendar.AddMonths(d, 12 * (to.Start.Year - from.Start.Year));
}
