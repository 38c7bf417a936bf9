using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>Dates that cannot be, or hardly can be.</summary>
public static class DateRules
{
    /// <summary>Days by which a date may lie after receipt: senders east of us have tomorrow already.</summary>
    public const int ZoneSlack = 1;

    /// <summary>Whole years after which a living person's birth date is doubted.</summary>
    public const int OldestAge = 120;

    public static readonly Rule BornInFuture = new("birth-date-in-future", Error, 102, 1, "The date of birth lies after receipt.");
    public static readonly Rule BornLongAgo = new("birth-date-long-ago", Warning, 102, 1, "The date of birth is more than 120 years ago.");
    public static readonly Rule DiedInFuture = new("death-date-in-future", Warning, 102, 1, "The date of death lies after receipt and was not used.");
    public static readonly Rule DiedBeforeBirth = new("death-before-birth", Warning, 102, 1, "The date of death lies before birth and was not used.");
    public static readonly Rule DeathContradicts = new("death-contradicts", Warning, 102, 3, "PID-30 says alive but PID-29 gives a date of death.");
    public static readonly Rule GivenBeforeBirth = new("admin-before-birth", Error, 102, 1, "The dose is dated before birth.");
    public static readonly Rule GivenInFuture = new("admin-in-future", Error, 102, 1, "The dose is dated after receipt.");
    public static readonly Rule GivenAfterDeath = new("admin-after-death", Error, 102, 1, "The dose is dated after death.");
    public static readonly Rule GivenAfterEntry = new("admin-after-entry", Warning, 102, 1, "The dose is dated after the day it was entered (RXA-22).");
    public static readonly Rule EntryInFuture = new("entry-in-future", Warning, 102, 1, "RXA-22, the day of entry, lies after receipt.");
    public static readonly Rule DeathDateMissing = new("death-date-missing", Information, 101, 7, "PID-30 says dead, but PID-29 gives no date of death.");
    public static readonly Rule EndDiffers = new("admin-end-differs", Information, 102, 1, "RXA-4 differs from RXA-3.");
    public static readonly Rule MessageInFuture = new("message-time-in-future", Warning, 102, 1, "MSH-7 lies after receipt.");
    public static readonly Rule DateBad = new("date-invalid", Warning, 102, 2, "The date is not a real date and was not used.");
    public static readonly Rule ExpirationBad = new("expiration-invalid", Warning, 102, 2, "RXA-16 is not a date or month and was not used.");
}
