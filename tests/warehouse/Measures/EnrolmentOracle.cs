using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>The readings of "fully operational", slow and obvious.</summary>
static class EnrolmentOracle
{
    internal static IEnumerable<OracleRow> Rows(GivenPerson person, DateOnly on)
    {
        if (person.Birth > on || CqlCalendar.AddMonths(person.Birth, 72) <= on) yield break;
        var excluded = person.IsDeceased && (person.Death is not { } day || day <= on) || person.IsOptedOut || !person.LivedHere(on);
        var doses = person.Doses.Where(dose => dose.IsCompleted && dose.Day <= on).OrderBy(dose => dose.Day).ToList();
        // Heard of by the day, or else given a dose by it.
        var record = person.Told <= on || doses.Count > 0 ? OracleDays.First(person.Told <= on ? person.Told : null, doses.Count > 0 ? doses[0].Day : null) : null;
        var dates = doses.Select(dose => dose.Day).Distinct().ToList();
        var valid = doses.Where(dose => dose.IsValid).Select(dose => dose.Day).Distinct().ToList();
        foreach (var (band, from) in new[] { ("0_71", 0), ("4_71", 4) })
        {
            if (CqlCalendar.AddMonths(person.Birth, from) > on) continue;
            yield return new OracleRow("any_record_" + band, person.Key, excluded, record);
            yield return new OracleRow("two_doses_" + band, person.Key, excluded, doses.Count > 1 ? doses[1].Day : null);
            yield return new OracleRow("two_dates_" + band, person.Key, excluded, dates.Count > 1 ? dates[1] : null);
            yield return new OracleRow("two_valid_dates_" + band, person.Key, excluded, valid.Count > 1 ? valid[1] : null);
        }
    }
}
