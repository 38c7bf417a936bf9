using RegistryAnalytics.Codes;
using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Timeliness of doses agrees with a slow count that has the schedule's ages once more, as constants of its own.</summary>
[Trait("kind", "sql")]
public class TimelinessOracleTests
{
    static readonly int Count = OracleRun.IsDeep ? 100_000 : 2_000;
    static readonly DateOnly On = new(2025, 9, 15);

    /// <param name="Name">The dose as the mart names it; null: counted nowhere.</param>
    sealed record Target(string? Name, string Antigen, string Series, int Number);

    /// <param name="Least">Minimum age in months and days.</param>
    /// <param name="Latest">Latest recommended age in months and days.</param>
    sealed record Ages((int Months, int Days) Least, (int Months, int Days) Latest);

    static readonly Dictionary<string, Ages> Schedule = new()
    {
        ["hepb_1"] = new((0, 0), (0, 28)), ["hepb_3"] = new((0, 168), (19, 28)),
        ["dtap_1"] = new((0, 42), (3, 28)), ["dtap_4"] = new((15, 0), (19, 28)), ["dtap_5"] = new((48, 0), (84, 0)),
        ["hib_4"] = new((12, 0), (16, 28)), ["mmr_1"] = new((12, 0), (16, 28)), ["varicella_2"] = new((15, 0), (84, 28)),
        ["tdap_1"] = new((132, 0), (156, 28)), ["hpv_1"] = new((108, 0), (156, 28)), ["meningococcal_2"] = new((192, 0), (204, 28)),
    };

    static readonly Target[] Targets =
    [
        new("hepb_1", "HepB", "HepB 3-dose series", 1), new("hepb_3", "HepB", "HepB 4-dose series", 4), new("hepb_3", "HepB", "HepB 3-dose series", 3),
        new("dtap_1", "Pertussis", "Pertussis standard series", 1), new("dtap_1", "Pertussis", "Pertussis start at 12 months series", 1),
        new("dtap_4", "Pertussis", "Pertussis standard series", 4), new("dtap_5", "Pertussis", "Pertussis standard series", 5),
        new("tdap_1", "Pertussis", "Pertussis standard series", 10), new("tdap_1", "Pertussis", "Pertussis standard series", 11), new("tdap_1", "Pertussis", "Pertussis standard series", 7), new("tdap_1", "Pertussis", "Pertussis start at 12 months series", 9), new(null, "Pertussis", "Pertussis standard series", 6),
        new("hib_4", "Hib", "Hib PRP-OMP 3-dose series", 3), new("hib_4", "Hib", "Hib start at 2 months 4-dose series", 4), new(null, "HepA", "HepA risk 2-dose series", 1),
        new("mmr_1", "Measles", "Measles 2-dose series", 1), new("varicella_2", "Varicella", "Varicella 13+ 2-dose series", 2),
        new("hpv_1", "HPV", "HPV male 2-dose series", 1), new("hpv_1", "HPV", "HPV 3-dose series", 1), new("meningococcal_2", "Meningococcal", "Meningococcal ACWY 2-dose series", 2),
    ];

    sealed record Given(Target Target, DateOnly Day, bool IsValid);

    sealed record Child(long Key, DateOnly Birth, string County, bool IsResident, DateOnly? Death, IReadOnlyList<Given> Doses)
    {
        internal DateOnly FollowedTo => Death is { } day && day < On ? day : On;
    }

