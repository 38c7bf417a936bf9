using System.Text;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>What is known of a message before it is read.</summary>
public sealed class MessageSource(string? sender, string rawSha256, DateTimeOffset receivedAt)
{
    /// <summary>Sender named by the folder, the option or the key of a post; empty = MSH-4 tells it.</summary>
    public ReadOnlyMemory<byte> Sender { get; } = Encoding.UTF8.GetBytes(sender ?? "");

    public ReadOnlyMemory<byte> RawSha256 { get; } = Encoding.UTF8.GetBytes(rawSha256);

    public DateTimeOffset ReceivedAt { get; } = receivedAt;
    public DateOnly ReceivedOn { get; } = DateOnly.FromDateTime(receivedAt.UtcDateTime);
    public long ReceivedMicros { get; } = InstantColumn.Micros(receivedAt);

    /// <summary>Days since 1970 of the day of receipt, UTC.</summary>
    public int ReceivedDay => ReceivedOn.DayNumber - DayColumn.Epoch;
}
