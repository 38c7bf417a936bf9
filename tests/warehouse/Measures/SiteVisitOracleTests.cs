using RegistryAnalytics.Codes;
using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Site visits agree with going to each site on both days and asking every patient.</summary>
[Trait("kind", "sql")]
public class SiteVisitOracleTests
{
    static readonly DateOnly On = new(2025, 12, 31);

    static readonly (long Site, DateOnly Day)[] Visits =
        [(11, new(2023, 3, 1)), (11, new(2024, 2, 29)), (12, new(2024, 12, 31)), (12, new(2025, 1, 1)), (13, new(2021, 6, 15)), (13, new(2025, 6, 15))];

    static readonly (string Indicator, string[] Antigens, string Group, int Doses, int FromYears, int LeastYears, bool Fewer)[] Asked =
    [
        ("tdap", ["Pertussis"], "DTaP/Tdap/Td", 1, 10, 13, false), ("menacwy", ["Meningococcal"], "Meningococcal", 1, 10, 13, false),
        ("menacwy_2", ["Meningococcal"], "Meningococcal", 2, 10, 16, false), ("hpv_started", ["HPV"], "HPV", 1, 0, 13, false),
        ("hpv", ["HPV"], "HPV", 3, 0, 13, true), ("mmr", ["Measles", "Mumps", "Rubella"], "MMR", 2, 0, 13, false), ("var", ["Varicella"], "Varicella", 2, 0, 13, false),
        ("hepb", ["HepB"], "HepB", 3, 0, 13, true), ("ipv", ["Polio"], "Polio", 3, 0, 13, true),
    ];

    [Fact]
    public void Adolescents_of_a_visit_agree_with_the_slow_count() => Agrees("adolescent", 13, 18,
        (random, key, day) => PracticeOracle.Make(random, key, day, false), Asked.Select(one => one.Indicator).Append("series"),
        (person, indicator) => indicator == "series" ? Last([Reached(person, "tdap"), Reached(person, "menacwy"), Reached(person, "hpv")]) : Reached(person, indicator),
        indicator => indicator == "menacwy_2" ? 16 : 13);

    [Fact]
    public void Children_of_a_visit_agree_with_the_slow_count() => Agrees("childhood", 2, 3,
        (random, key, day) => PracticeOracle.Make(random, key, day, true), ["varicella_1", "mmr_1", "dtap_4", "hepa_2"],
        (person, indicator) => indicator switch
        {
            "varicella_1" => person.Valid("Varicella", DateOnly.MaxValue).Nth(1),
            "dtap_4" => person.Valid("Pertussis", DateOnly.MaxValue).Nth(4),
            "hepa_2" => person.Valid("HepA", DateOnly.MaxValue).Nth(2),
            _ => Last(new[] { "Measles", "Mumps", "Rubella" }.Select(antigen => person.Valid(antigen, DateOnly.MaxValue).Nth(1))),
        },
        _ => 2);

