using RegistryAnalytics.Codes;
using RegistryAnalytics.Staging;
using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>The vaccine against its time of use, the age of the person, and its lot.</summary>
/// <remarks>Times and ages: warehouse/codes/data/cvx.csv.</remarks>
public static class ProductRules
{
    public static readonly Rule BeforeUse = new("vaccine-before-use", Warning, 102, 1, "The dose is dated before this vaccine was in use.");
    public static readonly Rule AfterUse = new("vaccine-after-use", Warning, 102, 1, "The dose is dated after this vaccine went out of use.");
    public static readonly Rule UnusualTime = new("vaccine-unusual-time", Information, 102, 1, "The dose is dated outside the usual years of this vaccine.");
    public static readonly Rule TooYoung = new("age-below-range", Warning, 102, 3, "The person was younger than this vaccine is given.");
    public static readonly Rule TooOld = new("age-above-range", Warning, 102, 3, "The person was older than this vaccine is given.");
    public static readonly Rule LotExpired = new("lot-expired", Warning, 102, 1, "The dose is dated after the lot expired.");

    /// <summary>True where the dose is dated before the vaccine's first day.</summary>
    public static bool IsBeforeUse(in DoseFacts dose) => dose.Vaccine?.NotBefore is { } first && Day(dose.Given) < first;

    /// <summary>True where the dose is dated after the vaccine's last day. Codes in use again, and codes without a
    /// formulation, whose end is the end of their use for new doses only, have no such day.</summary>
    public static bool IsAfterUse(in DoseFacts dose) =>
        dose.Vaccine is { Active: false, Kind: CvxKind.Vaccine, NotAfter: { } last } && Day(dose.Given) > last;

    public static bool IsUnusualTime(in DoseFacts dose) =>
        dose.Vaccine?.ExpectedFrom is { } first && Day(dose.Given) < first || dose.Vaccine?.ExpectedTo is { } last && Day(dose.Given) > last;

    /// <summary>True below the youngest plausible age, whole calendar months.</summary>
    public static bool IsTooYoung(in DoseFacts dose) =>
        dose.Vaccine?.MinAgeMonths is { } months && dose.Birth != DayColumn.Nothing && Day(dose.Given) < CdsiCalendar.AddMonths(Day(dose.Birth), months);

    /// <summary>True once the month after the oldest plausible age is complete.</summary>
    public static bool IsTooOld(in DoseFacts dose) =>
        dose.Vaccine?.MaxAgeMonths is { } months && dose.Birth != DayColumn.Nothing && Day(dose.Given) >= CdsiCalendar.AddMonths(Day(dose.Birth), months + 1);

    public static bool IsExpired(in DoseFacts dose) => dose.Expires != DayColumn.Nothing && dose.Given > dose.Expires;

    static DateOnly Day(int days) => DateOnly.FromDayNumber(days + DayColumn.Epoch);
}
