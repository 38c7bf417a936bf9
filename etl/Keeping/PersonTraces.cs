using System.Text;

namespace RegistryAnalytics.Etl.Keeping;

/// <summary>What a person is known by, and whether a text speaks of the person. Personal: kept in memory only.</summary>
/// <param name="Ids">Senders and their ids of the person.</param>
/// <param name="Names">Last and first names that were told.</param>
/// <param name="Births">Birth dates that were told.</param>
public sealed record PersonTraces(IReadOnlyList<(string Sender, string Id)> Ids, IReadOnlyList<(string Last, string First)> Names, IReadOnlyList<DateOnly> Births)
{
    // Shorter ids stand in every file for something else.
    const int ShortestId = 5;

    // Bytes between a last and a first name that are still taken as one name.
    const int Near = 120;

    readonly string[] longIds = [.. Ids.Select(known => known.Id).Where(id => id.Length >= ShortestId).Distinct()];

    /// <summary>True where a text holds one of the ids as a word, or a last name with its first name near it.</summary>
    public bool In(ReadOnlySpan<char> text)
    {
        foreach (var id in longIds)
            if (HasWord(text, id)) return true;
        foreach (var (last, first) in Names)
            if (HasNear(text, last, first)) return true;
        return false;
    }

    /// <summary>True where a message or row of a sender, that made no person, is about the person.</summary>
    public bool InSubmission(ReadOnlySpan<byte> bytes, string? sender)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var isHl7 = text.StartsWith("MSH", StringComparison.Ordinal);
        foreach (var (whose, id) in Ids)
            if ((sender is null || whose == sender) && (isHl7 ? HasPatientId(text, id) : id.Length >= ShortestId && HasWord(text, id))) return true;
        foreach (var (last, first) in Names)
            if (HasNear(text, last, first) && Births.Any(birth => text.Contains(birth.ToString("yyyyMMdd", null), StringComparison.Ordinal)
                || text.Contains(birth.ToString("yyyy-MM-dd", null), StringComparison.Ordinal))) return true;
        return false;
    }

    static bool HasPatientId(string message, string id)
    {
        foreach (var line in message.Split('\r', '\n'))
        {
            if (line.Length < 5 || line is not ['P', 'I', 'D', ..] and not ['M', 'R', 'G', ..]) continue;
            var fields = line.Split(line[3]);
            var at = line[0] == 'P' ? 3 : 1;
            if (fields.Length > at && fields[at].Split('~').Any(one => one.Split('^', '&')[0].Trim() == id)) return true;
        }
        return false;
    }

    static bool HasWord(ReadOnlySpan<char> text, string word)
    {
        for (var from = 0; text[from..].IndexOf(word, StringComparison.OrdinalIgnoreCase) is var found and >= 0; from += found + 1)
        {
            var at = from + found;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length]))) return true;
        }
        return false;
    }

    static bool HasNear(ReadOnlySpan<char> text, string last, string first)
    {
        for (var from = 0; text[from..].IndexOf(last, StringComparison.OrdinalIgnoreCase) is var found and >= 0; from += found + 1)
        {
            var at = from + found;
            var start = Math.Max(0, at - Near);
            if (text[start..at].Contains(first, StringComparison.OrdinalIgnoreCase)
                || text[(at + last.Length)..Math.Min(text.Length, at + last.Length + Near)].Contains(first, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
