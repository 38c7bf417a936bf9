using RegistryAnalytics.Staging;
using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>What a sender owes for a dose it gave, and doses that look like the other kind.</summary>
public static class SourceRules
{
    /// <summary>Days between administration and the message after which a dose without lot looks like history, and any dose is late.</summary>
    public const int LongLagDays = 30;

    public static readonly Rule LotMissing = new("lot-missing", Warning, 101, 7, "A dose given here needs its lot number (RXA-15).");
    public static readonly Rule MakerMissing = new("manufacturer-missing", Warning, 101, 7, "A dose given here needs its manufacturer (RXA-17).");
    public static readonly Rule EligibilityMissing = new("eligibility-missing", Warning, 101, 6, "A dose given here needs its funding eligibility (OBX 64994-7).");
    public static readonly Rule FundingMissing = new("funding-missing", Information, 101, 6, "A dose given here should have its funding source (OBX 30963-3).");
    public static readonly Rule VisMissing = new("vis-missing", Information, 101, 6, "A dose given here should name the information statement that was handed out.");
    public static readonly Rule RouteOwed = new("route-not-sent", Information, 101, 7, "A dose given here should have its route (RXR).");
    public static readonly Rule LooksHistorical = new("administered-looks-historical", Warning, 102, 3, "The dose says given here, but it has no lot and no eligibility and was sent long after its date.");
    public static readonly Rule Late = new("administered-late", Information, 102, 1, "The dose says given here, but it was entered or sent more than 30 days after its date.");
    public static readonly Rule ExpirationMissing = new("expiration-missing", Information, 101, 7, "A dose given here should have the expiration date of its lot (RXA-16).");
    public static readonly Rule PlaceMissing = new("place-missing", Information, 101, 7, "A dose given here should say where (RXA-11).");
    public static readonly Rule FundingDisagrees = new("funding-disagrees", Warning, 102, 3, "The person is not eligible for VFC vaccine, but the dose says that it was paid from VFC funds.");
    public static readonly Rule LooksAdministered = new("historical-looks-administered", Information, 102, 3, "The dose says history, but it has a lot and was sent within days.");

    public static bool SeemsHistorical(in DoseFacts dose) =>
        dose.IsAdministered && !dose.HasLot && !dose.HasEligibility && dose.SentOn - dose.Given > LongLagDays;

    public static bool SeemsAdministered(in DoseFacts dose) =>
        dose.WasGiven && dose.Source == DoseSource.Historical && dose.HasLot && dose.SentOn - dose.Given is >= 0 and <= 7;

    /// <summary>By the day of entry, else of the message: when a file is received says nothing of when its sender knew.</summary>
    public static bool IsLate(in DoseFacts dose)
    {
        var known = dose.Entered != DayColumn.Nothing ? dose.Entered : dose.Sent;
        return dose.IsAdministered && known != DayColumn.Nothing && known - dose.Given > LongLagDays;
    }
}
