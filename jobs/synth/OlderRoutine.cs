using A = RegistryAnalytics.Synth.Antigens;

namespace RegistryAnalytics.Synth;

/// <summary>What adolescents, mothers and other adults are given, seasons apart. Behaviour, as in <see cref="ChildRoutine"/>.</summary>
sealed class OlderRoutine(World world)
{
    static readonly Product tdap = Products.Of("tdap"), tdapSkb = Products.Of("tdap_skb"), td = Products.Of("td"), hpv = Products.Of("hpv9"), menactra = Products.Of("menactra"), menveo = Products.Of("menveo"),
        menquadfi = Products.Of("menquadfi"), trumenba = Products.Of("trumenba"), bexsero = Products.Of("bexsero"), penbraya = Products.Of("penbraya"), shingrix = Products.Of("shingrix"), ppsv = Products.Of("ppsv23"),
        pcv13 = Products.Of("pcv13"), pcv20 = Products.Of("pcv20"), pcv21 = Products.Of("pcv21"), arexvy = Products.Of("arexvy"), abrysvo = Products.Of("abrysvo"), hepB = Products.Of("hepb_adult"),
        heplisav = Products.Of("heplisav"), twinrix = Products.Of("twinrix"), hepA = Products.Of("hepa_adult");
    static readonly int menquadfiFrom = new DateOnly(2021, 3, 1).DayNumber, menactraTo = new DateOnly(2022, 9, 1).DayNumber, penbrayaFrom = new DateOnly(2024, 1, 15).DayNumber, pcv20From = new DateOnly(2021, 11, 1).DayNumber, pcv21From = new DateOnly(2024, 9, 1).DayNumber,
        rsvFrom = new DateOnly(2023, 8, 1).DayNumber, shingrixFrom = new DateOnly(2018, 2, 1).DayNumber;

    internal void Adolescent(Household home, Person person, int until, Rng rng)
    {
        if (person.Attitude < -2.3) return;
        var last = Math.Min(until, person.Death - 1);
        var eleven = DateOnly.FromDayNumber(person.Birth).AddYears(11).DayNumber;
        var day = eleven + (rng.Chance(0.03) ? -rng.Between(1, 320) : rng.Below(120) + rng.Skewed(900));
        if (!rng.Chance(0.96 + 0.03 * person.Attitude)) return;
        var refusesHpv = (person.Refused & A.Hpv) != 0;
        var early = !refusesHpv && rng.Chance(0.26 + 0.05 * person.Attitude);
        var hpvDay = early ? DateOnly.FromDayNumber(person.Birth).AddYears(9).DayNumber + rng.Below(650) : day + (rng.Chance(0.74) ? 0 : 120 + rng.Skewed(1500));
        if (day <= last)
        {
            var practice = Where(home, person, day, rng);
            person.Give(day, rng.Chance(0.5) ? tdap : tdapSkb, practice, day >= eleven - 366, rng);
            if (rng.Chance(0.93)) person.Give(day, MenAcwy(practice, day, rng), practice, day >= eleven - 366, rng);
            if (refusesHpv && practice >= 0) person.Refusals.Add(new(day, (short)hpv.Index, practice, 0));
        }
        if (!refusesHpv && hpvDay <= last && rng.Chance(0.97 + 0.04 * person.Attitude))
        {
            person.Give(hpvDay, hpv, Where(home, person, hpvDay, rng), true, rng);
            var three = hpvDay - person.Birth >= 15 * 365 + 4;
            var second = hpvDay + (three ? 40 + rng.Skewed(90) : rng.Chance(0.05) ? 120 + rng.Below(26) : 160 + rng.Skewed(700));
            if (second <= last && rng.Chance(0.86 + 0.05 * person.Attitude))
            {
                person.Give(second, hpv, Where(home, person, second, rng), three || second - hpvDay >= 146, rng);
                var third = second + 120 + rng.Skewed(300);
                if ((three || second - hpvDay < 146) && third <= last && rng.Chance(0.6)) person.Give(third, hpv, Where(home, person, third, rng), true, rng);
            }
        }
        var sixteen = DateOnly.FromDayNumber(person.Birth).AddYears(16).DayNumber + rng.Below(150) + rng.Skewed(500);
        if (sixteen > last || !rng.Chance(0.6 + 0.08 * person.Attitude)) return;
        var at = Where(home, person, sixteen, rng);
        var both = sixteen >= penbrayaFrom && rng.Chance(0.12);
        person.Give(sixteen, both ? penbraya : MenAcwy(at, sixteen, rng), at, true, rng);
        if (both || !rng.Chance(0.45)) return;
        var b = (at & 1) == 0 ? trumenba : bexsero;
        person.Give(sixteen, b, at, true, rng);
        var next = sixteen + 183 + rng.Skewed(200);
        if (next <= last && rng.Chance(0.55)) person.Give(next, b, Where(home, person, next, rng), true, rng);
    }

