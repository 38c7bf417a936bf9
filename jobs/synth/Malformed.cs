namespace RegistryAnalytics.Synth;

/// <summary>Ways in which a message arrives broken. Each leaves the batch around it whole.</summary>
static class Malformed
{
    internal static readonly string[] Kinds = ["cut_short", "no_pid", "birth_date_not_a_date", "name_missing", "delimiters_missing", "unknown_type", "bytes_flipped", "no_version"];

    /// <summary>Breaks the message that begins at <paramref name="start"/> and ends with the buffer.</summary>
    internal static void Break(ByteText to, int start, int kind, Sender sender, Rng rng)
    {
        var message = to.From(start);
        switch (kind)
        {
            case 0:
                to.Truncate(start + message.IndexOf("PID|1||"u8) + rng.Between(4, 30));
                to.Put(sender.LineEnd);
                break;
            case 1:
                "ZID"u8.CopyTo(message[message.IndexOf("PID|1||"u8)..]);
                break;
            case 2:
                "19991399"u8.CopyTo(message[Field(message, "PID|1||"u8, 7)..]);
                break;
            case 3:
                var from = Field(message, "PID|1||"u8, 5);
                message[from..Field(message, "PID|1||"u8, 6)][..^1].Fill((byte)' ');
                break;
            case 4:
                @"    "u8.CopyTo(message[4..]);
                break;
            case 5:
                "QQQ"u8.CopyTo(message[message.IndexOf("VXU"u8)..]);
                break;
            case 6:
                var segment = Field(message, "PID|1||"u8, 3);
                for (var i = 0; i < 12; i++) message[segment + rng.Below(message.Length - segment - 3)] = (byte)rng.Between(0x80, 0xBF);
                "BAD"u8.CopyTo(message[message.IndexOf("PID|1||"u8)..]);
                break;
            default:
                "     "u8.CopyTo(message[message.IndexOf("2.5.1"u8)..]);
                break;
        }
    }

    // Where a field of a segment begins; the segment's name and separator are field 0.
    static int Field(ReadOnlySpan<byte> message, ReadOnlySpan<byte> segment, int number)
    {
        var at = message.IndexOf(segment);
        for (var i = 0; i < number; i++) at += message[at..].IndexOf((byte)'|') + 1;
        return at;
    }
}
