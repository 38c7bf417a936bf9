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
        if (NameRules.Check(part.Person.LastName[personRow], part.Person.FirstName[personRow]) is { } rule) Find(rule, pidSegment, 5);
    }

    void Judge()
    {
        TakeVisitEligibility();
        (facts.HasEligibility, facts.HasFunding, facts.HasVis) = (hasEligibility, hasFunding, hasVis);
        var n = DoseRules.Check(facts, hits);
        foreach (var hit in hits.AsSpan(0, n))
            Consequence(findings.Add(hit.Rule, At(doseSegment, hit.RxaField), dose: DoseKey));
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
