using System.Buffers.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>PID: identifiers, names, birth, sex, race, ethnicity, death.</summary>
public sealed partial class MessageMapper
{
    readonly CodeTable idTypes = codes.Table("HL70203");
    readonly CodeTable nameTypes = codes.Table("HL70200");
    readonly CodeTable sexes = codes.Table("HL70001");
    readonly CodeTable races = codes.Table("HL70005");
    readonly CodeTable ethnicities = codes.Table("HL70189");
    int birthDay;
    int deathDay;

    void ReadIdentifiers(Field field)
    {
        var rest = field.Raw;
        var (ordinal, best) = (0, int.MaxValue);
        var incomplete = false;
        for (var repetition = 1; field.Next(ref rest, out var sent); repetition++)
        {
            var value = Text(sent.Component(1));
            if (value.IsEmpty) continue;
            var authority = Text(sent.First1(4));
            if (authority.IsEmpty) authority = Text(sent.Sub(4, 2));
            var type = Text(sent.Component(5));
            if (!incomplete && (authority.IsEmpty || type.IsEmpty))
            {
                incomplete = true;
                Find(Conformance.PatientIdIncomplete, pidSegment, 3, authority.IsEmpty ? 4 : 5, repetition);
            }
            if (!type.IsEmpty && !idTypes.Has(type)) Find(CodeRules.IdType, pidSegment, 3, 5, repetition, type);
            var to = part.Identifier;
            var row = to.Rows.Add();
            to.RecordKey[row] = RecordKey;
            to.Ordinal[row] = ++ordinal;
            to.Authority.Set(row, authority);
            to.IdType.Set(row, type);
            to.Value.Set(row, value);
            var rank = Rank(type);
            if (rank >= best) continue;
            best = rank;
            part.Person.PersonId.Unset(personRow);
            part.Person.PersonIdAuthority.Unset(personRow);
            part.Person.PersonId.Set(personRow, value);
            part.Person.PersonIdAuthority.Set(personRow, authority);
        }
        if (ordinal == 0) Reject(Conformance.PatientIdMissing, At(pidSegment, 3));
    }

    /// <summary>Which identifier is the sender's own: a record number before an internal before an external one.</summary>
    static int Rank(ReadOnlySpan<byte> type) => type switch
    {
        [(byte)'M', (byte)'R'] => 0,
        [(byte)'P', (byte)'I'] => 1,
        [(byte)'P', (byte)'T'] => 2,
        [(byte)'S', (byte)'R'] => 3,
        _ => 4,
    };

    void ReadNames(Field field)
    {
        // The legal name, else the first that is not an alias, else the first.
        var (chosen, chosenRank) = (0, int.MaxValue);
        var rest = field.Raw;
        for (var repetition = 1; field.Next(ref rest, out var sent); repetition++)
        {
            if (sent.SaysNothing) continue;
            var type = sent.Component(7);
            var rank = type is [(byte)'L'] ? 0 : type is [(byte)'A'] ? 2 : 1;
            if (rank < chosenRank) (chosen, chosenRank) = (repetition, rank);
        }
        rest = field.Raw;
        var ordinal = 0;
        for (var repetition = 1; field.Next(ref rest, out var sent); repetition++)
        {
            if (sent.SaysNothing) continue;
            var last = Text(sent.First1(1));
            var first = Text(sent.Component(2));
            var middle = Text(sent.Component(3));
            var suffix = Text(sent.Component(4));
            var type = Text(sent.Component(7));
            if (type.IsEmpty) Find(Conformance.NameTypeMissing, pidSegment, 5, 7, repetition);
            else if (!nameTypes.Has(type)) Find(CodeRules.NameType, pidSegment, 5, 7, repetition, type);
            if (repetition == chosen)
            {
                var to = part.Person;
                to.LastName.Set(personRow, last);
                to.FirstName.Set(personRow, first);
                to.MiddleName.Set(personRow, middle);
                to.Suffix.Set(personRow, suffix);
                to.NameType.Set(personRow, type);
                if (last.IsEmpty || first.IsEmpty) Reject(Conformance.NameMissing, At(pidSegment, 5, last.IsEmpty ? 1 : 2, repetition));
                continue;
            }
            var further = part.Name;
            var row = further.Rows.Add();
            further.RecordKey[row] = RecordKey;
            further.Ordinal[row] = ++ordinal;
            further.NameType.Set(row, type);
            further.LastName.Set(row, last);
            further.FirstName.Set(row, first);
            further.MiddleName.Set(row, middle);
            further.Suffix.Set(row, suffix);
        }
        if (chosen == 0) Reject(Conformance.NameMissing, At(pidSegment, 5));
    }

