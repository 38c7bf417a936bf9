using System.Text.Json;
using RegistryAnalytics.Evaluation;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>The schedule's names, escaped for JSON once.</summary>
sealed class NameTexts(CompiledSchedule schedule)
{
    internal JsonEncodedText[] Antigens { get; } = Encode(schedule.Antigens);
    internal JsonEncodedText[] Series { get; } = Encode(schedule.Series);
    internal JsonEncodedText[] VaccineGroups { get; } = Encode(schedule.VaccineGroups);
    internal JsonEncodedText[] Cvx { get; } = Encode(schedule.Vaccines);

    static JsonEncodedText[] Encode(IReadOnlyList<string> names) => [.. names.Select(name => JsonEncodedText.Encode(name, LineWriter.Options.Encoder))];
}
