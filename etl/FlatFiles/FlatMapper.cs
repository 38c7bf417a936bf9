using System.Buffers.Text;
using System.Security.Cryptography;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>Turns rows of flat files into staged rows; a row is a message of its own, accepted or rejected with its reasons.</summary>
sealed partial class FlatMapper(IntakeSettings settings, CodeBook codes, string sender, DateTimeOffset? submittedAt, DateTimeOffset receivedAt)
{
    readonly byte[] senderUtf8 = System.Text.Encoding.UTF8.GetBytes(sender);
    readonly MessageSource source = new(sender, "", receivedAt);
    readonly long messageMicros = InstantColumn.Micros(submittedAt ?? receivedAt);
    readonly int messageDay = DateOnly.FromDateTime((submittedAt ?? receivedAt).UtcDateTime).DayNumber - DayColumn.Epoch;
    readonly Severity[] severities = settings.Severities.For(sender, DateOnly.FromDateTime(receivedAt.UtcDateTime));
    readonly Findings findings = new();
    readonly Dictionary<UInt128, KnownPerson> persons = [];
    readonly HashSet<(long Record, int Day, int Cvx)> given = [];
    readonly HashSet<UInt128> doseIds = [];
    readonly CodeTable sexes = codes.Table("HL70001");
    readonly CodeTable races = codes.Table("HL70005");
    readonly CodeTable ethnicities = codes.Table("HL70189");
    readonly Dictionary<string, IReadOnlyList<FlatField>> fieldsByFile = new(StringComparer.OrdinalIgnoreCase);
    StagedPart part = null!;
    FlatTable table = null!;
    byte[] fileUtf8 = [];
    long messageKey;
    int rowNumber;
    bool rejected;
    bool held;
    UInt128? addedPerson;

    /// <summary>What later files of the submission need of a person: where the record is, and the days doses are judged by.</summary>
    readonly record struct KnownPerson(long Key, int Birth, int Death);

    /// <summary>Begins a file.</summary>
    public void Begin(FlatTable of, string fileName, StagedPart to)
    {
        (table, fileUtf8, rowNumber) = (of, System.Text.Encoding.UTF8.GetBytes(fileName), 0);
        Into(to);
    }

    /// <summary>Goes on in an emptied part.</summary>
    public void Into(StagedPart to)
    {
        part = to;
        fieldsByFile[table.Spec.File] = table.Fields(to[table.Spec.Table.Name]);
    }

    /// <summary>Maps one row.</summary>
    public Outcome Map(DelimitedReader row, string rawSha256)
    {
        rowNumber++;
        (rejected, held, addedPerson) = (false, false, null);
        var start = Marks.Of(part);
        var message = part.Message;
        var at = message.Rows.Add();
        messageKey = part.KeyBase + at;
        message.Key[at] = messageKey;
        message.Sender.Set(at, senderUtf8);
        message.Type.Set(at, table.Spec.MessageType);
        message.MessageAt[at] = messageMicros;
        message.ReceivedAt[at] = source.ReceivedMicros;
        message.RawSha256.Set(at, rawSha256);
        message.ByteOffset[at] = row.Offset;
        message.ByteLength[at] = row.Length;
        findings.Begin(part, messageKey, severities);
        var other = part[table.Spec.Table.Name];
        var otherCount = other.Count;
        if (row.WasTooLong) Reject(FlatRules.RowTooLong, "");
        else
        {
            if (row.WasConverted) Find(FlatRules.RowNotUtf8, "");
            if (row.Count != table.Width) Find(FlatRules.RowShort, "");
            if (table.Spec == CvrsLayout.Spec) MapCvrs(row);
            else if (table.Spec.Table == StagedSchema.Dose) MapDose(row);
            else if (table.Spec.Table == StagedSchema.Observation) MapObservation(row);
            else if (table.Spec.Table == StagedSchema.Person) MapPerson(row);
            else if (table.Spec.Table == StagedSchema.Consent) MapConsent(row, other);
            else MapPlain(row, other);
        }
        if (settings.Tombstones.Any) HoldPurged(row, start, other, otherCount);
        if (rejected) TakeBack(start, other, otherCount);
        var outcome = rejected ? Outcome.Rejected : findings.Errors + findings.Warnings > 0 ? Outcome.Warned : Outcome.Accepted;
        message.Outcome.Set(at, outcome switch { Outcome.Accepted => "accepted"u8, Outcome.Warned => "warned"u8, _ => "rejected"u8 });
        message.Errors[at] = findings.Errors;
        message.Warnings[at] = findings.Warnings;
        return outcome;
    }

    /// <summary>Takes the rows of a rejected row back; a dose stays as a quarantined row.</summary>
    void TakeBack(in Marks start, StagedRows other, int otherCount)
    {
        if (addedPerson is { } hash)
        {
            persons.Remove(hash);
            for (var row = start.Dose; row < part.Dose.Rows.Count; row++) part.Dose.RecordKey[row] = LongColumn.Nothing;
        }
        start.TakeBackPerson(part);
        if (table.Spec.Table != StagedSchema.Dose) other.Truncate(otherCount);
        if (held) part.Dose.Rows.Truncate(start.Dose);
        for (var row = start.Dose; row < part.Dose.Rows.Count; row++) part.Dose.Outcome.Set(row, "quarantined"u8);
    }

