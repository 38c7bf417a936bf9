using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>Writes evaluated buckets into the facts, in bucket order.</summary>
/// <remarks>Names and statuses are ENUM columns: millions of rows hold a few hundred words. Labels are in alphabetical order, so that the
/// columns sort as their words do.</remarks>
sealed class EvaluationWriter
{
    readonly DuckDbConnection connection;
    readonly Dictionary<ulong, string> reasons = [];
    readonly Labels antigens;
    readonly Labels series;
    readonly Labels vaccineGroups;
    readonly Labels seriesTypes = new(Enum.GetValues<SeriesType>().Select(SeriesTypeWord));
    readonly Labels evaluationStatuses = new(Enum.GetValues<EvaluationStatus>().Select(StatusWord));
    readonly Labels forecastStatuses = new(Enum.GetValues<ForecastStatus>().Select(StatusWord));
    readonly Evaluator names;

    /// <summary>Makes the empty tables.</summary>
    internal EvaluationWriter(DuckDbConnection connection, ScheduleForDate schedule)
    {
        this.connection = connection;
        names = new Evaluator(schedule.Compiled);
        antigens = new Labels(schedule.Compiled.Antigens);
        series = new Labels(schedule.Compiled.Series);
        vaccineGroups = new Labels(schedule.Compiled.VaccineGroups);
        connection.Execute($"""
            create table facts.fct_dose_evaluation (
                dose_key bigint, person_key bigint, bucket integer, admin_date date, antigen {antigens.Type}, series {series.Type},
                series_type {seriesTypes.Type}, target_dose integer, status {evaluationStatuses.Type}, reasons varchar);
            create table facts.fct_forecast (
                person_key bigint, bucket integer, vaccine_group {vaccineGroups.Type}, series_type {seriesTypes.Type}, status {forecastStatuses.Type},
                dose_number integer, earliest_date date, recommended_date date, past_due_date date, latest_date date, recommended_cvx varchar,
                is_shared_decision boolean, reasons varchar, valid_until date);
            create table facts.fct_evaluation_state (person_key bigint, bucket integer, history_hash bigint, valid_until date)
            """);
        SeriesAge.Write(connection, "facts", schedule.Ages);
        // The types of the evaluations that it is joined to: two words compare as two numbers.
        connection.Execute($"alter table facts.dim_series_age alter series type {series.Type}; alter table facts.dim_series_age alter antigen type {antigens.Type}");
    }

    /// <summary>Words of an ENUM column, and the label of each index that the engine gives.</summary>
    sealed class Labels
    {
        readonly int[] labels;

        /// <param name="words">By the engine's index; the same word may come twice, and null is an index that no row may have.</param>
        internal Labels(IEnumerable<string?> words)
        {
            var byIndex = words.ToArray();
            var sorted = byIndex.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
            labels = [.. byIndex.Select(word => Array.IndexOf(sorted, word))];
            Type = $"enum ({string.Join(", ", sorted.Select(word => $"'{word.Replace("'", "''", StringComparison.Ordinal)}'"))})";
        }

        /// <summary>The column type as SQL writes it.</summary>
        internal string Type { get; }

        internal int this[int index] => labels[index];
    }

    internal void Write(int bucket, EvaluatedBucket rows)
    {
        using (var appender = connection.AppenderIn("facts", "fct_dose_evaluation"))
        {
            foreach (var row in rows.Evaluations)
            {
                appender.Append(row.DoseKey).Append(row.PersonKey).Append(bucket).Append(DateOnly.FromDayNumber(row.Day))
                    .AppendLabel(antigens[row.Antigen]).AppendLabel(series[row.Series]).AppendLabel(seriesTypes[(int)names.SeriesTypeOf(row.Series)]);
                if (row.TargetDose > 0) appender.Append(row.TargetDose);
                else appender.AppendNull();
                appender.AppendLabel(evaluationStatuses[row.Status]).Append(Reasons(row.Reasons)).EndRow();
            }
            appender.Close();
        }
        using (var appender = connection.AppenderIn("facts", "fct_forecast"))
        {
            foreach (var row in rows.Forecasts)
            {
                appender.Append(row.PersonKey).Append(bucket).AppendLabel(vaccineGroups[row.VaccineGroup])
                    .AppendLabel(seriesTypes[row.Type]).AppendLabel(forecastStatuses[row.Status]);
                if (row.DoseNumber > 0) appender.Append(row.DoseNumber);
                else appender.AppendNull();
                Day(appender, row.Earliest);
                Day(appender, row.Recommended);
                Day(appender, row.PastDue);
                Day(appender, row.Latest);
                appender.Append(row.RecommendedCvx).Append(row.IsSharedDecision).Append(Reasons(row.Reasons));
                Day(appender, row.ValidUntil);
                appender.EndRow();
            }
            appender.Close();
        }
        using (var appender = connection.AppenderIn("facts", "fct_evaluation_state"))
        {
            foreach (var row in rows.States)
            {
                appender.Append(row.PersonKey).Append(bucket).Append(row.HistoryHash);
                Day(appender, row.ValidUntil);
                appender.EndRow();
            }
            appender.Close();
        }
        if (rows.CarriedOver.Count > 0) CarryOver(bucket, rows.CarriedOver);
    }

    // Columns are equal by construction: carry-over happens only between builds of one fingerprint.
    void CarryOver(int bucket, List<long> persons)
    {
        connection.Execute("create or replace temp table carried_over (person_key bigint)");
        using (var appender = connection.Appender("carried_over"))
        {
            foreach (var person in persons) appender.Append(person).EndRow();
            appender.Close();
        }
        foreach (var table in new[] { "fct_dose_evaluation", "fct_forecast", "fct_evaluation_state" })
            connection.Execute($"insert into facts.{table} select * from previous.{table} where bucket = $1 and person_key in (select person_key from carried_over)", bucket);
    }

    string Reasons(ulong bits)
    {
        if (reasons.TryGetValue(bits, out var words)) return words;
        var codes = Enumerable.Range(0, 64).Where(bit => (bits >> bit & 1) != 0).Select(bit => ((ReasonCode)bit).ToString());
        return reasons[bits] = string.Join(';', codes);
    }

    static void Day(DuckDbAppender appender, int day)
    {
        if (day is > 0 and < int.MaxValue) appender.Append(DateOnly.FromDayNumber(day));
        else appender.AppendNull();
    }

    /// <summary>The specification's words.</summary>
    static string StatusWord(EvaluationStatus status) => status switch
    {
        EvaluationStatus.Valid => "Valid",
        EvaluationStatus.NotValid => "Not Valid",
        EvaluationStatus.Extraneous => "Extraneous",
        EvaluationStatus.SubStandard => "Sub-standard",
        _ => "Not Evaluated",
    };

    static string? StatusWord(ForecastStatus status) => status switch
    {
        ForecastStatus.NotComplete => "Not Complete",
        ForecastStatus.Complete => "Complete",
        ForecastStatus.Immune => "Immune",
        ForecastStatus.Contraindicated => "Contraindicated",
        ForecastStatus.AgedOut => "Aged Out",
        ForecastStatus.NotRecommended => "Not Recommended",
        ForecastStatus.SeasonNotLoaded => "Season Not Loaded",
        ForecastStatus.None => null,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This forecast status has no word."),
    };

    internal static string SeriesTypeWord(SeriesType type) => type switch
    {
        SeriesType.Standard => "Standard",
        SeriesType.Risk => "Risk",
        SeriesType.EvaluationOnly => "Evaluation Only",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This series type has no word."),
    };
}
