using RegistryAnalytics.Evaluation.Compiled;
using RegistryAnalytics.Evaluation.Persons;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Groups;

/// <summary>The number of the dose that a vaccine group forecasts.</summary>
static class DoseNumbers
{
    /// <summary>FORECASTDN-2 (table 9-2), over the contained forecasts that have a number.</summary>
    internal static int OfType(PersonState person, in VaccineGroupRow group)
    {
        var number = 0;
        foreach (var series in person.ContainedSeries)
        {
            var own = person.Outcomes[series].DoseNumber;
            if (person.Outcomes[series].Shown == ForecastStatus.NotComplete)
                number = number == 0 ? own : group.IsFullGroup ? Math.Min(number, own) : Math.Max(number, own);
        }
        return number;
    }

    /// <summary>
    /// Where a group has best series of both types: one more than the doses that are valid in any of them, each counted
    /// once; of seasonal target doses those of this season (FORECASTDN-1). A group of several antigens counts so only where its
    /// risk series hold no valid dose or are complete.
    /// </summary>
    /// <returns>0 where the group has best series of one type only.</returns>
    /// <remarks>The specification is silent; the published cases number so: docs/adr/0011-readings-of-the-specification.md.</remarks>
    internal static int OverBothTypes(PersonState person, ResultBuffer results, int group)
    {
        ref readonly var row = ref person.Schedule.VaccineGroups[group];
        if (!row.HasRiskSeries)
            return 0;
        bool hasStandard = false, hasRisk = false, hasOpenRisk = false;
        foreach (var antigen in row.Antigens.Of(person.Schedule.VaccineGroupAntigens))
            foreach (var series in person.BestOf(antigen))
            {
                var isRisk = person.Schedule.Series[series].Type == SeriesType.Risk;
                hasRisk |= isRisk;
                hasStandard |= !isRisk;
                hasOpenRisk |= isRisk && person.Outcomes[series] is { Satisfied: > 0, Status: not ForecastStatus.Complete };
            }
        return hasStandard && hasRisk && !(row.IsMultipleAntigen && hasOpenRisk)
            ? 1 + CountValidDoses(person, results, row)
            : 0;
    }

    static int CountValidDoses(PersonState person, ResultBuffer results, in VaccineGroupRow group)
    {
        person.IsCounted.AsSpan(0, person.InputCount).Clear();
        var count = 0;
        // The rows of a series stand together, one for each record of its antigen, in their order.
        int series = -1, record = 0;
        foreach (ref readonly var evaluation in results.Evaluations.Rows)
        {
            (series, record) = evaluation.Series == series ? (series, record + 1) : (evaluation.Series, person.RecordStarts[evaluation.Antigen]);
            if (evaluation.Status != EvaluationStatus.Valid || person.IsCounted[evaluation.Dose]
                || !group.Antigens.Of(person.Schedule.VaccineGroupAntigens).Contains(evaluation.Antigen)
                || person.Records[record].Day < person.Schedule.Series[series].Doses.Of(person.Schedule.Doses)[evaluation.TargetDose - 1].SeasonStart)
                continue;
            person.IsCounted[evaluation.Dose] = true;
            count++;
        }
        return count;
    }
}
