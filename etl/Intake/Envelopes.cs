using System.Buffers.Text;
using System.Globalization;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>A line of the batch protocol, or the end of a stretch.</summary>
/// <param name="Before">Messages since the last such line of the same stretch.</param>
/// <param name="Kind">F, B: header of a file, of a batch; f, b: their trailers; a blank: the stretch ends.</param>
/// <param name="Declared">The count that a trailer gives; −1 = none that is a number.</param>
readonly record struct EnvelopeMark(long Before, char Kind, long Declared)
{
    /// <summary>Reads FHS, BHS, BTS or FTS.</summary>
    internal static EnvelopeMark Of(ReadOnlySpan<byte> line, long before)
    {
        var isFile = line[0] == 'F';
        if (line[1] == 'H') return new(before, isFile ? 'F' : 'B', -1);
        var count = line.Length > 4 ? line[4..] : [];
        var declared = Utf8Parser.TryParse(count, out long number, out var read) && number >= 0 && (read == count.Length || !char.IsAsciiLetterOrDigit((char)count[read])) ? number : -1;
        return new(before, isFile ? 'f' : 'b', declared);
    }
}

/// <summary>Holds what the trailers of one file say against what came. What does not agree is a note of the file, not of a message.</summary>
sealed class Envelopes
{
    // A file made of nothing but wrong trailers says so in a few lines.
    const int MostNotes = 20;
    readonly List<string> notes = [];
    bool fileOpen, batchOpen;
    long messages, batches;
    int batch;

    internal void See(EnvelopeMark mark)
    {
        messages += mark.Before;
        switch (mark.Kind)
        {
            case 'F':
                CloseFile("another file begins");
                (fileOpen, batches) = (true, 0);
                break;
            case 'B':
                CloseBatch("another batch begins");
                (batchOpen, messages) = (true, 0);
                batches++;
                batch++;
                break;
            case 'b':
                if (mark.Declared >= 0 && mark.Declared != messages)
                    Note(string.Create(CultureInfo.InvariantCulture, $"batch {Math.Max(batch, 1)}: its trailer (BTS-1) says {mark.Declared} messages, {messages} came"));
                if (!batchOpen) Note("a batch trailer (BTS) without its header");
                (batchOpen, messages) = (false, 0);
                break;
            case 'f':
                CloseBatch("the file trailer comes");
                if (mark.Declared >= 0 && mark.Declared != batches)
                    Note(string.Create(CultureInfo.InvariantCulture, $"the file trailer (FTS-1) says {mark.Declared} batches, {batches} came"));
                (fileOpen, batches) = (false, 0);
                break;
            default: break;
        }
    }

    /// <summary>What did not agree, once the file has ended.</summary>
    internal IReadOnlyList<string> End()
    {
        CloseFile("the file ends");
        return notes;
    }

    void CloseBatch(string why)
    {
        if (batchOpen) Note(string.Create(CultureInfo.InvariantCulture, $"batch {batch} is not closed by a trailer (BTS) when {why}; messages at its end may be missing"));
        batchOpen = false;
    }

    void CloseFile(string why)
    {
        CloseBatch(why);
        if (fileOpen) Note($"the file header (FHS) is not closed by a trailer (FTS) when {why}; messages at its end may be missing");
        fileOpen = false;
    }

    void Note(string text)
    {
        if (notes.Count < MostNotes) notes.Add(text);
    }
}