    [Fact]
    public void Every_cohort_has_the_counts_and_quartiles_of_the_slow_count()
    {
        var random = new Random(7);
        var children = Enumerable.Range(1, Count).Select(key => Make(random, key)).ToList();
        using var fixture = Filled(children);
        fixture.MakeMart("agg_dose_timeliness");
        var got = fixture.Connection.QueryRows("""
            select birth_year, dose, county_fips, n_cohort, n_given, n_early, n_on_time, n_late, n_by_maximum, is_complete,
                age_days_low::double, age_days_median::double, age_days_high::double, days_late_low::double, days_late_median::double, days_late_high::double
            from agg_dose_timeliness
            """).ToDictionary(row => ((int)(long)row[0]!, (string)row[1]!, (string)row[2]!), row => row.Skip(3).ToArray());
        var (compared, given) = (0, 0);
        foreach (var (dose, ages) in Schedule)
        {
            DateOnly after(Child child, (int Months, int Days) age) => CdsiCalendar.AddMonths(child.Birth, age.Months).AddDays(age.Days);
            DateOnly most(Child child) => after(child, ages.Latest).AddDays(-1);
            var cohort = children.Where(child => child.IsResident && most(child).AddDays(30) <= child.FollowedTo).ToList();
            // A birth year whose every child died before has reached the window and has no row: the newest seven are of all births.
            var years = children.Where(child => child.IsResident && most(child).AddDays(30) <= On).Select(child => child.Birth.Year).Distinct().OrderDescending().Take(7).ToHashSet();
            foreach (var year in cohort.Where(child => years.Contains(child.Birth.Year)).GroupBy(child => child.Birth.Year))
                foreach (var county in new[] { "state", "35001", "35003" })
                {
                    var here = year.Where(child => county == "state" || child.County == county).ToList();
                    if (here.Count == 0) continue;
                    var row = got[(year.Key, dose, county)];
                    var days = here.Select(child => (Child: child, Day: child.Doses.Where(one => one.IsValid && one.Target.Name == dose && (dose != "tdap_1" || one.Day >= CdsiCalendar.AddMonths(child.Birth, 120))).Select(one => (DateOnly?)one.Day).Min()))
                        .Where(one => one.Day <= one.Child.FollowedTo).Select(one => (one.Child, Day: one.Day!.Value)).ToList();
                    int early = days.Count(one => one.Day < after(one.Child, ages.Least)), late = days.Count(one => one.Day > most(one.Child).AddDays(30));
                    long[] counts = [here.Count, days.Count, early, days.Count - early - late, late, days.Count(one => one.Day <= most(one.Child))];
                    Assert.True(counts.SequenceEqual(row.Take(6).Select(n => (long)n!)), $"{dose} of {year.Key} in {county}: the mart says {string.Join(' ', row.Take(6))}, the slow count {string.Join(' ', counts)}.");
                    Assert.Equal(most(new Child(0, new DateOnly(year.Key, 12, 31), "", true, null, [])).AddDays(30) <= On, (bool)row[6]!);
                    var lived = days.Select(one => one.Day.DayNumber - one.Child.Birth.DayNumber).Order().ToList();
                    var overdue = days.Select(one => Math.Max(0, one.Day.DayNumber - most(one.Child).DayNumber)).Order().ToList();
                    for (var quarter = 1; quarter <= 3; quarter++)
                    {
                        AssertNear(Quartile(lived, quarter), (double?)row[6 + quarter]);
                        AssertNear(Quartile(overdue, quarter), (double?)row[9 + quarter]);
                    }
                    compared++;
                    given += days.Count;
                }
        }
        Assert.True(compared > 150 && given > Count, $"{compared} cohorts with {given} doses compared");
    }

    [Fact]
    public void Each_dose_of_the_table_is_a_target_dose_of_the_schedule_and_its_other_series_give_no_other_ages()
    {
        using var fixture = new MeasureFixture();
        var rows = fixture.Connection.QueryRows("select dose, antigen, series, cast(target_dose as integer), is_routine, from_months from code_timeliness_dose");
        var routine = new Dictionary<string, Evaluation.Schedule.Period>();
        foreach (var row in rows.OrderByDescending(row => (string)row[4]!))
        {
            var ages = MeasureFixture.Schedule.Ages.Where(age => age.Antigen == (string)row[1]! && age.Series == (string)row[2]! && age.DoseNumber == (int)row[3]!).ToList();
            Assert.True(ages.Count <= 1, $"{row[0]}: {ages.Count} ages at once in {row[2]}.");
            if ((string)row[4]! == "1")
            {
                Assert.True(ages is [{ Minimum: not null, Latest: not null }], $"{row[0]}: {row[2]} gives it no minimum and recommended maximum age.");
                routine.Add((string)row[0]!, ages[0].Latest!.Value);
            }
            else if (ages is [{ Latest: { } latest }] && (string?)row[5] is null) Assert.Equal(routine[(string)row[0]!], latest);
        }
        Assert.True(routine.Count > 25);
    }

