using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Days;

namespace RegistryAnalytics.Evaluation.Persons;

/// <summary>An antigen administered record: one antigen of one dose.</summary>
/// <param name="Dose">Position in the person's doses by date.</param>
readonly record struct AntigenRecord(int Day, int Cvx, int Dose);

sealed partial class PersonState
{
    /// <summary>The doses that take part, by date, then in the order given.</summary>
    internal DoseInput[] Doses = new DoseInput[64];

    /// <summary>For each of <see cref="Doses"/> its position in the input.</summary>
    internal int[] DoseSources = new int[64];
    internal int DoseCount;

    /// <summary>For each dose of the input what became of it.</summary>
    internal DoseOutcome[] DoseOutcomes = new DoseOutcome[64];
    internal int InputCount;

    /// <summary>Scratch: doses of the input already counted.</summary>
    internal bool[] IsCounted = new bool[64];

    /// <summary>All antigen records, those of one antigen together and by date.</summary>
    internal AntigenRecord[] Records = new AntigenRecord[128];

    /// <summary>Where each antigen's records start; one more entry closes the last.</summary>
    internal readonly int[] RecordStarts = new int[schedule.Antigens.Length + 1];
    readonly int[] recordEnds = new int[schedule.Antigens.Length];
    long[] sortKeys = new long[64];

    /// <summary>Section 4.2: sorts the doses and breaks each into its antigens.</summary>
    internal void Gather(in PersonInput person)
    {
        SortDoses(person.Doses);
        CountRecords();
        for (var i = 0; i < DoseCount; i++)
        {
            var dose = Doses[i];
            foreach (var association in Schedule.AssociationsOfCvx[dose.Cvx].Of(Schedule.Associations))
                if (IsAged(dose.Day, association.BeginAge, association.EndAge))
                    Records[recordEnds[association.Antigen]++] = new(dose.Day, dose.Cvx, i);
        }
        GatherObservations(person.Observations);
    }

    void SortDoses(ReadOnlySpan<DoseInput> input)
    {
        InputCount = input.Length;
        if (input.Length > Doses.Length)
        {
            var size = Math.Max(input.Length, Doses.Length * 2);
            Doses = new DoseInput[size];
            DoseSources = new int[size];
            DoseOutcomes = new DoseOutcome[size];
            IsCounted = new bool[size];
            sortKeys = new long[size];
        }
        DoseCount = 0;
        for (var i = 0; i < input.Length; i++)
        {
            var outcome = OutcomeOf(input[i]);
            DoseOutcomes[i] = outcome;
            if (outcome == DoseOutcome.Used)
                sortKeys[DoseCount++] = (long)input[i].Day << 32 | (uint)i;
        }
        sortKeys.AsSpan(0, DoseCount).Sort();
        for (var i = 0; i < DoseCount; i++)
        {
            var source = (int)(uint)sortKeys[i];
            DoseSources[i] = source;
            Doses[i] = input[source];
        }
    }

    DoseOutcome OutcomeOf(in DoseInput dose)
    {
        if (dose.Day == Day.None)
            return DoseOutcome.NoDate;
        if (dose.Day < Birth)
            return DoseOutcome.BeforeBirth;
        if (!HasReached(dose.Day))
            return DoseOutcome.AfterAssessment;
        return dose.Cvx < 0 ? DoseOutcome.UnknownVaccine : DoseOutcome.Used;
    }

    /// <summary>Makes room: sets where each antigen's records start, and marks the doses that have no antigen.</summary>
    void CountRecords()
    {
        Array.Clear(recordEnds);
        for (var i = 0; i < DoseCount; i++)
        {
            var dose = Doses[i];
            var antigens = 0;
            foreach (var association in Schedule.AssociationsOfCvx[dose.Cvx].Of(Schedule.Associations))
            {
                if (!IsAged(dose.Day, association.BeginAge, association.EndAge))
                    continue;
                recordEnds[association.Antigen]++;
                antigens++;
            }
            if (antigens == 0)
                DoseOutcomes[DoseSources[i]] = DoseOutcome.NoAntigen;
        }
        var start = 0;
        for (var antigen = 0; antigen < recordEnds.Length; antigen++)
        {
            RecordStarts[antigen] = start;
            start += recordEnds[antigen];
            recordEnds[antigen] = RecordStarts[antigen];
        }
        RecordStarts[^1] = start;
        if (start > Records.Length)
            Records = new AntigenRecord[Math.Max(start, Records.Length * 2)];
    }

    void GatherObservations(ReadOnlySpan<ObservationInput> observations)
    {
        if (ObservationCount > 0)
            Array.Clear(IsObserved);
        ObservationCount = 0;
        foreach (var (code, day) in observations)
        {
            if (code < 0 || !HasReached(day))
                continue;
            ObservationDays[code] = IsObserved[code] ? Math.Max(ObservationDays[code], day) : day;
            IsObserved[code] = true;
            ObservationCount++;
        }
    }

    internal bool HasObservation(int code) => ObservationCount > 0 && IsObserved[code];
}
