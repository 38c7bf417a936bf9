using RegistryAnalytics.Codes;
using static RegistryAnalytics.Tests.Warehouse.Measures.OracleDays;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Adult status, participation, influenza seasons and prenatal status once more, slow and obvious.</summary>
static class AdultOracle
{
    internal static readonly string[] Vaccines =
        ["150", "149", "205", "141", "113", "115", "139", "187", "187", "121", "33", "133", "216", "08", "43", "45", "189", "189", "207", "300", "03"];

    internal static readonly string[] Findings =
    [
        "471361000124100", "428281000124107", "192710009", "471371000124107", "471141000124102", "428321000124101", "66071002", "271511000",
        "22322-2", "16935-9", "428361000124107", "170935008", "305336008", "40468003",
    ];

    static readonly string[] Influenza = ["150", "149", "205", "141", "333"], Td = ["113", "115", "139"], Zoster = ["187"],
        Pneumococcal = ["33", "133", "216"], HepB = ["08", "43", "45", "189"], HepB2 = ["189"], Covid = ["207", "300"];

    internal static GivenPerson Make(Random random, long key, int year)
    {
        int[] ages = [0, 2, 8, 9, 11, 17, 18, 19, 49, 50, 59, 60, 64, 65, 66, 80];
        var birth = new DateOnly(year - ages[random.Next(ages.Length)], 1, 1).AddDays(random.Next(4) switch { 0 => random.Next(-1, 2), 1 => random.Next(180, 184), _ => random.Next(365) });
        DateOnly[] turns =
        [
            new(year - 1, 7, 1), new(year, 6, 30), new(year, 1, 1), new(year, 12, 31), new(year - 9, 1, 1), new(2017, 10, 1),
            CqlCalendar.Birthday(birth, 50), CqlCalendar.Birthday(birth, 19), CqlCalendar.Birthday(birth, 11), CqlCalendar.Birthday(birth, 9), birth,
        ];
        var person = GivenPerson.Around(random, key, birth, turns, [0, 24, 28, 182], new DateOnly(year, 12, 31), Vaccines, Findings);
        var spans = new List<GivenSpan>();
        var from = new DateOnly(year, 1, 1).AddDays(random.Next(3) == 0 ? random.Next(-1, 50) : -30);
        for (var i = random.Next(3); i > 0; i--)
        {
            var to = from.AddDays(random.Next(40, 200));
            spans.Add(new GivenSpan(from, to));
            from = to.AddDays(random.Next(3) switch { 0 => 1, 1 => 46 + random.Next(-1, 2), _ => random.Next(1, 60) });
        }
        spans.Add(new GivenSpan(from, random.Next(2) == 0 ? null : new DateOnly(year, 12, 31).AddDays(random.Next(-1, 2))));
        return person with { Spans = spans };
    }

    internal static IEnumerable<OracleRow> Status(GivenPerson person, int year, bool withRoster, bool isMips = false)
    {
        DateOnly start = new(year, 1, 1), end = new(year, 12, 31);
        if (withRoster ? !IsEnrolled(person, start, end) : !person.LivedHere(end) || person.IsOptedOut) yield break;
        if (CqlCalendar.Birthday(person.Birth, 19) > start) yield break;
        var age = CqlCalendar.AgeInMonths(person.Birth, start) / 12;
        var isSeen = person.IsKnown || !withRoster;
        var excluded = isSeen && (person.HasDied(end) || person.HadHospice(year));
        DateOnly season = new(year - 1, 7, 1), seasonEnd = new(year, 6, 30), nineteen = CqlCalendar.Birthday(person.Birth, 19);
        var influenza = First(person.Given(Influenza, season, seasonEnd).Nth(1), person.Found(end, "471361000124100"));
        var td = First(person.Given(Td, new DateOnly(year - 9, 1, 1), end).Nth(1), person.Found(end, "428281000124107", "428291000124105", "192710009", "192711008", "192712001"));
        var zoster = First(person.Given(Zoster, isMips ? CqlCalendar.Birthday(person.Birth, 50) : new DateOnly(2017, 10, 1), end).Apart(28), person.Found(end, "471371000124107"));
        var pneumococcal = First(person.Given(Pneumococcal, nineteen, end).Nth(1), person.Found(end, "471141000124102"));
        var antibody = person.Findings.Where(finding => finding.Code is "22322-2" or "16935-9" && finding.Number > 10 && finding.Day <= end).Select(finding => (DateOnly?)finding.Day).Min();
        var hepB = First(
            person.Given(HepB, person.Birth, nineteen.AddDays(-1)).Nth(3), person.Given(HepB2, nineteen, end).Apart(28), person.Given(HepB, nineteen, end).Nth(3),
            antibody, person.Found(end, "66071002", "271511000", "428321000124101"));
        OracleRow row(string indicator, DateOnly? evidence) => new(indicator, person.Key, excluded, isSeen ? evidence : null);
        if (isMips)
        {
            yield return row("influenza", influenza);
            yield return row("td_tdap", td);
            if (age >= 50) yield return row("zoster", zoster);
            if (age >= 66) yield return row("pneumococcal", pneumococcal);
            yield break;
        }
        yield return row("influenza", influenza);
        yield return row(age < 65 ? "influenza_19_64" : "influenza_65_plus", influenza);
        yield return row("td_tdap", td);
        yield return row(age < 65 ? "td_tdap_19_64" : "td_tdap_65_plus", td);
        if (age >= 50) yield return row("zoster", zoster);
        if (age >= 50) yield return row(age < 65 ? "zoster_50_64" : "zoster_65_plus", zoster);
        if (age >= (year >= 2025 ? 65 : 66)) yield return row("pneumococcal", pneumococcal);
        if (year >= 2025 && age <= 59) yield return row("hepb", hepB);
        if (year >= 2026 && age >= 65) yield return row("covid_19", person.Given(Covid, season, seasonEnd).Nth(1));
    }

