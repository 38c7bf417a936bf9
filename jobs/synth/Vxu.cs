namespace RegistryAnalytics.Synth;

/// <summary>A message that is ready to be written.</summary>
/// <param name="Serial">Within the person: the control id is made from it.</param>
/// <param name="Second">Of the day.</param>
/// <param name="Status">PD1-16, or 0.</param>
readonly record struct Envelope(Household Home, Record Record, int Day, int Second, int Serial, int Practice, byte Status);

/// <summary>Writes VXU^V04 (Z22) and ADT^A40 messages as their sender would.</summary>
sealed class Vxu(World world)
{
    readonly byte[] stateCode = Embedded.Utf8(world.State.Postal);
    readonly byte[] registry = Embedded.Utf8(world.State.Postal + "IIS");

    internal void Write(ByteText to, in Envelope envelope, ReadOnlySpan<Order> orders)
    {
        Header(to, envelope, "VXU^V04^VXU_V04"u8);
        Patient(to, envelope);
        Registration(to, envelope);
        if (envelope.Record.Sender.SendsNextOfKin && envelope.Record.Person.Role is Role.Child or Role.Teen) NextOfKin(to, envelope);
        foreach (var order in orders) VxuOrder.Write(to, world, envelope, order);
    }

    /// <summary>Tells that the number of a second record is the first record's.</summary>
    internal void WriteMerge(ByteText to, in Envelope envelope, Record prior)
    {
        var sender = envelope.Record.Sender;
        Header(to, envelope, "ADT^A40^ADT_A39"u8);
        to.Put("EVN||"u8);
        Instant(to, envelope);
        to.Put(sender.LineEnd);
        Patient(to, envelope);
        to.Put("MRG|"u8);
        Ids.Person(to, prior);
        to.Put("^^^"u8).Put(sender.Code).Put("&"u8).Put(sender.Oid).Put("&ISO^MR"u8).Put(sender.LineEnd);
    }

    static void Instant(ByteText to, in Envelope envelope) => to.Day(envelope.Day).Padded(envelope.Second / 3600 * 10000 + envelope.Second / 60 % 60 * 100 + envelope.Second % 60, 6).Put("-0700"u8);

    void Header(ByteText to, in Envelope envelope, ReadOnlySpan<byte> type)
    {
        var sender = envelope.Record.Sender;
        to.Put(@"MSH|^~\&|"u8).Put(sender.Code).Put("EHR|"u8).Put(sender.Code).Put("^"u8).Put(sender.Oid).Put("^ISO|"u8).Put(registry).Put("|"u8).Put(registry).Put("|"u8);
        Instant(to, envelope);
        to.Put("||"u8).Put(type).Put("|"u8);
        Ids.Control(to, envelope.Record, envelope.Serial);
        to.Put("|P|2.5.1|||ER|AL||UNICODE UTF-8|||"u8);
        if (type[0] == (byte)'V') to.Put("Z22^CDCPHINVS"u8);
        var site = world.Practices[envelope.Practice];
        to.Put("|"u8).Put(site.Id).Put("^^^^^"u8).Put(registry).Put("^XX^^^"u8).Put(site.Id).Put("|"u8).Put(site.ParentId).Put(sender.LineEnd);
    }

