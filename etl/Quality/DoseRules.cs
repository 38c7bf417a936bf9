using RegistryAnalytics.Codes;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>A rule that a dose breaks.</summary>
/// <param name="RxaField">Where an HL7 message says it; 0 = in no field of RXA.</param>
public readonly record struct DoseHit(Rule Rule, int RxaField);

/// <summary>Holds one dose against every rule of the families, whichever way it was sent.</summary>
/// <remarks>While a rule is an error, the dose that breaks it is quarantined.</remarks>
public static class DoseRules
{
    /// <summary>Most rules one dose can break.</summary>
    public const int Most = 24;

    /// <summary>Fills in the rules that a dose breaks and returns their number.</summary>
    public static int Check(in DoseFacts dose, Span<DoseHit> hits)
    {
        var n = 0;
        if (dose.Given != DayColumn.Nothing) CheckDate(dose, hits, ref n);
        if (dose.IsAdministered && !dose.IsDelete) CheckAdministered(dose, hits, ref n);
        if (SourceRules.SeemsAdministered(dose)) hits[n++] = new(SourceRules.LooksAdministered, 9);
        if (dose.Vaccine?.Kind is CvxKind.NotVaccine && dose.WasGiven) hits[n++] = new(CodeRules.NotAVaccine, 5);
        return n;
    }

    static void CheckDate(in DoseFacts dose, Span<DoseHit> hits, ref int n)
    {
        if (dose.Given > dose.Received + DateRules.ZoneSlack) hits[n++] = new(DateRules.GivenInFuture, 3);
        else if (dose.Birth != DayColumn.Nothing && dose.Given < dose.Birth) hits[n++] = new(DateRules.GivenBeforeBirth, 3);
        else if (dose.Death != DayColumn.Nothing && dose.Given > dose.Death) hits[n++] = new(DateRules.GivenAfterDeath, 3);
        else if (dose.WasGiven && dose.Vaccine is not null && !dose.IsDelete)
        {
            if (ProductRules.IsBeforeUse(dose)) hits[n++] = new(ProductRules.BeforeUse, 3);
            else if (ProductRules.IsAfterUse(dose)) hits[n++] = new(ProductRules.AfterUse, 3);
            else if (ProductRules.IsUnusualTime(dose)) hits[n++] = new(ProductRules.UnusualTime, 3);
            if (ProductRules.IsTooYoung(dose)) hits[n++] = new(ProductRules.TooYoung, 3);
            else if (ProductRules.IsTooOld(dose)) hits[n++] = new(ProductRules.TooOld, 3);
            if (ProductRules.IsExpired(dose)) hits[n++] = new(ProductRules.LotExpired, 16);
        }
        if (dose.Entered != DayColumn.Nothing && dose.Given > dose.Entered) hits[n++] = new(DateRules.GivenAfterEntry, 3);
        if (dose.Entered != DayColumn.Nothing && dose.Entered > dose.Received + DateRules.ZoneSlack) hits[n++] = new(DateRules.EntryInFuture, 22);
        if (!dose.IsDelete && SourceRules.IsLate(dose)) hits[n++] = new(SourceRules.Late, 3);
    }

    static void CheckAdministered(in DoseFacts dose, Span<DoseHit> hits, ref int n)
    {
        if (!dose.HasLot) hits[n++] = new(SourceRules.LotMissing, 15);
        else if (dose.Expires == DayColumn.Nothing) hits[n++] = new(SourceRules.ExpirationMissing, 16);
        if (!dose.HasPlace) hits[n++] = new(SourceRules.PlaceMissing, 11);
        if (!dose.HasMaker) hits[n++] = new(SourceRules.MakerMissing, 17);
        if (!dose.HasEligibility) hits[n++] = new(SourceRules.EligibilityMissing, 0);
        if (!dose.HasFunding) hits[n++] = new(SourceRules.FundingMissing, 0);
        if (!dose.HasVis) hits[n++] = new(SourceRules.VisMissing, 0);
        if (dose.Route is null) hits[n++] = new(SourceRules.RouteOwed, 0);
        if (dose.Vaccine?.Kind is CvxKind.Unspecified) hits[n++] = new(CodeRules.Unspecified, 5);
        if (SourceRules.SeemsHistorical(dose)) hits[n++] = new(SourceRules.LooksHistorical, 9);
    }
}
