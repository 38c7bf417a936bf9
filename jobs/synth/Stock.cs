using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Synth;

/// <summary>Vaccine in the refrigerator over the last four quarters: what came, what was given, what was lost, what was counted. And the site visits.</summary>
sealed class Stock(World world)
{
    const int Quarters = 4, Fundings = 2;

    static readonly string[] strategies = ["reminder_recall", "standing_orders", "missed_opportunities", "schedule_next_visit", "provider_recommendation", "data_quality"];

    readonly int asOf = world.Options.AsOf.DayNumber;
    readonly int[] given = new int[world.Practices.Length * Products.All.Length * Quarters * Fundings];

    internal void Count(Household home, Person person)
    {
        foreach (var dose in person.Doses)
        {
            var quarter = Quarters - 1 - (asOf - dose.Day) / 91;
            if (dose.Practice < 0 || quarter < 0) continue;
            var funding = VxuOrder.Eligibility(home, person, dose.Day) == 1 ? 0 : 1;
            Interlocked.Increment(ref given[((dose.Practice * Products.All.Length + dose.Product) * Quarters + quarter) * Fundings + funding]);
        }
    }

    /// <summary>Shipments come in tens at the beginning of a quarter and cover what is given in it.</summary>
    internal void WriteShipments(TextWriter to) => Write(to, shipments: true);

    /// <summary>Losses in the middle of a quarter and the count at its end: received − given − lost.</summary>
    internal void WriteInventory(TextWriter to) => Write(to, shipments: false);

    void Write(TextWriter to, bool shipments)
    {
        to.Write("practice_id,date,cvx,ndc,lot,doses,funding,event\n");
        var lot = new ByteText();
        foreach (var practice in world.Practices)
        {
            var rng = new Rng(world.Options.Seed, -10_000 - practice.Index);
            foreach (var product in Products.All)
                for (var funding = 0; funding < Fundings; funding++)
                {
                    var left = 0;
                    for (var quarter = 0; quarter < Quarters; quarter++)
                    {
                        var begins = asOf - 91 * (Quarters - quarter) + 1;
                        var used = given[((practice.Index * Products.All.Length + product.Index) * Quarters + quarter) * Fundings + funding];
                        var (spare, lost, kind) = (rng.Between(0, 12), rng.Chance(0.3) ? rng.Between(1, 3) : 0, rng.Pick(losses));
                        if (used == 0 && left == 0) continue;
                        var received = Math.Max(0, (used + spare + lost - left + 9) / 10 * 10);
                        lost = Math.Min(lost, left + received - used);
                        left += received - used - lost;
                        lot.Clear();
                        VxuOrder.Lot(lot, product, (uint)(begins / 45 * 31 + product.Index * 7 + 1));
                        var head = $"{Text(practice.Id)},{{0}},{Text(product.Cvx)},{Text(product.Ndc)},{Encoding.UTF8.GetString(lot.Written)},{{1}},{(funding == 1 ? "VXC51" : "PHC70")},{{2}}\n";
                        if (shipments && received > 0) Row(to, head, begins + 2, received, "received");
                        if (!shipments && lost > 0) Row(to, head, begins + 45, lost, kind);
                        if (!shipments) Row(to, head, begins + 90, left, "counted");
                    }
                }
        }
    }

    static readonly string[] losses = ["wasted", "spoiled", "expired", "returned"];

    static void Row(TextWriter to, string head, int day, int doses, string kind) =>
        to.Write(string.Format(CultureInfo.InvariantCulture, head, DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), doses, kind));

    internal void WriteVisits(TextWriter to)
    {
        to.Write("practice_id,visit_date,reviewer,strategies\n");
        foreach (var practice in world.Practices)
        {
            var rng = new Rng(world.Options.Seed, -50_000_000 - practice.Index);
            if (practice.Pin.Length == 0 || rng.Chance(0.3)) continue;
            for (var visit = rng.Between(1, 3); visit > 0; visit--)
            {
                var day = asOf - visit * 365 + rng.Between(0, 300);
                to.Write(string.Create(CultureInfo.InvariantCulture, $"{Text(practice.Id)},{DateOnly.FromDayNumber(day):yyyy-MM-dd},R{rng.Between(1, 9)},{rng.Pick(strategies)};{rng.Pick(strategies)}\n"));
            }
        }
    }

    static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
