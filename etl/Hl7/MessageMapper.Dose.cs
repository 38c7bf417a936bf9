using System.Buffers.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>RXA: what was given, when, from which package, or why not.</summary>
public sealed partial class MessageMapper
{
    void ReadCompletion(int segment)
    {
        var sent = tokens[segment, 20].Component(1);
        if (!sent.IsEmpty && !completions.Has(sent)) findings.Add(CodeRules.Completion, At(segment, 20), sent, DoseKey);
        facts.Completion = sent switch
        {
            [(byte)'P', (byte)'A'] => Completion.Partial,
            [(byte)'R', (byte)'E'] => Completion.Refused,
            [(byte)'N', (byte)'A'] => Completion.NotAdministered,
            _ => Completion.Complete,
        };
        part.Dose.Completion.Set(doseRow, facts.Completion switch
        {
            Completion.Partial => "PA"u8,
            Completion.Refused => "RE"u8,
            Completion.NotAdministered => "NA"u8,
            _ => "CP"u8,
        });
    }

    void ReadVaccine(int segment)
    {
        var to = part.Dose;
        var field = tokens[segment, 5];
        var code = VaccineCode.Resolve(field.First, codes);
        facts.Vaccine = code.Cvx;
        to.CvxSent.Set(doseRow, Text(code.Sent));
        to.CodeSystemSent.Set(doseRow, Text(code.System));
        to.Cpt.Set(doseRow, Text(code.CptSent));
        if (code.Ndc is not null) to.Ndc.Set(doseRow, code.Ndc.Utf8.Span);
        else if (!code.NdcSent.IsEmpty)
        {
            findings.Add(CodeRules.Product, At(segment, 5), code.NdcSent, DoseKey);
            Span<ulong> readings = stackalloc ulong[3];
            Span<byte> digits = stackalloc byte[11];
            if (NdcShape.Readings(code.NdcSent, readings) == 1 && Utf8Formatter.TryFormat(readings[0], digits, out _, new('D', 11)))
                to.Ndc.Set(doseRow, digits);
        }
        facts.Product = code.Ndc;
        if (code.Cvx is null)
        {
            Drop(field.SaysNothing ? Conformance.VaccineMissing : CodeRules.Vaccine, segment, 5, code.Sent);
            return;
        }
        to.Cvx.Set(doseRow, code.Cvx.Utf8.Span);
        to.CvxFrom.Set(doseRow, code.From);
        if (code.Disagrees) findings.Add(CodeRules.VaccineDisagrees, At(segment, 5), code.Sent, DoseKey);
        if (code.SystemMissing) findings.Add(CodeRules.VaccineSystem, At(segment, 5, 3), code.Sent, DoseKey);
    }

    void ReadSource(int segment)
    {
        var sent = tokens[segment, 9].Component(1);
        var given = facts.Completion is Completion.Complete or Completion.Partial && facts.Vaccine?.Kind != CvxKind.None;
        facts.Source = sent switch
        {
            [(byte)'0', (byte)'0'] => DoseSource.Administered,
            _ when sources.Has(sent) => DoseSource.Historical,
            _ => DoseSource.Unknown,
        };
        if (facts.Source != DoseSource.Unknown) part.Dose.SourceCode.Set(doseRow, sent);
        if (!given)
        {
            if (!sent.IsEmpty) findings.Add(Conformance.SourceSentForNone, At(segment, 9, 1), sent, DoseKey);
        }
        else if (sent.IsEmpty) findings.Add(Conformance.SourceMissing, At(segment, 9, 1), dose: DoseKey);
        else if (facts.Source == DoseSource.Unknown) findings.Add(CodeRules.Source, At(segment, 9, 1), sent, DoseKey);
    }

    void ReadAction(int segment)
    {
        var sent = tokens[segment, 21].Component(1);
        if (sent.IsEmpty)
        {
            if (facts.Vaccine?.Kind != CvxKind.None) findings.Add(Conformance.ActionMissing, At(segment, 21), dose: DoseKey);
        }
        else if (!actions.Has(sent)) findings.Add(CodeRules.Action, At(segment, 21), sent, DoseKey);
        facts.IsDelete = sent is [(byte)'D'];
        part.Dose.Action.Set(doseRow, sent is [(byte)'U' or (byte)'D'] ? sent : "A"u8);
    }

