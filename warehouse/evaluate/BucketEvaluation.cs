using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>Evaluates the persons of one bucket; one of these serves one thread.</summary>
sealed class BucketEvaluation(ScheduleForDate schedule, DateOnly asOf, ulong seed)
{
    readonly Evaluator evaluator = new(schedule.Compiled);
    readonly Dictionary<string, string> recommended = new(StringComparer.Ordinal);
    DoseInput[] doses = new DoseInput[64];
    ObservationInput[] observations = new ObservationInput[16];

    /// <summary>Evaluates everyone of the bucket, or carries over who may be.</summary>
    internal EvaluatedBucket Run(BucketInput input)
    {
        var result = new EvaluatedBucket();
        int dose = 0, observation = 0;
        foreach (var (person, birthDay, sex) in input.Persons)
        {
            while (dose < input.Doses.Count && input.Doses[dose].Person < person) dose++;
            while (observation < input.Observations.Count && input.Observations[observation].Person < person) observation++;
            var (firstDose, firstObservation) = (dose, observation);
            while (dose < input.Doses.Count && input.Doses[dose].Person == person) dose++;
            while (observation < input.Observations.Count && input.Observations[observation].Person == person) observation++;
            if (birthDay > asOf.DayNumber) continue;

            var hash = Hash(input, birthDay, sex, firstDose, dose, firstObservation, observation);
            if (input.Previous.TryGetValue(person, out var before) && before.Hash == hash && asOf.DayNumber < before.ValidUntil)
            {
                result.CarriedOver.Add(person);
                continue;
            }
            Evaluate(input, birthDay, sex, firstDose, dose, firstObservation, observation);
            result.States.Add(new StateRow(person, hash, evaluator.ValidUntilDay));
            Keep(result, input, person, firstDose);
        }
        return result;
    }

    void Evaluate(BucketInput input, int birthDay, char sex, int firstDose, int lastDose, int firstObservation, int lastObservation)
    {
        if (doses.Length < lastDose - firstDose) doses = new DoseInput[(lastDose - firstDose) * 2];
        for (var i = firstDose; i < lastDose; i++) doses[i - firstDose] = input.Doses[i].Dose;
        if (observations.Length < lastObservation - firstObservation) observations = new ObservationInput[(lastObservation - firstObservation) * 2];
        for (var i = firstObservation; i < lastObservation; i++) observations[i - firstObservation] = input.Observations[i].Observation;
        evaluator.Evaluate(new PersonInput
        {
            BirthDay = birthDay, AssessmentDay = asOf.DayNumber,
            Gender = sex switch { 'F' => Gender.Female, 'M' => Gender.Male, _ => Gender.Unknown },
            Doses = doses.AsSpan(0, lastDose - firstDose), Observations = observations.AsSpan(0, lastObservation - firstObservation),
        });
    }

    void Keep(EvaluatedBucket result, BucketInput input, long person, int firstDose)
    {
        foreach (ref readonly var row in evaluator.Evaluations)
        {
            var (_, key, dose) = input.Doses[firstDose + row.Dose];
            result.Evaluations.Add(new EvaluationRow(key, person, dose.Day, row.Antigen, row.Series, row.TargetDose, (byte)row.Status, row.Reasons));
        }
        foreach (ref readonly var row in evaluator.Forecasts)
            result.Forecasts.Add(new ForecastRow(person, row.VaccineGroup, (byte)row.Type, (byte)row.Status, row.DoseNumber, row.Earliest,
                row.Recommended, row.PastDue, row.Latest, row.Reasons, row.SharedDecision != SharedDecision.None, Recommended(row), evaluator.ValidUntilDay));
    }

    // The same few lists of vaccines are recommended over and over; each is put into words once.
    string Recommended(in GroupForecast forecast)
    {
        var vaccines = evaluator.RecommendedCvx(forecast);
        if (vaccines.IsEmpty) return "";
        Span<char> key = stackalloc char[vaccines.Length];
        for (var i = 0; i < key.Length; i++) key[i] = (char)vaccines[i];
        var lookup = recommended.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(key, out var known)) return known;
        var words = new string[vaccines.Length];
        for (var i = 0; i < words.Length; i++) words[i] = evaluator.CvxCode(vaccines[i]);
        return lookup[key] = string.Join(';', words);
    }

    long Hash(BucketInput input, int birthDay, char sex, int firstDose, int lastDose, int firstObservation, int lastObservation)
    {
        var hash = new HistoryHash(seed);
        hash.Add(birthDay);
        hash.Add(sex);
        for (var i = firstDose; i < lastDose; i++)
        {
            var (_, key, dose) = input.Doses[i];
            hash.Add(key);
            hash.Add(dose.Day);
            hash.Add(dose.Cvx);
            hash.Add(dose.Mvx);
            hash.Add(dose.LotExpiryDay);
            hash.Add(dose.HasCondition ? 1 : 0);
        }
        hash.Add(-1);
        for (var i = firstObservation; i < lastObservation; i++)
        {
            hash.Add(input.Observations[i].Observation.Code);
            hash.Add(input.Observations[i].Observation.Day);
        }
        return hash.Value;
    }
}
