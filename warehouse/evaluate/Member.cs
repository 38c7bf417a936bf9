using System.Text.Json;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>Member names of the answers, escaped once.</summary>
static class Member
{
    internal static readonly JsonEncodedText Antigen = JsonEncodedText.Encode("antigen");
    internal static readonly JsonEncodedText AsOf = JsonEncodedText.Encode("asOf");
    internal static readonly JsonEncodedText DoseId = JsonEncodedText.Encode("doseId");
    internal static readonly JsonEncodedText DoseNumber = JsonEncodedText.Encode("doseNumber");
    internal static readonly JsonEncodedText Earliest = JsonEncodedText.Encode("earliest");
    internal static readonly JsonEncodedText Error = JsonEncodedText.Encode("error");
    internal static readonly JsonEncodedText Evaluations = JsonEncodedText.Encode("evaluations");
    internal static readonly JsonEncodedText Forecasts = JsonEncodedText.Encode("forecasts");
    internal static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    internal static readonly JsonEncodedText IsSharedDecision = JsonEncodedText.Encode("isSharedDecision");
    internal static readonly JsonEncodedText Latest = JsonEncodedText.Encode("latest");
    internal static readonly JsonEncodedText LeftOut = JsonEncodedText.Encode("leftOut");
    internal static readonly JsonEncodedText PastDue = JsonEncodedText.Encode("pastDue");
    internal static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
    internal static readonly JsonEncodedText Reasons = JsonEncodedText.Encode("reasons");
    internal static readonly JsonEncodedText Recommended = JsonEncodedText.Encode("recommended");
    internal static readonly JsonEncodedText RecommendedCvx = JsonEncodedText.Encode("recommendedCvx");
    internal static readonly JsonEncodedText Schedule = JsonEncodedText.Encode("schedule");
    internal static readonly JsonEncodedText Series = JsonEncodedText.Encode("series");
    internal static readonly JsonEncodedText SeriesType = JsonEncodedText.Encode("seriesType");
    internal static readonly JsonEncodedText SharedDecision = JsonEncodedText.Encode("sharedDecision");
    internal static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    internal static readonly JsonEncodedText TargetDose = JsonEncodedText.Encode("targetDose");
    internal static readonly JsonEncodedText VaccineGroup = JsonEncodedText.Encode("vaccineGroup");
    internal static readonly JsonEncodedText ValidUntil = JsonEncodedText.Encode("validUntil");
}
