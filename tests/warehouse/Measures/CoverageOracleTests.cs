using RegistryAnalytics.Codes;
using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Coverage by cohort, coverage by age (Kaplan-Meier) and susceptibility agree with slow counts on made-up children.</summary>
[Trait("kind", "sql")]
public class CoverageOracleTests
{
    static readonly int Count = OracleRun.IsDeep ? 100_000 : 2_000;
    static readonly DateOnly On = new(2025, 9, 15);
    static readonly string[][] Given = [["Varicella"], ["Measles", "Mumps", "Rubella"], ["Pertussis"], ["Pertussis", "Polio"], ["Polio"]];

    /// <param name="Homes">Where the child lived since when, in order; the first reaches back to birth.</param>
    sealed record Child(GivenPerson Person, DateOnly FollowedTo, bool IsResident, string County, IReadOnlyList<(string Place, DateOnly From)> Homes)
    {
        internal string Home(DateOnly on) => Homes.LastOrDefault(home => home.From <= on, Homes[0]).Place;
    }

    const string Away = "out_of_state";

    [Fact]
    public void Coverage_by_cohort_agrees_with_the_slow_count()
    {
        using var fixture = Made(out var children, "agg_coverage_cohort");
        var got = fixture.Connection.QueryRows("select birth_year, milestone_months, indicator, member, n_cohort, n_met from agg_coverage_cohort where dimension in ('state', 'county')")
            .ToDictionary(row => ((int)(long)row[0]!, (int)row[1]!, (string)row[2]!, (string)row[3]!), row => ((long)row[4]!, (long)row[5]!));
        foreach (var county in new[] { "all", "35001", "35003" })
            foreach (var year in children.GroupBy(child => child.Person.Birth.Year))
                foreach (var months in new[] { 3, 13, 24, 35, 72 })
                {
                    var cohort = year.Where(child => child.IsResident && (county == "all" || child.County == county) && CqlCalendar.AddMonths(child.Person.Birth, months) <= child.FollowedTo).ToList();
                    foreach (var (indicator, reached) in Indicators())
                    {
                        var met = cohort.Count(child => reached(child.Person) is { } day && day <= CqlCalendar.AddMonths(child.Person.Birth, months));
                        var found = got.GetValueOrDefault((year.Key, months, indicator, county));
                        Assert.True(found == (cohort.Count, met), $"{year.Key} at {months} months, {indicator}, {county}: the mart says {found}, the slow count {(cohort.Count, met)}.");
                    }
                }
    }

    [Fact]
    public void Coverage_by_age_agrees_with_the_product_taken_step_by_step()
    {
        using var fixture = Made(out var children, "agg_coverage_by_age");
        var steps = 0;
        foreach (var (indicator, reached) in Indicators())
            foreach (var year in children.GroupBy(child => child.Person.Birth.Year))
            {
                var left = year.Select(child =>
                {
                    var day = reached(child.Person);
                    var isEvent = day <= child.FollowedTo;
                    return (Age: (isEvent ? day!.Value : child.FollowedTo).DayNumber - child.Person.Birth.DayNumber, isEvent);
                }).ToList();
                var got = fixture.Connection.QueryRows("select age_days, n_at_risk, n_events, coverage::double from agg_coverage_by_age where birth_year = $1 and indicator = $2 order by age_days", year.Key, indicator);
                var survival = 1.0;
                var expected = left.Where(one => one.isEvent).Select(one => one.Age).Distinct().Order().ToList();
                Assert.Equal(expected.Count, got.Count);
                foreach (var (age, row) in expected.Zip(got))
                {
                    var (atRisk, events) = (left.Count(one => one.Age >= age), left.Count(one => one.isEvent && one.Age == age));
                    survival *= 1 - (double)events / atRisk;
                    Assert.Equal((age, (long)atRisk, (long)events), ((int)row[0]!, (long)row[1]!, (long)row[2]!));
                    Assert.Equal(1 - survival, (double)row[3]!, 9);
                    steps++;
                }
            }
        Assert.True(steps > 200);
    }

