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
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Utf8JsonWriter json = new(Stream.Null, Options);
    readonly NameTexts names = new(evaluator.Schedule);

    internal Evaluator Evaluator => evaluator;

    internal void Write(
        IBufferWriter<byte> answer, string? id, DateOnly asOf, List<LinePerson.LineDose> doses, List<(string? Id, DoseOutcome Outcome)> leftOut)
    {
        json.Reset(answer);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        WriteDay("asOf"u8, asOf.DayNumber);
        json.WriteString("schedule"u8, evaluator.Schedule.Version);
        WriteDay("validUntil"u8, evaluator.ValidUntilDay == int.MaxValue ? GroupForecast.NoDay : evaluator.ValidUntilDay);
        json.WriteStartArray("evaluations"u8);
        for (var i = 0; i < evaluator.Evaluations.Length; i++)
            WriteEvaluation(i, doses);
        json.WriteEndArray();
        json.WriteStartArray("forecasts"u8);
        for (var i = 0; i < evaluator.Forecasts.Length; i++)
            WriteForecast(i);
        json.WriteEndArray();
        json.WriteStartArray("leftOut"u8);
        foreach (var (doseId, outcome) in leftOut)
        {
            json.WriteStartObject();
            json.WriteString("doseId"u8, doseId);
            json.WriteString("reason"u8, StatusText.Of(outcome));
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
        json.WriteString("doseId"u8, doses[row.Dose].Id);
        json.WriteString("antigen"u8, names.Antigens[row.Antigen]);
        json.WriteString("series"u8, names.Series[row.Series]);
        json.WriteString("seriesType"u8, StatusText.Of(evaluator.SeriesTypeOf(row.Series)));
        WriteNumber("targetDose"u8, row.TargetDose);
        json.WriteString("status"u8, StatusText.Of(row.Status));
        WriteReasons(evaluator.ExplainEvaluation(index));
        json.WriteEndObject();
    }

    void WriteForecast(int index)
    {
        ref readonly var row = ref evaluator.Forecasts[index];
        json.WriteStartObject();
        json.WriteString("vaccineGroup"u8, names.VaccineGroups[row.VaccineGroup]);
        json.WriteString("seriesType"u8, StatusText.Of(row.Type));
        json.WriteString("status"u8, StatusText.Of(row.Status));
        WriteNumber("doseNumber"u8, row.DoseNumber);
        WriteDay("earliest"u8, row.Earliest);
        WriteDay("recommended"u8, row.Recommended);
        WriteDay("pastDue"u8, row.PastDue);
        WriteDay("latest"u8, row.Latest);
        json.WriteStartArray("recommendedCvx"u8);
        foreach (var cvx in evaluator.RecommendedCvx(row))
            json.WriteStringValue(names.Cvx[cvx]);
        json.WriteEndArray();
        WriteReasons(evaluator.ExplainForecast(index));
        json.WriteString("sharedDecision"u8, row.SharedDecision.ToString());
        json.WriteBoolean("isSharedDecision"u8, row.IsSharedDecision);
        json.WriteEndObject();
    }

    void WriteReasons(ReadOnlySpan<Explanation> reasons)
    {
        json.WriteStartArray("reasons"u8);
        foreach (ref readonly var reason in reasons)
            json.WriteStringValue(ReasonText.Of(reason));
        json.WriteEndArray();
    }

    void WriteNumber(ReadOnlySpan<byte> name, int number)
    {
        if (number == 0)
            json.WriteNull(name);
        else
            json.WriteNumber(name, number);
    }

    void WriteDay(ReadOnlySpan<byte> name, int day)
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
