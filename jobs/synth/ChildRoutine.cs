using A = RegistryAnalytics.Synth.Antigens;

namespace RegistryAnalytics.Synth;

/// <summary>What a child is given from birth to its eleventh birthday, influenza and COVID-19 apart.</summary>
/// <remarks>
/// Behaviour, not evaluation: visits at the usual ages with delays, skips, refusals and missed opportunities, and at each
/// visit what the practice holds to be due. The chances were set so that coverage comes near New York City's published
/// registry figures (docs/synthetic-state.md).
/// </remarks>
sealed class ChildRoutine(World world)
{
    static readonly int[] months = [2, 4, 6, 9, 12, 15, 18, 24, 30, 36, 48, 54, 60, 72, 84, 96, 120];
    static readonly double[] attendance = [0.95, 0.94, 0.93, 0.8, 0.94, 0.91, 0.87, 0.75, 0.4, 0.62, 0.78, 0.3, 0.6, 0.5, 0.45, 0.4, 0.4];

    static readonly Product hepB = Products.Of("hepb"), hepBMsd = Products.Of("hepb_msd"), dtap = Products.Of("dtap"), daptacel = Products.Of("daptacel"),
        pediarix = Products.Of("pediarix"), pentacel = Products.Of("pentacel"), vaxelis = Products.Of("vaxelis"), kinrix = Products.Of("kinrix"), quadracel = Products.Of("quadracel"),
        ipv = Products.Of("ipv"), actHib = Products.Of("acthib"), pedvax = Products.Of("pedvaxhib"), pcv7 = Products.Of("pcv7"), pcv13 = Products.Of("pcv13"), pcv15 = Products.Of("pcv15"), pcv20 = Products.Of("pcv20"),
        rotaTeq = Products.Of("rotateq"), rotarix = Products.Of("rotarix"), mmr = Products.Of("mmr"), priorix = Products.Of("priorix"), mmrv = Products.Of("mmrv"), varicella = Products.Of("var"),
        hepA = Products.Of("hepa"), hepAMsd = Products.Of("hepa_msd"), mab50 = Products.Of("beyfortus50"), mab100 = Products.Of("beyfortus100");

    static readonly int pcv13From = new DateOnly(2010, 3, 15).DayNumber, pentacelFrom = new DateOnly(2008, 7, 1).DayNumber, quadracelFrom = new DateOnly(2015, 6, 1).DayNumber,
        vaxelisFrom = new DateOnly(2021, 6, 1).DayNumber, pcv15From = new DateOnly(2022, 8, 1).DayNumber, pcv20From = new DateOnly(2023, 8, 1).DayNumber, priorixFrom = new DateOnly(2022, 9, 1).DayNumber;

    readonly Shelf shelf = new();

    // Boosters are forgotten together; some children have their doctor where nobody reports from.
    bool boosterless, elsewhere;

    internal void Run(Household home, Person child, int until, Rng rng)
    {
        shelf.Clear();
        // Never vaccinated: about one in forty, most of them by conviction.
        var never = child.Attitude < -2.1 || rng.Chance(0.02);
        var last = Math.Min(until, child.Death - 1);
        if (never)
        {
            if (rng.Chance(0.3)) child.Refusals.Add(new(child.Birth + rng.Between(60, 120), (short)dtap.Index, child.Home, (byte)(rng.Chance(0.6) ? 0 : 1)));
            return;
        }
        AtBirth(home, child, last, rng);
        // Some families do not come between the first birthday and the second or later: what is due then is missed together.
        var stays = !rng.Chance(0.035 - 0.03 * child.Attitude);
        boosterless = rng.Chance(0.13 - 0.03 * child.Attitude);
        elsewhere = rng.Chance(0.028);
        var back = rng.Between(24, 54);
        for (var visit = 0; visit < months.Length; visit++)
        {
            if (!stays && months[visit] > 12 && months[visit] < back) continue;
            if (!rng.Chance(attendance[visit] + 0.08 * child.Attitude)) continue;
            var due = DateOnly.FromDayNumber(child.Birth).AddMonths(months[visit]).DayNumber;
            var day = due + Delay(child, months[visit], rng);
            if (day % 7 == 6) day++; // Sunday
            if (day <= shelf.LastVisit) day = shelf.LastVisit + rng.Between(28, 40);
            if (day > last || day - child.Birth > 11 * 365) break;
            shelf.LastVisit = day;
            Visit(home, child, day, rng);
        }
    }

    static int Delay(Person child, int month, Rng rng)
    {
        if (rng.Chance(0.05)) return -rng.Between(1, 6);
        if (rng.Chance(0.1 + 0.35 * child.Lateness)) return 10 + rng.Skewed(60 + (int)(child.Lateness * (month < 12 ? 160 : 260)));
        return rng.Below(13);
    }