    [Fact]
    public void Coverage_by_county_agrees_with_the_product_over_calendar_ages()
    {
        using var fixture = Made(out var children, "agg_coverage_by_county");
        var got = fixture.Connection.QueryRows("select birth_year, milestone_months, indicator, county_fips, n_followed, n_events, coverage from agg_coverage_by_county")
            .ToDictionary(row => ((int)(long)row[0]!, (int)row[1]!, (string)row[2]!, (string)row[3]!), row => ((long)row[4]!, (long)row[5]!, (double)row[6]!));
        var (compared, simple) = (0, 0);
        foreach (var county in new[] { "state", "35001", "35003" })
            foreach (var (indicator, reached) in Indicators())
                foreach (var year in children.Where(child => child.Person.Birth.Year > On.Year - 7 && (county == "state" || child.County == county)).GroupBy(child => child.Person.Birth.Year))
                {
                    static (int, int) Age(DateOnly born, DateOnly on) => CqlCalendar.AgeInMonths(born, on) is var months ? (months, on.DayNumber - CqlCalendar.AddMonths(born, months).DayNumber) : default;
                    var left = year.Select(child => (Age: Age(child.Person.Birth, reached(child.Person) is { } day && day <= child.FollowedTo ? day : child.FollowedTo), IsEvent: reached(child.Person) <= child.FollowedTo)).ToList();
                    foreach (var months in new[] { 3, 13, 24, 35, 72 }.Where(months => year.Any(child => CqlCalendar.AddMonths(child.Person.Birth, months) <= child.FollowedTo)))
                    {
                        var ages = left.Where(one => one.IsEvent && one.Age.CompareTo((months, 0)) <= 0).Select(one => one.Age).ToList();
                        var survival = ages.Distinct().Order().Aggregate(1.0, (product, age) => product * (1 - (double)ages.Count(other => other == age) / left.Count(one => one.Age.CompareTo(age) >= 0)));
                        var found = got[(year.Key, months, indicator, county)];
                        Assert.Equal((left.Count, ages.Count), (found.Item1, found.Item2));
                        Assert.Equal(1 - survival, found.Item3, 9);
                        compared++;
                        // Where nobody left before the milestone it is the share of those who reached the count by that birthday.
                        if (left.Any(one => !one.IsEvent && one.Age.CompareTo((months, 0)) < 0)) continue;
                        Assert.Equal((double)year.Count(child => reached(child.Person) <= CqlCalendar.AddMonths(child.Person.Birth, months)) / left.Count, found.Item3, 9);
                        simple++;
                    }
                }
        // Of the thousands of a deep run some leave every county and year early; of the small draw they do not.
        Assert.True(compared > 200 && (simple > 0 || children.Count > 10_000), $"{compared} compared, {simple} of them without an end before the milestone");
    }

    [Fact]
    public void Susceptible_children_agree_with_the_slow_count()
    {
        using var fixture = Made(out var children, "agg_susceptibility");
        var got = fixture.Connection.QueryRows("select disease, age_years, area, n_children, n_low, n_high from agg_susceptibility where area_kind in ('state', 'county')")
            .ToDictionary(row => ((string)row[0]!, (int)row[1]!, (string)row[2]!), row => ((long)row[3]!, (long)row[4]!, (long)row[5]!));
        foreach (var (disease, antigen, doses, fromYears) in new[] { ("measles", "Measles", 2, 5), ("pertussis", "Pertussis", 4, 2), ("polio", "Polio", 3, 2) })
            foreach (var area in new[] { "all", "35001", "35003" })
                for (var age = 1; age < 7; age++)
                {
                    var here = children.Where(child => child.IsResident && !child.Person.IsDeceased && (area == "all" || child.County == area) && CqlCalendar.AgeInMonths(child.Person.Birth, On) / 12 == age).ToList();
                    long low = 0, high = 0;
                    foreach (var child in here)
                    {
                        var valid = child.Person.Valid(antigen, DateOnly.MaxValue).Count;
                        if (disease == "measles" && child.Person.Findings.Any(finding => finding.Code is "14189004" or "B05.9")) continue;
                        if (valid == 0 && child.Person.Doses.Any(dose => dose.IsCompleted)) low++;
                        if (valid == 0 || age >= fromYears && valid < doses) high++;
                    }
                    var found = got.GetValueOrDefault((disease, age, area));
                    Assert.True(found == (here.Count, low, high), $"{disease} at {age} in {area}: the mart says {found}, the slow count {(here.Count, low, high)}.");
                }
    }

