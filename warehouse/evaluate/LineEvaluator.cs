using System.Buffers;
using System.Text.Json;
using RegistryAnalytics.Evaluation;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>Answers single lines; one for each thread.</summary>
sealed class LineEvaluator(ScheduleByDate schedules, DateOnly? defaultAsOf)
{
    readonly LinePerson person = new();
    readonly Dictionary<CompiledSchedule, LineWriter> writers = [];
    readonly HashSet<string> ids = new(StringComparer.Ordinal);
    readonly List<LinePerson.LineDose> used = [];
    readonly List<(string? Id, DoseOutcome Outcome)> leftOut = [];
    readonly ArrayBufferWriter<byte> answer = new(16 * 1024);
    DoseInput[] doses = new DoseInput[64];
    ObservationInput[] observations = new ObservationInput[16];

    /// <summary>Answers one line.</summary>
    /// <param name="answered">The answer, a JSON object without line end; holds until the next call.</param>
    /// <returns>False where the line could not be answered: the answer then names the error.</returns>
    internal bool Answer(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> answered)
    {
        answer.ResetWrittenCount();
        var problem = person.Read(line);
        var asOf = person.AsOf ?? defaultAsOf;
        if (problem is null && asOf is null)
            problem = "asOf is missing or not a date";
        if (problem is null && PersonEvaluator.Check(person.BirthDate, asOf!.Value) is not PersonProblem.None and var found)
            problem = StatusText.Of(found);
        if (problem is null)
            WriteResults(asOf!.Value);
        else
            WriteError(problem);
        answered = answer.WrittenSpan;
        return problem is null;
    }

    void WriteResults(DateOnly asOf)
    {
        var schedule = schedules.At(asOf);
        if (!writers.TryGetValue(schedule, out var writer))
            writers[schedule] = writer = new LineWriter(new Evaluator(schedule));
        SetAsideDuplicates();
        Grow(ref doses, used.Count);
        for (var i = 0; i < used.Count; i++)
        {
            var dose = used[i];
            doses[i] = new(
                dose.Date?.DayNumber ?? GroupForecast.NoDay, schedule.CvxIndex(dose.Cvx), schedule.MvxIndex(dose.Mvx),
                dose.LotExpiry?.DayNumber ?? int.MaxValue, dose.HasCondition, dose.VolumeHundredths);
        }
        Grow(ref observations, person.Observations.Count);
        for (var i = 0; i < person.Observations.Count; i++)
        {
            var (code, date) = person.Observations[i];
            observations[i] = new(schedule.ObservationIndex(code), date?.DayNumber ?? ObservationInput.Undated);
        }
        writer.Evaluator.Evaluate(
            new PersonInput
            {
                BirthDay = person.BirthDate!.Value.DayNumber,
                AssessmentDay = asOf.DayNumber,
                Gender = PersonEvaluator.GenderOf(person.Sex),
                Country = schedule.CountryIndex(person.Country),
                Doses = doses.AsSpan(0, used.Count),
                Observations = observations.AsSpan(0, person.Observations.Count),
            },
            explain: true);
        for (var i = 0; i < used.Count; i++)
            if (writer.Evaluator.DoseOutcomes[i] != DoseOutcome.Used)
                leftOut.Add((used[i].Id, writer.Evaluator.DoseOutcomes[i]));
        writer.Write(answer, person.Id, asOf, used, leftOut);
    }

    /// <summary>Of doses with the same id the first is used; a dose without id is like no other.</summary>
    void SetAsideDuplicates()
    {
        ids.Clear();
        used.Clear();
        leftOut.Clear();
        foreach (var dose in person.Doses)
            if (dose.Id is null || ids.Add(dose.Id))
                used.Add(dose);
            else
                leftOut.Add((dose.Id, DoseOutcome.DuplicateId));
    }

    static void Grow<T>(ref T[] rows, int count)
    {
        if (rows.Length < count)
            rows = new T[count * 2];
    }

    void WriteError(string problem)
    {
        using var json = new Utf8JsonWriter(answer, LineWriter.Options);
        json.WriteStartObject();
        json.WriteString(Member.Id, person.Id);
        json.WriteString(Member.Error, problem);
        json.WriteEndObject();
    }
}
