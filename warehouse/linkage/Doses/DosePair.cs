namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Whether two records of one person tell one vaccination: a weighted sum and a vote of rules, which must agree.</summary>
/// <remarks>
/// Weights and thresholds: defaults of usnistgov/vaccination_deduplication, 2020-12-11, after the MIROW guide on vaccination-level
/// deduplication; its tie-breaking is not followed: ties are unsure. Tests: tests/warehouse/Linkage/DosePairTests.cs (12 scenarios).
/// </remarks>
public static class DosePair
{
    const int Smallest = 1, Largest = 295;

    /// <summary>The weighted sum, of −25 to 295 points.</summary>
    /// <param name="a">A record.</param>
    /// <param name="b">Another.</param>
    public static int Points(in DoseRecord a, in DoseRecord b)
    {
        var days = Days(a, b);
        return Of(a.Lot, b.Lot, 45, 25, -25) + Vaccine(a, b) + Of(a.Product, b.Product, 35, 20, -5) + Of(a.Organization, b.Organization, 25, 15, 10)
            + Source(a.Source, b.Source) + days switch { 0 => 80, 1 => 65, 2 => 50, 3 => 43, 4 => 38, 5 => 30, _ => 23 };
    }

    /// <summary>The sum between the smallest and the largest that can be had, 0–1.</summary>
    public static double Share(in DoseRecord a, in DoseRecord b) => (double)(Points(a, b) - Smallest) / (Largest - Smallest);

    /// <summary>Days between two records, as far as they can be told apart.</summary>
    /// <remarks>A transcribed day that is the first of the other's month, or the other's day and month exchanged, is taken for 2 days off.</remarks>
    public static int Days(in DoseRecord a, in DoseRecord b)
    {
        var days = Math.Abs(a.Day - b.Day);
        if (days <= 2) return days;
        if ((a.MayBeMonth || b.MayBeMonth) && SameMonth(a.Day, b.Day)) return 2;
        var transcribed = a.Source == DoseSource.Historical || b.Source == DoseSource.Historical;
        return transcribed && AreRelated(a, b) && a.SwappedDay == b.Day ? 2 : days;
    }

    /// <summary>Whether two records too far apart to be weighed may be a dose and its bad transcript: another file's, of the same vaccine, lots not differing.</summary>
    public static bool MayBeTranscript(in DoseRecord a, in DoseRecord b) => a.Class == b.Class && a.Sender != b.Sender && AreRelated(a, b)
        && (a.Source == DoseSource.Historical || b.Source == DoseSource.Historical) && (a.Lot == 0 || b.Lot == 0 || a.Lot == b.Lot);

    // The same code, or codes of which one names the other's group or holds it as a part.
    static bool AreRelated(in DoseRecord a, in DoseRecord b) =>
        a.Cvx == b.Cvx || (a.Groups & b.Groups) != 0 && (a.IsUnspecified || b.IsUnspecified || Contains(a, b));

    static bool SameMonth(int a, int b)
    {
        var (x, y) = (DateOnly.FromDayNumber(a), DateOnly.FromDayNumber(b));
        return x.Year == y.Year && x.Month == y.Month;
    }

    /// <summary>Reading of the sum alone: above 0.6 the same, below 0.4 different.</summary>
    public static SameDose Weighed(in DoseRecord a, in DoseRecord b) => Share(a, b) switch { > 0.6 => SameDose.Same, < 0.4 => SameDose.Different, _ => SameDose.Unsure };

    /// <summary>Reading of the rules alone.</summary>
    public static SameDose Voted(in DoseRecord a, in DoseRecord b)
    {
        var days = Days(a, b);
        var votes = days == 0 ? 2 : days <= 7 ? 0 : -1;
        var sameVaccine = a.Cvx != 0 && a.Cvx == b.Cvx;
        if (a.Lot != 0 && b.Lot != 0)
            votes += a.Lot == b.Lot ? 2 : sameVaccine && a.Organization != 0 && a.Organization == b.Organization && days == 0 ? 0 : -2;
        var administered = a.Source == DoseSource.Administered && b.Source == DoseSource.Administered;
        if (administered && a.Organization != 0 && b.Organization != 0 && a.Organization != b.Organization) votes -= 2;
        if (a.Source != b.Source && a.Source != DoseSource.Unknown && b.Source != DoseSource.Unknown) votes += 2;
        if (!sameVaccine && a.Cvx != 0 && b.Cvx != 0 && !a.IsUnspecified && !b.IsUnspecified && !Contains(a, b)) votes--;
        return votes >= 1 ? SameDose.Same : votes <= -1 ? SameDose.Different : SameDose.Unsure;
    }

    /// <summary>The decision.</summary>
    /// <remarks>
    /// One organisation, day and vaccine is one event outright. One sender does not tell one dose on two days. Two administered doses on different days are never one: an
    /// interval too short is a finding, not a duplicate; where everything else says the same they are unsure, and stay apart.
    /// </remarks>
    public static SameDose Decide(in DoseRecord a, in DoseRecord b)
    {
        if (a.Class != b.Class) return SameDose.Different;
        if (a.Day == b.Day && a.Cvx == b.Cvx && a.Cvx != 0 && a.Class != 0) return SameDose.Same;
        if (a.Day == b.Day && a.Cvx == b.Cvx && a.Cvx != 0 && (a.Organization == b.Organization || a.Organization == 0 || b.Organization == 0))
            return a.Lot != 0 && b.Lot != 0 && a.Lot != b.Lot && a.Organization == 0 && a.Source == DoseSource.Administered && b.Source == DoseSource.Administered ? SameDose.Unsure : SameDose.Same;
        var weighed = Weighed(a, b);
        var voted = Voted(a, b);
        var both = weighed == voted ? weighed : SameDose.Unsure;
        var administered = a.Source == DoseSource.Administered && b.Source == DoseSource.Administered;
        return both == SameDose.Same && a.Day != b.Day && (administered || a.Sender == b.Sender && a.Sender != 0) ? SameDose.Unsure : both;
    }

    static bool Contains(in DoseRecord a, in DoseRecord b) => (a.Groups & b.Groups) == a.Groups || (a.Groups & b.Groups) == b.Groups;

    static int Of(ulong a, ulong b, int same, int absent, int different) => a == 0 || b == 0 ? absent : a == b ? same : different;

    // Where neither names a code the groups are compared; a code that only names the group agrees with all of it.
    static int Vaccine(in DoseRecord a, in DoseRecord b)
    {
        if (a.Cvx == 0 && b.Cvx == 0) return a.Groups == b.Groups ? 50 : 5;
        if (a.Cvx == 0 || b.Cvx == 0) return 15;
        return a.Cvx == b.Cvx ? 50 : a.IsUnspecified || b.IsUnspecified ? 40 : 5;
    }

    static int Source(DoseSource a, DoseSource b) =>
        a == DoseSource.Unknown || b == DoseSource.Unknown ? 15 : a != b ? 60 : a == DoseSource.Historical ? 15 : -7;
}