    [Fact]
    public void Coverage_on_a_day_agrees_with_the_slow_count()
    {
        using var fixture = Made(out var children, "agg_coverage_period");
        var got = fixture.Connection.QueryRows("select on_date, age_band, indicator, county_fips, n_persons, n_met from agg_coverage_period")
            .ToDictionary(row => ((DateOnly)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!), row => ((long)row[4]!, (long)row[5]!));
        DateOnly[] days = [On, new(2025, 6, 30), new(2025, 3, 31), new(2024, 12, 31), new(2024, 9, 30)];
        foreach (var day in days)
            foreach (var (band, from, to) in new[] { ("19_35m", 19, 36), ("24_35m", 24, 36), ("4_6y", 48, 84) })
            {
                var here = children.Where(child => CqlCalendar.AddMonths(child.Person.Birth, from) <= day && CqlCalendar.AddMonths(child.Person.Birth, to) > day
                    && (day == On ? child.IsResident && !child.Person.IsDeceased : child.Home(day) != Away && !(child.Person.Death <= day))).ToList();
                foreach (var county in new[] { "state", "35001", "35003" })
                    foreach (var (indicator, reached) in Indicators())
                    {
                        var cohort = here.Where(child => county == "state" || child.Home(day) == county).ToList();
                        var expected = ((long)cohort.Count, (long)cohort.Count(child => reached(child.Person) <= day));
                        var found = got.GetValueOrDefault((day, band, indicator, county));
                        Assert.True(found == expected, $"{day:yyyy-MM-dd}, {band}, {indicator}, {county}: the mart says {found}, the slow count {expected}.");
                    }
            }
    }

    [Fact]
    public void School_entry_agrees_with_the_slow_count()
    {
        using var fixture = Made(out var children, "agg_school_entry");
        var reasons = Reasons(fixture, children);
        fixture.MakeMart("agg_school_entry");
        var got = fixture.Connection.QueryRows("select school_year, indicator, county_fips, n_children, n_up_to_date, n_medical, n_religious, n_other_refusal, n_without_reason from agg_school_entry where grade = 'kindergarten'")
            .ToDictionary(row => ((string)row[0]!, (string)row[1]!, (string)row[2]!), row => string.Join(' ', row[3..]));
        var (entered, told) = (0, 0);
        foreach (var year in new[] { 2023, 2024, 2025 })
        {
            DateOnly cutoff = new(year, 9, 1), assessed = new DateOnly(year, 12, 31) < On ? new DateOnly(year, 12, 31) : On;
            var grade = children.Where(child => child.Home(assessed) != Away && CqlCalendar.Birthday(child.Person.Birth, 5) <= cutoff && CqlCalendar.Birthday(child.Person.Birth, 6) > cutoff && !(child.Person.Death < assessed)).ToList();
            entered += grade.Count;
            foreach (var (indicator, isMet) in Entry(assessed))
                foreach (var county in new[] { "state", "35001", "35003" })
                {
                    var here = grade.Where(child => county == "state" || child.Home(assessed) == county).ToList();
                    var kinds = here.Where(child => !isMet(child.Person)).Select(child => reasons.Where(reason => reason.Person == child.Person.Key && reason.Indicator == indicator && reason.Day <= assessed).Select(reason => reason.Kind).DefaultIfEmpty('z').Min()).ToList();
                    told += kinds.Count(kind => kind != 'z');
                    var expected = string.Join(' ', here.Count, here.Count - kinds.Count, kinds.Count(kind => kind == 'a'), kinds.Count(kind => kind == 'b'), kinds.Count(kind => kind == 'c'), kinds.Count(kind => kind == 'z'));
                    var found = got.GetValueOrDefault(($"{year}-{(year + 1) % 100}", indicator, county));
                    Assert.True(found == expected, $"{year}, {indicator}, {county}: the mart says {found}, the slow count {expected}.");
                }
        }
        Assert.True(entered > Count / 20 && told > entered / 20);
    }

