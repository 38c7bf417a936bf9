using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Quality;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>Addresses, telephones, PD1 and next of kin.</summary>
public sealed partial class MessageMapper
{
    readonly CodeTable addressTypes = codes.Table("HL70190");
    readonly CodeTable publicities = codes.Table("HL70215");
    readonly CodeTable statuses = codes.Table("HL70441");
    readonly CodeTable relationships = codes.Table("HL70063");

    void ReadAddresses(Field field)
    {
        // Where the person lives: the first that is neither a birth place nor flagged as bad.
        var (home, ordinal) = (0, 0);
        var rest = field.Raw;
        for (var repetition = 1; home == 0 && field.Next(ref rest, out var sent); repetition++)
            if (!sent.SaysNothing && !IsElsewhere(sent.Component(7))) home = repetition;
        rest = field.Raw;
        Span<byte> county = stackalloc byte[5];
        for (var repetition = 1; field.Next(ref rest, out var sent); repetition++)
        {
            if (sent.SaysNothing) continue;
            var type = sent.Component(7);
            if (type.IsEmpty) Find(Conformance.AddressTypeMissing, pidSegment, 11, 7, repetition);
            else if (!addressTypes.Has(type)) Find(CodeRules.AddressType, pidSegment, 11, 7, repetition, type);
            var countyLength = County(sent, repetition, county);
            var state = Text(sent.Component(4));
            if (state.Length == 2 && !codes.IsState(state)) Find(CodeRules.State, pidSegment, 11, 4, repetition, state);
            if (type.SequenceEqual("BDL"u8)) part.Person.BirthCountyFips.Set(personRow, county[..countyLength]);
            if (repetition == home)
            {
                var to = part.Person;
                to.Street.Set(personRow, Text(sent.First1(1)));
                to.Street2.Set(personRow, Text(sent.Component(2)));
                to.City.Set(personRow, Text(sent.Component(3)));
                to.State.Set(personRow, state);
                var zip = Text(sent.Component(5));
                if (IsOddZip(zip, sent.Component(6))) Find(CodeRules.Zip, pidSegment, 11, 5, repetition);
                else if (!codes.ZipFits(zip, state)) Find(CodeRules.ZipState, pidSegment, 11, 5, repetition);
                to.Zip.Set(personRow, zip);
                to.Country.Set(personRow, Text(sent.Component(6)));
                to.AddressType.Set(personRow, Text(type));
                to.CountyFips.Set(personRow, county[..countyLength]);
                continue;
            }
            var further = part.Address;
            var row = further.Rows.Add();
            further.RecordKey[row] = RecordKey;
            further.Ordinal[row] = ++ordinal;
            further.AddressType.Set(row, Text(type));
            further.Street.Set(row, Text(sent.First1(1)));
            further.Street2.Set(row, Text(sent.Component(2)));
            further.City.Set(row, Text(sent.Component(3)));
            further.State.Set(row, state);
            further.Zip.Set(row, Text(sent.Component(5)));
            further.Country.Set(row, Text(sent.Component(6)));
            further.CountyFips.Set(row, county[..countyLength]);
        }
    }