    void AtBirth(Household home, Person child, int last, Rng rng)
    {
        var refuses = (child.Refused & A.HepB) != 0;
        var day = child.Birth + (rng.Chance(0.75) ? 0 : rng.Between(1, 3));
        var hospital = child.BornHere ? child.BirthHospital : -1;
        if (day <= last && !refuses && rng.Chance(0.82 + 0.05 * child.Attitude)) Give(child, rng.Chance(0.5) ? hepB : hepBMsd, day, hospital, rng);
        else if (refuses && hospital >= 0) child.Refusals.Add(new(child.Birth, (short)hepB.Index, hospital, 0));
        var season = DateOnly.FromDayNumber(child.Birth);
        if (season.DayNumber >= new DateOnly(2023, 10, 1).DayNumber && season.Month is >= 10 or <= 3 && season.Year >= 2023 && rng.Chance(0.42 + 0.1 * child.Attitude))
        {
            var at = child.Birth + rng.Below(40);
            if (at <= last) child.Give(at, rng.Chance(0.75) ? mab50 : mab100, at - child.Birth < 4 ? hospital : PracticeOn(home, child, at, rng), true, rng);
        }
    }

    int PracticeOn(Household home, Person child, int day, Rng rng)
    {
        if (elsewhere || (!home.OutOfState && !home.LivesHereOn(day))) return -1;
        if (rng.Chance(0.02)) return world.OpenOn(world.HomePractice(rng, Math.Max(home.AddressOn(day).County, 0), child: true), day);
        var changed = day >= home.MovedOn || (home.MovedOn == int.MaxValue && child.SecondHome != child.Home && day > child.Birth + 900);
        return world.OpenOn(changed ? child.SecondHome : child.Home, day);
    }

    void Visit(Household home, Person child, int day, Rng rng)
    {
        var practice = PracticeOn(home, child, day, rng);
        var site = practice < 0 ? world.Practices[child.Home] : world.Practices[practice];
        var age = day - child.Birth;
        // What is due, less what is refused, ruled out or overlooked that day.
        var due = shelf.Due(age, day, site.Quality < 0.13 && rng.Chance(0.4));
        var overlooked = 0.01 + 0.03 * (1 - site.Quality);
        for (var bit = 1; bit <= (int)A.HepA; bit <<= 1)
        {
            if ((due & (A)bit) == 0) continue;
            if (rng.Chance(overlooked + (bit, age) switch
            {
                ((int)A.Pcv, > 355 and < 800) => boosterless ? 1 : 0.03, ((int)A.Hib, > 355 and < 800) => boosterless ? 0.95 : 0.02, ((int)A.DTaP, > 355 and < 800) => boosterless ? 0.85 : 0, ((int)A.HepA, _) => 0.06, ((int)A.Rota, _) => 0.01, _ => 0,
            })) due &= ~(A)bit;
        }
        if ((due & child.Refused) is var refused && refused != 0)
        {
            if (rng.Chance(0.5) && practice >= 0)
                child.Refusals.Add(new(day, (short)((refused & A.Mmr) != 0 ? mmr : (refused & A.HepB) != 0 ? hepB : varicella).Index, practice, (byte)(rng.Chance(0.8) ? 0 : 1)));
            if (age < 1200 || child.Attitude < 0.3) due &= ~child.Refused;
        }
        if (Findings.Stops(child, due, day))
            for (var bit = 1; bit <= (int)A.HepA; bit <<= 1)
                if (Findings.Stops(child, (A)bit, day)) due &= ~(A)bit;
        if (due != 0) Dispense(child, site, day, practice, due, rng);
    }

    void Dispense(Person child, Practice site, int day, int practice, A due, Rng rng)
    {
        var age = day - child.Birth;
        bool has(A all) => (due & all) == all;
        void give(Product product)
        {
            Give(child, product, day, practice, rng);
            due &= ~product.Antigens;
        }
        if (age < 2 * 365 && has(A.DTaP | A.Polio))
        {
            if (site.Family == 2 && day >= vaxelisFrom && age < 300 && has(A.Hib)) give(vaxelis);
            else if (site.Family == 1 && day >= pentacelFrom && has(A.Hib)) give(pentacel);
            else if (site.Family == 0 && age < 300 && (due & A.HepB) != 0) give(pediarix);
        }
        else if (age >= 4 * 365 && has(A.DTaP | A.Polio)) give(site.Index % 2 == 0 || day < quadracelFrom ? kinrix : quadracel);
        if (has(A.Mmr | A.Var) && (site.Mmrv || age > 4 * 365)) give(mmrv);
        if (has(A.DTaP)) give(site.Index % 3 == 0 ? daptacel : dtap);
        if (has(A.Polio)) give(ipv);
        if (has(A.HepB)) give(site.Index % 2 == 0 ? hepB : hepBMsd);
        if (has(A.Hib)) give(site.PedvaxHib ? pedvax : actHib);
        if (has(A.Pcv)) give(day >= pcv20From ? (site.Index % 4 == 0 ? pcv15 : pcv20) : day >= pcv15From && site.Index % 2 == 0 ? pcv15 : day >= pcv13From ? pcv13 : pcv7);
        if (has(A.Rota)) give(site.Rotarix ? rotarix : rotaTeq);
        if (has(A.Mmr)) give(day >= priorixFrom && site.Index % 11 == 0 ? priorix : mmr);
        if (has(A.Var)) give(varicella);
        if (has(A.HepA)) give(site.Index % 2 == 0 ? hepA : hepAMsd);
    }

    void Give(Person child, Product product, int day, int practice, Rng rng)
    {
        if (day >= child.Death) return;
        var valid = shelf.Keep(product, day - child.Birth, day);
        child.Give(day, product, practice, valid, rng);
    }
}
