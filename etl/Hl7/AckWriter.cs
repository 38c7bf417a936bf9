using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Quality;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>When warnings alone make the answer AE: the sources disagree, so a registry decides.</summary>
public enum WarningAnswer
{
    /// <summary>AA: advice.</summary>
    Accept,

    /// <summary>AE as soon as something that was sent is not stored.</summary>
    ErrorWhenDataIsLost,

    /// <summary>AE.</summary>
    Error,
}

/// <summary>Writes the answer to a message: ACK^V04 by profile Z23, one ERR for each finding at its exact place.</summary>
/// <remarks>Held against NIST's Z23 tables in tests/etl/Hl7/AckTests.cs.</remarks>
public sealed class AckWriter(WarningAnswer warnings, CodeBook codes)
{
    // Enough to find what is wrong; a message wrong in more ways is wrong in one way many times.
    const int MostErrors = 100;
    readonly CodeTable hl7Errors = codes.Table("HL70357");
    readonly CodeTable applicationErrors = codes.Table("HL70533");

    /// <summary>Answers the message that the mapper mapped last.</summary>
    public void Write(MessageMapper mapper, StagedPart part, MessageSource source, Outcome outcome, IBufferWriter<byte> to)
    {
        var row = part.Message.Rows.Count - 1;
        var from = mapper.HasHeader ? mapper.Tokens : null;
        to.Write("MSH|^~\\&|"u8);
        Party(from, 5, to);
        Party(from, 6, to);
        Party(from, 3, to);
        Party(from, 4, to);
        Ascii(source.ReceivedAt.UtcDateTime.ToString("yyyyMMddHHmmss'+0000'", CultureInfo.InvariantCulture), to);
        to.Write("||ACK^V04^ACK|"u8);
        Ascii(string.Create(CultureInfo.InvariantCulture, $"{part.Message.ContentHash[row]:X16}{source.ReceivedMicros:X}"), to);
        var processing = part.Message.ProcessingId[row];
        to.Write(processing is [(byte)'T' or (byte)'D'] ? processing is [(byte)'T'] ? "|T"u8 : "|D"u8 : "|P"u8);
        to.Write("|2.5.1|||NE|NE|||||Z23^CDCPHINVS"u8);
        to.Write("|"u8);
        Party(from, 23, to);
        Party(from, 22, to, last: true);
        to.Write("\rMSA|"u8);
        to.Write(Code(part, mapper.Findings.First, outcome));
        to.Write("|"u8);
        // MSA-2 is required; where the message had no id there is none to repeat.
        var controlId = part.Message.ControlId[row];
        if (controlId.IsEmpty) to.Write("UNKNOWN"u8);
        else Escaped(controlId, 199, to);
        to.Write("\r"u8);
        for (var i = mapper.Findings.First; i < part.Issue.Rows.Count && i < mapper.Findings.First + MostErrors; i++) Error(part.Issue, i, to);
    }

    ReadOnlySpan<byte> Code(StagedPart part, int first, Outcome outcome)
    {
        var (refused, errors, warned, lost) = (false, false, false, false);
        for (var i = first; i < part.Issue.Rows.Count; i++)
        {
            var code = part.Issue.Hl7Error[i];
            if (part.Issue.Severity[i] is [(byte)'E'])
            {
                errors = true;
                refused |= code is 200 or 201 or 202 or 203 or 207;
            }
            else if (part.Issue.Severity[i] is [(byte)'W'])
            {
                warned = true;
                lost |= code == 103 || part.Issue.ApplicationError[i] == 2;
            }
        }
        if (outcome == Outcome.Rejected && refused) return "AR"u8;
        if (errors || outcome == Outcome.Rejected) return "AE"u8;
        return warned && (warnings == WarningAnswer.Error || warnings == WarningAnswer.ErrorWhenDataIsLost && lost) ? "AE"u8 : "AA"u8;
    }

    void Error(IssueColumns issue, int row, IBufferWriter<byte> to)
    {
        to.Write("ERR||"u8);
        to.Write(issue.Segment[row]);
        to.Write("^"u8);
        Number(Math.Min(issue.Occurrence[row], 99), to);
        if (issue.Field.Has(row))
        {
            to.Write("^"u8);
            Number(issue.Field[row], to);
            to.Write("^"u8);
            Number(Math.Min(issue.Repetition[row], 99), to);
            if (issue.Component.Has(row))
            {
                to.Write("^"u8);
                Number(issue.Component[row], to);
            }
        }
        to.Write("|"u8);
        Coded(issue.Hl7Error[row], hl7Errors, "^HL70357|"u8, to);
        to.Write(issue.Severity[row]);
        to.Write("|"u8);
        if (issue.ApplicationError.Has(row)) Coded(issue.ApplicationError[row], applicationErrors, "^HL70533|||"u8, to);
        else to.Write("|||"u8);
        Escaped(issue.Plain[row], 250, to);
        to.Write("\r"u8);
    }

    static void Coded(int code, CodeTable table, ReadOnlySpan<byte> system, IBufferWriter<byte> to)
    {
        Span<byte> digits = stackalloc byte[8];
        Utf8Formatter.TryFormat(code, digits, out var n);
        to.Write(digits[..n]);
        to.Write("^"u8);
        Escaped(Encoding.UTF8.GetBytes(table.Find(digits[..n])?.Name ?? ""), 199, to);
        to.Write(system);
    }

    /// <summary>An HD or XON of the message, with sender and receiver swapped by the caller.</summary>
    static void Party(TokenizedMessage? from, int number, IBufferWriter<byte> to, bool last = false)
    {
        if (from is not null)
        {
            var field = from[0, number];
            // Name, of an organization; namespace, universal id and its type, of an application or facility.
            var isFacility = number <= 6;
            Escaped(field.First1(1), isFacility ? 20 : 50, to);
            if (isFacility && !field.Component(2).IsEmpty)
            {
                to.Write("^"u8);
                Escaped(field.Component(2), 199, to);
                to.Write("^"u8);
                if (field.Component(3) is { IsEmpty: false, Length: <= 6 } type) Escaped(type, 6, to);
                else to.Write("ISO"u8);
            }
        }
        if (!last) to.Write("|"u8);
    }

    static void Number(int number, IBufferWriter<byte> to)
    {
        var span = to.GetSpan(11);
        Utf8Formatter.TryFormat(number, span, out var n);
        to.Advance(n);
    }

    static void Ascii(string text, IBufferWriter<byte> to) => to.Write(Encoding.ASCII.GetBytes(text));

    /// <summary>Text between delimiters: what would be one is escaped, and it is cut to so many bytes between characters.</summary>
    static void Escaped(ReadOnlySpan<byte> text, int longest, IBufferWriter<byte> to)
    {
        if (text.Length > longest)
        {
            while (longest > 0 && (text[longest] & 0xC0) == 0x80) longest--;
            text = text[..longest];
        }
        foreach (var b in text)
        {
            switch (b)
            {
                case (byte)'|': to.Write("\\F\\"u8); break;
                case (byte)'^': to.Write("\\S\\"u8); break;
                case (byte)'&': to.Write("\\T\\"u8); break;
                case (byte)'~': to.Write("\\R\\"u8); break;
                case (byte)'\\': to.Write("\\E\\"u8); break;
                case < (byte)' ': to.Write(" "u8); break;
                default:
                    to.GetSpan(1)[0] = b;
                    to.Advance(1);
                    break;
            }
        }
    }
}
