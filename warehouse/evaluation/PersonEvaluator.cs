using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation;

/// <summary>The engine for callers that hold one person at a time as records; allocates its results.</summary>
public static class PersonEvaluator
{
    /// <summary>Evaluates every dose and forecasts every vaccine group.</summary>
    /// <param name="asOf">The assessment date; doses and observations after it take no part.</param>
    /// <returns>Never throws for what the data say: see <see cref="PersonEvaluation.Problem"/> and <see cref="PersonEvaluation.LeftOut"/>.</returns>
    public static PersonEvaluation Evaluate(
        Person person,
        IReadOnlyList<Dose> doses,
        IReadOnlyList<PersonObservation> observations,
        ScheduleByDate schedules,
        DateOnly asOf)
    {
        var schedule = schedules.At(asOf);
        var problem = Check(person.BirthDate, asOf);
        if (problem != PersonProblem.None)
            return new(problem, schedule.Version, asOf, problem == PersonProblem.BornAfterAssessment ? person.BirthDate : null, [], [], []);
        var evaluator = new Evaluator(schedule);
        var used = new List<int>(doses.Count);
        var leftOut = new List<LeftOutDose>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < doses.Count; i++)
            if (ids.Add(doses[i].Id))
                used.Add(i);
            else
                leftOut.Add(new(doses[i].Id, DoseOutcome.DuplicateId));
        evaluator.Evaluate(
            new PersonInput
            {
                BirthDay = person.BirthDate!.Value.DayNumber,
                AssessmentDay = asOf.DayNumber,
                Gender = GenderOf(person.Sex),
                Country = schedule.CountryIndex(person.BirthCountry),
                Doses = used.Select(i => InputOf(schedule, doses[i])).ToArray(),
                Observations = observations.Select(seen => new ObservationInput(
                    schedule.ObservationIndex(seen.Code), seen.Date?.DayNumber ?? ObservationInput.Undated)).ToArray(),
            },
            explain: true);
        for (var i = 0; i < used.Count; i++)
            if (evaluator.DoseOutcomes[i] != DoseOutcome.Used)
                leftOut.Add(new(doses[used[i]].Id, evaluator.DoseOutcomes[i]));
        return new(PersonProblem.None, schedule.Version, asOf, Day.ToDate(evaluator.ValidUntilDay),
            EvaluationsOf(evaluator, i => doses[used[i]].Id), ForecastsOf(evaluator), leftOut);
    }

    /// <summary>Why a person cannot be evaluated on a date, if so.</summary>
    public static PersonProblem Check(DateOnly? birthDate, DateOnly asOf) => birthDate switch
    {
        null => PersonProblem.NoBirthDate,
        { } born when born > asOf => PersonProblem.BornAfterAssessment,
        _ => PersonProblem.None,
    };

    /// <summary>The gender that stands for a sex (tables 5-2 and 5-5).</summary>
    public static Gender GenderOf(Sex sex) => sex switch { Sex.Female => Gender.Female, Sex.Male => Gender.Male, _ => Gender.Unknown };

    static DoseInput InputOf(CompiledSchedule schedule, Dose dose) => new(
        dose.Date?.DayNumber ?? Day.None,
        schedule.CvxIndex(dose.Cvx),
        schedule.MvxIndex(dose.Mvx),
        dose.LotExpiry?.DayNumber ?? Day.Never,
        dose.HasCondition,
        (int)Math.Clamp((dose.VolumeMl ?? 0) * 100, 0, int.MaxValue / 2));

    static List<EvaluatedDose> EvaluationsOf(Evaluator evaluator, Func<int, string> id)
    {
        var rows = new List<EvaluatedDose>(evaluator.Evaluations.Length);
        for (var i = 0; i < evaluator.Evaluations.Length; i++)
        {
            ref readonly var row = ref evaluator.Evaluations[i];
            rows.Add(new(id(row.Dose), evaluator.AntigenName(row.Antigen), evaluator.SeriesName(row.Series), evaluator.SeriesTypeOf(row.Series),
                row.TargetDose == 0 ? null : row.TargetDose, row.Status, evaluator.ExplainEvaluation(i).ToArray()));
        }
        return rows;
    }

    static List<Forecast> ForecastsOf(Evaluator evaluator)
    {
        var rows = new List<Forecast>(evaluator.Forecasts.Length);
        for (var i = 0; i < evaluator.Forecasts.Length; i++)
        {
            ref readonly var row = ref evaluator.Forecasts[i];
            var cvx = new List<string>();
            foreach (var index in evaluator.RecommendedCvx(row))
                cvx.Add(evaluator.CvxCode(index));
            rows.Add(new(evaluator.VaccineGroupName(row.VaccineGroup), row.Type, row.Status, row.DoseNumber == 0 ? null : row.DoseNumber,
                Day.ToDate(row.Earliest), Day.ToDate(row.Recommended), Day.ToDate(row.PastDue), Day.ToDate(row.Latest),
                cvx, evaluator.ExplainForecast(i).ToArray(), row.SharedDecision));
        }
        return rows;
    }
}
