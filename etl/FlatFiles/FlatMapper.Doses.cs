using System.Buffers.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>Doses of flat files: kind, vaccine and details, each column by hand because the rules need them.</summary>
sealed partial class FlatMapper
{
    void ReadKind(DelimitedReader row, int at, ref DoseFacts facts)
    {
        var to = part.Dose;
        // CDC's layout says only whether it was refused; what was not, the sender gave.
        var completion = cvrsRefusal is { } refused ? refused ? "RE"u8 : "CP"u8 : Value(row, "completion");
        facts.Completion = completion switch
        {
            [(byte)'P', (byte)'A'] => Completion.Partial,
            [(byte)'R', (byte)'E'] => Completion.Refused,
            [(byte)'N', (byte)'A'] => Completion.NotAdministered,
            _ => Completion.Complete,
        };
        var isCompletion = completion is [] || completion.SequenceEqual("CP"u8) || facts.Completion != Completion.Complete;
        if (!isCompletion) Find(FlatRules.OptionalCode, "completion", completion, to.Key[at]);
        to.Completion.Set(at, facts.Completion == Completion.Complete ? "CP"u8 : completion);
        var action = Value(row, "action");
        if (action is not ([] or [(byte)'A' or (byte)'U' or (byte)'D'])) Find(FlatRules.OptionalCode, "action", action, to.Key[at]);
        facts.IsDelete = action is [(byte)'D'];
        to.Action.Set(at, action is [(byte)'U' or (byte)'D'] ? action : "A"u8);
        var sent = cvrsRefusal is { } isRefused ? isRefused ? default : "00"u8 : Value(row, "source");
        facts.Source = sent switch
        {
            [(byte)'0', (byte)'0'] => DoseSource.Administered,
            _ when sources.Has(sent) => DoseSource.Historical,
            _ => DoseSource.Unknown,
        };
        if (facts.Source != DoseSource.Unknown) to.SourceCode.Set(at, sent);
        else if (facts.Completion is Completion.Complete or Completion.Partial)
            Find(sent.IsEmpty ? Conformance.SourceMissing : CodeRules.Source, "source", sent, to.Key[at]);
        var refusal = Value(row, "refusal");
        if (refusals.Has(refusal)) to.RefusalReason.Set(at, refusal);
        else if (!refusal.IsEmpty) Find(CodeRules.Refusal, "refusal", refusal, to.Key[at]);
    }

    void ReadVaccine(DelimitedReader row, int at, ref DoseFacts facts, ref bool quarantined)
    {
        var to = part.Dose;
        var cvx = Value(row, "cvx");
        var ndc = Value(row, "ndc");
        var cpt = Value(row, "cpt");
        to.CvxSent.Set(at, !cvx.IsEmpty ? cvx : !ndc.IsEmpty ? ndc : cpt);
        to.CodeSystemSent.Set(at, !cvx.IsEmpty ? "CVX"u8 : !ndc.IsEmpty ? "NDC"u8 : !cpt.IsEmpty ? "CPT"u8 : default);
        to.Cpt.Set(at, cpt);
        facts.Product = codes.Ndc(ndc);
        if (facts.Product is not null) to.Ndc.Set(at, facts.Product.Utf8.Span);
        else if (!ndc.IsEmpty) Find(CodeRules.Product, "ndc", ndc, to.Key[at]);
        var byCvx = codes.Cvx(cvx);
        var byNdc = facts.Product is { } product ? codes.Cvx(product.CvxNumber) : null;
        facts.Vaccine = byCvx ?? byNdc ?? codes.FromCpt(cpt);
        if (facts.Vaccine is null)
        {
            quarantined |= Find(cvx.IsEmpty && ndc.IsEmpty && cpt.IsEmpty ? FlatRules.Required : FlatRules.Code, "cvx", cvx, to.Key[at]) == Severity.Error;
            return;
        }
        to.Cvx.Set(at, facts.Vaccine.Utf8.Span);
        to.CvxFrom.Set(at, byCvx is not null ? "cvx"u8 : byNdc is not null ? "ndc"u8 : "cpt"u8);
        if (byCvx is not null && byNdc is not null && byCvx != byNdc && !(byCvx.Kind == CvxKind.Unspecified && codes.ShareGroup(byCvx, byNdc)))
            Find(CodeRules.VaccineDisagrees, "cvx", cvx, to.Key[at]);
    }