    Product MenAcwy(int practice, int day, Rng rng) =>
        day >= menquadfiFrom && (practice % 3 == 0 || day >= menactraTo && rng.Chance(0.5)) ? menquadfi : day < menactraTo && practice % 3 == 1 ? menactra : menveo;

    int Where(Household home, Person person, int day, Rng rng)
    {
        if (!home.OutOfState && !home.LivesHereOn(day)) return -1;
        if (person.Role is Role.Teen or Role.Child && rng.Chance(0.08)) return world.School(rng);
        if (person.Role is Role.Adult or Role.Mother && rng.Chance(0.45)) return world.Pharmacy(rng);
        return world.OpenOn(day >= home.MovedOn ? person.SecondHome : person.Home, day);
    }

    /// <summary>Vaccines in the pregnancies of a family's children born in the years made.</summary>
    internal void Pregnancies(Household home, Person mother, int from, int until, Rng rng)
    {
        var before = int.MinValue;
        foreach (var child in home.Persons)
        {
            if (child.Role != Role.Child || child.Birth == before || child.Birth < from) continue;
            before = child.Birth;
            if (rng.Chance(0.05)) mother.Findings.Add(new(child.Birth - rng.Between(100, 200), Findings.Pregnancy));
            var day = child.Birth - rng.Between(25, 90);
            if (day <= until && day >= from && rng.Chance(0.6 + 0.12 * mother.Attitude))
                mother.Give(day, rng.Chance(0.5) ? tdap : tdapSkb, !home.LivesHereOn(day) && !home.OutOfState ? -1 : rng.Chance(0.7) ? world.Obgyn(rng) : world.Pharmacy(rng), true, rng);
            var rsv = child.Birth - rng.Between(20, 50);
            if (rsv >= rsvFrom + 60 && rsv <= until && DateOnly.FromDayNumber(rsv).Month is >= 9 or 1 && rng.Chance(0.3 + 0.1 * mother.Attitude))
                mother.Give(rsv, abrysvo, !home.LivesHereOn(rsv) && !home.OutOfState ? -1 : world.Obgyn(rng), true, rng);
        }
    }

    internal void Grown(Household home, Person person, int from, int until, Rng rng)
    {
        var last = Math.Min(until, person.Death - 1);
        int any() => rng.Between(from, Math.Max(from, last));
        int age(int day) => (day - person.Birth) / 365;
        void give(int day, Product product, bool valid = true)
        {
            if (day >= from && day <= last) person.Give(day, product, Where(home, person, day, rng), valid, rng);
        }
        if (rng.Chance(0.55 + 0.12 * person.Attitude)) give(any(), rng.Chance(0.72) ? (rng.Chance(0.5) ? tdap : tdapSkb) : td);
        if (age(last) < 60 && rng.Chance(0.16))
        {
            var start = any();
            if (rng.Chance(0.35))
            {
                give(start, heplisav);
                if (rng.Chance(0.7)) give(start + 28 + rng.Skewed(100), heplisav);
            }
            else
            {
                var product = rng.Chance(0.25) ? twinrix : hepB;
                give(start, product);
                if (rng.Chance(0.75)) give(start + 28 + rng.Skewed(60), product);
                if (rng.Chance(0.55)) give(start + 183 + rng.Skewed(200), product);
            }
        }
        if (rng.Chance(0.05)) give(any(), hepA);
        if (age(last) is >= 19 and < 32 && rng.Chance(0.12)) give(any(), hpv);
        if (age(last) >= 50 && rng.Chance(0.42 + 0.12 * person.Attitude))
        {
            var start = Math.Max(any(), Math.Max(shingrixFrom, person.Birth + 50 * 365 + 20));
            give(start, shingrix);
            if (rng.Chance(0.8)) give(start + (rng.Chance(0.02) ? 20 : 60 + rng.Skewed(300)), shingrix);
        }
        if (age(last) >= 65 && rng.Chance(0.62 + 0.12 * person.Attitude))
        {
            var day = Math.Max(any(), person.Birth + 65 * 365 + 30);
            give(day, day >= pcv21From ? pcv21 : day >= pcv20From ? pcv20 : pcv13);
            if (day < pcv20From && rng.Chance(0.7)) give(day + 365 + rng.Skewed(200), ppsv);
        }
        if (age(last) >= 60 && last > rsvFrom && rng.Chance((age(last) >= 75 ? 0.42 : 0.22) + 0.08 * person.Attitude)) give(rng.Between(rsvFrom, last), rng.Chance(0.65) ? arexvy : abrysvo);
    }
}
