using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>Made-up persons whose histories sit on and next to the edges of the schedule's rules. Same number, same person.</summary>
sealed class RandomPersons(ImmunizationSchedule schedule)
{
    static readonly int[] Jitter = [-40, -5, -4, -3, -1, 0, 0, 0, 0, 1, 2, 7, 30, 200];

    readonly List<SeriesDose[]> courses = schedule.Antigens.SelectMany(a => a.Series).Select(s => s.Doses.ToArray()).ToList();
    readonly string[] observations = schedule.Antigens.SelectMany(a => a.ObservationsNamed()).Distinct().Order(StringComparer.Ordinal).ToArray();
    readonly string[] vaccines = schedule.Vaccines.Select(v => v.Cvx).ToArray();
    readonly LiveVirusConflict[] conflicts = schedule.Conflicts.ToArray();

    internal OraclePerson Make(int number)
    {
        var random = new RandomNumbers((ulong)number);
        var asOf = random.One(5) == 0
            ? new DateOnly(2005, 1, 1).AddDays(random.One(365 * 25))
            : new DateOnly(2023, 9, 12).AddDays(random.One(1385));
        var born = Born(random, asOf);
        var doses = new List<(DateOnly Date, string Cvx, string? Mvx)>();
        for (var course = random.One(14); course > 0; course--)
            doses.AddRange(Course(random, born, asOf, random.Of(courses)));
        for (var stray = random.One(5) - 1; stray > 0; stray--)
            doses.Add((born.AddDays(random.One(Math.Max(1, asOf.DayNumber - born.DayNumber))), random.Of(vaccines), null));
        if (random.One(3) == 0)
        {
            var conflict = random.Of(conflicts);
            var first = born.AddDays(random.One(Math.Max(1, asOf.DayNumber - born.DayNumber)));
            doses.Add((first, conflict.PreviousCvx, null));
            doses.Add((first.Plus(random.One(2) == 0 ? conflict.End : conflict.MinimumEnd).AddDays(random.One(5) - 3), conflict.CurrentCvx, null));
        }
        if (doses.Count > 0 && random.One(4) == 0)
            doses.Add((random.Of(doses).Date, random.Of(vaccines), null));
        var kept = doses.Where(d => d.Date >= born && d.Date <= asOf).Take(40).Select((d, i) => new OracleDose(
            i, d.Date, d.Cvx, d.Mvx, null, random.One(40) == 0 ? d.Date.AddDays(random.One(3) - 1) : null, random.One(60) == 0)).ToList();
        return new OraclePerson(born, random.Of([Gender.Female, Gender.Female, Gender.Male, Gender.Male, Gender.Unknown]), kept, Observations(random, born, asOf), asOf);
    }

    static DateOnly Born(RandomNumbers random, DateOnly asOf)
    {
        var days = random.One(10) switch { < 3 => random.One(800), < 7 => random.One(19 * 365), _ => random.One(95 * 365) };
        var born = asOf.AddDays(-days);
        var moved = random.One(4) switch
        {
            0 => new DateOnly(born.Year, born.Month, DateTime.DaysInMonth(born.Year, born.Month)),
            1 when DateTime.IsLeapYear(born.Year) => new DateOnly(born.Year, 2, 29),
            _ => born,
        };
        return moved <= asOf ? moved : born;
    }

    List<OracleObservation> Observations(RandomNumbers random, DateOnly born, DateOnly asOf)
    {
        var found = new List<OracleObservation>();
        for (var n = random.One(2) * random.One(5); n > 0; n--)
        {
            DateOnly? date = random.One(2) == 0 ? null : asOf.AddDays(-random.One(Math.Min(1000, asOf.DayNumber - born.DayNumber + 1)));
            found.Add(new OracleObservation(random.Of(observations), date));
        }
        return found;
    }

    /// <summary>A series followed more or less: each dose near an age or an interval that decides something.</summary>
    static List<(DateOnly, string, string?)> Course(RandomNumbers random, DateOnly born, DateOnly asOf, SeriesDose[] series)
    {
        var doses = new List<(DateOnly Date, string Cvx, string? Mvx)>();
        var repeats = random.One(6) == 0 ? 2 : 1;
        foreach (var dose in series.Take(1 + random.One(series.Length)).SelectMany(d => Enumerable.Repeat(d, repeats)))
        {
            if (random.One(12) == 0)
                continue;
            var anchors = dose.Ages.SelectMany(a => new[] { a.AbsoluteMinimum, a.Minimum, a.EarliestRecommended, a.LatestRecommended, a.Maximum })
                .OfType<Period>().Select(p => born.Plus(p)).ToList();
            if (doses.Count > 0)
            {
                anchors.AddRange(dose.Intervals.SelectMany(i => new[] { i.AbsoluteMinimum, i.Minimum, i.EarliestRecommended }).OfType<Period>()
                    .Select(p => doses[^1].Date.Plus(p)));
                anchors.Add(doses[^1].Date.AddDays(random.One(400)));
            }
            if (anchors.Count == 0)
                anchors.Add(born.AddDays(random.One(Math.Max(1, asOf.DayNumber - born.DayNumber))));
            if (dose.Seasonal?.Start is { } season && random.One(2) == 0)
                anchors = [season.AddDays(random.One(120) - 20)];
            var date = random.Of(anchors).AddDays(random.Of(Jitter));
            if (doses.Count > 0 && date < doses[^1].Date && random.One(5) > 0)
                date = doses[^1].Date.AddDays(random.One(60));
            var (cvx, mvx) = VaccineOf(random, dose);
            if (cvx is not null)
                doses.Add((date, cvx, mvx));
        }
        return doses;
    }

    static (string? Cvx, string? Mvx) VaccineOf(RandomNumbers random, SeriesDose dose)
    {
        var kind = random.One(12);
        if (kind == 0 && dose.InadvertentVaccines.Count > 0)
            return (random.Of(dose.InadvertentVaccines), null);
        if (kind < 5 && dose.AllowableVaccines.Count > 0)
            return (random.Of(dose.AllowableVaccines).Cvx, null);
        if (dose.PreferableVaccines.Count == 0)
            return (null, null);
        var vaccine = random.Of(dose.PreferableVaccines);
        return (vaccine.Cvx, random.One(2) == 0 ? vaccine.Mvx : null);
    }
}