    void ReadAdminDate(int segment)
    {
        var to = part.Dose;
        var field = tokens[segment, 3];
        var sent = field.Component(1);
        facts.Given = DayColumn.Nothing;
        if (sent.IsEmpty) Drop(Conformance.AdminDateMissing, segment, 3);
        else
        {
            facts.Given = Hl7Time.Parse(sent).WholeDay;
            to.AdminDate[doseRow] = facts.Given;
            if (facts.Given == Hl7Time.NoDay)
            {
                to.AdminDateSent.Set(doseRow, Text(sent));
                Drop(Conformance.AdminDateBad, segment, 3, sent);
            }
            var end = Hl7Time.Parse(tokens[segment, 4].Component(1)).WholeDay;
            if (end != Hl7Time.NoDay && end != facts.Given) findings.Add(DateRules.EndDiffers, At(segment, 4), dose: DoseKey);
        }
        var entered = tokens[segment, 22].Component(1);
        facts.Entered = entered.IsEmpty ? DayColumn.Nothing : Hl7Time.Parse(entered).WholeDay;
        if (!entered.IsEmpty && facts.Entered == Hl7Time.NoDay) findings.Add(DateRules.DateBad, At(segment, 22), entered, DoseKey);
        to.EnteredDate[doseRow] = facts.Entered != DayColumn.Nothing ? facts.Entered : messageDay;
    }

    void ReadAmount(int segment)
    {
        var sent = tokens[segment, 6].Component(1);
        if (sent.IsEmpty) { Drop(Conformance.AmountMissing, segment, 6); return; }
        if (!Utf8Parser.TryParse(sent, out double amount, out var read) || read != sent.Length || !double.IsFinite(amount) || amount < 0)
        {
            Drop(Conformance.AmountBad, segment, 6, sent);
            return;
        }
        if (amount == 999) return;
        if (!facts.WasGiven)
        {
            if (amount != 0) findings.Add(Conformance.AmountNot999, At(segment, 6), sent, DoseKey);
            return;
        }
        part.Dose.Amount[doseRow] = facts.Amount = amount;
        var unit = tokens[segment, 7].Component(1);
        if (unit.IsEmpty) findings.Add(Conformance.UnitMissing, At(segment, 7), dose: DoseKey);
        else if (units.Find(unit) is { } known) part.Dose.AmountUnit.Set(doseRow, known.Stored.Span);
        else
        {
            part.Dose.AmountUnit.Set(doseRow, Text(unit));
            findings.Add(CodeRules.Unit, At(segment, 7), unit, DoseKey);
        }
    }

    void ReadProduct(int segment)
    {
        var to = part.Dose;
        var lot = Text(tokens[segment, 15].First.Raw);
        to.Lot.Set(doseRow, lot);
        var isFiller = LotRules.IsPlaceholder(lot);
        if (isFiller) Consequence(findings.Add(LotRules.Placeholder, At(segment, 15), lot, DoseKey));
        facts.HasLot = !lot.IsEmpty && !isFiller;
        var expiration = tokens[segment, 16].Component(1);
        facts.Expires = DayColumn.Nothing;
        if (!expiration.IsEmpty)
        {
            var time = Hl7Time.Parse(expiration);
            if (time.Precision < Precision.Month) findings.Add(DateRules.ExpirationBad, At(segment, 16), expiration, DoseKey);
            else to.ExpirationDate[doseRow] = facts.Expires = time.LastDay;
        }
        var maker = tokens[segment, 17].Component(1);
        if (maker.IsEmpty) return;
        facts.HasMaker = true;
        if (codes.Mvx.Find(maker) is not { } known) { findings.Add(CodeRules.Manufacturer, At(segment, 17), maker, DoseKey); return; }
        to.Mvx.Set(doseRow, known.Stored.Span);
        if (facts.HasLot && LotRules.IsUnusual(lot, known.Code)) Consequence(findings.Add(LotRules.Shape, At(segment, 15), lot, DoseKey));
        if (facts.Product is { } product && product.Mvx != known.Code) findings.Add(CodeRules.ManufacturerDisagrees, At(segment, 17), maker, DoseKey);
    }

    void ReadRefusal(int segment)
    {
        var sent = tokens[segment, 18].Component(1);
        if (facts.Completion == Completion.Refused)
        {
            if (sent.IsEmpty) findings.Add(Conformance.RefusalMissing, At(segment, 18), dose: DoseKey);
        }
        else if (!sent.IsEmpty) findings.Add(Conformance.RefusalContradicts, At(segment, 18), sent, DoseKey);
        if (sent.IsEmpty) return;
        if (refusals.Has(sent)) part.Dose.RefusalReason.Set(doseRow, sent);
        else findings.Add(CodeRules.Refusal, At(segment, 18), sent, DoseKey);
    }
}
