using System.Text;
using System.Text.RegularExpressions;

namespace RegistryAnalytics.Tests.Etl.Hl7;

/// <summary>An obvious HL7 reader made of Split, written apart from the fast one to hold it to account.</summary>
sealed class SlowMessage
{
    readonly string field, component, repetition, sub, escape;

    SlowMessage(List<string[]> segments, string header)
    {
        Segments = segments;
        field = header[3].ToString();
        (component, repetition, escape, sub) = (header[4].ToString(), header[5].ToString(), header[6].ToString(), header[7].ToString());
    }

    public List<string[]> Segments { get; }

    /// <summary>Messages of a text: the lines from one that begins with MSH to the next.</summary>
    public static List<SlowMessage> Read(string text)
    {
        var found = new List<SlowMessage>();
        List<string>? lines = null;
        foreach (var raw in text.TrimStart('\uFEFF').Split('\r', '\n', '\x1C'))
        {
            var line = raw.Trim(' ', '\t', '\x0B');
            if (Regex.IsMatch(line, "^MSH[^A-Za-z0-9 ]"))
            {
                Close(lines, found);
                lines = [line];
            }
            else if (Regex.IsMatch(line, "^(FHS|BHS|BTS|FTS)($|[^A-Za-z0-9])"))
            {
                Close(lines, found);
                lines = null;
            }
            else lines?.Add(line);
        }
        Close(lines, found);
        return found;
    }

    static void Close(List<string>? lines, List<SlowMessage> found)
    {
        if (lines is null) return;
        // A header that is cut off has no delimiters to read by; the message still counts.
        var header = lines[0].Length < 8 ? "MSH|^~\\&|" : lines[0];
        var separator = lines[0][3];
        found.Add(new([.. lines.Where(line => Regex.IsMatch(line, "^[A-Z0-9]{3}" + Regex.Escape(separator.ToString())) || Regex.IsMatch(line, "^[A-Z0-9]{3}$"))
            .Select(line => line.Split(separator))], header));
    }

    public string[]? First(string name) => Segments.Find(segment => segment[0] == name);

    /// <summary>A component of the first repetition, escapes decoded; empty where there is none.</summary>
    public string Get(string[]? segment, int number, int componentNumber = 1, int subNumber = 0)
    {
        if (segment is null) return "";
        var index = segment[0] == "MSH" ? number - 1 : number;
        if (index >= segment.Length) return "";
        var value = Clean(segment[index]).Split(repetition)[0];
        var parts = Clean(value).Split(component);
        if (componentNumber > parts.Length) return "";
        value = Clean(parts[componentNumber - 1]);
        if (subNumber > 0) value = Clean(value.Split(sub).ElementAtOrDefault(subNumber - 1) ?? "");
        return Unescape(value);
    }

    public string Whole(string[] segment, int number)
    {
        var index = segment[0] == "MSH" ? number - 1 : number;
        return index < segment.Length ? Clean(segment[index]) : "";
    }

    static string Clean(string text) => text.Trim(' ', '\t', '\0') is var trimmed && trimmed == "\"\"" ? "" : trimmed;

    string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var end = text[i] == escape[0] ? text.IndexOf(escape[0], i + 1) : -1;
            var decoded = end < 0 ? null : Decode(text[(i + 1)..end]);
            if (decoded is null) { result.Append(text[i++]); continue; }
            result.Append(decoded);
            i = end + 1;
        }
        return result.ToString();
    }

    string? Decode(string code)
    {
        switch (code)
        {
            case "F": return field;
            case "S": return component;
            case "T": return sub;
            case "R": return repetition;
            case "E": return escape;
            case ".br": return "\n";
        }
        if (!Regex.IsMatch(code, "^X([0-9A-Fa-f]{2})+$")) return null;
        var bytes = Convert.FromHexString(code[1..]).Select(b => b < 0x20 ? (byte)' ' : b).ToArray();
        try { return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes); }
        catch (DecoderFallbackException) { return null; }
    }
}
