using RegistryAnalytics.Codes;
using static RegistryAnalytics.Tests.Warehouse.Measures.OracleDays;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>The electronic childhood measure once more, slow and obvious, in the versions in force to 2026: influenza from day 42.</summary>
static class Cms117Oracle
{
    static readonly string[] HibFour = ["48", "120", "146", "148"], RotaThree = ["116", "122"];
    const string Encounter = "99213";

    /// <param name="withEncounters">Most children have a qualifying encounter about the year; without, nobody has and the registry population is counted.</param>
    internal static GivenPerson Make(Random random, long key, int year, string[] vaccines, bool withEncounters)
    {
        var person = GivenPerson.Make(random, key, year, 2, vaccines);
        if (!withEncounters || random.Next(5) == 0) return person;
        DateOnly[] turns = [new(year, 1, 1), new(year, 12, 31), CqlCalendar.Birthday(person.Birth, 2)];
        return person with { Findings = [.. person.Findings, new GivenFinding(turns[random.Next(turns.Length)].AddDays(random.Next(-1, 2)), Encounter)] };
    }

    internal static IEnumerable<OracleRow> Rows(GivenPerson person, int year, bool withEncounters)
    {
        if (person.Birth.Year != year - 2) yield break;
        if (withEncounters ? !person.Findings.Any(finding => finding.Code == Encounter && finding.Day.Year == year) : !person.LivedHere(CqlCalendar.Birthday(person.Birth, 2)) || person.IsOptedOut) yield break;
        DateOnly born = person.Birth, one = CqlCalendar.Birthday(born, 1), two = CqlCalendar.Birthday(born, 2), six = born.AddDays(42);
        DateOnly? found(params string[] codes) =>
            person.Findings.Where(finding => codes.Contains(finding.Code) && finding.Day >= born && finding.Day <= two).Select(finding => (DateOnly?)finding.Day).Min();
        string[] dtap = ["20", "106", "110", "120", "146"], hepB = ["08", "45", "44", "51", "110", "146"];
        if (year >= 2026) (dtap, hepB) = ([.. dtap, "198"], [.. hepB, "198"]);
        var hib = person.Given(["17", "49", "51", .. HibFour], six, two);
        var rota = person.Given(["119", .. RotaThree], six, two);
        var flu = person.Given(["140", "141", "158", "161"], six, two);
        var live = person.Given(["149", "111"], two, two);
        var hepBDays = person.Given(hepB, born, two);
        var newborn = person.Findings.Where(finding => finding.Code == "3E0234Z" && finding.Day >= born && finding.Day <= born.AddDays(7)).Select(finding => (DateOnly?)finding.Day).Min();
        DateOnly? measles = found("B05.9"), mumps = found("B26.9"), rubella = found("36653000");
        var met = new Dictionary<string, DateOnly?>
        {
            ["dtap"] = First(person.Given(dtap, six, two).Nth(4), found("428281000124107", "428291000124105", "192710009", "192711008", "192712001")),
            ["ipv"] = First(person.Given(["10", "89", "110", "120", "146"], six, two).Nth(3), found("471321000124106")),
            ["mmr"] = First(person.Given(["03", "94"], one, two).Nth(1), found("471331000124109"), measles is null || mumps is null || rubella is null ? null : new[] { measles, mumps, rubella }.Max()),
            ["hib"] = First(hib.Nth(person.Given(HibFour, six, two).Count > 0 ? 4 : 3), found("433621000124101")),
            ["hepb"] = First(hepBDays.Nth(3), newborn is { } first ? hepBDays.Where(day => day > first).ToList().Nth(2) : null, found("66071002", "271511000", "428321000124101")),
            ["vzv"] = First(person.Given(["21", "94"], one, two).Nth(1), found("B01.9", "471341000124104")),
            ["pcv"] = First(person.Given(["133", "216", "215", "152", "109"], six, two).Nth(4), found("471141000124102")),
            ["hepa"] = First(person.Given(["83", "85"], one, two).Nth(1), found("40468003", "471311000124103")),
            ["rotavirus"] = First(rota.Nth(person.Given(RotaThree, six, two).Count > 0 ? 3 : 2), found("428331000124103")),
            ["influenza"] = First(flu.Nth(2), flu.Count > 0 && live.Count > 0 ? two : null, found("471361000124100")),
        };
        var excluded = person.HadHospice(year) || found("31323000", "86406008", "K56.1") is not null;
        foreach (var (indicator, evidence) in met) yield return new OracleRow(indicator, person.Key, excluded, evidence);
        yield return new OracleRow("combination_10", person.Key, excluded, met.Values.All(day => day is not null) ? met.Values.Max() : null);
    }
}
