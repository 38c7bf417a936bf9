using System.Text.Json;
using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>The schedule's names and the fixed words, escaped for JSON once.</summary>
sealed class NameTexts(CompiledSchedule schedule)
{
    internal JsonEncodedText[] Antigens { get; } = Encode(schedule.Antigens);
    internal JsonEncodedText[] Series { get; } = Encode(schedule.Series);
    internal JsonEncodedText[] VaccineGroups { get; } = Encode(schedule.VaccineGroups);
    internal JsonEncodedText[] Cvx { get; } = Encode(schedule.Vaccines);

    internal static JsonEncodedText[] SeriesTypes { get; } = Encode([.. Enum.GetValues<SeriesType>().Select(StatusText.Of)]);
    internal static JsonEncodedText[] EvaluationStatuses { get; } = Encode([.. Enum.GetValues<EvaluationStatus>().Select(StatusText.Of)]);
    internal static JsonEncodedText[] ForecastStatuses { get; } = Encode([.. Enum.GetValues<ForecastStatus>().Select(StatusText.Of)]);
    internal static JsonEncodedText[] SharedDecisions { get; } = Encode(Enum.GetNames<SharedDecision>());

    /// <summary>Reasons without dates, by code.</summary>
    internal static JsonEncodedText[] Reasons { get; } = Encode(
        [.. Enumerable.Range(0, (int)Enum.GetValues<ReasonCode>().Max() + 1).Select(code => ReasonText.Of((ReasonCode)code))]);

    static JsonEncodedText[] Encode(IReadOnlyList<string> names) => [.. names.Select(name => JsonEncodedText.Encode(name, LineWriter.Options.Encoder))];
}
