using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Stock by lot and doses accounted for agree with books kept event by event and day by day.</summary>
[Trait("kind", "sql")]
public class StockOracleTests
{
    static readonly DateOnly On = new(2025, 12, 31);
    static readonly string[] Events = ["received", "received", "transferred", "wasted", "spoiled", "expired", "returned", "counted"];

    sealed record Event(long Key, long Site, string Kind, int Doses, DateOnly Day, string Cvx, string? Lot);

    sealed record Dose(long Person, DateOnly Day, string Cvx, string? Lot, long? Site, string Kind, bool IsCompleted);

    [Fact]
    public void Stock_by_lot_agrees_with_the_slow_count() => Compare("agg_stock_lot",
        "practice_key, cvx, lot, n_received, n_transferred_in, n_transferred_out, n_administered, n_wasted, n_spoiled, n_expired, n_returned, n_expected, count_date, n_counted, variance, wastage_rate, loss_rate", ByLot);

    [Fact]
    public void Doses_accounted_for_agree_with_the_slow_count() => Compare("agg_accountability",
        "practice_key, cvx, year, n_opening, n_received, n_transferred_in, n_transferred_out, n_administered, n_wasted, n_spoiled, n_expired, n_returned, n_expected, n_counted, variance, accounted_rate, wastage_rate, loss_rate", ByYear);

    static void Compare(string mart, string columns, Func<List<Event>, List<Dose>, IEnumerable<object?[]>> slow)
    {
        for (var piece = 0; piece < (OracleRun.IsDeep ? 5 : 1); piece++)
        {
            var random = new Random(mart.Length + piece * 1_000_003);
            using var fixture = new MeasureFixture();
            fixture.SetPeriod(On, On);
            var persons = OracleRun.IsDeep ? 20_000 : 3_000;
            var (events, doses) = Make(random, persons);
            using (var to = fixture.Connection.Appender(null, "fct_stock_event", "stock_key", "practice_key", "event", "doses", "event_date", "cvx", "lot"))
            {
                foreach (var one in events) to.Append(one.Key).Append(one.Site).Append(one.Kind).Append(one.Doses).Append(one.Day).Append(one.Cvx).Append(one.Lot).EndRow();
                to.Close();
            }
            long key = 0;
            using (var to = fixture.Connection.Appender(null, "fct_dose", "dose_key", "person_key", "admin_date", "cvx", "lot", "practice_key", "kind", "is_completed"))
            {
                foreach (var dose in doses) to.Append(++key).Append(dose.Person).Append(dose.Day).Append(dose.Cvx).Append(dose.Lot).Append(dose.Site).Append(dose.Kind).Append(dose.IsCompleted).EndRow();
                to.Close();
            }
            fixture.MakeMart(mart);
            var got = fixture.Connection.QueryRows($"select {columns} from {mart}").Select(Text).Order(StringComparer.Ordinal).ToList();
            var wanted = slow(events, doses).Select(Text).Order(StringComparer.Ordinal).ToList();
            Assert.True(wanted.Count > 100);
            var wrong = got.Except(wanted).Order(StringComparer.Ordinal).FirstOrDefault() ?? "no row";
            var right = wanted.Except(got).Order(StringComparer.Ordinal).FirstOrDefault() ?? "no row";
            Assert.True(wanted.SequenceEqual(got), $"{mart}, piece {piece} ({columns}): the mart says {wrong}, the slow count {right}.");
        }
    }

    static IEnumerable<object?[]> ByLot(List<Event> events, List<Dose> doses)
    {
        foreach (var lot in events.GroupBy(one => (one.Site, one.Cvx, one.Lot)))
        {
            var begun = events.Where(one => one.Site == lot.Key.Site && one.Cvx == lot.Key.Cvx).Min(one => one.Day);
            var given = doses.Where(dose => IsGiven(dose) && dose.Day >= begun && dose.Site == lot.Key.Site && dose.Cvx == lot.Key.Cvx && dose.Lot == lot.Key.Lot).ToList();
            var count = LastCount(lot);
            yield return
            [
                lot.Key.Site, lot.Key.Cvx, lot.Key.Lot, .. Moved(lot, given.Count), OnHand(lot, given, On), count?.Day, (long?)count?.Doses,
                count?.Doses - (count is null ? null : OnHand(lot, given, count.Day)), Share(Sum(lot, "wasted"), given.Count), Share(Sum(lot, "wasted", "spoiled", "expired"), given.Count),
            ];
        }
    }

