using System.Buffers.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>OBX: eligibility and funding go to the dose, all else becomes an observation row.</summary>
public sealed partial class MessageMapper
{
    readonly CodeTable observations = codes.Table("NIP003");
    readonly CodeTable eligibilities = codes.Table("HL70064");
    readonly CodeTable fundings = codes.Table("FUNDING");
    readonly CodeTable valueTypes = codes.Table("HL70125");
    readonly CodeTable contraindications = codes.Table("CONTRAINDICATION");
    readonly CodeTable immunities = codes.Table("IMMUNITY");
    readonly CodeTable reactions = codes.Table("REACTION");

    void ReadObx(int segment)
    {
        if (doseSegment == None) { Find(Conformance.SegmentOrder, segment, 0); return; }
        var code = Text(tokens[segment, 3].Component(1));
        if (code.IsEmpty) { findings.Add(Conformance.ObservationCodeMissing, At(segment, 3), dose: DoseKey); return; }
        var value = tokens[segment, 5];
        if (value.SaysNothing) { findings.Add(Conformance.ObservationValueMissing, At(segment, 5), dose: DoseKey); return; }
        var type = tokens[segment, 2].Raw;
        if (type.IsEmpty) findings.Add(Conformance.ObservationTypeMissing, At(segment, 2), dose: DoseKey);
        else if (!valueTypes.Has(type)) findings.Add(CodeRules.ValueType, At(segment, 2), type, DoseKey);
        var subId = tokens[segment, 4].Raw;
        if (!Utf8Parser.TryParse(subId, out int sub, out var read) || read != subId.Length || sub < 1)
            findings.Add(Conformance.SubIdMissing, At(segment, 4), subId, DoseKey);
        if (code.SequenceEqual("64994-7"u8)) ReadEligibility(segment, value);
        else if (code.SequenceEqual("30963-3"u8)) ReadFunding(segment, value);
        else ReadObservation(segment, code, type, subId, value);
    }

    void ReadEligibility(int segment, Field value)
    {
        hasEligibility = true;
        var sent = value.Component(1);
        if (eligibilities.Find(sent) is { } known) part.Dose.Eligibility.Set(doseRow, known.Stored.Span);
        else findings.Add(CodeRules.Eligibility, At(segment, 5, 1), sent, DoseKey);
    }

    void ReadFunding(int segment, Field value)
    {
        hasFunding = true;
        var sent = value.Component(1);
        if (fundings.Find(sent) is { } known) part.Dose.Funding.Set(doseRow, known.Stored.Span);
        else findings.Add(CodeRules.Funding, At(segment, 5, 1), sent, DoseKey);
    }

    void ReadObservation(int segment, ReadOnlySpan<byte> code, ReadOnlySpan<byte> type, ReadOnlySpan<byte> subId, Field value)
    {
        var known = observations.Find(code);
        if (known is null) findings.Add(CodeRules.Observation, At(segment, 3, 1), code, DoseKey);
        var isNumber = type.SequenceEqual("NM"u8);
        var isDate = type.SequenceEqual("DT"u8) || type.SequenceEqual("TS"u8) || type.SequenceEqual("DTM"u8);
        var isCoded = type.SequenceEqual("CE"u8) || type.SequenceEqual("CWE"u8) || type.SequenceEqual("CNE"u8);
        var number = double.NaN;
        var time = default(Hl7Time);
        if (isNumber && (!Utf8Parser.TryParse(value.Raw, out number, out var read) || read != value.Raw.Length || !double.IsFinite(number))
            || isDate && (time = Hl7Time.Parse(value.Component(1))).Precision == Precision.None)
        {
            findings.Add(Conformance.ObservationValueBad, At(segment, 5), value.Raw, DoseKey);
            return;
        }
        var kind = known is { Means.Length: > 0 } ? known.Stored.Span : "other"u8;
        if (isCoded) CheckValue(segment, kind, value.Component(1));
        hasVis |= kind.SequenceEqual("vis"u8);
        var to = part.Observation;
        var row = to.Rows.Add();
        to.Key[row] = part.KeyBase + row;
        to.RecordKey[row] = RecordKey;
        to.MessageKey[row] = messageKey;
        to.Sender.Set(row, Sender);
        to.DoseRowKey[row] = DoseKey;
        to.OrderGroup[row] = orderGroup;
        to.SubId.Set(row, subId);
        to.Kind.Set(row, kind);
        to.CodeSystem.Set(row, Text(tokens[segment, 3].Component(3)));
        to.Code.Set(row, code);
        to.ValueType.Set(row, type);
        if (isCoded)
        {
            to.ValueCode.Set(row, Text(value.Component(1)));
            to.ValueSystem.Set(row, Text(value.Component(3)));
            to.ValueText.Set(row, Text(value.Component(2)));
        }
        else to.ValueText.Set(row, Text(value.Raw));
        to.ValueNumber[row] = number;
        if (isDate) to.ValueDate[row] = time.WholeDay;
        to.Unit.Set(row, Text(tokens[segment, 6].Component(1)));
        var observed = tokens[segment, 14].Component(1);
        var day = observed.IsEmpty ? DayColumn.Nothing : Hl7Time.Parse(observed).WholeDay;
        if (!observed.IsEmpty && day == Hl7Time.NoDay) findings.Add(DateRules.DateBad, At(segment, 14), observed, DoseKey);
        to.ObservedDate[row] = day != DayColumn.Nothing ? day : facts.Given;
        to.MessageAt[row] = messageMicros;
        to.ReceivedAt[row] = source.ReceivedMicros;
    }

    void CheckValue(int segment, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> code)
    {
        var table = kind switch
        {
            _ when kind.SequenceEqual("contraindication"u8) => contraindications,
            _ when kind.SequenceEqual("immunity"u8) => immunities,
            _ when kind.SequenceEqual("reaction"u8) => reactions,
            _ => null,
        };
        if (table is not null && !table.Has(code)) findings.Add(CodeRules.ObservationValue, At(segment, 5, 1), code, DoseKey);
    }
}
