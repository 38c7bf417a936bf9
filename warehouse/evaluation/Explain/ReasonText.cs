using System.Collections.Concurrent;
using System.Globalization;

namespace RegistryAnalytics.Evaluation;

/// <summary>Puts reasons into words, here and nowhere else.</summary>
public static class ReasonText
{
    /// <summary>The reason in words, with its dates where it has any; dates as 2026-05-03.</summary>
    public static string Of(in Explanation reason) => reason.Code switch
    {
        ReasonCode.LotExpired when reason.Threshold != GroupForecast.NoDay =>
            $"{Of(reason.Code)}: given {Date(reason.Day)}, usable until {Date(reason.Threshold)}",
        ReasonCode.TooYoung or ReasonCode.AgeGracePeriod when HasDates(reason) =>
            $"{Of(reason.Code)}: given {Date(reason.Day)}, the age is reached on {Date(reason.Threshold)}",
        ReasonCode.TooOld when HasDates(reason) =>
            $"{Of(reason.Code)}: given {Date(reason.Day)}, must be before {Date(reason.Threshold)}",
        ReasonCode.TooSoon or ReasonCode.IntervalGracePeriod or ReasonCode.VaccineConflict when HasDates(reason) =>
            string.Create(CultureInfo.InvariantCulture,
                $"{Of(reason.Code)}: {Days(reason.Day - reason.Reference)} after {Date(reason.Reference)}, at least {reason.Threshold - reason.Reference} needed"),
        _ when reason.Day == GroupForecast.NoDay => Of(reason.Code),
        _ when reason.Reference != GroupForecast.NoDay && reason.Code is ReasonCode.EarliestByInterval or ReasonCode.RecommendedByInterval or ReasonCode.PastDueByInterval =>
            $"{Of(reason.Code)} from {Date(reason.Reference)}: {Date(reason.Day)}",
        _ => $"{Of(reason.Code)}: {Date(reason.Day)}",
    };

    /// <summary>The reason in words, without dates.</summary>
    public static string Of(ReasonCode code) => code switch
    {
        ReasonCode.LotExpired => "Lot expired",
        ReasonCode.DoseCondition => "Dose condition",
        ReasonCode.InadvertentVaccine => "Inadvertent vaccine",
        ReasonCode.TooYoung => "Age: too young",
        ReasonCode.AgeGracePeriod => "Age: grace period",
        ReasonCode.TooOld => "Age: too old",
        ReasonCode.TooSoon => "Interval: too soon",
        ReasonCode.IntervalGracePeriod => "Interval: grace period",
        ReasonCode.AllowableInterval => "Interval: allowable",
        ReasonCode.VaccineConflict => "Live virus conflict",
        ReasonCode.NotPreferableOrAllowable => "Not a preferable or allowable vaccine",
        ReasonCode.OutsideVaccineAge => "Vaccine: outside its age range",
        ReasonCode.WrongManufacturer => "Vaccine: other manufacturer than preferred",
        ReasonCode.VolumeTooSmall => "Vaccine: less than the recommended volume",
        ReasonCode.SeriesAlreadyComplete => "Series already complete",
        ReasonCode.SeriesComplete => "Series complete",
        ReasonCode.PastHistory => "Not recommended because of past immunization history",
        ReasonCode.Immune => "Evidence of immunity",
        ReasonCode.Contraindicated => "A contraindication applies",
        ReasonCode.PastSeason => "Past the seasonal recommendation's end",
        ReasonCode.PastMaximumAge => "Past the maximum age",
        ReasonCode.CannotFinishInTime => "Cannot be given before the maximum age",
        ReasonCode.SeasonNotLoaded => "No loaded season holds the assessment date",
        ReasonCode.EarliestByAge => "Earliest by minimum age",
        ReasonCode.EarliestByInterval => "Earliest by minimum interval",
        ReasonCode.EarliestByConflict => "Earliest by the end of a vaccine conflict",
        ReasonCode.EarliestBySeason => "Earliest by the season's start",
        ReasonCode.EarliestByLastDose => "Earliest by the last dose given",
        ReasonCode.RecommendedByAge => "Recommended by age",
        ReasonCode.RecommendedByInterval => "Recommended by interval",
        ReasonCode.RecommendedByEarliest => "Recommended from the earliest date",
        ReasonCode.PastDueByAge => "Past due by age",
        ReasonCode.PastDueByInterval => "Past due by interval",
        ReasonCode.PastDueByEarliest => "Past due from the earliest date",
        ReasonCode.LatestByAge => "Latest by maximum age",
        ReasonCode.NoDate => "No date: the rules count from something that is not on record",
        _ => code.ToString(),
    };

    /// <summary>The codes of reason bits, by number, joined by <c>;</c>, for example <c>TooYoung;TooSoon</c>; empty for none.</summary>
    /// <remarks>Each combination is put together once, so that millions of rows share few strings.</remarks>
    public static string Codes(ulong reasons) => reasons == 0 ? "" : CodesOfBits.GetOrAdd(reasons, static bits =>
        string.Join(';', Enum.GetValues<ReasonCode>().Where(code => code != ReasonCode.None && (bits & 1UL << (int)code) != 0)));

    static readonly ConcurrentDictionary<ulong, string> CodesOfBits = [];

    static bool HasDates(in Explanation reason) =>
        reason.Day != GroupForecast.NoDay && reason.Threshold != GroupForecast.NoDay && reason.Reference != GroupForecast.NoDay;

    static string Days(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "day" : "days")}");

    static string Date(int day) => DateOnly.FromDayNumber(Math.Clamp(day, 0, DateOnly.MaxValue.DayNumber)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
