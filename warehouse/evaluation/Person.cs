namespace RegistryAnalytics.Evaluation;

/// <summary>Sex as registries hold it; the schedule knows only female, male and unknown, and takes the other two as unknown.</summary>
public enum Sex : byte { Unknown, Female, Male, Other }

/// <summary>Who is evaluated.</summary>
/// <param name="BirthDate">Null: nothing can be evaluated, and the result says so.</param>
/// <param name="Sex">Not known: only what is recommended whatever the gender, or for the unknown gender.</param>
/// <param name="BirthCountry">ISO code or English name; null: unknown, then no rule is held back by country.</param>
public sealed record Person(DateOnly? BirthDate, Sex Sex, string? BirthCountry = null);

/// <summary>One dose given.</summary>
/// <param name="Id">The caller's name for the dose; must be the only one of the person. Of doses with the same id the first is used.</param>
/// <param name="Cvx">CVX code; leading zeros do not matter.</param>
/// <param name="Mvx">Manufacturer; null where unknown.</param>
/// <param name="LotExpiry">Last day on which the lot may be used; null where unknown. Month and year alone: the month's last day (CALCDTLOTEXP-1).</param>
/// <param name="HasCondition">Recalled, cold chain broken, sub-potent: the dose must be repeated.</param>
/// <param name="VolumeMl">Millilitres; null where unknown.</param>
public sealed record Dose(
    string Id,
    DateOnly? Date,
    string Cvx,
    string? Mvx = null,
    DateOnly? LotExpiry = null,
    bool HasCondition = false,
    decimal? VolumeMl = null);

/// <summary>An active observation about the person, by CDSi code.</summary>
/// <param name="Date">Null: it holds, since when is not known.</param>
public sealed record PersonObservation(string Code, DateOnly? Date = null);
