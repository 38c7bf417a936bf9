using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>Where a finding lies in an HL7 message, or (segment = the file, occurrence = the row) in a flat file.</summary>
/// <param name="Component">0 where the whole field is meant.</param>
/// <param name="Column">Flat files: the column.</param>
public readonly ref struct Place(
    ReadOnlySpan<byte> segment, int occurrence, int field = 0, int component = 0, int repetition = 1, ReadOnlySpan<byte> column = default)
{
    public ReadOnlySpan<byte> Segment { get; } = segment;
    public int Occurrence { get; } = occurrence;
    public int Field { get; } = field;
    public int Component { get; } = component;
    public int Repetition { get; } = repetition;
    public ReadOnlySpan<byte> Column { get; } = column;
}

/// <summary>Writes findings as issue rows and counts them for the message at hand.</summary>
public sealed class Findings
{
    // What a person wrote may be long; a finding shows enough of it to be found again.
    const int LongestValue = 80;

    /// <summary>Findings of one message that are written; the others are only counted.</summary>
    public const int MostWritten = 300;

    Severity[] severities = [];
    StagedPart part = null!;
    long messageKey;

    public int Errors { get; private set; }
    public int Warnings { get; private set; }

    /// <summary>First issue row of the message.</summary>
    public int First { get; private set; }

    public void Begin(StagedPart target, long message, Severity[] senderSeverities)
    {
        (part, messageKey, severities) = (target, message, senderSeverities);
        (Errors, Warnings, First) = (0, 0, target.Issue.Rows.Count);
    }

    /// <summary>Severities of the sender, once it is known.</summary>
    public void Use(Severity[] senderSeverities) => severities = senderSeverities;

    /// <summary>Writes a finding.</summary>
    /// <param name="value">What was found; leave out what would identify a person.</param>
    /// <param name="dose">Key of the dose it is about.</param>
    /// <returns>The severity; the caller draws the consequence where it is <see cref="Severity.Error"/>.</returns>
    public Severity Add(Rule rule, Place place, ReadOnlySpan<byte> value = default, long dose = LongColumn.Nothing)
    {
        var severity = severities[rule.Index];
        if (severity == Severity.Off) return severity;
        if (severity == Severity.Error) Errors++;
        else if (severity == Severity.Warning) Warnings++;
        var to = part.Issue;
        var written = to.Rows.Count - First;
        // A message made of nothing but faults would fill the lake with words about it.
        if (written >= MostWritten) return severity;
        var row = to.Rows.Add();
        to.Key[row] = part.KeyBase + row;
        to.MessageKey[row] = messageKey;
        to.DoseRowKey[row] = dose;
        to.Segment.Set(row, place.Segment);
        to.Occurrence[row] = place.Occurrence;
        if (place.Field > 0) to.Field[row] = place.Field;
        if (place.Field > 0) to.Repetition[row] = place.Repetition;
        if (place.Component > 0) to.Component[row] = place.Component;
        to.ColumnName.Set(row, place.Column);
        to.Rule.Set(row, rule.IdUtf8.Span);
        to.Severity.Set(row, severity switch { Severity.Error => "E"u8, Severity.Warning => "W"u8, _ => "I"u8 });
        to.Hl7Error[row] = rule.Hl7Error;
        if (rule.ApplicationError > 0) to.ApplicationError[row] = rule.ApplicationError;
        to.Value.Set(row, Shorten(value));
        to.Plain.Set(row, rule.TextUtf8.Span);
        return severity;
    }

    /// <summary>At most 80 bytes, cut between characters.</summary>
    static ReadOnlySpan<byte> Shorten(ReadOnlySpan<byte> value)
    {
        if (value.Length <= LongestValue) return value;
        var end = LongestValue;
        while (end > 0 && (value[end] & 0xC0) == 0x80) end--;
        return value[..end];
    }
}
