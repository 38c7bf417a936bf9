namespace RegistryAnalytics.Synth;

/// <summary>Fills a household: who lives in it, where, and how inclined they are. The vaccination routines come after.</summary>
sealed class HouseholdMaker(World world, Plan plan)
{
    readonly int from = world.Options.From.DayNumber;
    readonly Rng shared = new(0, 0);
    readonly int asOf = world.Options.AsOf.DayNumber;

    internal void Make(Household home, long index, Rng rng)
    {
        home.Index = index;
        home.Count = 0;
        Settle(home, rng);
        if (index < plan.Families) Family(home, rng);
        else if (index < plan.Families + plan.TeenHouseholds) Teens(home, rng);
        else Adults(home, rng);
        foreach (var person in home.Persons) Incline(home, person, rng);
    }

    void Settle(Household home, Rng rng)
    {
        var county = world.CountyFor(rng);
        home.OutOfState = rng.Chance(0.008);
        home.NoAddress = rng.Chance(0.012);
        home.First = AddressIn(county, home.OutOfState, rng);
        (home.MovedOn, home.CameOn, home.LeftOn) = (int.MaxValue, int.MinValue, int.MaxValue);
        if (rng.Chance(0.14))
        {
            home.MovedOn = rng.Between(from, asOf);
            home.Second = AddressIn(rng.Chance(0.5) ? county : world.CountyFor(rng), home.OutOfState, rng);
        }
        if (rng.Chance(0.05)) home.CameOn = rng.Between(from, asOf);
        if (rng.Chance(0.035)) home.LeftOn = Math.Max(rng.Between(from + 200, asOf + 200), home.CameOn == int.MinValue ? 0 : home.CameOn + 60);
        if (home.LeftOn > asOf) home.LeftOn = int.MaxValue;
        (home.PhoneArea, home.PhoneLine) = (200 + rng.Below(780), rng.Below(100));
        (home.SecondPhoneArea, home.SecondPhoneLine) = rng.Chance(0.3) ? (200 + rng.Below(780), rng.Below(100)) : (home.PhoneArea, home.PhoneLine);
        var x = rng.Unit();
        home.Hispanic = x < 0.32;
        home.Heritage = home.Hispanic ? Heritage.Hispanic : Heritage.Any;
        home.Race = home.Hispanic ? (rng.Chance(0.75) ? 0 : 5) : rng.Unit() switch { < 0.68 => 0, < 0.83 => 1, < 0.92 => 2, < 0.97 => 3, < 0.98 => 4, _ => 5 };
        if (home.Race == 2) home.Heritage = Heritage.Asian;
        home.Eligibility = home.Race == 3 && rng.Chance(0.7) ? 4 : rng.Unit() switch { < 0.52 => 1, < 0.92 => 2, < 0.97 => 3, _ => 5 };
        home.Language = home.Hispanic && rng.Chance(0.35) ? 1 : 0;
    }

    Address AddressIn(int county, bool outOfState, Rng rng)
    {
        var place = world.Counties[county];
        return new(rng.Between(1, 9899), rng.Below(Names.Streets.Length), rng.Below(Streets.Forms.Length), rng.Chance(0.3) ? rng.Between(1, 420) : 0,
            outOfState ? -1 - county : county, rng.Below(place.Towns.Length), rng.Below(place.Zips.Length));
    }

    void Parents(Household home, Rng rng)
    {
        home.MotherMaiden = Names.Last(rng, home.Heritage);
        home.MotherFirst = Names.First(rng, female: true);
        home.FatherFirst = Names.First(rng, female: false);
        var fathers = Names.Last(rng, home.Heritage);
        home.MotherLast = rng.Unit() switch { < 0.62 => fathers, < 0.94 => home.MotherMaiden, _ => Names.Hyphenated(rng, fathers) };
    }

    byte[] ChildLast(Household home, Rng rng) => rng.Chance(0.93) ? home.MotherLast : home.MotherMaiden;

    void Family(Household home, Rng rng)
    {
        Parents(home, rng);
        var deliveries = rng.Unit() switch { < 0.62 => 1, < 0.94 => 2, _ => 3 };
        var first = rng.Between(from, asOf);
        home.MotherBirth = first - rng.Between(18 * 365, 42 * 365);
        var last = ChildLast(home, rng);
        var mother = Fill(home.Add(Role.Mother), home, home.MotherFirst, home.MotherLast, female: true, home.MotherBirth, rng);
        if (!ReferenceEquals(home.MotherLast, home.MotherMaiden) && rng.Chance(0.12))
        {
            (mother.Last, mother.NewLast, mother.RenamedOn) = (home.MotherMaiden, home.MotherLast, rng.Between(from, asOf));
        }
        var born = first;
        for (var n = 0; n < deliveries && home.Count < 10; n++)
        {
            var plurality = rng.Unit() switch { < 0.0155 => 2, < 0.0157 => 3, _ => 1 };
            for (var order = 1; order <= plurality; order++) Child(home, born, order, plurality, last, rng);
            // A sibling is born before or after, at least ten months away, and only inside the years made.
            var gap = rng.Between(310, 1500);
            if (born + gap <= asOf) born += gap;
            else if (n == 0 && first - gap >= from) born = first - gap;
            else break;
        }
    }

