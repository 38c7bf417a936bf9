using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>Rows of CDC's layout: a person and a dose, or a person and a refusal, in one row.</summary>
sealed partial class FlatMapper
{
    // Without these a row tells of no dose; the others CDC requires too, but a registry can use the row without them.
    static readonly string[] needed = ["vaccination_id", "person_id", "birth_date", "sex", "date", "cvx"];
    static readonly string[] expected = ["ethnicity", "recip_race_1", "responsible_org", "admin_name", "admin_type", "vax_refusal", "cmorbid_status", "serology"];
    static readonly string[] expectedOfDose = ["dose_num", "vax_series_complete"];
    static readonly string[] notForRefusal = ["ndc", "mvx", "lot", "expiration", "site", "route", "dose_num", "vax_series_complete"];
    static readonly string[] identity = ["first_name", "middle_name", "last_name", "street", "street2", "city"];
    static readonly string[] raceColumns = ["recip_race_1", "recip_race_2", "recip_race_3", "recip_race_4", "recip_race_5", "recip_race_6"];
    readonly HashSet<UInt128> events = [];
    bool? cvrsRefusal;

    void MapCvrs(DelimitedReader row)
    {
        var isRefusal = Same(Value(row, "vax_refusal"), "YES"u8);
        CheckCvrs(row, isRefusal);
        var id = Value(row, "person_id");
        if (id.IsEmpty || rejected) return;
        var person = CvrsPerson(row, id);
        if (rejected) return;
        cvrsRefusal = isRefusal;
        MapDose(row, person);
        cvrsRefusal = null;
        var to = part.Dose;
        var at = to.Rows.Count - 1;
        to.DoseId.Set(at, Value(row, "vaccination_id"));
        to.Lot.Set(at, Value(row, "lot"));
        var pin = Value(row, "pin");
        to.PracticeId.Set(at, pin.IsEmpty ? Value(row, "admin_name") : pin);
        if (isRefusal) return;
        AddCvrsObservation(row, at, "dose_num", "30973-2"u8);
        AddCvrsObservation(row, at, "vax_series_complete", "59783-1"u8);
    }

    void CheckCvrs(DelimitedReader row, bool isRefusal)
    {
        foreach (var column in needed)
            if (Value(row, column).IsEmpty) Reject(CvrsRules.Required, column);
        foreach (var column in expected)
            if (Value(row, column).IsEmpty) Find(CvrsRules.Expected, column);
        foreach (var column in isRefusal ? notForRefusal : expectedOfDose)
        {
            var value = Value(row, column);
            if (isRefusal && !value.IsEmpty) Find(CvrsRules.NotForRefusal, column, value);
            if (!isRefusal && value.IsEmpty) Find(CvrsRules.Expected, column);
        }
        var extract = Value(row, "ext_type");
        if (!Same(extract, "D"u8) && !Same(extract, "P"u8) && !Same(extract, "I"u8)) Reject(CvrsRules.ExtractType, "ext_type", extract);
        if (Same(extract, "D"u8))
        {
            foreach (var column in identity)
                if (!Same(Value(row, column), "REDACTED"u8)) Find(CvrsRules.NotRedacted, column);
            if (!Value(row, "pprl_id").IsEmpty) Find(CvrsRules.NotEmpty, "pprl_id");
        }
        var given = CvrsDate(row, "date");
        var born = CvrsDate(row, "birth_date");
        if (born != DayColumn.Nothing && given != DayColumn.Nothing && born > given) Reject(CvrsRules.BirthAfter, "birth_date");
        CheckCvrsPlace(row, "county_fips", "state", "zip");
        CheckCvrsPlace(row, "admin_address_county", "admin_address_state", "admin_address_zip");
        CheckCvrsCodes(row);
        var id = Value(row, "vaccination_id");
        if (!id.IsEmpty && !events.Add(Hash(id))) Reject(CvrsRules.EventTwice, "vaccination_id", id);
    }

    int CvrsDate(DelimitedReader row, string column)
    {
        var sent = Value(row, column);
        if (sent.IsEmpty) return DayColumn.Nothing;
        var day = sent.Length == 10 ? Hl7Time.Parse(sent).WholeDay : Hl7Time.NoDay;
        if (day == Hl7Time.NoDay) Reject(CvrsRules.Date, column, column == "birth_date" ? default : sent);
        return day;
    }

    void CheckCvrsPlace(DelimitedReader row, string countyColumn, string stateColumn, string zipColumn)
    {
        var county = Value(row, countyColumn);
        var state = Value(row, stateColumn);
        var zip = Value(row, zipColumn);
        if (county.Length >= 2 && !state.IsEmpty && codes.StateFips(state) is { IsEmpty: false } fips && !county.StartsWith(fips.Span))
            Find(CvrsRules.CountyState, countyColumn, county);
        if (zip.IsEmpty) return;
        var digits = zip.Length is 5 or 10 && Whole(zip[..5], out _) && (zip.Length == 5 || zip[5] == '-' && Whole(zip[6..], out _));
        if (!digits) Find(CvrsRules.Pattern, zipColumn);
        if (!digits || !codes.ZipFits(zip, state)) Find(CvrsRules.ZipState, zipColumn);
        if (state.IsEmpty || county.IsEmpty) Find(CvrsRules.ZipAlone, zipColumn);
    }