    void ReadDetails(DelimitedReader row, int at, ref DoseFacts facts)
    {
        var to = part.Dose;
        var key = to.Key[at];
        var maker = Value(row, "mvx");
        facts.HasMaker = !maker.IsEmpty;
        if (codes.Mvx.Find(maker) is { } made)
        {
            to.Mvx.Set(at, maker);
            if (facts.HasLot && LotRules.IsUnusual(Value(row, "lot"), made.Code)) Find(LotRules.Shape, "lot", Value(row, "lot"), key);
        }
        else if (!maker.IsEmpty) Find(CodeRules.Manufacturer, "mvx", maker, key);
        var expiration = Value(row, "expiration");
        if (!expiration.IsEmpty)
        {
            var time = Hl7Time.Parse(expiration);
            if (time.Precision >= Precision.Month) to.ExpirationDate[at] = facts.Expires = time.LastDay;
            else Find(DateRules.ExpirationBad, "expiration", expiration, key);
        }
        var amount = Value(row, "amount");
        if (!amount.IsEmpty && !amount.SequenceEqual("999"u8))
        {
            if (Utf8Parser.TryParse(amount, out double number, out var read) && read == amount.Length && double.IsFinite(number) && number >= 0)
            {
                to.Amount[at] = number;
                to.AmountUnit.Set(at, "mL"u8);
            }
            else Find(FlatRules.OptionalNumber, "amount", amount, key);
        }
        var route = Value(row, "route");
        facts.Route = routes.Find(route);
        if (facts.Route is not null) to.Route.Set(at, facts.Route.Stored.Span);
        else if (!route.IsEmpty) Find(FlatRules.OptionalCode, "route", route, key);
        var site = Value(row, "site");
        if (sites.Has(site)) to.Site.Set(at, site);
        else if (!site.IsEmpty) Find(CodeRules.Site, "site", site, key);
        var eligibility = Value(row, "eligibility");
        facts.HasEligibility = !eligibility.IsEmpty;
        if (eligibilities.Find(eligibility) is { } known) to.Eligibility.Set(at, known.Stored.Span);
        else if (!eligibility.IsEmpty) Find(CodeRules.Eligibility, "eligibility", eligibility, key);
        var funding = Value(row, "funding");
        facts.HasFunding = !funding.IsEmpty;
        if (fundings.Find(funding) is { } paid) to.Funding.Set(at, paid.Stored.Span);
        else if (!funding.IsEmpty) Find(CodeRules.Funding, "funding", funding, key);
        // A flat file has no place for the statements that were handed out, CDC's layout none for eligibility and funding.
        facts.HasVis = true;
        if (cvrsRefusal is not null) (facts.HasEligibility, facts.HasFunding) = (true, true);
        var entered = Value(row, "entered_date");
        if (entered.IsEmpty) return;
        facts.Entered = Hl7Time.Parse(entered).WholeDay;
        if (facts.Entered == Hl7Time.NoDay) Find(FlatRules.OptionalDate, "entered_date", entered, key);
        else to.EnteredDate[at] = facts.Entered;
    }

    void CloseDose(int at, in DoseFacts facts, bool quarantined)
    {
        if (facts.WasGiven && !facts.IsDelete && facts.Vaccine is { } vaccine && facts.Given != DayColumn.Nothing && !given.Add((part.Dose.RecordKey[at], facts.Given, vaccine.Number)))
            quarantined |= Find(DuplicateRules.Dose, "date", default, part.Dose.Key[at]) == Severity.Error;
        if (part.Dose.DoseId.Has(at) && part.Dose.Action[at].SequenceEqual("A"u8) && !doseIds.Add(Hash(part.Dose.DoseId[at]))) Find(FlatRules.Twice, "vaccination_id", default, part.Dose.Key[at]);
        if (facts.IsAdministered && part.Dose.Eligibility[at].SequenceEqual("V01"u8) && part.Dose.Funding[at].SequenceEqual("VXC51"u8))
            quarantined |= Find(SourceRules.FundingDisagrees, "funding", default, part.Dose.Key[at]) == Severity.Error;
        var n = DoseRules.Check(facts, hits);
        foreach (var hit in hits.AsSpan(0, n))
        {
            var column = hit.RxaField switch { 3 => "date", 11 => "practice_id", 22 => "entered_date", 5 => "cvx", 9 => "source", 15 => "lot", 16 => "expiration", 17 => "mvx", _ => "" };
            quarantined |= Find(hit.Rule, column, default, part.Dose.Key[at]) == Severity.Error;
        }
        part.Dose.Outcome.Set(at, quarantined ? "quarantined"u8 : "accepted"u8);
        if (quarantined && table.Spec.Table == StagedSchema.Dose) rejected = true;
    }
}
