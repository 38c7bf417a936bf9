using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation;

/// <summary>One person as the fast path takes him: day numbers and the schedule's indexes, nothing to allocate.</summary>
public readonly ref struct PersonInput
{
    /// <summary>Day number of birth (<see cref="DateOnly.DayNumber"/>).</summary>
    public required int BirthDay { get; init; }

    /// <summary>Day number of the assessment date.</summary>
    public required int AssessmentDay { get; init; }

    /// <summary>One of the three genders that the schedule knows; <see cref="Gender.Unknown"/> where none or another is given.</summary>
    public required Gender Gender { get; init; }

    /// <summary><see cref="CompiledSchedule.CountryIndex"/> of the country of birth.</summary>
    public int Country { get; init; }

    /// <summary>In any order; doses of one day are taken in the order given.</summary>
    public required ReadOnlySpan<DoseInput> Doses { get; init; }

    /// <summary>Active observations, in any order.</summary>
    public ReadOnlySpan<ObservationInput> Observations { get; init; }
}

/// <summary>One dose given.</summary>
/// <param name="Day">Day number of administration.</param>
/// <param name="Cvx"><see cref="CompiledSchedule.CvxIndex"/>.</param>
/// <param name="Mvx"><see cref="CompiledSchedule.MvxIndex"/>; 0 where unknown, then it is no product that the schedule asks for by name.</param>
/// <param name="LotExpiryDay">Last day on which the lot may be used.</param>
/// <param name="HasCondition">Recalled, cold chain broken, sub-potent: the dose must be repeated.</param>
/// <param name="VolumeHundredths">Hundredths of a millilitre; 0 where unknown.</param>
public readonly record struct DoseInput(
    int Day, int Cvx, int Mvx = 0, int LotExpiryDay = Days.Day.Never, bool HasCondition = false, int VolumeHundredths = 0);

/// <summary>One active observation.</summary>
/// <param name="Code"><see cref="CompiledSchedule.ObservationIndex"/>; −1 is passed over.</param>
/// <param name="Day">Day number, or <see cref="Undated"/>.</param>
public readonly record struct ObservationInput(int Code, int Day)
{
    /// <summary>The observation holds, its date is not known.</summary>
    public const int Undated = Days.Day.None;
}