    void CheckCvrsCodes(DelimitedReader row)
    {
        var maker = Value(row, "mvx");
        if (maker.Length > 3) Find(CvrsRules.TooLong, "mvx", maker);
        if (!maker.IsEmpty && !codes.Mvx.Has(maker)) Find(CvrsRules.Code, "mvx", maker);
        var type = Value(row, "admin_type");
        if (!type.IsEmpty && !Same(type, "UNK"u8) && !(Whole(type, out var number) && number is >= 1 and <= 28)) Find(CvrsRules.Code, "admin_type", type);
        foreach (var column in (ReadOnlySpan<string>)["vax_refusal", "vax_series_complete", "cmorbid_status", "serology"])
        {
            var value = Value(row, column);
            if (!value.IsEmpty && !Same(value, "YES"u8) && !Same(value, "NO"u8) && !Same(value, "UNK"u8)) Find(CvrsRules.Code, column, value);
        }
        var sex = Value(row, "sex");
        if (!sex.IsEmpty && sex is not [(byte)'M' or (byte)'F' or (byte)'U']) Find(CvrsRules.Code, "sex", sex);
        var cvx = Value(row, "cvx");
        if (!cvx.IsEmpty && codes.Cvx(cvx) is null) Find(CvrsRules.Code, "cvx", cvx);
    }

    KnownPerson CvrsPerson(DelimitedReader row, ReadOnlySpan<byte> id)
    {
        var hash = Hash(id);
        if (persons.TryGetValue(hash, out var known)) return known;
        var to = part.Person;
        var at = to.Rows.Add();
        to.Key[at] = part.KeyBase + at;
        to.MessageKey[at] = messageKey;
        to.Sender.Set(at, senderUtf8);
        to.RecordType.Set(at, "cvrs"u8);
        to.PersonId.Set(at, id);
        to.PersonIdAuthority.Set(at, senderUtf8);
        to.MessageAt[at] = messageMicros;
        to.ReceivedAt[at] = source.ReceivedMicros;
        to.PracticeId.Set(at, Value(row, "responsible_org"));
        to.BirthDate[at] = Hl7Time.Parse(Value(row, "birth_date")).WholeDay;
        if (to.BirthDate[at] > source.ReceivedDay + DateRules.ZoneSlack) Reject(DateRules.BornInFuture, "birth_date");
        to.Sex.Set(at, sexes.Find(Value(row, "sex")) is { } sex ? sex.Stored.Span : "U"u8);
        // Only an identified extract has values here that are the person's.
        if (Same(Value(row, "ext_type"), "I"u8))
        {
            to.FirstName.Set(at, Value(row, "first_name"));
            to.MiddleName.Set(at, Value(row, "middle_name"));
            to.LastName.Set(at, Value(row, "last_name"));
            to.Street.Set(at, Value(row, "street"));
            to.Street2.Set(at, Value(row, "street2"));
            to.City.Set(at, Value(row, "city"));
        }
        to.State.Set(at, Value(row, "state"));
        to.Zip.Set(at, Value(row, "zip"));
        var county = Value(row, "county_fips");
        if (county.Length == 5 && Whole(county, out _)) to.CountyFips.Set(at, county);
        to.Ethnicity.Set(at, ethnicities.Find(Value(row, "ethnicity")) is { } ethnicity ? ethnicity.Stored.Span : default);
        SetCvrsRaces(row, at);
        AddIdentifier(at, "PI"u8);
        known = Known(at);
        persons.Add(hash, known);
        addedPerson = hash;
        return known;
    }

    void SetCvrsRaces(DelimitedReader row, int at)
    {
        Span<byte> joined = stackalloc byte[80];
        var n = 0;
        foreach (var column in raceColumns)
        {
            var sent = Value(row, column);
            if (sent.IsEmpty) continue;
            if (races.Find(sent) is not { } race) { Find(CvrsRules.Code, column, sent); continue; }
            if (race.Stored.IsEmpty || joined.Length - n < race.Stored.Length + 1) continue;
            if (n > 0) joined[n++] = (byte)';';
            race.Stored.Span.CopyTo(joined[n..]);
            n += race.Stored.Length;
        }
        part.Person.Race.Set(at, joined[..n]);
    }

    void AddCvrsObservation(DelimitedReader row, int dose, string column, ReadOnlySpan<byte> loinc)
    {
        var value = Value(row, column);
        if (value.IsEmpty || rejected) return;
        var to = part.Observation;
        var at = to.Rows.Add();
        to.Key[at] = part.KeyBase + at;
        to.RecordKey[at] = part.Dose.RecordKey[dose];
        to.MessageKey[at] = messageKey;
        to.Sender.Set(at, senderUtf8);
        to.DoseRowKey[at] = part.Dose.Key[dose];
        to.Kind.Set(at, "other"u8);
        to.CodeSystem.Set(at, "LN"u8);
        to.Code.Set(at, loinc);
        to.ValueText.Set(at, value);
        to.ObservedDate[at] = part.Dose.AdminDate[dose];
        to.MessageAt[at] = messageMicros;
        to.ReceivedAt[at] = source.ReceivedMicros;
    }

    static bool Same(ReadOnlySpan<byte> text, ReadOnlySpan<byte> capitals)
    {
        if (text.Length != capitals.Length) return false;
        for (var i = 0; i < text.Length; i++)
            if ((text[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(text[i] & ~32) : text[i]) != capitals[i]) return false;
        return true;
    }
}
