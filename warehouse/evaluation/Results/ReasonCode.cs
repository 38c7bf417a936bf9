namespace RegistryAnalytics.Evaluation;

/// <summary>Why an evaluation or a forecast is what it is. Stored as small numbers: append, never renumber.</summary>
public enum ReasonCode : byte
{
    None = 0,

    // Evaluation (chapter 6)
    LotExpired = 1,
    DoseCondition = 2,
    InadvertentVaccine = 3,
    TooYoung = 4,
    AgeGracePeriod = 5,
    TooOld = 6,
    TooSoon = 7,
    IntervalGracePeriod = 8,
    AllowableInterval = 9,
    VaccineConflict = 10,
    NotPreferableOrAllowable = 11,
    OutsideVaccineAge = 12,
    WrongManufacturer = 13,
    VolumeTooSmall = 14,
    SeriesAlreadyComplete = 15,

    // Forecast need (table 7-10)
    SeriesComplete = 32,
    PastHistory = 33,
    Immune = 34,
    Contraindicated = 35,
    PastSeason = 36,
    PastMaximumAge = 37,
    CannotFinishInTime = 38,
    SeasonNotLoaded = 39,

    // Which rule set a date (tables 7-11, 7-13, 9-2 to 9-5)
    EarliestByAge = 48,
    EarliestByInterval = 49,
    EarliestByConflict = 50,
    EarliestBySeason = 51,
    EarliestByLastDose = 52,
    RecommendedByAge = 53,
    RecommendedByInterval = 54,
    RecommendedByEarliest = 55,
    PastDueByAge = 56,
    PastDueByInterval = 57,
    PastDueByEarliest = 58,
    LatestByAge = 59,
    NoDate = 60,
}