    static void Agrees(
        string cohort, int fromAge, int toAge, Func<Random, long, DateOnly, GivenPerson> make, IEnumerable<string> indicators, Func<GivenPerson, string, DateOnly?> reached, Func<string, int> leastAge)
    {
        for (var piece = 0; piece < (OracleRun.IsDeep ? 5 : 1); piece++)
        {
            var random = new Random(cohort.Length + piece * 1_000_003);
            var persons = Enumerable.Range(1, OracleRun.IsDeep ? 20_000 : 2_000).Select(key => Make(random, key, make)).ToArray();
            using var fixture = new MeasureFixture();
            fixture.SetPeriod(On, On);
            GivenStar.Fill(fixture, persons, false);
            fixture.Connection.Execute("insert into dim_practice (practice_key, practice_id) values (11, 'A'), (12, 'B'), (13, 'C')");
            foreach (var (site, day) in Visits)
                fixture.Connection.Execute("insert into stg_site_visit (practice_id, visit_date) values ($1, cast($2 as date))", site == 11 ? "A" : site == 12 ? "B" : "C", $"{day:yyyy-MM-dd}");
            fixture.MakeMart("agg_site_visit");
            var got = fixture.Connection.QueryRows("select practice_key, visit_date, indicator, n_baseline, rate_at_visit, n_gone, n_left, rate_followed, change, n_next, rate_next from agg_site_visit where cohort = $1", cohort)
                .ToDictionary(row => ((long)row[0]!, (DateOnly)row[1]!, (string)row[2]!), row => row[3..]);
            var met = 0.0;
            foreach (var (site, day) in Visits)
                foreach (var indicator in indicators)
                {
                    var later = CqlCalendar.Birthday(day, 1);
                    bool isAsked(GivenPerson person, DateOnly on) => IsPatient(person, site, on) && IsHere(person, on)
                        && CqlCalendar.Birthday(person.Birth, Math.Max(fromAge, leastAge(indicator))) <= on && CqlCalendar.Birthday(person.Birth, toAge) > on;
                    var then = persons.Where(person => isAsked(person, day)).ToList();
                    var same = then.Where(person => IsHere(person, later)).ToList();
                    var next = later > On ? [] : persons.Where(person => isAsked(person, later)).ToList();
                    double? share(List<GivenPerson> of, DateOnly by) => of.Count == 0 ? null : (double)of.Count(person => reached(person, indicator) <= by) / of.Count;
                    object?[] wanted = later > On
                        ? [(long)then.Count, share(then, day), null, null, null, null, null, null]
                        :
                        [
                            (long)then.Count, share(then, day), (long)(then.Count - same.Count), (long)same.Count(person => !IsPatient(person, site, later)), share(same, later),
                            same.Count == 0 ? null : (double)(same.Count(person => reached(person, indicator) <= later) - same.Count(person => reached(person, indicator) <= day)) / same.Count, (long)next.Count, share(next, later),
                        ];
                    met += share(then, day) ?? 0;
                    Assert.True(got.TryGetValue((site, day, indicator), out var found), $"{cohort}, piece {piece}: site {site} on {day:yyyy-MM-dd}, {indicator} is missing");
                    Assert.True(wanted.SequenceEqual(found!), $"{cohort}, piece {piece}: site {site} on {day:yyyy-MM-dd}, {indicator}: the mart says {string.Join(" ", found!)}, the slow count {string.Join(" ", wanted)}.");
                }
            Assert.True(met > 1, "the made-up patients hardly ever meet an indicator");
        }
    }

    static DateOnly? Reached(GivenPerson person, string indicator)
    {
        var asked = Asked.Single(one => one.Indicator == indicator);
        var from = CqlCalendar.Birthday(person.Birth, asked.FromYears);
        var days = asked.Antigens.Select(antigen => person.Valid(antigen, DateOnly.MaxValue).Where(day => day >= from).ToList()).ToList();
        var byCount = Last(days.Select(one => one.Nth(asked.Doses)));
        var isComplete = asked.Fewer && days[0].Count > 0 && person.Forecasts.Any(forecast => forecast.Group == asked.Group && forecast.Status == "Complete");
        return OracleDays.First(byCount, isComplete ? days[0][^1] : null);
    }

    static DateOnly? Last(IEnumerable<DateOnly?> days) => days.ToList() is var all && all.Contains(null) ? null : all.Max();

    static bool IsPatient(GivenPerson person, long site, DateOnly on) =>
        person.Relations.Any(relation => relation.Practice == site && relation.From <= on && (relation.To is not { } to || to > on));

    static bool IsHere(GivenPerson person, DateOnly on) => !person.IsOptedOut && person.RegistryStatus == "A" && !person.HasDied(on) && person.LivedHere(on);

    // Of the age on the day of some visit, or a year later; a patient of one or two sites from and until days around visits.
    static GivenPerson Make(Random random, long key, Func<Random, long, DateOnly, GivenPerson> make)
    {
        var (site, visit) = Visits[random.Next(Visits.Length)];
        DateOnly around() => (random.Next(2) == 0 ? visit : CqlCalendar.Birthday(visit, 1)).AddDays(random.Next(3) == 0 ? random.Next(-300, 300) : random.Next(-1, 2));
        var person = make(random, key, random.Next(3) > 0 ? visit : CqlCalendar.Birthday(visit, 1));
        var relations = new List<GivenRelation>();
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var from = random.Next(3) == 0 ? around() : person.Birth;
            var to = random.Next(3) == 0 ? around() : (DateOnly?)null;
            relations.Add(new GivenRelation(key * 4 + i, i == 1 ? site : random.Next(11, 14), from, to <= from ? null : to));
        }
        var homes = new List<GivenHome>();
        if (random.Next(6) == 0) homes = [new(person.Birth, random.Next(4) == 0 ? "out_of_state" : "35001"), new(around(), random.Next(2) == 0 ? "out_of_state" : "35001")];
        if (homes.Count > 0 && homes[1].From > On) homes = []; // nobody has told of it yet
        return person with
        {
            Relations = relations,
            Homes = homes,
            County = homes.Count > 0 ? homes[^1].County : "35001",
            IsKnown = true,
            Death = person.IsDeceased && random.Next(4) > 0 ? around() : person.Death,
        };
    }
}