    // Enrolled on the last day of the year, with at most one run of at most 45 days without cover in it.
    static bool IsEnrolled(GivenPerson person, DateOnly start, DateOnly end)
    {
        bool covered(DateOnly day) => person.Spans.Any(span => span.From <= day && (span.To is not { } to || day <= to));
        if (!covered(end)) return false;
        int gaps = 0, length = 0;
        for (var day = start; day <= end; day = day.AddDays(1))
        {
            if (covered(day)) { length = 0; continue; }
            if (length++ == 0) gaps++;
            if (gaps > 1 || length > 45) return false;
        }
        return true;
    }

    internal static IEnumerable<OracleRow> Participation(GivenPerson person, DateOnly on)
    {
        var excluded = person.HasDied(on) || person.IsOptedOut || !person.LivedHere(on);
        var days = person.Doses.Where(dose => dose.IsCompleted && dose.Day <= on).Select(dose => dose.Day).Order().ToList();
        var (eleven, eighteen, nineteen) = (CqlCalendar.Birthday(person.Birth, 11), CqlCalendar.Birthday(person.Birth, 18), CqlCalendar.Birthday(person.Birth, 19));
        if (eleven <= on && on < eighteen) yield return new OracleRow("adolescent", person.Key, excluded, days.Where(day => day >= eleven).ToList().Nth(2));
        if (nineteen <= on) yield return new OracleRow("adult", person.Key, excluded, days.Where(day => day >= nineteen).ToList().Nth(1));
    }

    internal static IEnumerable<OracleRow> Season(GivenPerson person, int year)
    {
        DateOnly start = new(year - 1, 7, 1), end = new(year, 6, 30);
        if (CqlCalendar.AddMonths(person.Birth, 6) > end || !person.LivedHere(end) || person.IsOptedOut) yield break;
        var excluded = person.IsDeceased && (person.Death is not { } day || day < start);
        var inSeason = person.Given(Influenza, start, end);
        var hasTwoBefore = person.Given(Influenza, DateOnly.MinValue, start.AddDays(-1)).Apart(24) is not null;
        var needsTwo = inSeason.Nth(1) < CqlCalendar.Birthday(person.Birth, 9) && !hasTwoBefore;
        var full = needsTwo ? inSeason.Apart(24) : inSeason.Nth(1);
        var band = (CqlCalendar.AgeInMonths(person.Birth, end) / 12) switch { < 5 => "6m_4y", < 18 => "5_17y", < 65 => "18_64y", _ => "65y_plus" };
        foreach (var suffix in new[] { "", "_" + band })
        {
            yield return new OracleRow("at_least_one" + suffix, person.Key, excluded, inSeason.Nth(1));
            yield return new OracleRow("fully_vaccinated" + suffix, person.Key, excluded, full);
        }
    }

    /// <summary>Doses by the dates between which a formula was the one given.</summary>
    internal static IEnumerable<OracleRow> Formulas(GivenPerson person, DateOnly on)
    {
        if (CqlCalendar.AddMonths(person.Birth, 6) > on || !person.LivedHere(on)) yield break;
        var excluded = person.HasDied(on) || person.IsOptedOut;
        string[] first = ["207"], bivalent = ["300"], annual = ["309"];
        DateOnly? by(string[] vaccines, string from, string to = "9999-12-31") => person.Given(vaccines, Day(from), Earlier(Day(to), on)).Nth(1);
        var current = by(annual, "2025-08-27");
        var age = CqlCalendar.AgeInMonths(person.Birth, on) / 12;
        OracleRow row(string indicator, DateOnly? evidence) => new(indicator, person.Key, excluded, evidence);
        yield return row("any_dose", by([.. first, .. bivalent, .. annual], "0001-01-01"));
        yield return row("formula_original", by(first, "2020-12-11"));
        yield return row("formula_bivalent", by(bivalent, "2022-08-31"));
        yield return row("formula_2023_24", by(annual, "2023-09-11", "2024-08-21"));
        yield return row("formula_2024_25", by(annual, "2024-08-22", "2025-08-26"));
        yield return row("formula_2025_26", current);
        yield return row("current", current);
        yield return row(age < 18 ? "current_6m_17y" : age < 65 ? "current_18_64y" : "current_65y_plus", current);
    }

    /// <summary>A person with COVID-19 doses around the days on which formulas change.</summary>
    internal static GivenPerson MakeCovid(Random random, long key)
    {
        var birth = new DateOnly(2025 - random.Next(80), 1, 1).AddDays(random.Next(365));
        return GivenPerson.Around(
            random, key, birth, [Day("2020-12-11"), Day("2022-08-31"), Day("2023-09-11"), Day("2024-08-22"), Day("2025-08-27"), Day("2025-10-31")], [0, 60],
            Day("2025-11-30"), ["207", "300", "309", "309", "309", "150"], ["66071002"]);
    }

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);

    static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