    static void AssertNear(double? expected, double? found)
    {
        Assert.Equal(expected is null, found is null);
        if (expected is { } value) Assert.Equal(value, found!.Value, 9);
    }

    static double? Quartile(List<int> sorted, int quarter)
    {
        if (sorted.Count == 0) return null;
        var at = (sorted.Count - 1) * quarter / 4.0;
        var below = (int)at;
        return below + 1 < sorted.Count ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    static Child Make(Random random, long key)
    {
        var birth = random.Next(10) == 0 ? new DateOnly(2008 + 4 * random.Next(5), 2, 29) : new DateOnly(2007 + random.Next(19), 1, 1).AddDays(random.Next(365));
        if (birth > On) birth = On;
        var doses = new List<Given>();
        foreach (var series in Targets.GroupBy(target => target.Antigen))
        {
            var one = series.ElementAt(random.Next(series.Count())).Series;
            foreach (var target in series.Where(target => target.Series == one && random.Next(4) > 0))
            {
                var ages = Schedule[target.Name ?? "mmr_1"];
                var age = random.Next(2) == 0 ? target.Name == "tdap_1" && random.Next(2) == 0 ? (Months: 120, Days: 0) : ages.Least : ages.Latest;
                var day = CdsiCalendar.AddMonths(birth, age.Months).AddDays(age.Days + random.Next(4) switch { 0 => random.Next(-2, 2), 1 => 29 + random.Next(-1, 2), 2 => random.Next(-4, 5), _ => random.Next(200) });
                if (day >= birth && day <= On) doses.Add(new Given(target, day, random.Next(8) > 0));
            }
        }
        DateOnly? death = random.Next(20) == 0 ? birth.AddDays(random.Next(Math.Max(1, Math.Min(900, On.DayNumber - birth.DayNumber)))) : null;
        return new Child(key, birth, random.Next(3) == 0 ? "35003" : "35001", random.Next(15) > 0, death, doses);
    }

    static MeasureFixture Filled(List<Child> children)
    {
        var fixture = new MeasureFixture();
        fixture.SetPeriod(On, On);
        using (var to = fixture.Connection.Appender(null, "dim_person", "person_key", "birth_date", "is_deceased", "death_date", "county_fips"))
        {
            foreach (var child in children)
                to.Append(child.Key).Append(child.Birth).Append(child.Death is not null).Append(child.Death).Append(child.IsResident ? child.County : "out_of_state").EndRow();
            to.Close();
        }
        using (var to = fixture.Connection.Appender(null, "fct_person_residence", "person_key", "county_fips", "jurisdiction_status", "from_date"))
        {
            foreach (var child in children.Where(child => !child.IsResident))
                to.Append(child.Key).Append("out_of_state").Append("out").Append(child.Birth).EndRow();
            to.Close();
        }
        using (var to = fixture.Connection.Appender(null, "fct_dose_evaluation", "person_key", "admin_date", "antigen", "series", "target_dose", "status"))
        {
            foreach (var child in children)
                foreach (var dose in child.Doses)
                    to.Append(child.Key).Append(dose.Day).Append(dose.Target.Antigen).Append(dose.Target.Series).Append(dose.Target.Number).Append(dose.IsValid ? "Valid" : "Not Valid").EndRow();
            to.Close();
        }
        return fixture;
    }
}
