using RegistryAnalytics.Dashboard.Model;

namespace RegistryAnalytics.Tests.Dashboard;

/// <summary>Figures of a state that does not exist, with every state that a figure can be in. New Mexico lends its map.</summary>
static class MadeUpFigures
{
    public static readonly string[] Counties =
    [
        "35001 Bernalillo", "35003 Catron", "35005 Chaves", "35006 Cibola", "35007 Colfax", "35009 Curry", "35011 De Baca", "35013 Doña Ana",
        "35015 Eddy", "35017 Grant", "35019 Guadalupe", "35021 Harding", "35023 Hidalgo", "35025 Lea", "35027 Lincoln", "35028 Los Alamos",
        "35029 Luna", "35031 McKinley", "35033 Mora", "35035 Otero", "35037 Quay", "35039 Rio Arriba", "35041 Roosevelt", "35043 Sandoval",
        "35045 San Juan", "35047 San Miguel", "35049 Santa Fe", "35051 Sierra", "35053 Socorro", "35055 Taos", "35057 Torrance", "35059 Union",
        "35061 Valencia",
    ];

    static readonly (string Name, string Title, double Rate)[] Readings =
    [
        ("any_record", "Any record", 0.981), ("two_doses", "Two or more doses", 0.951), ("two_dates", "Doses on two or more dates", 0.946),
        ("two_valid_dates", "Two or more dates with an ACIP-valid dose", 0.934),
    ];

    static readonly (string Name, string Title, double Rate)[] Cis =
    [
        ("dtap", "DTaP", 0.792), ("ipv", "IPV", 0.914), ("mmr", "MMR", 0.921), ("hib", "Hib", 0.903), ("hepb", "Hepatitis B", 0.917),
        ("vzv", "Varicella", 0.912), ("pcv", "Pneumococcal", 0.821), ("hepa", "Hepatitis A", 0.884), ("rotavirus", "Rotavirus", 0.761),
        ("influenza", "Influenza", 0.522), ("combination_3", "Combination 3", 0.713), ("combination_7", "Combination 7", 0.634), ("combination_10", "Combination 10", 0.402),
    ];

    public static BuildFigures Make(BuildFacts? facts = null) => new(
        facts ?? new BuildFacts("20260102T031500Z-3f9ac2", new DateOnly(2025, 12, 31), "2026-01-02 03:15 UTC", "4.64", "35", "New Mexico"),
        [.. Bands.SelectMany(band => Readings.Select(reading => Facts(Goals.Enrolment, "Fully operational registry",
                $"{reading.Name}_{band.Suffix}", $"{reading.Title}, {band.Words}"))),
            .. Cis.Select(row => Facts(Goals.Childhood, "Childhood immunization status", row.Name, row.Title))],
        measure => measure == Goals.Enrolment ? new(["2025-12-31"], ["county"]) : new(["2025", "2024"], ["county", "practice", "race"]),
        Rates,
        (measure, indicator) => [.. Enumerable.Range(0, 12).Select(quarter => new TrendRow(
            new DateOnly(2023, 4, 1).AddMonths(quarter * 3).AddDays(-1),
            quarter == 2 ? Figure.NoData : Shown(Base(measure, indicator) - 0.062 + quarter * 0.0052 + quarter % 3 * 0.002, 140_000)))]);

    static readonly (string Suffix, string Words)[] Bands = [("0_71", "0–71 months"), ("4_71", "4–71 months")];

    static IReadOnlyList<RateRow> Rates(string measure, string period, string dimension)
    {
        var names = measure == Goals.Enrolment
            ? Bands.SelectMany(band => Readings.Select(reading => $"{reading.Name}_{band.Suffix}")).ToArray()
            : [.. Cis.Select(row => row.Name)];
        return [.. names.SelectMany(name => Members(dimension).Select((member, index) =>
            new RateRow(name, member.Id, member.Name, Of(measure, name, member.Id, index))))];
    }

    static Figure Of(string measure, string indicator, string member, int index)
    {
        if (measure == Goals.Enrolment && indicator.StartsWith("two_valid_dates_4", StringComparison.Ordinal)) return Figure.NoData;
        if (member is "35021" or "35011") return Figure.Suppressed;
        if (member == "35003" || (member == "unknown" && measure == Goals.Enrolment)) return Figure.NoData;
        var rate = member == "all" ? Base(measure, indicator) : Math.Min(1.04, Base(measure, indicator) - 0.11 + (index * 37 % 33) / 33.0 * 0.16);
        return Shown(rate, member == "all" ? 143_210 : 310 + index * index * 37);
    }

    static IEnumerable<(string Id, string Name)> Members(string dimension) => dimension switch
    {
        "state" => [("all", "New Mexico")],
        "county" => [.. Counties.Select(line => (line[..5], line[6..])), ("unknown", "Unknown county"), ("out_of_state", "Out of state")],
        "practice" => Enumerable.Range(1, 60).Select(number => ($"p{number}", $"Practice of Doctor <b>{number}</b> & Co")),
        _ => [("2106-3", "White"), ("1002-5", "American Indian or Alaska Native"), ("unknown", "Unknown")],
    };

    static Figure Shown(double rate, long n) => new((long)(rate * n), n, (double)(long)(rate * n) / n, FigureState.Shown);

    static double Base(string measure, string indicator) => measure == Goals.Enrolment
        ? Readings.First(row => indicator == $"{row.Name}_0_71" || indicator == $"{row.Name}_4_71").Rate + (indicator.EndsWith("4_71", StringComparison.Ordinal) ? 0.012 : 0)
        : Cis.First(row => row.Name == indicator).Rate;

    static IndicatorFacts Facts(string measure, string measureTitle, string indicator, string title) => new(measure, measureTitle, indicator, title,
    [
        new("Definition", "Units counted by the rules of the measure's file."), new("Unit", "Persons"),
        new("Period", measure == Goals.Enrolment ? "As-of date" : "Calendar year"), new("Steward", "Made up for tests"), new("Version", "2025"),
    ]);
}
