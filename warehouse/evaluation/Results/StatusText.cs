using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation;

/// <summary>The status words of the specification (tables 3-1 and 3-3).</summary>
public static class StatusText
{
    public static string Of(EvaluationStatus status) => status switch
    {
        EvaluationStatus.Valid => "Valid",
        EvaluationStatus.NotValid => "Not Valid",
        EvaluationStatus.Extraneous => "Extraneous",
        EvaluationStatus.SubStandard => "Sub-standard",
        _ => "",
    };

    /// <remarks>Season Not Loaded is ours.</remarks>
    public static string Of(ForecastStatus status) => status switch
    {
        ForecastStatus.NotComplete => "Not Complete",
        ForecastStatus.Complete => "Complete",
        ForecastStatus.Immune => "Immune",
        ForecastStatus.Contraindicated => "Contraindicated",
        ForecastStatus.AgedOut => "Aged Out",
        ForecastStatus.NotRecommended => "Not Recommended",
        ForecastStatus.SeasonNotLoaded => "Season Not Loaded",
        _ => "",
    };

    public static string Of(SeriesType type) => type switch
    {
        SeriesType.Risk => "Risk",
        SeriesType.EvaluationOnly => "Evaluation Only",
        _ => "Standard",
    };

    public static string Of(DoseOutcome outcome) => outcome switch
    {
        DoseOutcome.UnknownVaccine => "CVX code not known to the schedule",
        DoseOutcome.NoAntigen => "vaccine counts for no antigen",
        DoseOutcome.BeforeBirth => "before birth",
        DoseOutcome.AfterAssessment => "after the assessment date",
        DoseOutcome.DuplicateId => "an earlier dose has this id",
        DoseOutcome.NoDate => "no date, or not a date",
        _ => "",
    };

    public static string Of(PersonProblem problem) => problem switch
    {
        PersonProblem.NoBirthDate => "birthDate is missing or not a date",
        PersonProblem.BornAfterAssessment => "birthDate is after asOf",
        _ => "",
    };
}
