namespace RegistryAnalytics.Synth;

/// <summary>Writes what is true beside what is told: the key by which a pipeline's answers are checked.</summary>
static class Truth
{
    internal static ByteText Id(ByteText row, Person person) => row.Put("P"u8).Padded(person.Id, 11);

    /// <returns>Number of files on the person that arrived.</returns>
    internal static int Person(Block block, World world, Household home, Person person, List<int> copies, List<Record> records)
    {
        var asOf = world.Options.AsOf.DayNumber;
        var files = 0;
        foreach (var record in records)
        {
            if (!record.Written) continue;
            files++;
            Doses(block[Feed.TruthDoseRecord], record);
            block.DoseRecords += record.Sent.Count;
        }
        var row = Id(block[Feed.TruthPerson], person).Put(",H"u8).Padded(home.Index, 9).Put(person.Role switch { Role.Child => ",child,"u8, Role.Teen => ",teen,"u8, Role.Mother => ",mother,"u8, _ => ",adult,"u8 })
            .IsoDay(person.Birth).Put(person.Female ? ",F,"u8 : ",M,"u8).Cell(person.LastOn(asOf)).Comma().Cell(person.First).Put(person.Multiple ? ",1,"u8 : ",0,"u8).Put(person.BirthOrder)
            .Put(person.BornHere ? ",1,"u8 : ",0,"u8);
        var county = home.AddressOn(asOf).County;
        var status = Status(home, person, asOf);
        if (county >= 0 && status is [(byte)'r', ..]) row.Put(world.Counties[county].Fips);
        row.Comma().Put(status).Comma();
        if (person.Death <= asOf) row.IsoDay(person.Death);
        row.Put(person.OptedOut ? ",1,"u8 : ",0,"u8).Put(person.Protected ? "1,"u8 : "0,"u8).Put(person.Doses.Count).Comma().Put(files).EndRow();
        Residence(block[Feed.TruthResidence], world, home, person, asOf);
        for (var i = 0; i < person.Doses.Count; i++)
        {
            var (dose, to) = (person.Doses[i], block[Feed.TruthDose]);
            DoseKey(to, person, i).Comma();
            Id(to, person).Comma().IsoDay(dose.Day).Comma().Put(Products.All[dose.Product].Cvx).Comma().Put(Products.All[dose.Product].Mvx).Comma();
            if (dose.Practice >= 0) to.Put(world.Practices[dose.Practice].Id);
            to.Put(dose.Valid ? ",1,"u8 : ",0,"u8).Put(dose.Partial ? "1,"u8 : "0,"u8).Put(copies[i]).EndRow();
        }
        foreach (var refusal in person.Refusals)
            Id(block[Feed.TruthRefusal], person).Comma().IsoDay(refusal.Day).Comma().Put(Products.All[refusal.Product].Cvx).Comma().Put(world.Practices[refusal.Practice].Id).Comma().Padded(refusal.Reason, 2).EndRow();
        foreach (var finding in person.Findings)
            Id(block[Feed.TruthFinding], person).Comma().IsoDay(finding.Day).Comma().Put(RegistryAnalytics.Synth.Findings.All[finding.Kind].Question).Comma().Put(RegistryAnalytics.Synth.Findings.All[finding.Kind].Code).EndRow();
        block.Doses += person.Doses.Count;
        block.Persons++;
        return files;
    }

    /// <summary>resident, dead, moved_out, not_yet_here or out_of_state.</summary>
    internal static ReadOnlySpan<byte> Status(Household home, Person person, int day) =>
        person.Death <= day ? "dead"u8 : home.OutOfState ? "out_of_state"u8 : day >= home.LeftOn ? "moved_out"u8 : day < home.CameOn ? "not_yet_here"u8 : "resident"u8;

    static ByteText DoseKey(ByteText row, Person person, int index) => row.Put("D"u8).Padded(person.Id, 11).Put("-"u8).Put(index + 1);

    static void Residence(ByteText to, World world, Household home, Person person, int asOf)
    {
        if (home.OutOfState) return;
        var begins = Math.Max(person.Birth, home.CameOn);
        var ends = Math.Min(Math.Min(person.Death, home.LeftOn), int.MaxValue);
        void span(Address address, int from, int until)
        {
            if (from >= until || from > asOf) return;
            Id(to, person).Comma().Put(world.Counties[address.County].Fips).Comma().IsoDay(from).Comma();
            if (until <= asOf) to.IsoDay(until - 1);
            to.EndRow();
        }
        span(home.First, begins, Math.Min(ends, home.MovedOn));
        if (home.MovedOn <= asOf) span(home.Second, Math.Max(begins, home.MovedOn), ends);
    }

    internal static void Record(Block block, Record record, int day)
    {
        var row = block[Feed.TruthRecord];
        row.Put(record.Sender.Code).Comma();
        Ids.Person(row, record);
        row.Put(record.Sender.Kind == SenderKind.FlatFile ? ",flat,"u8 : ",vxu,"u8);
        Id(row, record.Person).Comma().IsoDay(day).EndRow();
        block.Records++;
    }

    static void Doses(ByteText to, Record record)
    {
        foreach (var order in record.Sent)
        {
            to.Put(record.Sender.Code).Comma();
            Ids.Dose(to, record, order.Serial);
            to.Comma();
            Ids.Person(to, record);
            to.Comma();
            if (order.TrueDose >= 0) DoseKey(to, record.Person, order.TrueDose);
            to.Comma().IsoDay(order.Day).Put(order.Source == 0 ? ",administered,"u8 : ",historical,"u8).Put(order.Coding switch
            {
                Coding.CvxAndNdc => "cvx_ndc,"u8, Coding.Cvx => "cvx,"u8, Coding.Ndc => "ndc,"u8, Coding.Cpt => "cpt,"u8, Coding.Unspecified => "unspecified,"u8,
                Coding.Part => "part,"u8, Coding.Unknown => "unknown_code,"u8, _ => "wrong_code,"u8,
            }).Put(order.Action).EndRow();
        }
    }

    internal static void Broken(Block block, in Envelope envelope, int kind, bool again)
    {
        var row = block[Feed.TruthMalformed];
        row.Put(envelope.Record.Sender.Code).Comma();
        Ids.Control(row, envelope.Record, envelope.Serial);
        row.Comma().Put(Embedded.Utf8(Malformed.Kinds[kind])).Put(again ? ",1"u8 : ",0"u8).EndRow();
        block.Malformed++;
    }

    internal static void Other(Block block, ReadOnlySpan<byte> sender, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> prefix, ulong id, Person? person, int day)
    {
        var row = block[Feed.TruthRecord];
        row.Put(sender).Comma().Put(prefix).Base36(id, 10).Comma().Put(kind).Comma();
        if (person is not null) Id(row, person);
        row.Comma().IsoDay(day).EndRow();
    }
}
