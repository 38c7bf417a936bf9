using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Quality;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>Holds a person and a finished order group against the rules of the registry.</summary>
public sealed partial class MessageMapper
{
    readonly CodeTable visitEligibilities = codes.Table("HL70064");

    readonly DoseHit[] hits = new DoseHit[DoseRules.Most];

    void CheckPerson()
    {
        var person = part.Person;
        if (NameRules.Check(person.LastName[personRow], person.FirstName[personRow]) is { } rule) Find(rule, pidSegment, 5);
        if (NameRules.HasOddCharacters(person.LastName[personRow])) Find(NameRules.Characters, pidSegment, 5, 1);
        if (NameRules.HasOddCharacters(person.FirstName[personRow])) Find(NameRules.Characters, pidSegment, 5, 2);
        if (NameRules.HasOddCharacters(person.MiddleName[personRow])) Find(NameRules.Characters, pidSegment, 5, 3);
        if (NameRules.IsFillerName(person.MotherMaidenName[personRow])) Find(NameRules.MaidenFiller, pidSegment, 6);
    }

    void Judge()
    {
        TakeVisitEligibility();
        (facts.HasEligibility, facts.HasFunding, facts.HasVis) = (hasEligibility, hasFunding, hasVis);
        CheckRepeats();
        if (facts.IsAdministered && part.Dose.Eligibility[doseRow].SequenceEqual("V01"u8) && part.Dose.Funding[doseRow].SequenceEqual("VXC51"u8))
            Consequence(findings.Add(SourceRules.FundingDisagrees, At(doseSegment, 0), dose: DoseKey));
        var n = DoseRules.Check(facts, hits);
        foreach (var hit in hits.AsSpan(0, n))
            Consequence(findings.Add(hit.Rule, At(doseSegment, hit.RxaField), dose: DoseKey));
    }

    /// <summary>Holds the dose against those before it in the message.</summary>
    void CheckRepeats()
    {
        var to = part.Dose;
        var (sameDose, sameId) = (false, false);
        for (var row = doseRow - 1; row >= Math.Max(firstDose, doseRow - DuplicateRules.Most); row--)
        {
            sameDose |= facts.WasGiven && !facts.IsDelete && to.AdminDate[row] == facts.Given && facts.Given != Staging.DayColumn.Nothing && to.Cvx.Has(doseRow) && to.Cvx[row].SequenceEqual(to.Cvx[doseRow])
                && !to.Action[row].SequenceEqual("D"u8) && !to.Kind[row].SequenceEqual("refusal"u8) && !to.Kind[row].SequenceEqual("not_administered"u8);
            sameId |= to.DoseId.Has(doseRow) && to.DoseId[row].SequenceEqual(to.DoseId[doseRow]) && to.DoseIdAuthority[row].SequenceEqual(to.DoseIdAuthority[doseRow]);
        }
        if (sameDose) Consequence(findings.Add(DuplicateRules.Dose, At(doseSegment, 3), dose: DoseKey));
        // An update or a delete speaks of the dose before it; that is what ids are for.
        if (sameId && orderSegment != None && to.Action[doseRow].SequenceEqual("A"u8))
            Consequence(findings.Add(DuplicateRules.DoseId, At(orderSegment, 3), dose: DoseKey));
    }

    /// <summary>Until 2.3.1 eligibility was said once for the visit, in PV1-20.</summary>
    void TakeVisitEligibility()
    {
        if (hasEligibility || pv1Segment == None || !facts.IsAdministered) return;
        var sent = tokens[pv1Segment, 20].Component(1);
        if (sent.IsEmpty || visitEligibilities.Find(sent) is not { } known) return;
        hasEligibility = true;
        part.Dose.Eligibility.Set(doseRow, known.Stored.Span);
        findings.Add(Conformance.EligibilityAtVisit, At(pv1Segment, 20), sent, DoseKey);
    }
}