    // Refusals and contraindications crowd around days of assessment; a is medical, b religious, c another refusal.
    static List<(long Person, string Indicator, DateOnly Day, char Kind)> Reasons(MeasureFixture fixture, List<Child> children)
    {
        var random = new Random(children.Count);
        (string Cvx, string[] Indicators)[] refused = [("03", ["mmr"]), ("94", ["mmr", "varicella"]), ("10", ["polio"]), ("140", [])];
        (string Group, string Indicator)[] groups = [("MMR", "mmr"), ("Varicella", "varicella"), ("Polio", "polio")];
        var reasons = new List<(long, string, DateOnly, char)>();
        using var doses = fixture.Connection.Appender(null, "fct_dose", "person_key", "admin_date", "cvx", "kind", "is_completed", "refusal_reason");
        using var observations = fixture.Connection.Appender(null, "fct_observation", "person_key", "kind", "code", "observed_date");
        using var forecasts = fixture.Connection.Appender(null, "fct_forecast", "person_key", "vaccine_group", "status");
        foreach (var child in children)
        {
            DateOnly day() => random.Next(2) == 0 ? new DateOnly(random.Next(2023, 2026), 12, 31).AddDays(random.Next(-1, 2)) : child.Person.Birth.AddDays(random.Next(2500));
            var key = child.Person.Key;
            for (var i = random.Next(6) == 0 ? random.Next(1, 3) : 0; i > 0; i--)
            {
                var (when, (cvx, indicators), reason) = (day(), refused[random.Next(refused.Length)], random.Next(5));
                doses.Append(key).Append(when).Append(cvx).Append("refusal").Append(false).Append(reason == 4 ? null : $"0{reason}").EndRow();
                reasons.AddRange(indicators.Select(indicator => (key, indicator, when, reason == 1 ? 'b' : 'c')));
            }
            if (random.Next(10) > 0) continue;
            var (found, isFound) = (day(), random.Next(5) > 0);
            if (isFound) observations.Append(key).Append("contraindication").Append("30945-0").Append(found).EndRow();
            foreach (var (group, indicator) in groups)
            {
                var isRuledOut = random.Next(2) == 0;
                forecasts.Append(key).Append(group).Append(isRuledOut ? "Contraindicated" : "Not Complete").EndRow();
                if (isRuledOut && isFound) reasons.Add((key, indicator, found, 'a'));
            }
        }
        doses.Close();
        observations.Close();
        forecasts.Close();
        return reasons;
    }

    static IEnumerable<(string Indicator, Func<GivenPerson, bool> IsMet)> Entry(DateOnly assessed)
    {
        yield return ("polio", person => person.Valid("Polio", assessed) is var days && (days.Count >= 4 || days.Count == 3 && days[^1] >= CqlCalendar.Birthday(person.Birth, 4)));
        yield return ("mmr", person => new[] { "Measles", "Mumps", "Rubella" }.All(antigen => person.Valid(antigen, assessed).Count >= 2));
        yield return ("varicella", person => person.Valid("Varicella", assessed).Count >= 2);
    }

    static IEnumerable<(string Indicator, Func<GivenPerson, DateOnly?> Reached)> Indicators()
    {
        yield return ("varicella_1", person => person.Valid("Varicella", DateOnly.MaxValue).Nth(1));
        yield return ("dtap_4", person => person.Valid("Pertussis", DateOnly.MaxValue).Nth(4));
        yield return ("polio_3", person => person.Valid("Polio", DateOnly.MaxValue).Nth(3));
        yield return ("mmr_2", person =>
        {
            var days = new[] { "Measles", "Mumps", "Rubella" }.Select(antigen => person.Valid(antigen, DateOnly.MaxValue).Nth(2)).ToList();
            return days.Contains(null) ? null : days.Max();
        });
    }

