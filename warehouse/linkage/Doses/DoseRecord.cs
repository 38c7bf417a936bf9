namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Who vouches for a dose record.</summary>
public enum DoseSource : byte { Unknown, Administered, Historical }

/// <summary>A dose as one source record tells it, as far as telling events apart needs.</summary>
/// <param name="RowKey">dose_row_key.</param>
/// <param name="Day">Day number of the encounter.</param>
/// <param name="Class">0 completed; partial doses and refusals have classes of their own and never meet completed ones.</param>
/// <param name="Cvx">CVX as a number, 0 = not told.</param>
/// <param name="Groups">Bits of the vaccine groups, see <see cref="DoseVocabulary"/>.</param>
/// <param name="IsUnspecified">The code names a group, not a vaccine.</param>
/// <param name="Lot">Hash of the lot's letters and digits, 0 = not told.</param>
/// <param name="Product">Hash of the trade product, 0 = not told.</param>
/// <param name="Organization">Hash of where it was given, 0 = not told.</param>
/// <param name="Sender">Hash of who told it: the sender and its file on the person.</param>
/// <param name="Details">How many of its blanks are filled: lot, maker, product, site, route.</param>
public readonly record struct DoseRecord(
    long RowKey, int Day, byte Class, int Cvx, ulong Groups, bool IsUnspecified, ulong Lot, ulong Product, ulong Organization, DoseSource Source, ulong Sender, byte Details)
{
    /// <summary>The day with day and month exchanged; 0 where that is no date, or the same.</summary>
    public int SwappedDay
    {
        get
        {
            var date = DateOnly.FromDayNumber(Day);
            return date.Day > 12 || date.Day == date.Month ? 0 : new DateOnly(date.Year, date.Day, date.Month).DayNumber;
        }
    }

    /// <summary>Whether the day may stand for its month: transcribed records often know no more, and say the first.</summary>
    public bool MayBeMonth => Source == DoseSource.Historical && DateOnly.FromDayNumber(Day).Day == 1;
}

/// <summary>What two dose records of one person are.</summary>
public enum SameDose : byte { Different, Unsure, Same }
