namespace RegistryAnalytics.Evaluation;

/// <summary>What became of a dose in one series (table 3-1).</summary>
public enum EvaluationStatus : byte
{
    None,
    Valid,
    NotValid,
    Extraneous,
    SubStandard,
}

/// <summary>Where a person stands in a series or a vaccine group (table 3-3), and one state of our own.</summary>
public enum ForecastStatus : byte
{
    None,
    NotComplete,
    Complete,
    Immune,
    Contraindicated,
    AgedOut,
    NotRecommended,

    /// <summary>No loaded season holds the assessment date, so nothing is said. Not a status of the specification.</summary>
    SeasonNotLoaded,
}

/// <summary>Why a dose of the input takes no part in evaluation and forecast.</summary>
public enum DoseOutcome : byte
{
    /// <summary>Takes part.</summary>
    Used,

    /// <summary>The schedule does not know the CVX code.</summary>
    UnknownVaccine,

    /// <summary>The schedule knows the vaccine and counts it for no antigen at the age given; it still delays live vaccines.</summary>
    NoAntigen,

    /// <summary>Dated before birth.</summary>
    BeforeBirth,

    /// <summary>Dated after the assessment date.</summary>
    AfterAssessment,

    /// <summary>An earlier dose of the same person bears the same id.</summary>
    DuplicateId,

    /// <summary>No date, or not a date.</summary>
    NoDate,
}

/// <summary>Why a person as a whole cannot be evaluated.</summary>
public enum PersonProblem : byte
{
    None,
    NoBirthDate,
    BornAfterAssessment,
}