    static MeasureFixture Made(out List<Child> children, string mart)
    {
        var random = new Random(mart.Length);
        children = [];
        for (long key = 1; key <= Count; key++) children.Add(Make(random, key));
        var fixture = new MeasureFixture();
        fixture.SetPeriod(On, On);
        GivenStar.Fill(fixture, children.Select(child => child.Person).ToList(), false);
        using (var to = fixture.Connection.Appender(null, "fct_person_residence", "person_key", "county_fips", "jurisdiction_status", "from_date", "to_date"))
        {
            foreach (var child in children)
                for (var i = 0; i < child.Homes.Count; i++)
                {
                    var (place, from) = child.Homes[i];
                    to.Append(child.Person.Key).Append(place).Append(place == Away ? "out" : "in").Append(from).Append(i + 1 < child.Homes.Count ? child.Homes[i + 1].From.AddDays(-1) : (DateOnly?)null).EndRow();
                }
            to.Close();
        }
        fixture.MakeMart(mart);
        // Who died on a day that nobody told is followed by no mart.
        Assert.NotEqual(0, children.RemoveAll(child => child.Person is { IsDeceased: true, Death: null }));
        return fixture;
    }

    static Child Make(Random random, long key)
    {
        var birth = new DateOnly(2018 + random.Next(7), 1, 1).AddDays(random.Next(365));
        DateOnly[] turns = [.. new[] { 3, 13, 19, 24, 35, 48, 72 }.Select(months => CqlCalendar.AddMonths(birth, months)), CqlCalendar.Birthday(birth, 1)];
        DateOnly day() => random.Next(3) == 0 ? turns[random.Next(turns.Length)].AddDays(random.Next(-1, 2)) : birth.AddDays(random.Next(900));
        var doses = new List<GivenDose>();
        for (var i = random.Next(14); i > 0; i--)
        {
            var when = day();
            if (when <= On) doses.Add(new GivenDose(when, "20", random.Next(20) > 0, random.Next(6) > 0) { Antigens = Given[random.Next(Given.Length)] });
        }
        DateOnly? death = random.Next(15) == 0 ? Earlier(day(), On) : null;
        // Every fourth has moved once or twice: away, here from elsewhere, away and back, or to the other county.
        string[] places = ["35001", "35003", Away];
        var homes = new List<(string Place, DateOnly From)> { (places[random.Next(4) == 0 ? 2 : random.Next(2)], birth) };
        DateOnly[] turnsOfMoves = [new(2023, 12, 31), new(2024, 9, 30), new(2024, 12, 31), new(2025, 3, 31), new(2025, 6, 30), On];
        for (var i = random.Next(4) == 0 ? random.Next(1, 3) : homes[0].Place == Away ? 1 : 0; i > 0; i--)
        {
            var when = Earlier(random.Next(2) == 0 ? turnsOfMoves[random.Next(turnsOfMoves.Length)].AddDays(random.Next(-1, 2)) : day(), On);
            var to = places.Where(place => place != homes[^1].Place).ToArray();
            if (when > homes[^1].From) homes.Add((to[random.Next(to.Length)], when));
        }
        if (homes is [(Away, _)]) homes[0] = ("35001", birth);
        var (last, since) = homes[^1];
        var county = homes.Last(home => home.Place != Away).Place;
        DateOnly? movedOut = last == Away ? since : null;
        var person = new GivenPerson(
            key, birth, true, death is not null || random.Next(30) == 0, death, false, last, doses,
            random.Next(12) == 0 ? [new GivenFinding(birth.AddDays(400), random.Next(2) == 0 ? "14189004" : "B05.9")] : [], []);
        return new Child(person, new[] { On, death ?? On, movedOut ?? On }.Min(), movedOut is null, county, homes);
    }

    static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
