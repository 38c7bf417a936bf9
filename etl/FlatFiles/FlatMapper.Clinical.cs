using System.Buffers.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>Persons, doses and observations: rows that refer to each other by the sender's person id.</summary>
sealed partial class FlatMapper
{
    readonly CodeTable sources = codes.Table("NIP001");
    readonly CodeTable refusals = codes.Table("NIP002");
    readonly CodeTable routes = codes.Table("HL70162");
    readonly CodeTable sites = codes.Table("HL70163");
    readonly CodeTable eligibilities = codes.Table("HL70064");
    readonly CodeTable fundings = codes.Table("FUNDING");
    readonly CodeTable observationCodes = codes.Table("NIP003");
    readonly DoseHit[] hits = new DoseHit[DoseRules.Most];

    ReadOnlySpan<byte> Value(DelimitedReader row, string column) => table[column] is var at && at >= 0 ? row[at] : default;

    void MapPerson(DelimitedReader row)
    {
        var at = MapPlain(row, part.Person.Rows);
        var isBirth = table.Spec.File == "births";
        var to = part.Person;
        to.RecordType.Set(at, isBirth ? "birth"u8 : "flat"u8);
        to.PersonIdAuthority.Set(at, senderUtf8);
        if (!to.PracticeId.Has(at) && !isBirth) to.PracticeId.Set(at, senderUtf8);
        if (isBirth)
        {
            if (to.Plurality.Has(at)) to.MultipleBirth.Set(at, to.Plurality[at] > 1);
            if (to.GuardianLastName.Has(at) || to.GuardianFirstName.Has(at)) to.GuardianRelationship.Set(at, "MTH"u8);
        }
        if (to.BirthDate.Has(at) && to.BirthDate[at] > source.ReceivedDay + DateRules.ZoneSlack) Reject(DateRules.BornInFuture, "birth_date");
        if (to.DeathDate.Has(at))
        {
            var isSound = to.DeathDate[at] <= source.ReceivedDay + DateRules.ZoneSlack && !(to.DeathDate[at] < to.BirthDate[at]);
            if (isSound) to.IsDead.Set(at, true);
            else
            {
                Find(to.DeathDate[at] < to.BirthDate[at] ? DateRules.DiedBeforeBirth : DateRules.DiedInFuture, "death_date");
                to.DeathDate[at] = DayColumn.Nothing;
            }
        }
        if (NameRules.Check(to.LastName[at], to.FirstName[at]) is { } rule) Find(rule, "last_name");
        if (rejected) return;
        AddIdentifier(at, isBirth ? "BR"u8 : "PI"u8);
        AddPhone(at);
        if (!isBirth && !persons.TryAdd(Hash(to.PersonId[at]), Known(at)))
        {
            Find(FlatRules.Twice, "person_id");
            persons[Hash(to.PersonId[at])] = Known(at);
        }
        if (isBirth) MapBirthDose(row, at);
    }

    KnownPerson Known(int at) => new(part.KeyBase + at, part.Person.BirthDate[at], part.Person.DeathDate[at]);

    void AddIdentifier(int person, ReadOnlySpan<byte> type)
    {
        var to = part.Identifier;
        var row = to.Rows.Add();
        to.RecordKey[row] = part.KeyBase + person;
        to.Ordinal[row] = 1;
        to.Authority.Set(row, senderUtf8);
        to.IdType.Set(row, type);
        to.Value.Set(row, part.Person.PersonId[person]);
    }

    void AddPhone(int person)
    {
        if (!part.Person.Phone.Has(person)) return;
        var to = part.Phone;
        var row = to.Rows.Add();
        to.RecordKey[row] = part.KeyBase + person;
        to.Ordinal[row] = 1;
        to.Value.Set(row, part.Person.Phone[person]);
    }

    /// <summary>The record of a person of this submission; one that knows only the id where persons has no such row.</summary>
    KnownPerson PersonOf(ReadOnlySpan<byte> id)
    {
        var hash = Hash(id);
        if (persons.TryGetValue(hash, out var known)) return known;
        var to = part.Person;
        var row = to.Rows.Add();
        to.Key[row] = part.KeyBase + row;
        to.MessageKey[row] = messageKey;
        to.Sender.Set(row, senderUtf8);
        to.RecordType.Set(row, "flat"u8);
        to.PersonId.Set(row, id);
        to.PersonIdAuthority.Set(row, senderUtf8);
        to.MessageAt[row] = messageMicros;
        to.ReceivedAt[row] = source.ReceivedMicros;
        AddIdentifier(row, "PI"u8);
        Find(FlatRules.PersonOnlyById, "person_id");
        known = new(part.KeyBase + row, DayColumn.Nothing, DayColumn.Nothing);
        persons.Add(hash, known);
        addedPerson = hash;
        return known;
    }

    int AddDose(KnownPerson person)
    {
        var to = part.Dose;
        var at = to.Rows.Add();
        to.Key[at] = part.KeyBase + at;
        to.RecordKey[at] = person.Key;
        to.MessageKey[at] = messageKey;
        to.Sender.Set(at, senderUtf8);
        to.DoseIdAuthority.Set(at, senderUtf8);
        to.MessageAt[at] = messageMicros;
        to.ReceivedAt[at] = source.ReceivedMicros;
        to.EnteredDate[at] = messageDay;
        return at;
    }

