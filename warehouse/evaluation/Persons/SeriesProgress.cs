using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;

namespace RegistryAnalytics.Evaluation.Persons;

/// <summary>Table 3-2.</summary>
enum TargetStatus : byte { NotSatisfied, Satisfied, Skipped }

/// <param name="Row">The series dose that the target dose tracks.</param>
/// <param name="GivenOn">When the satisfying dose was given.</param>
record struct TargetDose(int Row, TargetStatus Status, int GivenOn);

/// <summary>What became of one antigen record in one series.</summary>
/// <param name="TargetNumber">Number of the target dose; 0 where none was left.</param>
/// <param name="Reasons">Bit n set: <see cref="ReasonCode"/> n.</param>
record struct RecordResult(EvaluationStatus Status, byte TargetNumber, uint Reasons)
{
    internal readonly bool IsInadvertent => (Reasons & 1u << (int)ReasonCode.InadvertentVaccine) != 0;
}

/// <summary>How far one rule has gone through the doses given, in the series at hand, and to what.</summary>
/// <param name="Run">The series run that the numbers belong to.</param>
/// <param name="Value">A count, or the latest day.</param>
record struct Tally(int Run, int Seen, int Value);

/// <summary>The series that is being worked on: its target doses and the results so far.</summary>
sealed partial class PersonState
{
    internal int Series;
    internal int Antigen;
    internal int RecordStart;
    internal int RecordCount;

    internal TargetDose[] Targets = new TargetDose[32];
    internal int TargetCount;

    /// <summary>Position of the target dose to be satisfied next.</summary>
    internal int Current;

    /// <summary>Latest record that an interval may count from (CALCDTINT-1): Valid or Not Valid and not inadvertent; −1: none.</summary>
    internal int LastReference;

    internal RecordResult[] Results = new RecordResult[512];
    internal int ResultsStart;

    /// <summary>Series groups of the antigen in which a relevant series is complete.</summary>
    internal ulong CompleteGroups;

    readonly Tally[] tallies = new Tally[schedule.SkipConditions.Length];
    readonly Tally[] latest = new Tally[schedule.Intervals.Length];
    int run;

    /// <summary>The latest day found for an interval from the most recent vaccine; <see cref="Day.None"/> at first.</summary>
    internal ref Tally LatestOf(int interval)
    {
        ref var found = ref latest[interval];
        if (found.Run != run)
            found = new(run, 0, Day.None);
        return ref found;
    }

    /// <summary>The tally of a vaccine count condition; from nothing in each run of a series.</summary>
    internal ref Tally TallyOf(int condition)
    {
        ref var tally = ref tallies[condition];
        if (tally.Run != run)
            tally = new(run, 0, 0);
        return ref tally;
    }

    internal bool HasTarget => Current < TargetCount;
    internal ref readonly SeriesDoseRow TargetRow => ref Schedule.Doses[Targets[Current].Row];
    internal ref readonly SeriesRow SeriesRow => ref Schedule.Series[Series];
    internal ref SeriesOutcome Outcome => ref Outcomes[Series];

    internal ref readonly AntigenRecord Record(int index) => ref Records[RecordStart + index];
    internal ref RecordResult Result(int index) => ref Results[ResultsStart + index];

    /// <summary>Doses of the whole history before a record; all of them where the record is past the last.</summary>
    internal int DosesBefore(int record) => record < RecordCount ? Record(record).Dose : DoseCount;

    /// <summary>The last of the doses up to a position that was given on or before a day; −1: none.</summary>
    internal int LastDoseUntil(int day, int position)
    {
        var low = 0;
        for (var high = position; low <= high;)
        {
            var middle = (low + high) / 2;
            if (Doses[middle].Day <= day)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return low - 1;
    }

    /// <summary>The record of the antigen at hand that stems from a dose; −1: none.</summary>
    internal int FindRecord(int dose)
    {
        for (int low = 0, high = RecordCount - 1; low <= high;)
        {
            var middle = (low + high) / 2;
            var found = Record(middle).Dose;
            if (found == dose)
                return middle;
            if (found < dose)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return -1;
    }

    internal void BeginAntigen(int antigen)
    {
        Antigen = antigen;
        RecordStart = RecordStarts[antigen];
        RecordCount = RecordStarts[antigen + 1] - RecordStart;
        CompleteGroups = 0;
    }

    /// <param name="resultsStart">Where the results of the antigen's records in this series are to stand.</param>
    internal void BeginSeries(int series, int resultsStart)
    {
        run++;
        Series = series;
        ResultsStart = resultsStart;
        if (ResultsStart + RecordCount > Results.Length)
            Array.Resize(ref Results, Math.Max(ResultsStart + RecordCount, Results.Length * 2));
        var doses = SeriesRow.Doses;
        if (doses.Count > Targets.Length)
            Targets = new TargetDose[doses.Count * 2];
        for (var i = 0; i < doses.Count; i++)
            Targets[i] = new(doses.Start + i, TargetStatus.NotSatisfied, Day.None);
        TargetCount = doses.Count;
        Current = 0;
        LastReference = -1;
        Outcome.Clear();
        Outcome.ResultsStart = ResultsStart;
        Outcome.CompleteGroupsBefore = CompleteGroups;
    }

    /// <summary>Section 4.4, steps 4 to 6: the target dose is satisfied; a recurring one is put in again right behind.</summary>
    internal void SatisfyTarget(int day)
    {
        ref var target = ref Targets[Current];
        target.Status = TargetStatus.Satisfied;
        target.GivenOn = day;
        if (TargetRow.IsRecurring)
        {
            if (TargetCount == Targets.Length)
                Array.Resize(ref Targets, TargetCount * 2);
            Array.Copy(Targets, Current + 1, Targets, Current + 2, TargetCount - Current - 1);
            Targets[Current + 1] = new(Targets[Current].Row, TargetStatus.NotSatisfied, Day.None);
            TargetCount++;
        }
        Current++;
    }

    internal void SkipTarget()
    {
        Targets[Current].Status = TargetStatus.Skipped;
        Current++;
    }
}
