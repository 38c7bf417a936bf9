namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>What the slow measures share: looking things up in a made-up person, one at a time.</summary>
static class OracleDays
{
    /// <summary>Distinct days in order on which one of the vaccines was given, both ends included.</summary>
    internal static List<DateOnly> Given(this GivenPerson person, string[] vaccines, DateOnly from, DateOnly to) =>
        person.Doses.Where(dose => dose.IsCompleted && vaccines.Contains(dose.Cvx) && dose.Day >= from && dose.Day <= to)
            .Select(dose => dose.Day).Distinct().Order().ToList();

    /// <summary>Distinct days in order with a valid dose for the antigen, to the day.</summary>
    internal static List<DateOnly> Valid(this GivenPerson person, string antigen, DateOnly to) =>
        person.Doses.Where(dose => dose.IsCompleted && dose.IsValid && dose.Antigens.Contains(antigen) && dose.Day <= to)
            .Select(dose => dose.Day).Distinct().Order().ToList();

    internal static DateOnly? Found(this GivenPerson person, DateOnly to, params string[] codes) =>
        person.Findings.Where(finding => codes.Contains(finding.Code) && finding.Day <= to).Select(finding => (DateOnly?)finding.Day).Min();

    internal static DateOnly? Nth(this List<DateOnly> days, int n) => days.Count >= n ? days[n - 1] : null;

    /// <summary>The first day that lies so many days or more after some earlier one.</summary>
    internal static DateOnly? Apart(this List<DateOnly> days, int least) =>
        days.Where(later => days.Any(earlier => later.DayNumber - earlier.DayNumber >= least)).Select(day => (DateOnly?)day).FirstOrDefault();

    internal static DateOnly? First(params DateOnly?[] days) => days.Min();

    /// <summary>The county of a day: the last home moved into by then.</summary>
    internal static string CountyOn(this GivenPerson person, DateOnly on) => person.Homes.LastOrDefault(home => home.From <= on)?.County ?? person.County;

    /// <summary>Neither out of state nor, by the registry status of today, gone since a day or nobody knows when.</summary>
    internal static bool LivedHere(this GivenPerson person, DateOnly on) =>
        person.CountyOn(on) != "out_of_state" && !(person.RegistryStatus == "M" && (person.StatusFrom is not { } gone || gone <= on));

    internal static bool HasDied(this GivenPerson person, DateOnly by) => person.IsDeceased && (person.Death is not { } day || day <= by);

    internal static bool HadHospice(this GivenPerson person, int year) => person.Findings.Any(finding =>
        finding.Code is "428361000124107" or "305336008" && finding.Day.Year == year || finding.Code == "170935008" && finding.Day.Year <= year);
}
