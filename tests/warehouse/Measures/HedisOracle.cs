using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>One row that a measure should give.</summary>
sealed record OracleRow(string Indicator, long Unit, bool IsExcluded, DateOnly? Evidence);

/// <summary>The childhood and adolescent measures once more, slow and obvious, from the definitions and not from the code tables.</summary>
static class HedisOracle
{
    static readonly string[] Dtap = ["20", "50", "106", "107", "110", "120", "146"], Ipv = ["10", "89", "110", "120", "146"], Mmr = ["03", "94"],
        Hib = ["17", "49", "51", "48", "120", "146", "148"], HepB = ["08", "44", "45", "51", "110", "146"], Vzv = ["21", "94"],
        Pcv = ["109", "133", "152", "215", "216"], HepA = ["31", "83", "85"], Rv2 = ["119"], Rv3 = ["116", "122"],
        Flu = ["88", "140", "141", "150", "153", "155", "158", "161", "171", "186"], Laiv = ["111", "149"],
        Meningococcal = ["32", "108", "114", "136", "147", "167", "203", "316", "328"], Tdap = ["115"], Hpv = ["62", "118", "137", "165"];

    internal static IEnumerable<OracleRow> Childhood(GivenPerson person, int year, bool withRoster)
    {
        if (!IsCounted(person, year, 2, withRoster)) yield break;
        var met = person.IsKnown || !withRoster ? Antigens(person, year) : [];
        var excluded = (person.IsKnown || !withRoster) && (Died(person, year) || Hospice(person, year)
            || person.Findings.Any(finding => finding.Day <= CqlCalendar.Birthday(person.Birth, 2) && finding.Code is "31323000" or "86406008" or "K56.1" or "C91.00"
                && finding.Day <= CqlCalendar.Birthday(person.Birth, 2)));
        string[] seven = ["dtap", "ipv", "mmr", "hib", "hepb", "vzv", "pcv"], nine = [.. seven, "hepa", "rotavirus"], ten = [.. nine, "influenza"];
        foreach (var antigen in ten) yield return new OracleRow(antigen, person.Key, excluded, met.GetValueOrDefault(antigen));
        yield return new OracleRow("combination_3", person.Key, excluded, All(met, seven));
        yield return new OracleRow("combination_7", person.Key, excluded, All(met, nine));
        yield return new OracleRow("combination_10", person.Key, excluded, All(met, ten));
    }

    internal static IEnumerable<OracleRow> Adolescent(GivenPerson person, int year, bool withRoster, bool isMips = false)
    {
        if (!IsCounted(person, year, 13, withRoster)) yield break;
        var last = CqlCalendar.Birthday(person.Birth, 13);
        var met = new Dictionary<string, DateOnly?>();
        if (person.IsKnown || !withRoster)
        {
            met["meningococcal"] = First(Nth(Days(person, Meningococcal, CqlCalendar.Birthday(person.Birth, year >= 2025 && !isMips ? 10 : 11), last), 1), Found(person, last, "428301000124106"));
            met["tdap"] = First(Nth(Days(person, Tdap, CqlCalendar.Birthday(person.Birth, 10), last), 1), Found(person, last, "428281000124107", "428291000124105", "192710009", "192711008", "192712001"));
            var hpv = Days(person, Hpv, CqlCalendar.Birthday(person.Birth, 9), last);
            DateOnly? pair = null;
            foreach (var later in hpv)
                if (pair is null && hpv.Any(earlier => later.DayNumber - earlier.DayNumber >= 146)) pair = later;
            met["hpv"] = First(First(Nth(hpv, 3), pair), Found(person, last, "428241000124101"));
        }
        var excluded = (person.IsKnown || !withRoster) && (Died(person, year) || Hospice(person, year));
        string[] two = ["meningococcal", "tdap"], three = [.. two, "hpv"];
        foreach (var antigen in three) yield return new OracleRow(antigen, person.Key, excluded, met.GetValueOrDefault(antigen));
        yield return new OracleRow("combination_1", person.Key, excluded, All(met, two));
        yield return new OracleRow("combination_2", person.Key, excluded, All(met, three));
    }