    int MapPlain(DelimitedReader row, StagedRows rows)
    {
        var at = rows.Add();
        foreach (var column in rows.Columns)
        {
            switch (column)
            {
                case LongColumn key when column.Column.Name == "message_key": key[at] = messageKey; break;
                case LongColumn key when column == rows.Columns[0]: key[at] = part.KeyBase + at; break;
                case TextColumn text when column.Column.Name == "sender": text.Set(at, senderUtf8); break;
                case InstantColumn instant when column.Column.Name == "received_at": instant[at] = source.ReceivedMicros; break;
                case InstantColumn instant when column.Column.Name == "message_at": instant[at] = messageMicros; break;
            }
        }
        foreach (var field in fieldsByFile[table.Spec.File]) Fill(row[field.Position], field, at);
        return at;
    }

    void Fill(ReadOnlySpan<byte> value, FlatField field, int at)
    {
        if (value.IsEmpty)
        {
            if (field.Column.IsRequired) Judge(FlatRules.Required, field, default);
            return;
        }
        switch (field.Target)
        {
            case DayColumn days:
                var day = Hl7Time.Parse(value).WholeDay;
                if (day == Hl7Time.NoDay) Judge(field.DateRule, field, value);
                days[at] = day;
                break;
            case IntColumn ints:
                if (Whole(value, out var number) && number is >= int.MinValue + 1 and <= int.MaxValue) ints[at] = (int)number;
                else Judge(field.NumberRule, field, value);
                break;
            case LongColumn longs:
                if (Whole(value, out var wide)) longs[at] = wide;
                else Judge(field.NumberRule, field, value);
                break;
            case BoolColumn bools:
                if (Flag(value) is { } flag) bools.Set(at, flag);
                else Judge(field.CodeRule, field, value);
                break;
            case TextColumn text: FillText(value, field, text, at); break;
        }
    }

    void FillText(ReadOnlySpan<byte> value, FlatField field, TextColumn to, int at)
    {
        Span<byte> shown = stackalloc byte[160];
        var n = 0;
        switch (field.Column.Form)
        {
            case FlatForm.Sex:
                var upper = value[0] is >= (byte)'a' and <= (byte)'z' && value.Length == 1 ? (byte)(value[0] & ~32) : value[0];
                var sex = value.Length == 1 ? sexes.Find([upper]) : sexes.Find(value);
                if (sex is null) Judge(field.CodeRule, field, value);
                else to.Set(at, sex.Stored.Span);
                break;
            case FlatForm.Ethnicity:
                if (ethnicities.Find(value) is { } ethnicity) to.Set(at, ethnicity.Stored.Span);
                else Judge(FlatRules.OptionalCode, field, value);
                break;
            case FlatForm.Race:
                foreach (var range in value.Split((byte)';'))
                {
                    var code = value[range].Trim((byte)' ');
                    if (code.IsEmpty) continue;
                    if (races.Find(code) is not { } race) { Judge(FlatRules.OptionalCode, field, code); continue; }
                    if (race.Stored.IsEmpty || shown.Length - n < race.Stored.Length + 1) continue;
                    if (n > 0) shown[n++] = (byte)';';
                    race.Stored.Span.CopyTo(shown[n..]);
                    n += race.Stored.Length;
                }
                to.Set(at, shown[..n]);
                break;
            case FlatForm.Digits:
                foreach (var b in value)
                    if (b is >= (byte)'0' and <= (byte)'9' && n < shown.Length) shown[n++] = b;
                to.Set(at, n == 11 && shown[0] == '1' ? shown[1..n] : shown[..n]);
                break;
            case FlatForm.Lower when value.Length <= shown.Length:
                foreach (var b in value) shown[n++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 32) : b;
                to.Set(at, shown[..n]);
                break;
            case FlatForm.County:
                // A spreadsheet drops the leading zero of a number.
                var isWhole = Whole(value, out _);
                shown[0] = (byte)'0';
                if (isWhole && value.Length == 5) to.Set(at, value);
                else if (isWhole && value.Length == 4 && value.TryCopyTo(shown[1..])) to.Set(at, shown[..5]);
                else Judge(FlatRules.OptionalCode, field, value);
                break;
            default: to.Set(at, value); break;
        }
    }

    void Judge(Rule rule, FlatField field, ReadOnlySpan<byte> value)
    {
        if (findings.Add(rule, Here(field.NameUtf8), field.IsPersonal ? default : value) == Severity.Error) rejected = true;
    }

    Place Here(ReadOnlySpan<byte> column) => new(fileUtf8, rowNumber, column: column);

    Severity Find(Rule rule, string column, ReadOnlySpan<byte> value = default, long dose = LongColumn.Nothing) =>
        findings.Add(rule, Here(table.SentName(column)), value, dose);

    void Reject(Rule rule, string column, ReadOnlySpan<byte> value = default)
    {
        if (Find(rule, column, value) == Severity.Error) rejected = true;
    }

    static bool Whole(ReadOnlySpan<byte> text, out long number) => Utf8Parser.TryParse(text, out number, out var read) && read == text.Length;

    static bool? Flag(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'Y' or (byte)'y' or (byte)'1' or (byte)'T' or (byte)'t'] => true,
        [(byte)'N' or (byte)'n' or (byte)'0' or (byte)'F' or (byte)'f'] => false,
        _ when text.SequenceEqual("true"u8) || text.SequenceEqual("yes"u8) => true,
        _ when text.SequenceEqual("false"u8) || text.SequenceEqual("no"u8) => false,
        _ => null,
    };

    static UInt128 Hash(ReadOnlySpan<byte> id)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(id, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