    static bool IsElsewhere(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("BDL"u8) || type.SequenceEqual("BA"u8) || type.SequenceEqual("BR"u8) || type is [(byte)'N' or (byte)'F' or (byte)'O' or (byte)'B'];

    /// <summary>Five digits of XAD.9: sent whole, or three digits after the state.</summary>
    int County(Field address, int repetition, Span<byte> county)
    {
        var sent = address.Component(9);
        if (sent.IsEmpty) return 0;
        var digits = true;
        foreach (var b in sent) digits &= b is >= (byte)'0' and <= (byte)'9';
        if (digits && sent.Length == 5)
        {
            sent.CopyTo(county);
            return 5;
        }
        if (digits && sent.Length == 3 && codes.StateFips(address.Component(4)) is { Length: 2 } state)
        {
            (county[0], county[1]) = (state.Span[0], state.Span[1]);
            sent.CopyTo(county[2..]);
            return 5;
        }
        if (!digits && codes.CountyFips(address.Component(4), Text(sent)) is { Length: 5 } named)
        {
            Find(CodeRules.CountyName, pidSegment, 11, 9, repetition, sent);
            named.Span.CopyTo(county);
            return 5;
        }
        Find(CodeRules.County, pidSegment, 11, 9, repetition, sent);
        return 0;
    }

    /// <summary>True for a ZIP code of the United States that has neither five nor nine digits.</summary>
    static bool IsOddZip(ReadOnlySpan<byte> zip, ReadOnlySpan<byte> country)
    {
        if (zip.IsEmpty || !country.IsEmpty && !country.StartsWith("US"u8)) return false;
        var digits = 0;
        foreach (var b in zip)
        {
            if (b is >= (byte)'0' and <= (byte)'9') digits++;
            else if (b is not ((byte)'-' or (byte)' ')) return true;
        }
        return digits is not (5 or 9);
    }

    void ReadPhones(Field field)
    {
        var rest = field.Raw;
        var (ordinal, hasPhone, hasEmail) = (0, false, false);
        Span<byte> value = stackalloc byte[120];
        for (var repetition = 1; field.Next(ref rest, out var sent); repetition++)
        {
            if (sent.SaysNothing) continue;
            var n = ReadTelecom(sent, value, out var isEmail);
            if (n == 0) continue;
            if (!isEmail && n < 10) Find(Conformance.PhonePartial, pidSegment, 13, 0, repetition);
            var to = part.Phone;
            var row = to.Rows.Add();
            to.RecordKey[row] = RecordKey;
            to.Ordinal[row] = ++ordinal;
            to.UseCode.Set(row, Text(sent.Component(2)));
            to.Equipment.Set(row, Text(sent.Component(3)));
            to.Value.Set(row, value[..n]);
            if (isEmail && !hasEmail) part.Person.Email.Set(personRow, value[..n]);
            if (!isEmail && !hasPhone) part.Person.Phone.Set(personRow, value[..n]);
            (hasEmail, hasPhone) = (hasEmail | isEmail, hasPhone | !isEmail);
        }
    }

    /// <summary>Digits of a telephone number, or an e-mail address in lower case.</summary>
    int ReadTelecom(Field sent, Span<byte> value, out bool isEmail)
    {
        var mail = sent.Component(4);
        if (!mail.Contains((byte)'@')) mail = sent.Component(1);
        isEmail = mail.Contains((byte)'@');
        var n = 0;
        if (isEmail)
        {
            var text = Text(mail);
            if (text.Length > value.Length) return 0;
            foreach (var b in text) value[n++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 32) : b;
            return n;
        }
        Digits(sent.Component(6), value, ref n);
        Digits(sent.Component(7), value, ref n);
        if (n > 0) return n;
        // Until 2.3.1 the whole number was text in the first component.
        Digits(sent.Component(1), value, ref n);
        if (n == 11 && value[0] == '1')
        {
            value[1..11].CopyTo(value);
            n = 10;
        }
        return n;
    }

    static void Digits(ReadOnlySpan<byte> text, Span<byte> to, ref int n)
    {
        foreach (var b in text)
            if (b is >= (byte)'0' and <= (byte)'9' && n < to.Length) to[n++] = b;
    }

    void ReadPd1(int segment)
    {
        if (hasPd1) { Find(Conformance.SegmentTwice, segment, 0); return; }
        hasPd1 = true;
        var to = part.Person;
        var publicity = tokens[segment, 11].Component(1);
        if (!publicity.IsEmpty && !publicities.Has(publicity)) Find(CodeRules.Publicity, segment, 11, 1, value: publicity);
        else to.Publicity.Set(personRow, publicity);
        if (YesNo(segment, 12) is { } isProtected) to.Protection.Set(personRow, isProtected);
        to.ProtectionDate[personRow] = Day(segment, 13);
        var status = tokens[segment, 16].Component(1);
        if (!status.IsEmpty && !statuses.Has(status)) Find(CodeRules.RegistryStatus, segment, 16, value: status);
        else to.RegistryStatus.Set(personRow, status);
        to.RegistryStatusDate[personRow] = Day(segment, 17);
        to.PublicityDate[personRow] = Day(segment, 18);
    }

    void ReadNk1(int segment)
    {
        var name = tokens[segment, 2];
        var relation = tokens[segment, 3].Component(1);
        var last = Text(name.First1(1));
        var first = Text(name.Component(2));
        if (relation.IsEmpty || last.IsEmpty && first.IsEmpty)
        {
            Find(Conformance.NextOfKinIncomplete, segment, relation.IsEmpty ? 3 : 2);
            return;
        }
        if (!relationships.Has(relation)) Find(CodeRules.Relationship, segment, 3, 1, value: relation);
        var to = part.Contact;
        var row = to.Rows.Add();
        var ordinal = row > 0 && to.RecordKey[row - 1] == RecordKey ? to.Ordinal[row - 1] + 1 : 1;
        to.RecordKey[row] = RecordKey;
        to.Ordinal[row] = ordinal;
        to.Relationship.Set(row, relation);
        to.LastName.Set(row, last);
        to.FirstName.Set(row, first);
        to.MiddleName.Set(row, Text(name.Component(3)));
        var address = tokens[segment, 4];
        to.Street.Set(row, Text(address.First1(1)));
        to.City.Set(row, Text(address.Component(3)));
        to.State.Set(row, Text(address.Component(4)));
        to.Zip.Set(row, Text(address.Component(5)));
        ReadContactPhones(tokens[segment, 5], row);
        if (part.Person.GuardianLastName.Has(personRow) || part.Person.GuardianFirstName.Has(personRow) || !IsGuardian(relation)) return;
        part.Person.GuardianLastName.Set(personRow, last);
        part.Person.GuardianFirstName.Set(personRow, first);
        part.Person.GuardianRelationship.Set(personRow, relation);
    }

    void ReadContactPhones(Field field, int row)
    {
        Span<byte> value = stackalloc byte[120];
        var rest = field.Raw;
        while (field.Next(ref rest, out var sent))
        {
            var n = ReadTelecom(sent, value, out var isEmail);
            var column = isEmail ? part.Contact.Email : part.Contact.Phone;
            if (n > 0 && !column.Has(row)) column.Set(row, value[..n]);
        }
    }

    static bool IsGuardian(ReadOnlySpan<byte> relation) => relation.SequenceEqual("MTH"u8) || relation.SequenceEqual("FTH"u8)
        || relation.SequenceEqual("GRD"u8) || relation.SequenceEqual("PAR"u8) || relation.SequenceEqual("CGV"u8);
}