    void Patient(ByteText to, in Envelope envelope)
    {
        var (home, record) = (envelope.Home, envelope.Record);
        var (sender, person) = (record.Sender, record.Person);
        to.Put("PID|1||"u8);
        Ids.Person(to, record);
        to.Put("^^^"u8).Put(sender.Code).Put("&"u8).Put(sender.Oid).Put("&ISO^MR"u8);
        if (home.Eligibility == 2 && person.Id % 3 == 0 && sender.IdStyle != 0)
            to.Put("~"u8).Base36(Ids.Scramble((ulong)person.Id, 77), 10).Put("^^^"u8).Put(stateCode).Put("MEDICAID^MA"u8);
        to.Put("||"u8);
        Letters.Name(to, record.Last, sender);
        to.Put("^"u8);
        Letters.Name(to, record.First, sender);
        to.Put("^"u8);
        if (record.Middle.Length > 0) Letters.Name(to, sender.MiddleInitial && record.Middle[0] < 128 ? record.Middle.AsSpan(0, 1) : record.Middle, sender);
        to.Put(record.Newborn ? "^^^^B|"u8 : "^^^^L|"u8);
        if (sender.SendsMaidenName && person.Role is Role.Child or Role.Teen)
        {
            Letters.Name(to, home.MotherMaiden, sender);
            to.Put("^"u8);
            Letters.Name(to, home.MotherFirst, sender);
            to.Put("^^^^^M"u8);
        }
        to.Put("|"u8).Day(record.Birth).Put("|"u8).Put(record.Sex).Put("||"u8);
        if (sender.SendsRace)
        {
            var race = Demographics.Races[home.Race];
            to.Put(race.Code).Put("^"u8).Put(race.Text).Put("^CDCREC"u8);
            if (person.Id % 41 == 0) to.Put("~2054-5^Black or African American^CDCREC"u8);
        }
        to.Put("|"u8);
        Address(to, envelope);
        to.Put("||"u8);
        if (!record.NoPhone) Phone(to, record.SecondPhone, home, sender);
        if (sender.SendsEmail && person.Id % 2 == 0) to.Put(record.NoPhone ? "^NET^Internet^"u8 : "~^NET^Internet^"u8).Put("family"u8).Put(home.Index).Put("@example.org"u8);
        to.Put("||"u8).Put(home.Language == 1 ? "spa^Spanish^ISO6392"u8 : "eng^English^ISO6392"u8).Put("|||||||"u8);
        if (sender.SendsRace) to.Put(home.Hispanic ? "2135-2^Hispanic or Latino^CDCREC"u8 : "2186-5^Not Hispanic or Latino^CDCREC"u8);
        to.Put("||"u8);
        if (!record.NoMultiple) to.Put(person.Multiple ? "Y|"u8 : "N|"u8);
        else to.Put("|"u8);
        if (!record.NoMultiple && person.Multiple) to.Put(person.BirthOrder);
        if (person.Death <= envelope.Day) to.Put("||||"u8).Day(person.Death).Put("|Y"u8);
        else to.Put("|||||N"u8);
        to.Put(sender.LineEnd);
    }

    internal void Address(ByteText to, in Envelope envelope)
    {
        var (home, sender) = (envelope.Home, envelope.Record.Sender);
        if (home.NoAddress && envelope.Record.Number % 2 == 0) return;
        var address = home.AddressOn(envelope.Record.Stale ? envelope.Record.Since : envelope.Day);
        var start = to.Length;
        Streets.Line(to, address, sender.ShortStreets, withUnit: !sender.ShortStreets);
        to.Put("^"u8);
        if (sender.ShortStreets && address.Unit > 0) to.Put("Apt "u8).Put(address.Unit);
        to.Put("^"u8);
        var county = world.Counties[address.County < 0 ? ~address.County : address.County];
        to.Hl7(county.Towns[address.Town]);
        Letters.Spell(to, start, sender);
        to.Put("^"u8);
        if (address.County < 0) to.Put(world.NeighborPostal).Put("^"u8).Put(world.NeighborZip).Put("^USA^P"u8);
        else
        {
            to.Put(stateCode).Put("^"u8).Put(county.Zips[address.Zip]).Put("^USA^P"u8);
            if (sender.CountyStyle == 0) to.Put("^^"u8).Put(county.Fips);
            else if (sender.CountyStyle == 1) to.Put("^^"u8).Hl7(county.Name);
        }
    }

    static void Phone(ByteText to, bool second, Household home, Sender sender)
    {
        var (area, line) = second ? (home.SecondPhoneArea, home.SecondPhoneLine) : (home.PhoneArea, home.PhoneLine);
        if (sender.OldPhones) to.Put("("u8).Padded(area, 3).Put(")555-01"u8).Padded(line, 2).Put("^PRN^PH"u8);
        else to.Put("^PRN^PH^^^"u8).Padded(area, 3).Put("^55501"u8).Padded(line, 2);
    }

    static void Registration(ByteText to, in Envelope envelope)
    {
        var person = envelope.Record.Person;
        to.Put("PD1|||||||||||02^Reminder/recall - any method^HL70215|"u8).Put(person.Protected || person.OptedOut ? "Y|"u8 : "N|"u8).Day(envelope.Record.Since).Put("|||"u8)
            .Put(envelope.Status == 0 ? (byte)'A' : envelope.Status).Put("|"u8).Day(envelope.Day).Put("|"u8).Day(envelope.Record.Since).Put(envelope.Record.Sender.LineEnd);
    }

    void NextOfKin(ByteText to, in Envelope envelope)
    {
        var (home, sender) = (envelope.Home, envelope.Record.Sender);
        to.Put("NK1|1|"u8);
        Letters.Name(to, home.MotherLast, sender);
        to.Put("^"u8);
        Letters.Name(to, home.MotherFirst, sender);
        to.Put("^^^^^L|MTH^Mother^HL70063|"u8);
        Address(to, envelope);
        to.Put("|"u8);
        if (!envelope.Record.NoPhone) Phone(to, envelope.Record.SecondPhone, home, sender);
        to.Put(sender.LineEnd);
    }
}
