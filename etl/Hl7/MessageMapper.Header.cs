using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>MSH: who says what, when, and whether it is ours to read.</summary>
public sealed partial class MessageMapper
{
    enum MessageKind { None, Vaccinations, Person, Merge }

    readonly Dictionary<SenderDay, Severity[]> severitiesBySender = [];
    byte[] sender = [];
    int senderLength;
    bool isProduction = true;
    long messageMicros;
    int messageDay;
    byte[] facility = [];
    int facilityLength;

    ReadOnlySpan<byte> Sender => sender.AsSpan(0, senderLength);
    ReadOnlySpan<byte> Practice => facility.AsSpan(0, facilityLength);

    MessageKind ReadHeader(int row)
    {
        var to = part.Message;
        var sendingFacility = Text(tokens[0, 4].First1(1));
        if (sendingFacility.IsEmpty) sendingFacility = Text(tokens[0, 4].First1(2));
        if (senderLength == 0) Keep(sendingFacility, ref sender, ref senderLength);
        if (senderLength == 0) Find(Conformance.SenderMissing, 0, 4);
        findings.Use(SeveritiesOf(Sender));
        var organization = Text(tokens[0, 22].First1(1));
        Keep(organization.IsEmpty ? sendingFacility : organization, ref facility, ref facilityLength);
        to.Sender.Set(row, Sender);
        to.SendingFacility.Set(row, sendingFacility);
        to.ResponsibleOrganization.Set(row, organization);

        var controlId = Text(tokens[0, 10].Raw);
        to.ControlId.Set(row, controlId);
        if (controlId.IsEmpty) Reject(Conformance.ControlIdMissing, At(0, 10));
        ReadMessageTime(row);
        ReadProcessing(row);
        ReadVersion(row);
        if (tokens[0, 21].Component(1).IsEmpty) Find(Conformance.ProfileMissing, 0, 21);
        var kind = ReadType(row);
        return rejected ? MessageKind.None : kind;
    }

    void ReadMessageTime(int row)
    {
        (messageMicros, messageDay) = (InstantColumn.Nothing, DayColumn.Nothing);
        var sent = tokens[0, 7].Component(1);
        if (sent.IsEmpty) { Reject(Conformance.MessageTimeMissing, At(0, 7)); return; }
        var time = Hl7Time.Parse(sent);
        // A slip in the time or its zone (-500) leaves the day, which is what the message is judged by.
        if (time.Precision == Precision.None && sent.Length > 8) time = Hl7Time.Parse(sent[..8]);
        if (time.Precision < Precision.Day) { Reject(Conformance.MessageTimeBad, At(0, 7), sent); return; }
        if (time.Precision < Precision.Second || time.OffsetMinutes is null) Find(Conformance.MessageTimeImprecise, 0, 7, value: sent);
        (messageMicros, messageDay) = (time.UtcMicros, time.Day);
        part.Message.MessageAt[row] = messageMicros;
        if (messageDay > source.ReceivedDay + DateRules.ZoneSlack) Find(DateRules.MessageInFuture, 0, 7, value: sent);
    }

    void ReadProcessing(int row)
    {
        var sent = Text(tokens[0, 11].First1(1));
        part.Message.ProcessingId.Set(row, sent);
        if (sent.IsEmpty) { Reject(Conformance.ProcessingMissing, At(0, 11)); return; }
        isProduction = sent is [(byte)'P'];
        if (sent is not [(byte)'P' or (byte)'T' or (byte)'D']) Reject(Conformance.ProcessingUnsupported, At(0, 11), sent);
    }

    void ReadVersion(int row)
    {
        var sent = Text(tokens[0, 12].First1(1));
        part.Message.Version.Set(row, sent);
        if (sent.IsEmpty) { Reject(Conformance.VersionMissing, At(0, 12)); return; }
        if (sent.SequenceEqual("2.5.1"u8)) return;
        foreach (var version in versions)
        {
            if (!sent.SequenceEqual(version)) continue;
            Find(Conformance.VersionOld, 0, 12, value: sent);
            return;
        }
        Reject(Conformance.VersionUnsupported, At(0, 12), sent);
    }

    MessageKind ReadType(int row)
    {
        var field = tokens[0, 9];
        var type = Text(field.Component(1));
        var trigger = Text(field.Component(2));
        Span<byte> shown = stackalloc byte[16];
        var n = 0;
        Append(shown, ref n, type);
        if (!trigger.IsEmpty)
        {
            Append(shown, ref n, "^"u8);
            Append(shown, ref n, trigger);
        }
        part.Message.Type.Set(row, shown[..n]);
        if (type.IsEmpty) { Refuse(Conformance.TypeMissing, At(0, 9)); return MessageKind.None; }
        if (type.SequenceEqual("VXU"u8))
        {
            if (trigger.IsEmpty || trigger.SequenceEqual("V04"u8)) return MessageKind.Vaccinations;
        }
        else if (type.SequenceEqual("ADT"u8))
        {
            if (trigger.SequenceEqual("A40"u8)) return MessageKind.Merge;
            if (trigger.SequenceEqual("A04"u8) || trigger.SequenceEqual("A08"u8) || trigger.SequenceEqual("A28"u8)
                || trigger.SequenceEqual("A31"u8)) return MessageKind.Person;
        }
        else
        {
            Refuse(Conformance.TypeUnsupported, At(0, 9, 1), type);
            return MessageKind.None;
        }
        Refuse(Conformance.EventUnsupported, At(0, 9, 2), trigger);
        return MessageKind.None;
    }

    Severity[] SeveritiesOf(ReadOnlySpan<byte> name)
    {
        var key = new SenderDay(ContentHash.Of(name), source.ReceivedOn);
        if (severitiesBySender.TryGetValue(key, out var known)) return known;
        // A file may name any number of senders; only so many are remembered.
        if (severitiesBySender.Count == 10_000) severitiesBySender.Clear();
        return severitiesBySender[key] = settings.Severities.For(System.Text.Encoding.UTF8.GetString(name), source.ReceivedOn);
    }

    static void Keep(ReadOnlySpan<byte> text, ref byte[] buffer, ref int length)
    {
        if (buffer.Length < text.Length) buffer = new byte[text.Length * 2];
        text.CopyTo(buffer);
        length = text.Length;
    }

    static void Append(Span<byte> to, ref int n, ReadOnlySpan<byte> text)
    {
        var fits = Math.Min(text.Length, to.Length - n);
        while (fits < text.Length && fits > 0 && (text[fits] & 0xC0) == 0x80) fits--;
        text[..fits].CopyTo(to[n..]);
        n += fits;
    }

    readonly record struct SenderDay(long Sender, DateOnly Day);
}
