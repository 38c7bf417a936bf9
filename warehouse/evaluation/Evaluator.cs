using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Doses;
using RegistryAnalytics.Evaluation.Explain;
using RegistryAnalytics.Evaluation.Forecasts;
using RegistryAnalytics.Evaluation.Groups;
using RegistryAnalytics.Evaluation.Persons;
using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Evaluation.Selection;

namespace RegistryAnalytics.Evaluation;

/// <summary>The CDSi Logic Specification 4.6 over one compiled schedule: evaluates doses and forecasts the next ones.</summary>
/// <remarks>
/// Keeps its buffers from person to person, so one evaluator serves one thread. What <see cref="Evaluate"/> leaves in the
/// result spans holds until the next call. Tests: tests/evaluation/Cases.
/// </remarks>
public sealed class Evaluator(CompiledSchedule compiled)
{
    readonly ScheduleTables schedule = compiled.Tables;
    readonly PersonState person = new(compiled.Tables);
    readonly ResultBuffer results = new();
    readonly ReasonLog log = new();
    bool isExplaining;

    public CompiledSchedule Schedule => compiled;

    /// <summary>One row per dose, antigen and best series of the antigen; by antigen, series, then date.</summary>
    public ReadOnlySpan<DoseEvaluation> Evaluations => results.Evaluations.Rows;

    /// <summary>At most one row per vaccine group and series type, in the schedule's order of groups.</summary>
    public ReadOnlySpan<GroupForecast> Forecasts => results.Forecasts.Rows;

    /// <summary>For each dose of the input whether it took part, and why not.</summary>
    public ReadOnlySpan<DoseOutcome> DoseOutcomes => person.DoseOutcomes.AsSpan(0, person.InputCount);

    /// <summary>Day number of the first date on which any result could differ with the same history; <see cref="int.MaxValue"/>: never.</summary>
    public int ValidUntilDay => person.ValidUntil;

    /// <summary>Indexes of the vaccines that a forecast recommends, for <see cref="CvxCode"/>.</summary>
    public ReadOnlySpan<int> RecommendedCvx(in GroupForecast forecast) =>
        results.Cvx.Rows.Slice(forecast.RecommendedCvxStart, forecast.RecommendedCvxCount);

    /// <summary>The reasons of row <paramref name="row"/> of <see cref="Evaluations"/> with their dates. Empty unless explanations were asked for.</summary>
    public ReadOnlySpan<Explanation> ExplainEvaluation(int row) => isExplaining ? log.OfEvaluation(row) : [];

    /// <summary>What set the status or the dates of row <paramref name="row"/> of <see cref="Forecasts"/>. Empty unless explanations were asked for.</summary>
    public ReadOnlySpan<Explanation> ExplainForecast(int row) => isExplaining ? log.OfForecast(row) : [];

    public string CvxCode(int cvx) => schedule.CvxCodes[cvx];
    public string AntigenName(int antigen) => schedule.AntigenNames[antigen];
    public string SeriesName(int series) => schedule.SeriesNames[series];
    public SeriesType SeriesTypeOf(int series) => schedule.Series[series].Type;
    public string VaccineGroupName(int group) => schedule.VaccineGroupNames[group];

    /// <summary>Evaluates and forecasts one person (figure 4-1).</summary>
    /// <param name="explain">Collect the operands of every reason of the best series; without it they cost nothing.</param>
    public void Evaluate(in PersonInput input, bool explain = false)
    {
        isExplaining = explain;
        if (explain)
            log.Clear();
        results.Clear();
        person.Begin(input);
        person.Gather(input);
        person.ClearBest();
        RelevantSeries.Select(person);
        for (var antigen = 0; antigen < schedule.Antigens.Length; antigen++)
            EvaluateAntigen(antigen);
        for (var group = 0; group < schedule.VaccineGroups.Length; group++)
            VaccineGroupForecast.Add(person, results, explain ? log : null, group);
    }

    /// <summary>Sections 4.4 and 4.5 for one antigen.</summary>
    void EvaluateAntigen(int antigen)
    {
        person.BeginAntigen(antigen);
        var slot = 0;
        bool isImmune = false, isContraindicated = false;
        foreach (var series in schedule.Antigens[antigen].EvaluationOrder.Of(schedule.EvaluationOrder))
        {
            if (!person.IsRelevant[series])
                continue;
            if (slot == 0)
            {
                isImmune = EvidenceOfImmunity.Exists(person);
                isContraindicated = Contraindications.AgainstAntigen(person);
            }
            person.BeginSeries(series, slot++ * person.RecordCount);
            SeriesEvaluation.Run(person);
            SeriesForecast.Run(person, isImmune, isContraindicated);
        }
        if (slot == 0)
            return;
        BestSeries.Select(person);
        foreach (var series in person.BestOf(antigen))
        {
            if (isExplaining)
                Explain(series, isImmune, isContraindicated);
            AddEvaluations(series);
        }
    }

    /// <summary>Goes through a series a second time, to the same results, and logs what decided.</summary>
    void Explain(int series, bool isImmune, bool isContraindicated)
    {
        log.BeginSeries(series);
        person.Log = log;
        person.CompleteGroups = person.Outcomes[series].CompleteGroupsBefore;
        person.BeginSeries(series, person.Outcomes[series].ResultsStart);
        SeriesEvaluation.Run(person);
        SeriesForecast.Run(person, isImmune, isContraindicated);
        SeriesDates.Explain(person, log);
        person.Log = null;
    }

    void AddEvaluations(int series)
    {
        var start = person.Outcomes[series].ResultsStart;
        for (var i = 0; i < person.RecordCount; i++)
        {
            ref readonly var result = ref person.Results[start + i];
            results.Evaluations.Add(new(
                person.DoseSources[person.Record(i).Dose], person.Antigen, series, result.TargetNumber, result.Status, result.Reasons));
            if (isExplaining)
                log.EndEvaluation(i, result.Reasons);
        }
    }
}
