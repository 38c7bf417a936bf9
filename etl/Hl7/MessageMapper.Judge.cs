using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>Holds a person and a finished order group against the rules of the registry.</summary>
public sealed partial class MessageMapper
{
    readonly CodeTable visitEligibilities = codes.Table("HL70064");

    void CheckPerson()
    {
        if (NameRules.Check(part.Person.LastName[personRow], part.Person.FirstName[personRow]) is { } rule) Find(rule, pidSegment, 5);
    }

    void Judge()
    {
        TakeVisitEligibility();
        (facts.HasEligibility, facts.HasFunding, facts.HasVis) = (hasEligibility, hasFunding, hasVis);
        if (facts.Given != DayColumn.Nothing) JudgeDate();
        if (facts.IsAdministered && !facts.IsDelete) JudgeAdministered();
        if (SourceRules.SeemsAdministered(facts)) OnDose(SourceRules.LooksAdministered, 9);
        if (facts.Vaccine?.Kind is CvxKind.NotVaccine && facts.WasGiven) OnDose(CodeRules.NotAVaccine, 5);
    }

    void JudgeDate()
    {
        if (facts.Given > facts.Received + DateRules.ZoneSlack) Drop(DateRules.GivenInFuture, doseSegment, 3);
        else if (facts.Birth != DayColumn.Nothing && facts.Given < facts.Birth) Drop(DateRules.GivenBeforeBirth, doseSegment, 3);
        else if (facts.Death != DayColumn.Nothing && facts.Given > facts.Death) Drop(DateRules.GivenAfterDeath, doseSegment, 3);
        else if (facts.WasGiven && facts.Vaccine is not null && !facts.IsDelete)
        {
            if (ProductRules.IsBeforeUse(facts)) OnDose(ProductRules.BeforeUse, 3);
            else if (ProductRules.IsAfterUse(facts)) OnDose(ProductRules.AfterUse, 3);
            else if (ProductRules.IsUnusualTime(facts)) OnDose(ProductRules.UnusualTime, 3);
            if (ProductRules.IsTooYoung(facts)) OnDose(ProductRules.TooYoung, 3);
            else if (ProductRules.IsTooOld(facts)) OnDose(ProductRules.TooOld, 3);
            if (ProductRules.IsExpired(facts)) OnDose(ProductRules.LotExpired, 16);
        }
    }

    void JudgeAdministered()
    {
        if (!facts.HasLot) OnDose(SourceRules.LotMissing, 15);
        if (!facts.HasMaker) OnDose(SourceRules.MakerMissing, 17);
        if (!facts.HasEligibility) OnDose(SourceRules.EligibilityMissing, 0);
        if (!facts.HasFunding) OnDose(SourceRules.FundingMissing, 0);
        if (!facts.HasVis) OnDose(SourceRules.VisMissing, 0);
        if (routeSegment == None) OnDose(SourceRules.RouteOwed, 0);
        if (facts.Vaccine?.Kind is CvxKind.Unspecified) OnDose(CodeRules.Unspecified, 5);
        if (SourceRules.SeemsHistorical(facts)) OnDose(SourceRules.LooksHistorical, 9);
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

    void OnDose(Rule rule, int field) => Consequence(findings.Add(rule, At(doseSegment, field), dose: DoseKey));
}
