using RegistryAnalytics.Evaluation.Days;

namespace RegistryAnalytics.Evaluation.Persons;

/// <summary>What one relevant series came to: the facts that selection and the vaccine groups go by.</summary>
struct SeriesOutcome
{
    /// <summary>The specification's status: what selection goes by, whichever seasons are loaded.</summary>
    internal ForecastStatus Status;

    /// <summary>What vaccine groups show: the status, or that it is withheld for want of a season.</summary>
    internal ForecastStatus Shown;

    /// <summary>Why nothing is forecast; belongs to <see cref="Shown"/>.</summary>
    internal ReasonCode Reason;

    /// <summary>Target doses satisfied: the number of valid doses (SELECTB-21).</summary>
    internal int Satisfied;

    /// <summary>Target doses neither satisfied nor skipped.</summary>
    internal int NotSatisfied;

    /// <summary>First day with a valid dose, or <see cref="Day.None"/>.</summary>
    internal int FirstValidDay;

    /// <summary>Every evaluation made against a target dose was Valid (SELECTB-2).</summary>
    internal bool IsAllValid;

    /// <summary>Row of the target dose forecast, −1 where none is.</summary>
    internal int ForecastDose;

    /// <summary>FORECASTDN-1.</summary>
    internal int DoseNumber;

    internal int Earliest;
    internal int UnadjustedRecommended;
    internal int UnadjustedPastDue;
    internal int Recommended;
    internal int PastDue;
    internal int Latest;

    /// <summary>SELECTB-12; <see cref="Day.None"/> where nothing is forecast.</summary>
    internal int Finish;

    /// <summary>SELECTB-3.</summary>
    internal bool IsCompletable;

    /// <summary>FORECASTPRIORITY-1.</summary>
    internal bool IsPriority;

    /// <summary>Series groups already complete when the series was evaluated.</summary>
    internal ulong CompleteGroupsBefore;

    /// <summary>Where the results of the antigen's records stand in <c>PersonState.Results</c>.</summary>
    internal int ResultsStart;

    internal void Clear()
    {
        this = default;
        FirstValidDay = Day.None;
        IsAllValid = true;
        ForecastDose = -1;
        ClearDates();
    }

    internal void ClearDates() =>
        Earliest = UnadjustedRecommended = UnadjustedPastDue = Recommended = PastDue = Latest = Finish = Day.None;
}