    void ReadBirth(int segment)
    {
        birthDay = DayColumn.Nothing;
        var to = part.Person;
        var sent = tokens[segment, 7].Component(1);
        if (sent.IsEmpty) Reject(Conformance.BirthDateMissing, At(segment, 7));
        else
        {
            birthDay = Hl7Time.Parse(sent).WholeDay;
            to.BirthDate[personRow] = birthDay;
            if (birthDay == Hl7Time.NoDay) Reject(Conformance.BirthDateBad, At(segment, 7));
            else if (birthDay > source.ReceivedDay + DateRules.ZoneSlack) Reject(DateRules.BornInFuture, At(segment, 7));
            else if (birthDay < source.ReceivedDay - DateRules.OldestAge * 366) Find(DateRules.BornLongAgo, segment, 7);
        }
        if (YesNo(segment, 24) is { } multiple)
        {
            to.MultipleBirth.Set(personRow, multiple);
            if (multiple && tokens[segment, 25].IsEmpty) Find(Conformance.BirthOrderMissing, segment, 25);
        }
        var order = tokens[segment, 25].Component(1);
        if (order.IsEmpty) return;
        if (Utf8Parser.TryParse(order, out int number, out var read) && read == order.Length && number is > 0 and < 100)
            to.BirthOrder[personRow] = number;
        else Find(CodeRules.BirthOrder, segment, 25, value: order);
    }

    void ReadSex(int segment)
    {
        var sent = tokens[segment, 8].Component(1);
        if (sent.IsEmpty) { Reject(Conformance.SexMissing, At(segment, 8)); return; }
        Span<byte> upper = stackalloc byte[4];
        var n = 0;
        foreach (var b in sent)
            if (n < 4) upper[n++] = (byte)char.ToUpperInvariant((char)b);
        var entry = sent.Length <= 4 ? sexes.Find(upper[..n]) : null;
        if (entry is null) { Reject(CodeRules.Sex, At(segment, 8), sent); return; }
        part.Person.Sex.Set(personRow, entry.Stored.Span);
        if (entry.Means.Length > 0) Find(CodeRules.SexOld, segment, 8, value: sent);
    }

    void ReadRaces(Field field)
    {
        var rest = field.Raw;
        Span<byte> joined = stackalloc byte[160];
        var n = 0;
        for (var repetition = 1; field.Next(ref rest, out var sent); repetition++)
        {
            var code = sent.Component(1);
            if (code.IsEmpty) continue;
            var entry = races.Find(code);
            if (entry is null) { Find(CodeRules.Race, pidSegment, 10, 1, repetition, code); continue; }
            var stored = entry.Stored.Span;
            if (stored.IsEmpty || joined.Length - n < stored.Length + 1) continue;
            if (n > 0) joined[n++] = (byte)';';
            stored.CopyTo(joined[n..]);
            n += stored.Length;
        }
        part.Person.Race.Set(personRow, joined[..n]);
    }

    void ReadEthnicity(int segment)
    {
        var sent = tokens[segment, 22].Component(1);
        if (sent.IsEmpty) return;
        var entry = ethnicities.Find(sent);
        if (entry is null) Find(CodeRules.Ethnicity, segment, 22, 1, value: sent);
        else part.Person.Ethnicity.Set(personRow, entry.Stored.Span);
    }

    void ReadDeath(int segment)
    {
        var to = part.Person;
        deathDay = DayColumn.Nothing;
        var sent = tokens[segment, 29].Component(1);
        if (!sent.IsEmpty)
        {
            var day = Hl7Time.Parse(sent).WholeDay;
            if (day == Hl7Time.NoDay) Find(DateRules.DateBad, segment, 29);
            else if (day > source.ReceivedDay + DateRules.ZoneSlack) Find(DateRules.DiedInFuture, segment, 29);
            else if (birthDay != DayColumn.Nothing && day < birthDay) Find(DateRules.DiedBeforeBirth, segment, 29);
            else to.DeathDate[personRow] = deathDay = day;
        }
        var dead = YesNo(segment, 30);
        if (dead == false && deathDay != DayColumn.Nothing) Find(DateRules.DeathContradicts, segment, 30);
        if (deathDay != DayColumn.Nothing) to.IsDead.Set(personRow, true);
        else if (dead is { } said)
        {
            to.IsDead.Set(personRow, said);
            if (said && sent.IsEmpty) Find(DateRules.DeathDateMissing, segment, 29);
        }
    }
}
