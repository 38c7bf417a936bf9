namespace RegistryAnalytics.Synth;

/// <summary>The other feeds about persons: birth, death and delivery records, a plan's members, WIC participants.</summary>
sealed class Registers(World world)
{
    readonly byte[] stateCode = Embedded.Utf8(world.State.Postal);
    readonly int from = world.Options.From.DayNumber;
    readonly int asOf = world.Options.AsOf.DayNumber;

    internal void Tell(Household home, Block block, Rng rng)
    {
        var delivered = int.MinValue;
        foreach (var person in home.Persons)
        {
            if (person is { Role: Role.Child, BornHere: true })
            {
                if (person.Birth + 12 <= asOf) Birth(home, person, block, rng);
                if (person.Birth != delivered) Delivery(home, person, block, rng);
                delivered = person.Birth;
            }
            if (person.Death <= asOf - 10 && home.LivesHereOn(person.Death)) Death(home, person, block, rng);
            Member(home, person, block, rng);
            if (person.Role == Role.Child && home.Eligibility == 2 && rng.Chance(0.5)) Wic(home, person, block, rng);
        }
    }

    // The kind of number lies above the person's, so that numbers of two kinds never meet.
    static ulong Number(Person person, ulong kind) => Ids.Scramble((ulong)person.Id, kind << 38);

    static byte[] Typed(Rng rng, byte[] name) => rng.Chance(0.008) ? Names.Similar(rng, name) : name;

    void Where(ByteText row, Household home, int day) => Flat.Address(row, home, home.NoAddress ? null : home.AddressOn(day), world, stateCode, withCounty: false);

    void Birth(Household home, Person child, Block block, Rng rng)
    {
        var row = block[Feed.Births];
        var number = Number(child, 11);
        row.Put("B"u8).Base36(number, 10);
        Flat.Name(row, Typed(rng, child.Last), null);
        Flat.Name(row, Typed(rng, child.First), null);
        Flat.Name(row, child.Middle, null);
        row.Comma().IsoDay(child.Birth).Put(child.Female ? ",F,"u8 : ",M,"u8).Put(Demographics.Races[home.Race].Code).Put(home.Hispanic ? ",2135-2"u8 : ",2186-5"u8);
        Flat.Name(row, home.MotherLast, null);
        Flat.Name(row, home.MotherFirst, null);
        Flat.Name(row, home.MotherMaiden, null);
        row.Comma().IsoDay(home.MotherBirth);
        Where(row, home, child.Birth);
        row.Comma();
        Flat.Phone(row, home, false);
        var hospital = world.Practices[child.BirthHospital];
        row.Comma().Put(hospital.Id).Comma();
        if (!home.NoAddress) row.Put(world.Counties[home.AddressOn(child.Birth).County].Fips);
        row.Comma().Put(world.Counties[hospital.County].Fips).Comma().Put(child.BirthOrder).Comma().Put(child.Plurality).Comma();
        var birthDose = child.Doses.Count > 0 && child.Doses[0].Day <= child.Birth + 3 && (Products.All[child.Doses[0].Product].Antigens & Antigens.HepB) != 0 && rng.Chance(0.9);
        if (birthDose) row.IsoDay(child.Doses[0].Day).Comma().Put(Products.All[child.Doses[0].Product].Cvx);
        else row.Comma();
        row.EndRow();
        Truth.Other(block, "VITAL"u8, "birth"u8, "B"u8, number, child, child.Birth);
        block.Births++;
    }

    void Delivery(Household home, Person child, Block block, Rng rng)
    {
        var row = block[Feed.Deliveries];
        var mother = home.Pool[0];
        var number = Number(child, 12);
        row.Put("L"u8).Base36(number, 10);
        Flat.Name(row, home.MotherLast, null);
        Flat.Name(row, home.MotherFirst, null);
        row.Comma().IsoDay(home.MotherBirth);
        Where(row, home, child.Birth);
        row.Comma();
        Flat.Phone(row, home, false);
        row.Comma().IsoDay(child.Birth).Comma().Put(child.Plurality > 1 ? rng.Between(33, 37) : rng.Chance(0.09) ? rng.Between(28, 36) : rng.Between(37, 41)).Comma().Put(world.Practices[child.BirthHospital].Id).EndRow();
        Truth.Other(block, "VITAL"u8, "delivery"u8, "L"u8, number, mother, child.Birth);
    }

