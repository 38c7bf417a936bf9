using RegistryAnalytics.Codes;
using static RegistryAnalytics.Tests.Warehouse.Measures.OracleDays;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>The three HPV rules and the hepatitis B birth dose once more.</summary>
static class RulesOracle
{
    internal static GivenPerson Adolescent(Random random, long key, DateOnly on)
    {
        var birth = CqlCalendar.Birthday(on, -random.Next(12, 19)).AddDays(random.Next(3) == 0 ? random.Next(-1, 2) : -random.Next(365));
        DateOnly[] turns = [CqlCalendar.Birthday(birth, 9), CqlCalendar.Birthday(birth, 13), CqlCalendar.Birthday(birth, 15), on];
        var person = GivenPerson.Around(random, key, birth, turns, [0, 146, 149, 152], on, ["62", "165", "137", "118", "115"], ["428241000124101"]);
        return person with
        {
            Doses = person.Doses.Select(dose => dose with { Antigens = dose.Cvx == "115" ? ["Pertussis"] : ["HPV"] }).ToList(),
            Forecasts = [new GivenForecast("HPV", random.Next(2) == 0 ? "Complete" : "Not Complete", null)],
        };
    }

    internal static IEnumerable<OracleRow> Hpv(GivenPerson person, DateOnly on)
    {
        if (CqlCalendar.Birthday(person.Birth, 13) > on || CqlCalendar.Birthday(person.Birth, 18) <= on || !person.LivedHere(on)) yield break;
        var excluded = person.HasDied(on) || person.IsOptedOut;
        var all = person.Given(["62", "165", "137", "118"], DateOnly.MinValue, on);
        var young = all.Where(day => day >= CqlCalendar.Birthday(person.Birth, 9) && day <= CqlCalendar.Birthday(person.Birth, 13)).ToList();
        yield return new OracleRow("hedis", person.Key, excluded, First(young.Nth(3), young.Apart(146)));
        DateOnly? pair = null;
        if (all.Count > 0 && all[0] < CqlCalendar.Birthday(person.Birth, 15))
            foreach (var later in all)
                if (pair is null && later >= CqlCalendar.AddMonths(all[0], 5).AddDays(-4)) pair = later;
        yield return new OracleRow("nis", person.Key, excluded, First(all.Nth(3), pair));
        var valid = person.Valid("HPV", on);
        var isComplete = person.Forecasts.Any(forecast => forecast is { Group: "HPV", Status: "Complete" });
        yield return new OracleRow("cdsi", person.Key, excluded, isComplete && valid.Count > 0 ? valid[^1] : null);
    }

    internal static GivenPerson Surveyed(Random random, long key, DateOnly on)
    {
        var birth = random.Next(20) == 0 ? new DateOnly(2008 + 4 * random.Next(2), 2, 29) : CqlCalendar.Birthday(on, -random.Next(12, 19)).AddDays(random.Next(3) == 0 ? random.Next(-1, 2) : -random.Next(365));
        DateOnly[] turns = [birth, CqlCalendar.Birthday(birth, 10), CqlCalendar.Birthday(birth, 15), CqlCalendar.Birthday(birth, 16), on];
        return GivenPerson.Around(random, key, birth, turns, [0, 146, 149, 152], on, ["165", "165", "137", "115", "114", "203", "316", "162", "113"], ["428241000124101"]);
    }

    internal static IEnumerable<OracleRow> Teen(GivenPerson person, DateOnly on)
    {
        if (CqlCalendar.Birthday(person.Birth, 13) > on || CqlCalendar.Birthday(person.Birth, 18) <= on || !person.LivedHere(on)) yield break;
        var excluded = person.HasDied(on) || person.IsOptedOut;
        var hpv = person.Given(["165", "137"], person.Birth, on);
        var meningococcal = person.Given(["114", "203", "316"], person.Birth, on);
        DateOnly? pair = hpv.Count > 0 && hpv[0] < CqlCalendar.Birthday(person.Birth, 15)
            ? hpv.Where(later => later >= CqlCalendar.AddMonths(hpv[0], 5).AddDays(-4)).Select(day => (DateOnly?)day).FirstOrDefault()
            : null;
        OracleRow row(string indicator, DateOnly? evidence) => new(indicator, person.Key, excluded, evidence);
        yield return row("tdap_1", person.Given(["115"], CqlCalendar.Birthday(person.Birth, 10), on).Nth(1));
        yield return row("menacwy_1", meningococcal.Nth(1));
        var isOnlyLate = meningococcal.Count == 1 && meningococcal[0] >= CqlCalendar.Birthday(person.Birth, 16);
        if (CqlCalendar.Birthday(person.Birth, 17) <= on && !isOnlyLate) yield return row("menacwy_2", meningococcal.Nth(2));
        yield return row("hpv_1", hpv.Nth(1));
        yield return row("hpv_full", First(hpv.Nth(3), pair));
    }

    internal static GivenPerson Newborn(Random random, long key, int year)
    {
        var birth = random.Next(4) == 0 ? new DateOnly(year, 12, 31).AddDays(random.Next(-5, 3)) : new DateOnly(year, 1, 1).AddDays(random.Next(-2, 366));
        return GivenPerson.Around(random, key, birth, [birth, birth.AddDays(1), birth.AddDays(3)], [0, 1, 2], birth.AddDays(60), ["08", "45", "44", "110", "133"], ["66071002"]);
    }

    internal static IEnumerable<OracleRow> BirthDose(GivenPerson person, int year, DateOnly asOf)
    {
        if (person.Birth.Year != year || person.Birth.AddDays(3) > asOf || !person.LivedHere(person.Birth) || person.IsOptedOut) yield break;
        var excluded = person.HasDied(person.Birth.AddDays(3));
        foreach (var (indicator, days) in new[] { ("days_0_1", 1), ("days_0_3", 3) })
            yield return new OracleRow(indicator, person.Key, excluded, person.Given(["08", "45", "44", "110"], person.Birth, person.Birth.AddDays(days)).Nth(1));
    }
}