    static Dictionary<string, DateOnly?> Antigens(GivenPerson person, int year)
    {
        DateOnly one = CqlCalendar.Birthday(person.Birth, 1), two = CqlCalendar.Birthday(person.Birth, 2), six = person.Birth.AddDays(42);
        var newborn = person.Findings.Where(finding => finding.Code == "3E0234Z" && finding.Day >= person.Birth && finding.Day <= person.Birth.AddDays(7)).Select(finding => (DateOnly?)finding.Day).Min();
        // The hexavalent code counts from 2026.
        string[] more = year >= 2026 ? ["198"] : [];
        var hepB = Days(person, [.. HepB, .. more], person.Birth, two);
        DateOnly? measles = Found(person, two, "B05.9"), mumps = Found(person, two, "B26.9"), rubella = Found(person, two, "36653000");
        DateOnly? allThree = measles is { } a && mumps is { } b && rubella is { } c ? new[] { a, b, c }.Max() : null;
        return new Dictionary<string, DateOnly?>
        {
            ["dtap"] = First(Nth(Days(person, [.. Dtap, .. more], six, two), 4), Found(person, two, "428281000124107", "428291000124105", "192710009", "192711008", "192712001")),
            ["ipv"] = First(Nth(Days(person, Ipv, six, two), 3), Found(person, two, "471321000124106")),
            ["mmr"] = First(First(Nth(Days(person, Mmr, one, two), 1), Found(person, two, "471331000124109")), allThree),
            ["hib"] = First(Nth(Days(person, Hib, six, two), 3), Found(person, two, "433621000124101")),
            ["hepb"] = First(First(Nth(hepB, 3), newborn is { } first ? Nth(hepB.Where(day => day > first).ToList(), 2) : null), Found(person, two, "66071002", "271511000", "428321000124101")),
            ["vzv"] = First(Nth(Days(person, Vzv, one, two), 1), Found(person, two, "B01.9", "471341000124104")),
            ["pcv"] = First(Nth(Days(person, Pcv, six, two), 4), Found(person, two, "471141000124102")),
            ["hepa"] = First(Nth(Days(person, HepA, one, two), 1), Found(person, two, "40468003", "471311000124103")),
            ["rotavirus"] = First(Rotavirus(Days(person, Rv2, six, two), Days(person, Rv3, six, two)), Found(person, two, "428331000124103")),
            ["influenza"] = First(Influenza(Days(person, Flu, person.Birth.AddDays(180), two), Days(person, Laiv, two, two)), Found(person, two, "471361000124100")),
        };
    }

    // Tries every way to choose the doses.
    static DateOnly? Rotavirus(List<DateOnly> two, List<DateOnly> three)
    {
        DateOnly? best = First(Nth(two, 2), Nth(three, 3));
        foreach (var a in two)
            foreach (var b in three)
                foreach (var c in three)
                    if (a != b && a != c && b < c) best = First(best, a > c ? a : c);
        return best;
    }

    static DateOnly? Influenza(List<DateOnly> killed, List<DateOnly> live)
    {
        DateOnly? best = Nth(killed, 2);
        foreach (var a in killed)
            foreach (var b in live)
                if (a != b) best = First(best, a > b ? a : b);
        return best;
    }

    // Day by day: enrolled on the birthday, at most one run of days without cover, no longer than 45.
    static bool IsCounted(GivenPerson person, int year, int birthday, bool withRoster)
    {
        if (person.Birth.Year != year - birthday) return false;
        if (!withRoster) return person.LivedHere(CqlCalendar.Birthday(person.Birth, birthday)) && !person.IsOptedOut;
        bool covered(DateOnly day) => person.Spans.Any(span => span.From <= day && (span.To is not { } to || day <= to));
        var last = CqlCalendar.Birthday(person.Birth, birthday);
        if (!covered(last)) return false;
        int gaps = 0, length = 0;
        for (var day = CqlCalendar.Birthday(person.Birth, birthday - 1); day <= last; day = day.AddDays(1))
        {
            if (covered(day)) { length = 0; continue; }
            if (length++ == 0) gaps++;
            if (gaps > 1 || length > 45) return false;
        }
        return true;
    }

    static bool Died(GivenPerson person, int year) => person.IsDeceased && (person.Death is not { } day || day <= new DateOnly(year, 12, 31));

    static bool Hospice(GivenPerson person, int year) => person.Findings.Any(finding =>
        finding.Code is "428361000124107" or "305336008" && finding.Day.Year == year || finding.Code == "170935008" && finding.Day.Year <= year);

    static List<DateOnly> Days(GivenPerson person, string[] vaccines, DateOnly from, DateOnly to) =>
        person.Doses.Where(dose => dose.IsCompleted && vaccines.Contains(dose.Cvx) && dose.Day >= from && dose.Day <= to).Select(dose => dose.Day).Distinct().Order().ToList();

    static DateOnly? Nth(List<DateOnly> days, int n) => days.Count >= n ? days[n - 1] : null;

    static DateOnly? Found(GivenPerson person, DateOnly last, params string[] codes) =>
        person.Findings.Where(finding => codes.Contains(finding.Code) && finding.Day <= last).Select(finding => (DateOnly?)finding.Day).Min();

    static DateOnly? First(DateOnly? one, DateOnly? other) => one is null || other < one ? other : one;

    static DateOnly? All(Dictionary<string, DateOnly?> met, string[] antigens)
    {
        var days = antigens.Select(antigen => met.GetValueOrDefault(antigen)).ToArray();
        return days.All(day => day is not null) ? days.Max() : null;
    }
}