    void Death(Household home, Person person, Block block, Rng rng)
    {
        var row = block[Feed.Deaths];
        var number = Number(person, 13);
        row.Put("X"u8).Base36(number, 10);
        Flat.Name(row, Typed(rng, person.LastOn(person.Death)), null);
        Flat.Name(row, Typed(rng, person.First), null);
        Flat.Name(row, person.Middle, null);
        row.Comma().IsoDay(person.Birth).Put(person.Female ? ",F"u8 : ",M"u8);
        Where(row, home, person.Death);
        row.Comma().IsoDay(person.Death).EndRow();
        Truth.Other(block, "VITAL"u8, "death"u8, "X"u8, number, person, person.Death);
    }

    void Member(Household home, Person person, Block block, Rng rng)
    {
        var begins = Math.Max(Math.Max(from, person.Birth + rng.Below(25)), home.CameOn);
        var ends = Math.Min(Math.Min(person.Death, home.LeftOn) - 1, asOf);
        var nobody = rng.Chance(0.004);
        if (!rng.Chance(0.42) || home.OutOfState || begins > ends) return;
        var age = (asOf - person.Birth) / 365;
        var line = age >= 65 ? "medicare"u8 : home.Eligibility switch { 2 or 4 => "medicaid"u8, 1 when home.Index % 9 == 0 => "exchange"u8, _ => "commercial"u8 };
        var number = Number(person, nobody ? 15u : 14u);
        // A member whom nobody matches: other names, another birth day.
        var first = nobody ? Names.First(rng, person.Female) : rng.Chance(0.04) ? Names.Nickname(rng, person.First) : Typed(rng, person.First);
        var last = nobody ? Names.Last(rng, Heritage.Any) : Typed(rng, person.LastOn(asOf));
        var birth = nobody ? person.Birth - rng.Between(30, 300) : rng.Chance(0.003) ? person.Birth - 1 : person.Birth;
        void span(ReadOnlySpan<byte> line, int from, int to)
        {
            if (from > to) return;
            var row = block[Feed.Roster];
            row.Put("HP"u8).Base36(number, 10);
            Flat.Name(row, last, null);
            Flat.Name(row, first, null);
            Flat.Name(row, person.Middle, null);
            row.Comma().IsoDay(birth).Put(person.Female ? ",F"u8 : ",M"u8);
            Where(row, home, to);
            row.Comma();
            Flat.Phone(row, home, false);
            row.Comma().Put(Demographics.Races[home.Race].Code).Put(home.Hispanic ? ",2135-2,"u8 : ",2186-5,"u8).Put(line).Comma().IsoDay(from).Comma();
            if (to < asOf) row.IsoDay(to);
            row.EndRow();
        }
        if (rng.Chance(0.1)) ends = rng.Between(begins, ends);
        var x = rng.Unit();
        if (x < 0.14 && ends - begins > 300)
        {
            // A gap in enrolment: the 45 days that measures allow lie in the middle of these.
            var gap = rng.Chance(0.55) ? rng.Between(10, 46) : rng.Between(44, 200);
            var stop = rng.Between(begins + 30, ends - gap - 30);
            span(line, begins, stop);
            span(line, stop + gap + 1, ends);
        }
        else if (x < 0.22 && ends - begins > 100 && age < 65)
        {
            var stop = rng.Between(begins + 20, ends - 20);
            span(line, begins, stop);
            span(line.SequenceEqual("medicaid"u8) ? "commercial"u8 : "medicaid"u8, stop + 1, ends);
        }
        else span(line, begins, ends);
        Truth.Other(block, "PLAN"u8, "roster"u8, "HP"u8, number, nobody ? null : person, begins);
        block.PlanMembers++;
    }

    void Wic(Household home, Person child, Block block, Rng rng)
    {
        var begins = Math.Max(Math.Max(from, child.Birth + rng.Between(10, 120)), home.CameOn);
        var ends = Math.Min(Math.Min(child.Birth + 5 * 365, begins + rng.Between(170, 1800)), Math.Min(child.Death, home.LeftOn) - 1);
        if (home.OutOfState || begins >= Math.Min(ends, asOf)) return;
        var row = block[Feed.Wic];
        var number = Number(child, 16);
        row.Put("W"u8).Base36(number, 10);
        Flat.Name(row, Typed(rng, child.LastOn(begins)), null);
        Flat.Name(row, Typed(rng, child.First), null);
        Flat.Name(row, [], null);
        row.Comma().IsoDay(child.Birth).Put(child.Female ? ",F"u8 : ",M"u8);
        Where(row, home, begins);
        row.Comma();
        Flat.Phone(row, home, rng.Chance(0.3));
        row.Put(",WIC"u8).Padded(Math.Max(home.AddressOn(begins).County, 0), 3).Comma().IsoDay(begins).Comma();
        if (ends <= asOf) row.IsoDay(ends);
        row.EndRow();
        Truth.Other(block, "WIC"u8, "wic"u8, "W"u8, number, child, begins);
    }
}
