using System.Text.RegularExpressions;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>Ages and least intervals of missed opportunities are those of CDC's standard series.</summary>
[Trait("kind", "sql")]
public partial class DueRowsTests
{
    /// <param name="Dose">The series' dose that the row stands for.</param>
    /// <param name="IsCatchUp">The age is the cohort's own, only the interval is the schedule's.</param>
    sealed record Held(string Cohort, string Indicator, int DoseNumber, string Antigen, string Series, int Dose, bool IsCatchUp = false);

    static readonly Held[] Rows =
    [
        .. Doses("childhood", "dtap", "pertussis", "Pertussis standard series", 4), .. Doses("childhood", "ipv", "polio", "Polio 4-dose series", 3),
        .. Doses("childhood", "hib", "hib", "Hib start at 2 months 4-dose series", 4), .. Doses("childhood", "pcv", "pneumococcal", "Pneumococcal 4-dose series", 4),
        .. Doses("childhood", "hepb", "hepb", "HepB 3-dose series", 3), .. Doses("childhood", "mmr", "measles", "Measles 2-dose series", 1),
        .. Doses("childhood", "var", "varicella", "Varicella childhood 2-dose series", 1), .. Doses("childhood", "rotavirus", "rotavirus", "Rotavirus 3-dose series", 3),
        .. Doses("childhood", "hepa_1", "hepa", "HepA 2-dose series", 1), .. Doses("childhood", "hepa_2", "hepa", "HepA 2-dose series", 2),
        new("adolescent", "tdap", 1, "pertussis", "Pertussis standard series", 11), .. Doses("adolescent", "menacwy", "meningococcal", "Meningococcal ACWY 2-dose series", 1),
        .. Doses("adolescent", "menacwy_2", "meningococcal", "Meningococcal ACWY 2-dose series", 2), .. Doses("adolescent", "hpv_started", "hpv", "HPV 2-dose series", 1),
        new("adolescent", "hpv", 1, "hpv", "HPV 2-dose series", 1), new("adolescent", "hpv", 2, "hpv", "HPV 2-dose series", 2, true),
        .. CatchUp("mmr", "measles", "Measles 2-dose series", 2), .. CatchUp("var", "varicella", "Varicella childhood 2-dose series", 2), .. CatchUp("hepb", "hepb", "HepB 3-dose series", 3),
        .. CatchUp("ipv", "polio", "Polio 4-dose series", 2), new("adolescent", "ipv", 3, "polio", "Polio 4-dose series", 4, true),
    ];

    [Fact]
    public void Every_row_has_the_age_and_the_interval_of_its_dose_in_the_schedule()
    {
        using var fixture = new MeasureFixture();
        var due = fixture.Connection.QueryRows("""
            select cohort, indicator, cast(dose_number as integer), cast(due_months as integer), until_days, until_months,
                cast(days_after_last as integer), coalesce(cast(months_after_last as integer), 0), days_after_first
            from code_practice_due
            """).ToDictionary(row => ((string)row[0]!, (string)row[1]!, (int)row[2]!));
        Assert.Equal(due.Keys.Order(), Rows.Select(held => (held.Cohort, held.Indicator, held.DoseNumber)).Order());
        foreach (var held in Rows)
        {
            var (row, lines) = (due[(held.Cohort, held.Indicator, held.DoseNumber)], LinesOf(held));
            var age = lines.Last(line => line.StartsWith("age", StringComparison.Ordinal));
            if (!held.IsCatchUp && Span(age, "earliest") is { } earliest) Assert.True(Told(0, (int)row[3]!) == Told(earliest), $"{held}: due at {row[3]} months; the schedule says {earliest}.");
            // 8 months and a day, not included, is 8 months 0 days, included; weeks are days.
            var until = age.Contains("8 months + 1 day", StringComparison.Ordinal) ? (null, "8") : age.Contains("max 15 weeks", StringComparison.Ordinal) ? ("104", null) : ((string?)null, (string?)null);
            Assert.True(held.Cohort == "adolescent" || until == ((string?)row[4], (string?)row[5]), $"{held}: until {row[4]} days or {row[5]} months; the schedule says '{age}'.");
            if (held.DoseNumber == 1) continue;
            var after = lines.Last(line => line.StartsWith("interval: after previous-dose", StringComparison.Ordinal));
            Assert.True(Told((int)row[6]!, (int)row[7]!) == Told(Span(after, "min")!), $"{held}: {row[6]} days and {row[7]} months after the dose before; the schedule says '{after}'.");
            var first = lines.LastOrDefault(line => line.StartsWith("interval: after target-dose | number 1", StringComparison.Ordinal));
            Assert.True((string?)row[8] == (first is null ? null : Told(Span(first, "min")!).Days.ToString(System.Globalization.CultureInfo.InvariantCulture)), $"{held}: {row[8]} days after the first dose; the schedule says '{first}'.");
        }
    }

    static IEnumerable<Held> Doses(string cohort, string indicator, string antigen, string series, int count) =>
        Enumerable.Range(1, count).Select(dose => new Held(cohort, indicator, dose, antigen, series, dose));

    static IEnumerable<Held> CatchUp(string indicator, string antigen, string series, int count) =>
        Doses("adolescent", indicator, antigen, series, count).Select(held => held with { IsCatchUp = true });

    static string[] LinesOf(Held held) => File.ReadLines(Path.Combine(ScheduleLibrary.BuiltInFolder, "4.64", "antigens", held.Antigen + ".txt"))
        .SkipWhile(line => !line.StartsWith($"  series: {held.Series} |", StringComparison.Ordinal)).Skip(1).TakeWhile(line => !line.StartsWith("  series:", StringComparison.Ordinal))
        .Select(line => line.Trim()).SkipWhile(line => line != $"dose: {held.Dose}").Skip(1).TakeWhile(line => !line.StartsWith("dose:", StringComparison.Ordinal)).ToArray();

    static string? Span(string line, string name) => line.Split('|', ':').Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith(name + " ", StringComparison.Ordinal))?[(name.Length + 1)..];

    static (int Days, int Months) Told(int days, int months) => (days, months);

    static (int Days, int Months) Told(string span)
    {
        var parts = Number().Match(span);
        var count = int.Parse(parts.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        return parts.Groups[2].Value switch { "day" => (count, 0), "week" => (7 * count, 0), "month" => (0, count), _ => (0, 12 * count) };
    }

    [GeneratedRegex("^([0-9]+) (day|week|month|year)")]
    private static partial Regex Number();
}