    static IEnumerable<object?[]> ByYear(List<Event> events, List<Dose> doses)
    {
        foreach (var vaccine in events.GroupBy(one => (one.Site, one.Cvx)))
        {
            var begun = vaccine.Min(one => one.Day);
            var given = doses.Where(dose => IsGiven(dose) && dose.Day >= begun && dose.Site == vaccine.Key.Site && dose.Cvx == vaccine.Key.Cvx).ToList();
            foreach (var year in vaccine.GroupBy(one => one.Day.Year))
            {
                long here = given.Count(dose => dose.Day.Year == year.Key), sent = Sum(year, "received", "transferred");
                var count = LastCount(year);
                long opening = OnHand(vaccine, given, new DateOnly(year.Key - 1, 12, 31)), closing = OnHand(vaccine, given, new DateOnly(year.Key, 12, 31));
                object?[] moved = Moved(year, here);
                // Opening and what came, less what went, is what should be there.
                Assert.Equal(closing, opening + (long)moved[0]! + (long)moved[1]! - moved[2..].Sum(one => (long)one!));
                yield return
                [
                    vaccine.Key.Site, vaccine.Key.Cvx, year.Key, opening, .. moved, closing, (long?)count?.Doses, count is null ? null : count.Doses - OnHand(vaccine, given, count.Day),
                    sent > 0 ? (double)here / sent : null, Share(Sum(year, "wasted"), here), Share(Sum(year, "wasted", "spoiled", "expired"), here),
                ];
            }
        }
    }

    // Received, in, out, administered, wasted, spoiled, expired, returned.
    static object?[] Moved(IEnumerable<Event> events, long given) =>
    [
        Sum(events, "received"), Sum(events.Where(one => one.Doses > 0), "transferred"), -Sum(events.Where(one => one.Doses < 0), "transferred"), given,
        Sum(events, "wasted"), Sum(events, "spoiled"), Sum(events, "expired"), Sum(events, "returned"),
    ];

    static double? Share(long part, long given) => part + given == 0 ? null : (double)part / (part + given);

    static bool IsGiven(Dose dose) => dose is { Kind: "administered", IsCompleted: true };

    static long Sum(IEnumerable<Event> events, params string[] kinds) => events.Where(one => kinds.Contains(one.Kind)).Sum(one => (long)one.Doses);

    static Event? LastCount(IEnumerable<Event> events) => events.Where(one => one.Kind == "counted").OrderBy(one => one.Day).ThenBy(one => one.Key).LastOrDefault();

    // What should lie in the refrigerator in the evening of a day.
    static long OnHand(IEnumerable<Event> events, List<Dose> given, DateOnly evening)
    {
        long hand = 0;
        foreach (var one in events.Where(one => one.Day <= evening))
            hand += one.Kind switch { "received" or "transferred" => one.Doses, "counted" => 0, _ => -one.Doses };
        return hand - given.Count(dose => dose.Day <= evening);
    }

    static (List<Event> Events, List<Dose> Doses) Make(Random random, int persons)
    {
        string[] vaccines = ["03", "20", "150"];
        string?[] lots = ["A1", "B2", "C3", null];
        DateOnly[] turns = [new(2023, 12, 31), new(2024, 1, 1), new(2024, 12, 31), new(2025, 1, 1), On];
        DateOnly day() => random.Next(4) == 0 ? turns[random.Next(turns.Length)] : new DateOnly(2023, 1, 1).AddDays(random.Next(3 * 365 + 1));
        var sites = persons / 100;
        var events = new List<Event>();
        for (long key = 1; key <= sites * 20; key++)
        {
            var kind = Events[random.Next(Events.Length)];
            var site = random.Next(1, sites + 1);
            events.Add(new Event(key, site, kind, kind switch { "received" => random.Next(5, 60), "transferred" => random.Next(-8, 9), "counted" => random.Next(0, 40), _ => random.Next(1, 5) },
                day(), vaccines[random.Next(vaccines.Length)], lots[random.Next(lots.Length)]));
            // A count and what moves the stock fall on one day now and then.
            if (random.Next(5) == 0 && events.Count > 1) events[^1] = events[^1] with { Day = events[^2].Day, Site = events[^2].Site, Cvx = events[^2].Cvx, Lot = events[^2].Lot };
        }
        var doses = new List<Dose>();
        for (long person = 1; person <= persons; person++)
            for (var i = random.Next(4); i > 0; i--)
            {
                var near = events[random.Next(events.Count)];
                // One site in twelve has no stock events, and its doses are on no books.
                doses.Add(new Dose(person, random.Next(3) == 0 ? near.Day : day(), vaccines[random.Next(vaccines.Length)], lots[random.Next(lots.Length)],
                    random.Next(12) switch { 0 => sites + 5, 1 => null, _ => near.Site }, random.Next(6) == 0 ? "historical" : "administered", random.Next(15) > 0));
            }
        return (events, doses);
    }

    static string Text(object?[] row) => string.Join(" | ", row.Select(cell => cell switch
    {
        null => "-",
        double number => number.ToString("0.000000000", System.Globalization.CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture),
    }));
}