    void Child(Household home, int born, int order, int plurality, byte[] last, Rng rng)
    {
        var female = rng.Chance(0.488);
        var child = Fill(home.Add(Role.Child), home, [], last, female, born, rng);
        child.First = Names.First(rng, female);
        if (order > 1)
        {
            // Twins are often of one sex, and some parents like names that differ by a letter.
            var twin = home.Pool[home.Count - 2];
            child.Female = rng.Chance(0.7) ? twin.Female : !twin.Female;
            child.First = child.Female == twin.Female && rng.Chance(0.22) ? Names.Similar(rng, twin.First) : Names.First(rng, child.Female);
        }
        for (var i = 0; i < home.Count - 1; i++)
            if (home.Pool[i].Role == Role.Child && home.Pool[i].First.AsSpan().SequenceEqual(child.First)) child.First = Names.First(rng, child.Female);
        (child.Multiple, child.BirthOrder, child.Plurality) = (plurality > 1, order, plurality);
        child.BornHere = home.LivesHereOn(born);
        if (child.BornHere) child.BirthHospital = world.Hospital(rng, home.AddressOn(born).County);
        if (rng.Chance(0.04)) (child.RenamedOn, child.NewLast) = (rng.Between(born + 60, born + 2500), rng.Chance(0.5) ? home.MotherMaiden : Names.Hyphenated(rng, child.Last));
        if (rng.Chance(0.0045)) child.Death = born + (rng.Chance(0.7) ? rng.Below(200) : rng.Below(2900));
        if (child.Death > asOf) child.Death = int.MaxValue;
    }

    void Teens(Household home, Rng rng)
    {
        Parents(home, rng);
        var last = ChildLast(home, rng);
        var n = rng.Chance(0.4) ? 2 : 1;
        for (var i = 0; i < n; i++)
        {
            var born = from - 1 - rng.Below(plan.TeenDays);
            if (i > 0)
            {
                // Siblings are at least ten months apart, twins not at all.
                var elder = home.Pool[home.Count - 1].Birth;
                if (rng.Chance(0.035)) born = elder;
                else if (Math.Abs(elder - born) < 310) born = elder - 310 > from - 1 - plan.TeenDays ? elder - 310 : Math.Min(elder + 310, from - 1);
            }
            var female = rng.Chance(0.488);
            var teen = Fill(home.Add(Role.Teen), home, Names.First(rng, female), last, female, born, rng);
            if (i > 0 && born == home.Pool[home.Count - 2].Birth)
            {
                home.Pool[home.Count - 2].Multiple = teen.Multiple = true;
                (home.Pool[home.Count - 2].Plurality, teen.Plurality, teen.BirthOrder) = (2, 2, 2);
            }
            if (rng.Chance(0.03)) (teen.RenamedOn, teen.NewLast) = (rng.Between(from, asOf), Names.Hyphenated(rng, teen.Last));
        }
        home.MotherBirth = home.Pool[0].Birth - rng.Between(19 * 365, 38 * 365);
    }

    void Adults(Household home, Rng rng)
    {
        Parents(home, rng);
        var n = rng.Chance(0.45) ? 2 : 1;
        var birth = plan.AdultBirth(rng, asOf);
        for (var i = 0; i < n; i++)
        {
            var female = n == 2 ? i == 0 : rng.Chance(0.52);
            var adult = Fill(home.Add(Role.Adult), home, Names.First(rng, female), i == 0 || rng.Chance(0.7) ? home.MotherLast : Names.Last(rng, home.Heritage), female,
                i == 0 ? birth : Math.Min(birth + rng.Between(-2500, 2500), asOf - 19 * 366), rng);
            if (female && rng.Chance(0.02)) (adult.NewLast, adult.RenamedOn) = (Names.Last(rng, home.Heritage), rng.Between(from, asOf));
            var age = (asOf - adult.Birth) / 365;
            if (rng.Chance(age > 80 ? 0.3 : age > 65 ? 0.09 : 0.015)) adult.Death = rng.Between(from + 30, asOf);
        }
    }

    Person Fill(Person person, Household home, byte[] first, byte[] last, bool female, int birth, Rng rng)
    {
        (person.First, person.Last, person.Female, person.Birth) = (first, last, female, birth);
        person.Middle = rng.Chance(0.8) ? Names.Middle(rng) : [];
        return person;
    }

    /// <summary>The county where an out-of-state family crosses the border.</summary>
    static int Inside(int county) => county < 0 ? ~county : county;

    void Incline(Household home, Person person, Rng rng)
    {
        // One roof, one mind, mostly: the household's part is drawn from its own stream so that siblings share it.
        shared.Restart(world.Options.Seed, long.MinValue + home.Index);
        var county = Inside(home.First.County);
        var race = home.Hispanic ? 0.12 : home.Race switch { 2 => 0.75, 1 => -0.18, 3 => -0.1, _ => -0.1 };
        person.Attitude = 0.8 * shared.Bell() + 0.35 * rng.Bell() + world.Counties[county].Bias + race;
        person.Lateness = Math.Clamp(0.25 + 0.2 * shared.Bell() + 0.1 * rng.Bell() - 0.1 * person.Attitude, 0.02, 1);
        var child = person.Role is Role.Child or Role.Teen;
        person.Home = world.HomePractice(shared, county, child);
        person.SecondHome = home.MovedOn != int.MaxValue ? world.HomePractice(shared, Inside(home.Second.County), child) : rng.Chance(0.08) ? world.HomePractice(rng, county, child) : person.Home;
        if (shared.Chance(0.02)) person.Refused |= Antigens.Mmr | Antigens.Var;
        if (shared.Chance(0.025)) person.Refused |= Antigens.HepB;
        if (shared.Chance(0.22)) person.Refused |= Antigens.Flu;
        if (shared.Chance(0.05)) person.Refused |= Antigens.Hpv;
        if (shared.Chance(0.35)) person.Refused |= Antigens.Covid;
        person.OptedOut = shared.Chance(0.004);
        person.Protected = shared.Chance(0.006);
        if (home.LeftOn != int.MaxValue && person.Birth > home.LeftOn) person.BornHere = false;
    }
}
