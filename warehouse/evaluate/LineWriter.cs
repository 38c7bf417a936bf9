using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RegistryAnalytics.Evaluation;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>Writes what an evaluator found as one JSON object.</summary>
sealed class LineWriter(Evaluator evaluator)
{
    // Names of vaccine groups hold slashes and signs that need no escape outside HTML.
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly Utf8JsonWriter json = new(Stream.Null, Options);
    readonly NameTexts names = new(evaluator.Schedule);

    internal Evaluator Evaluator => evaluator;

    internal void Write(
        IBufferWriter<byte> answer, string? id, DateOnly asOf, List<LinePerson.LineDose> doses, List<(string? Id, DoseOutcome Outcome)> leftOut)
    {
        json.Reset(answer);
        json.WriteStartObject();
        json.WriteString(Member.Id, id);
        WriteDay(Member.AsOf, asOf.DayNumber);
        json.WriteString(Member.Schedule, evaluator.Schedule.Version);
        WriteDay(Member.ValidUntil, evaluator.ValidUntilDay == int.MaxValue ? GroupForecast.NoDay : evaluator.ValidUntilDay);
        json.WriteStartArray(Member.Evaluations);
        for (var i = 0; i < evaluator.Evaluations.Length; i++)
            WriteEvaluation(i, doses);
        json.WriteEndArray();
        json.WriteStartArray(Member.Forecasts);
        for (var i = 0; i < evaluator.Forecasts.Length; i++)
            WriteForecast(i);
        json.WriteEndArray();
        json.WriteStartArray(Member.LeftOut);
        foreach (var (doseId, outcome) in leftOut)
        {
            json.WriteStartObject();
            json.WriteString(Member.DoseId, doseId);
            json.WriteString(Member.Reason, StatusText.Of(outcome));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    void WriteEvaluation(int index, List<LinePerson.LineDose> doses)
    {
        ref readonly var row = ref evaluator.Evaluations[index];
        json.WriteStartObject();
        json.WriteString(Member.DoseId, doses[row.Dose].Id);
        json.WriteString(Member.Antigen, names.Antigens[row.Antigen]);
        json.WriteString(Member.Series, names.Series[row.Series]);
        json.WriteString(Member.SeriesType, NameTexts.SeriesTypes[(int)evaluator.SeriesTypeOf(row.Series)]);
        WriteNumber(Member.TargetDose, row.TargetDose);
        json.WriteString(Member.Status, NameTexts.EvaluationStatuses[(int)row.Status]);
        WriteReasons(evaluator.ExplainEvaluation(index));
        json.WriteEndObject();
    }

    void WriteForecast(int index)
    {
        ref readonly var row = ref evaluator.Forecasts[index];
        json.WriteStartObject();
        json.WriteString(Member.VaccineGroup, names.VaccineGroups[row.VaccineGroup]);
        json.WriteString(Member.SeriesType, NameTexts.SeriesTypes[(int)row.Type]);
        json.WriteString(Member.Status, NameTexts.ForecastStatuses[(int)row.Status]);
        WriteNumber(Member.DoseNumber, row.DoseNumber);
        WriteDay(Member.Earliest, row.Earliest);
        WriteDay(Member.Recommended, row.Recommended);
        WriteDay(Member.PastDue, row.PastDue);
        WriteDay(Member.Latest, row.Latest);
        json.WriteStartArray(Member.RecommendedCvx);
        foreach (var cvx in evaluator.RecommendedCvx(row))
            json.WriteStringValue(names.Cvx[cvx]);
        json.WriteEndArray();
        WriteReasons(evaluator.ExplainForecast(index));
        json.WriteString(Member.SharedDecision, NameTexts.SharedDecisions[(int)row.SharedDecision]);
        json.WriteBoolean(Member.IsSharedDecision, row.IsSharedDecision);
        json.WriteEndObject();
    }

    void WriteReasons(ReadOnlySpan<Explanation> reasons)
    {
        json.WriteStartArray(Member.Reasons);
        foreach (ref readonly var reason in reasons)
            if (reason.Day == GroupForecast.NoDay)
                json.WriteStringValue(NameTexts.Reasons[(int)reason.Code]);
            else
                json.WriteStringValue(ReasonText.Of(reason));
        json.WriteEndArray();
    }

    void WriteNumber(JsonEncodedText name, int number)
    {
        if (number == 0)
            json.WriteNull(name);
        else
            json.WriteNumber(name, number);
    }

    void WriteDay(JsonEncodedText name, int day)
    {
        if (day == GroupForecast.NoDay)
        {
            json.WriteNull(name);
            return;
        }
        Span<byte> text = stackalloc byte[10];
        DateOnly.FromDayNumber(Math.Clamp(day, 0, DateOnly.MaxValue.DayNumber)).TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        json.WriteString(name, text);
    }
}
