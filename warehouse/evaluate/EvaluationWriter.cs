using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>Writes evaluated buckets into the facts, in bucket order.</summary>
sealed class EvaluationWriter(DuckDbConnection connection, ScheduleForDate schedule)
{
    internal const string Tables = """
        create table facts.fct_dose_evaluation (
            dose_key bigint, person_key bigint, bucket integer, admin_date date, antigen varchar, series varchar,
            series_type varchar, target_dose integer, status varchar, reasons varchar);
        create table facts.fct_forecast (
            person_key bigint, bucket integer, vaccine_group varchar, series_type varchar, status varchar, dose_number integer,
            earliest_date date, recommended_date date, past_due_date date, latest_date date, recommended_cvx varchar,
            is_shared_decision boolean, reasons varchar, valid_until date);
        create table facts.fct_evaluation_state (person_key bigint, bucket integer, history_hash bigint, valid_until date)
        """;

    readonly Evaluator names = new(schedule.Compiled);
    readonly Dictionary<ulong, string> reasons = [];

    internal void Write(int bucket, EvaluatedBucket rows)
    {
        using (var appender = connection.AppenderIn("facts", "fct_dose_evaluation"))
        {
            foreach (var row in rows.Evaluations)
            {
                appender.Append(row.DoseKey).Append(row.PersonKey).Append(bucket).Append(DateOnly.FromDayNumber(row.Day))
                    .Append(names.AntigenName(row.Antigen)).Append(names.SeriesName(row.Series)).Append(SeriesTypeWord(names.SeriesTypeOf(row.Series)));
                if (row.TargetDose > 0) appender.Append(row.TargetDose);
                else appender.AppendNull();
                appender.Append(StatusWord((EvaluationStatus)row.Status)).Append(Reasons(row.Reasons)).EndRow();
            }
            appender.Close();
        }
        using (var appender = connection.AppenderIn("facts", "fct_forecast"))
        {
            foreach (var row in rows.Forecasts)
            {
                appender.Append(row.PersonKey).Append(bucket).Append(names.VaccineGroupName(row.VaccineGroup))
                    .Append(SeriesTypeWord((SeriesType)row.Type)).Append(StatusWord((ForecastStatus)row.Status));
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

    static string StatusWord(ForecastStatus status) => status switch
    {
        ForecastStatus.NotComplete => "Not Complete",
        ForecastStatus.Complete => "Complete",
        ForecastStatus.Immune => "Immune",
        ForecastStatus.Contraindicated => "Contraindicated",
        ForecastStatus.AgedOut => "Aged Out",
        ForecastStatus.NotRecommended => "Not Recommended",
        ForecastStatus.SeasonNotLoaded => "Season Not Loaded",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, string.Create(CultureInfo.InvariantCulture, $"Forecast status {(int)status} has no word.")),
    };

    static string SeriesTypeWord(SeriesType type) => type switch
    {
        SeriesType.Standard => "Standard",
        SeriesType.Risk => "Risk",
        SeriesType.EvaluationOnly => "Evaluation Only",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This series type has no word."),
    };
}
