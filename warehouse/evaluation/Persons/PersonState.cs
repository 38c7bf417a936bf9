using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Explain;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Persons;

/// <summary>What the rules read and write about one person: buffers that one evaluator reuses for every person.</summary>
sealed partial class PersonState(ScheduleTables schedule)
{
    internal readonly ScheduleTables Schedule = schedule;

    internal int Birth;
    internal int Assessment;
    internal Gender Gender;
    internal int Country;

    /// <summary>First day on which a comparison made with the assessment date turns out otherwise.</summary>
    internal int ValidUntil;

    /// <summary>The person's date of every age in the schedule.</summary>
    internal readonly int[] AgeDays = new int[schedule.AgeOffsets.Length];

    /// <summary>Latest day of each active observation, <see cref="ObservationInput.Undated"/> where no date is known.</summary>
    internal readonly int[] ObservationDays = new int[schedule.ObservationCodes.Length];
    internal readonly bool[] IsObserved = new bool[schedule.ObservationCodes.Length];
    internal int ObservationCount;

    internal readonly bool[] IsRelevant = new bool[schedule.Series.Length];
    internal readonly SeriesOutcome[] Outcomes = new SeriesOutcome[schedule.Series.Length];

    /// <summary>Where operands of decisions go; null unless they were asked for and the series is one to be explained.</summary>
    internal ReasonLog? Log { get; set; }

    internal void Begin(in PersonInput person)
    {
        Birth = person.BirthDay;
        Assessment = person.AssessmentDay;
        Gender = person.Gender == Gender.None ? Gender.Unknown : person.Gender;
        Country = person.Country;
        ValidUntil = Schedule.SeasonsValidUntil;
        AgeDays[ScheduleTables.NoBegin] = Day.Ever;
        AgeDays[ScheduleTables.NoEnd] = Day.Never;
        var offsets = Schedule.AgeOffsets;
        for (var i = ScheduleTables.NoEnd + 1; i < offsets.Length; i++)
            AgeDays[i] = Day.Add(Birth, offsets[i]);
    }

    /// <summary>Whether the assessment date has come to a day; remembers when it will.</summary>
    internal bool HasReached(int day)
    {
        if (Assessment >= day)
            return true;
        if (day < ValidUntil)
            ValidUntil = day;
        return false;
    }

    /// <summary>Whether the person's age at assessment lies in a range of ages, the end not included.</summary>
    internal bool IsAgedNow(int beginAge, int endAge) => HasReached(AgeDays[beginAge]) && !HasReached(AgeDays[endAge]);

    /// <summary>Whether the person's age on a day lies in a range of ages, the end not included.</summary>
    internal bool IsAged(int day, int beginAge, int endAge) => AgeDays[beginAge] <= day && day < AgeDays[endAge];

    /// <summary>RELEVANT-1 (table 3-5): whether a rule holds for a dose given on a day.</summary>
    internal static bool HoldsOn(int day, Validity validity) => validity.Holds(day);

    /// <summary>RELEVANT-2 (table 3-5): whether a rule holds for forecast and selection.</summary>
    internal bool HoldsNow(Validity validity) =>
        !validity.IsDated || HasReached(validity.From) && (validity.Until == Day.Never || !HasReached(validity.Until + 1));
}