    /// <summary>A birth record tells of the hepatitis B dose: history from the birth certificate.</summary>
    void MapBirthDose(DelimitedReader row, int person)
    {
        var date = Value(row, "hepb_date");
        if (date.IsEmpty) return;
        var day = Hl7Time.Parse(date).WholeDay;
        if (day == Hl7Time.NoDay) { Find(FlatRules.OptionalDate, "hepb_date", date); return; }
        var sent = Value(row, "hepb_cvx");
        var vaccine = codes.Cvx(sent.IsEmpty ? "08"u8 : sent);
        if (vaccine is null) { Find(FlatRules.OptionalCode, "hepb_cvx", sent); return; }
        var to = part.Dose;
        var at = AddDose(Known(person));
        to.Action.Set(at, "A"u8);
        to.Completion.Set(at, "CP"u8);
        to.SourceCode.Set(at, "06"u8);
        to.CvxSent.Set(at, sent);
        to.Cvx.Set(at, vaccine.Utf8.Span);
        to.CvxFrom.Set(at, "cvx"u8);
        to.AdminDate[at] = day;
        var facts = Facts(Known(person)) with { Vaccine = vaccine, Source = DoseSource.Historical, Given = day };
        to.Kind.Set(at, facts.KindName);
        CloseDose(at, facts, quarantined: false);
    }

    DoseFacts Facts(KnownPerson person) => new() { Birth = person.Birth, Death = person.Death, Received = source.ReceivedDay, Sent = submittedAt is null ? DayColumn.Nothing : messageDay, HasPlace = true };

    void MapDose(DelimitedReader row)
    {
        var id = Value(row, "person_id");
        if (id.IsEmpty) Reject(FlatRules.Required, "person_id");
        else MapDose(row, PersonOf(id));
    }

    void MapDose(DelimitedReader row, KnownPerson person)
    {
        var to = part.Dose;
        var at = AddDose(person);
        foreach (var field in fieldsByFile[table.Spec.File]) Fill(row[field.Position], field, at);
        var facts = Facts(person);
        var quarantined = false;
        var lot = Value(row, "lot");
        var isFiller = LotRules.IsPlaceholder(lot);
        if (isFiller) quarantined |= Find(LotRules.Placeholder, "lot", lot, to.Key[at]) == Severity.Error;
        facts.HasLot = !lot.IsEmpty && !isFiller;
        facts.HasPlace = !Value(row, "practice_id").IsEmpty || table.Spec == CvrsLayout.Spec;
        ReadKind(row, at, ref facts);
        ReadVaccine(row, at, ref facts, ref quarantined);
        to.Kind.Set(at, facts.KindName);
        var date = Value(row, "date");
        facts.Given = Hl7Time.Parse(date).WholeDay;
        to.AdminDate[at] = facts.Given;
        if (facts.Given == Hl7Time.NoDay)
        {
            to.AdminDateSent.Set(at, date);
            quarantined |= Find(date.IsEmpty ? FlatRules.Required : FlatRules.Date, "date", date, to.Key[at]) == Severity.Error;
        }
        ReadDetails(row, at, ref facts);
        CloseDose(at, facts, quarantined);
    }

    void MapConsent(DelimitedReader row, StagedRows rows)
    {
        var at = MapPlain(row, rows);
        var kind = rows.Text("kind")[at];
        if (!kind.IsEmpty && !ConsentRules.Kinds.Contains(System.Text.Encoding.UTF8.GetString(kind))) Reject(ConsentRules.Kind, "kind", kind);
        var (from, to) = (rows.Day("from_date"), rows.Day("to_date"));
        // An end that is not understood must not become no end, nor a beginning no beginning.
        if (!from.Has(at) && !Value(row, "from").IsEmpty) Reject(ConsentRules.Date, "from");
        if (!to.Has(at) && !Value(row, "to").IsEmpty) Reject(ConsentRules.Date, "to");
        if (from.Has(at) && to.Has(at) && to[at] < from[at]) Reject(ConsentRules.Ends, "to");
    }

    void MapObservation(DelimitedReader row)
    {
        var id = Value(row, "person_id");
        if (id.IsEmpty) { Reject(FlatRules.Required, "person_id"); return; }
        var person = PersonOf(id);
        var to = part.Observation;
        var at = MapPlain(row, to.Rows);
        to.RecordKey[at] = person.Key;
        var system = Value(row, "code_system");
        to.CodeSystem.Unset(at);
        to.CodeSystem.Set(at, system.SequenceEqual("LOINC"u8) ? "LN"u8 : system.SequenceEqual("SNOMED"u8) ? "SCT"u8 : system);
        var code = Value(row, "code");
        var isLoinc = system.SequenceEqual("LOINC"u8) || system.SequenceEqual("LN"u8);
        to.Kind.Set(at, isLoinc && observationCodes.Find(code) is { Means.Length: > 0 } known ? known.Stored.Span : "other"u8);
        var value = Value(row, "value");
        to.ValueCode.Set(at, value);
        to.ValueText.Set(at, value);
        if (Utf8Parser.TryParse(value, out double number, out var read) && read == value.Length && double.IsFinite(number)) to.ValueNumber[at] = number;
        var date = Value(row, "date");
        if (date.IsEmpty) return;
        var day = Hl7Time.Parse(date).WholeDay;
        if (day == Hl7Time.NoDay) Find(FlatRules.OptionalDate, "date", date);
        to.ObservedDate[at] = day;
    }
}
