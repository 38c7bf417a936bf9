using System.Globalization;
using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Pages;

/// <summary>What indicators are called on screen, and in which order they stand.</summary>
internal static class IndicatorNames
{
    private static readonly (string Reading, string Title)[] Readings =
    [
        ("any_record", "Any record"),
        ("two_doses", "Two or more doses"),
        ("two_dates", "Doses on two or more dates"),
        ("two_valid_dates", "ACIP-valid doses on two or more dates"),
    ];

    private static readonly (string Band, string Title)[] Bands = [("0_71", "0–71 months"), ("4_71", "4–71 months")];

    private static readonly string[] Antigens = ["dtap", "ipv", "mmr", "hib", "hepb", "vzv", "pcv", "hepa", "rv", "rotavirus", "flu", "influenza"];

    /// <summary>The name for people; of readings of enrolment, reading and ages.</summary>
    public static string Of(string measure, string indicator)
    {
        if (measure != PageTables.Enrolment) return MeasureCube.NameOf(indicator);
        var band = Band(indicator);
        var reading = Readings.FirstOrDefault(known => $"{known.Reading}_{band}" == indicator).Title;
        return reading is null ? MeasureCube.NameOf(indicator) : $"{reading}, {Bands.First(known => known.Band == band).Title}";
    }

    /// <summary>The ages of a reading of enrolment: <c>0_71</c> or <c>4_71</c>; empty for anything else.</summary>
    public static string Band(string indicator) =>
        Bands.FirstOrDefault(known => indicator.EndsWith("_" + known.Band, StringComparison.Ordinal)).Band ?? "";

    /// <summary>Place in print order; what is not known by name stands behind, combinations last by number.</summary>
    public static int Place(string measure, string indicator)
    {
        if (measure == PageTables.Enrolment)
            return (Band(indicator) == "4_71" ? 10 : 0) + Array.FindIndex(Readings, known => indicator.StartsWith(known.Reading + "_", StringComparison.Ordinal));
        var antigen = Array.IndexOf(Antigens, indicator);
        if (antigen >= 0) return antigen;
        var digits = string.Concat(indicator.Where(char.IsAsciiDigit));
        return indicator.StartsWith("comb", StringComparison.Ordinal) && digits.Length is > 0 and < 4
            ? 1000 + int.Parse(digits, CultureInfo.InvariantCulture) : 500;
    }
}
