namespace RegistryAnalytics.Dashboard.Model;

/// <summary>The goals that figures are held against on screen.</summary>
public static class Goals
{
    /// <summary>The measure whose figure heads the page.</summary>
    public const string Enrolment = "fully_operational";

    /// <summary>The measure whose indicators make the childhood series figure.</summary>
    public const string Childhood = "cis";

    /// <summary>
    /// The goal of a measure as a rate of 0–1, or null where there is none.
    /// Fully operational: at least 95 % of children under 6 with two or more immunization encounters (Healthy People 2020, IID-18).
    /// </summary>
    public static double? Of(string measure) => measure == Enrolment ? 0.95 : null;

    /// <summary>
    /// The reading that heads the page: the literal one (encounters that hold an ACIP-valid dose) when the build has it,
    /// else the next one that counts encounters, else whatever the measure lists first.
    /// </summary>
    public static string? Headline(IReadOnlyList<RateRow> stateRows, IReadOnlyList<string> indicators)
    {
        bool Shown(string indicator) => stateRows.Any(row => row.Indicator == indicator && row.Figure.State == FigureState.Shown);
        return Preferred.FirstOrDefault(name => indicators.Contains(name) && Shown(name)) ?? indicators.FirstOrDefault(Shown)
            ?? indicators.FirstOrDefault();
    }

    private static readonly string[] Preferred = ["two_valid_dates_0_71", "two_dates_0_71", "two_doses_0_71", "any_record_0_71"];
}
