using static RegistryAnalytics.Tests.Warehouse.Measures.OracleDays;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Prenatal status once more: deliveries of one mother are gone through in order, day by day where enrolment counts.</summary>
static class PrenatalOracle
{
    internal static readonly string[] Vaccines = ["150", "141", "149", "333", "115", "115", "113", "03"];
    static readonly string[] Findings = ["471361000124100", "428281000124107", "192710009", "428361000124107", "170935008"];

    internal static GivenPerson Make(Random random, long key, int year)
    {
        var birth = new DateOnly(year - 30, 1, 1).AddDays(random.Next(365));
        var deliveries = new List<GivenDelivery>();
        var day = new DateOnly(year, 1, 1).AddDays(random.Next(-2, 200));
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            deliveries.Add(new GivenDelivery(key * 4 + i, day, random.Next(12) == 0 ? null : random.Next(35, 42)));
            day = day.AddDays(random.Next(4) switch { 0 => 0, 1 => 180 + random.Next(-1, 2), 2 => random.Next(1, 40), _ => random.Next(170, 250) });
        }
        var last = deliveries[0];
        DateOnly[] turns = [new(year - 1, 7, 1), last.Day, last.Day.AddDays(-7 * (last.Weeks ?? 39)), deliveries[^1].Day, new(year, 12, 31), new(year, 1, 1)];
        var person = GivenPerson.Around(random, key, birth, turns, [0, 28], new DateOnly(year, 12, 31), Vaccines, Findings);
        var from = last.Day.AddDays(-28 + random.Next(-3, 3));
        var to = last.Day.AddDays(random.Next(-20, 20));
        return person with
        {
            Deliveries = deliveries,
            Spans = [new GivenSpan(from, to), new GivenSpan(to.AddDays(random.Next(1, 3)), random.Next(2) == 0 ? null : to.AddDays(200))],
        };
    }

    internal static IEnumerable<OracleRow> Rows(GivenPerson person, int year, bool withRoster)
    {
        DateOnly start = new(year, 1, 1), end = new(year, 12, 31);
        var eligible = person.Deliveries.Where(delivery => delivery.Weeks is not null && delivery.Day >= start && delivery.Day <= end)
            .Where(delivery => !withRoster || person.IsKnown && IsEnrolled(person, delivery.Day)).ToList();
        var isOut = person.IsKnown && (person.HasDied(end) || person.HadHospice(year));
        var counted = new List<(GivenDelivery Delivery, bool IsExcluded)>();
        if (!person.IsKnown) counted.AddRange(eligible.Select(delivery => (delivery, delivery.Weeks < 37)));
        else
        {
            counted.AddRange(eligible.Where(delivery => isOut || delivery.Weeks < 37).Select(delivery => (delivery, true)));
            DateOnly? last = null;
            foreach (var day in eligible.Where(delivery => !isOut && delivery.Weeks >= 37).GroupBy(delivery => delivery.Day).OrderBy(day => day.Key))
            {
                if (last is { } before && day.Key.DayNumber - before.DayNumber <= 180) continue;
                last = day.Key;
                // Twins told as two deliveries are one; the longer pregnancy says when it began.
                counted.Add((new GivenDelivery(day.Min(one => one.Key), day.Key, day.Max(one => one.Weeks)), false));
            }
        }
        foreach (var (delivery, isExcluded) in counted)
        {
            DateOnly? influenza = null, tdap = null;
            if (person.IsKnown)
            {
                influenza = First(person.Given(["150", "141"], new DateOnly(year - 1, 7, 1), delivery.Day).Nth(1), person.Found(delivery.Day, "471361000124100"));
                tdap = First(
                    person.Given(["115"], delivery.Day.AddDays(-7 * delivery.Weeks!.Value), delivery.Day).Nth(1), person.Found(delivery.Day, "428281000124107", "428291000124105", "192710009", "192711008", "192712001"));
            }
            yield return new OracleRow("influenza", delivery.Key, isExcluded, influenza);
            yield return new OracleRow("tdap", delivery.Key, isExcluded, tdap);
            yield return new OracleRow("combination", delivery.Key, isExcluded, influenza is { } a && tdap is { } b ? a > b ? a : b : null);
        }
    }

    static bool IsEnrolled(GivenPerson person, DateOnly delivery)
    {
        for (var day = delivery.AddDays(-28); day <= delivery; day = day.AddDays(1))
            if (!person.Spans.Any(span => span.From <= day && (span.To is not { } to || day <= to))) return false;
        return true;
    }
}
