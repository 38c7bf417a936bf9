namespace RegistryAnalytics.Synth;

/// <summary>What the sender without HL7 submits: one row a person on file, one a dose, one a finding.</summary>
sealed class Flat(World world)
{
    readonly byte[] stateCode = Embedded.Utf8(world.State.Postal);

    internal void Rows(Block block, Household home, Record record, int day, int practice, List<Order> orders)
    {
        if (!record.Written) Person(block[Feed.Persons], home, record, day, practice);
        foreach (var order in orders)
        {
            if (order.Completion == 'N') Finding(block[Feed.Observations], record, order);
            else Vaccination(block[Feed.Vaccinations], home, record, order, day);
        }
        if (!record.Written && record.Person.OptedOut)
        {
            var row = block[Feed.Consents];
            Ids.Person(row, record);
            row.Put(",opt_out,Y,"u8).IsoDay(day).Put(",,paper form"u8).EndRow();
        }
    }

    void Person(ByteText row, Household home, Record record, int day, int practice)
    {
        var person = record.Person;
        Ids.Person(row, record);
        Name(row, record.Last, record.Sender);
        Name(row, record.First, record.Sender);
        Name(row, record.Middle, record.Sender);
        row.Comma().IsoDay(record.Birth).Comma().Put(record.Sex).Comma().Put(Demographics.Races[home.Race].Code).Comma().Put(home.Hispanic ? "2135-2"u8 : "2186-5"u8);
        Name(row, person.Role is Role.Child or Role.Teen ? home.MotherMaiden : [], record.Sender);
        Address(row, home, home.NoAddress ? null : home.AddressOn(day), world, stateCode, withCounty: true);
        row.Comma();
        if (!record.NoPhone) Phone(row, home, record.SecondPhone);
        row.Put(",family"u8).Put(home.Index).Put("@example.org,"u8).Put(person.BirthOrder).Put(person.Multiple ? ",Y,"u8 : ",N,"u8);
        if (person.Death <= day) row.IsoDay(person.Death);
        row.Put(home.LeftOn <= day ? ",M,"u8 : ",A,"u8).Put(world.Practices[practice].Id).EndRow();
    }

    internal static void Name(ByteText row, ReadOnlySpan<byte> name, Sender? sender)
    {
        row.Comma();
        var start = row.Length;
        row.Cell(name);
        if (sender is not null) Letters.Spell(row, start, sender);
    }

    /// <summary>Street, city, state, ZIP and, asked for, the county: all empty without an address.</summary>
    internal static void Address(ByteText row, Household home, Address? at, World world, byte[] stateCode, bool withCounty)
    {
        if (at is not { } address)
        {
            row.Put(withCounty ? ",,,,,"u8 : ",,,,"u8);
            return;
        }
        var county = world.Counties[address.County < 0 ? ~address.County : address.County];
        row.Comma();
        Streets.Line(row, address, shortForm: home.Index % 2 == 0, withUnit: true);
        row.Comma().Cell(county.Towns[address.Town]);
        row.Comma().Put(address.County < 0 ? world.NeighborPostal : stateCode).Comma().Put(address.County < 0 ? world.NeighborZip : county.Zips[address.Zip]);
        if (!withCounty) return;
        row.Comma();
        if (address.County >= 0) row.Put(county.Fips);
    }

    internal static void Phone(ByteText row, Household home, bool second)
    {
        var (area, line) = second ? (home.SecondPhoneArea, home.SecondPhoneLine) : (home.PhoneArea, home.PhoneLine);
        row.Padded(area, 3).Put("-555-01"u8).Padded(line, 2);
    }

    void Vaccination(ByteText row, Household home, Record record, in Order order, int day)
    {
        var product = Products.All[order.Product];
        var given = order is { Source: 0, Completion: (byte)'C' or (byte)'P' };
        Ids.Person(row, record);
        row.Comma();
        if (order.Serial >= 0) Ids.Dose(row, record, order.Serial);
        row.Comma().Put(order.Action).Comma().IsoDay(order.Day).Comma();
        if (order.Coding is Coding.Unspecified or Coding.Part && Products.Unspecified(order.Coding == Coding.Part ? order.Part : product.Antigens) is { Cvx.Length: > 0 } vague) row.Put(vague.Cvx);
        else if (order.Coding == Coding.Unknown) row.Put("9"u8).Put(product.Cvx).Put("X"u8);
        else if (order.Coding != Coding.Ndc) row.Put(product.Cvx);
        row.Comma();
        if (order.Coding is Coding.Ndc or Coding.CvxAndNdc) row.Put(product.Ndc);
        row.Comma();
        if (given) row.Put(product.Mvx);
        row.Comma();
        if (given && !order.NoLot) VxuOrder.Lot(row, product, order.Lot);
        row.Comma();
        if (given && !order.NoLot) row.IsoDay(VxuOrder.Expiry(order));
        row.Comma();
        if (given) row.Put(product.Amount);
        row.Comma().Put(given ? product.Route : []).Comma().Put(given && product.Route is [(byte)'I', ..] ? "RT"u8 : []).Comma();
        if (order.Completion != 'R') row.Padded(order.Source, 2);
        row.Comma().Put(order.Completion switch { (byte)'P' => "PA"u8, (byte)'R' => "RE"u8, _ => "CP"u8 }).Comma();
        if (order.Completion == 'R') row.Padded(order.Reason, 2);
        row.Comma();
        if (order.Practice >= 0) row.Put(world.Practices[order.Practice].Id);
        row.Comma();
        var eligibility = VxuOrder.Eligibility(home, record.Person, order.Day);
        if (given && !order.NoEligibility) row.Put("V0"u8).Put(eligibility).Put(eligibility == 1 ? ",PHC70"u8 : ",VXC51"u8);
        else row.Comma();
        row.Comma().IsoDay(day).EndRow();
    }

    static void Finding(ByteText row, Record record, in Order order)
    {
        var finding = Findings.All[order.Finding];
        Ids.Person(row, record);
        row.Put(",LOINC,"u8).Put(finding.Question).Comma().Put(finding.Code).Comma().IsoDay(order.FindingDay).EndRow();
    }
}
