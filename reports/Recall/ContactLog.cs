using System.Globalization;

namespace RegistryAnalytics.Reports.Recall;

/// <summary>One attempt to reach a person, by key.</summary>
/// <param name="Method">Letter, telephone, text message … as people wrote it.</param>
/// <param name="Outcome">Reached, no answer, moved, refused … as people wrote it.</param>
public sealed record Contact(long PersonKey, DateOnly On, string Method, string Outcome);

/// <summary>A contact log as people fill it in: CSV with a header; other columns do not matter; lines without a contact are left out.</summary>
public static class ContactLog
{
    static readonly string[] Needed = ["person_key", "contacted_on", "method", "outcome"];

    /// <returns>The contacts in the order of the file; or what is wrong, with the line number.</returns>
    public static (IReadOnlyList<Contact>? Contacts, string? Problem) Read(string csv)
    {
        var lines = csv.ReplaceLineEndings("\n").Split('\n');
        var header = Fields(lines[0]).Select(name => name.Trim().ToLowerInvariant()).ToList();
        var at = Needed.Select(name => header.IndexOf(name)).ToArray();
        if (at.Contains(-1)) return (null, $"its first line must name {string.Join(", ", Needed)}; it lacks {string.Join(", ", Needed.Where(name => !header.Contains(name)))}.");
        var read = new List<Contact>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0) continue;
            var fields = Fields(lines[i]);
            if (fields.Count <= at.Max()) return (null, $"line {i + 1} has {fields.Count} fields.");
            if (fields[at[1]].Trim().Length == 0) continue;
            if (!long.TryParse(fields[at[0]].Trim(), CultureInfo.InvariantCulture, out var key)) return (null, $"line {i + 1}: '{fields[at[0]]}' is no person key.");
            if (!DateOnly.TryParseExact(fields[at[1]].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return (null, $"line {i + 1}: '{fields[at[1]]}' is no date (yyyy-mm-dd).");
            read.Add(new(key, day, Word(fields[at[2]]), Word(fields[at[3]])));
        }
        return (read, null);
    }

    /// <summary>Lines of key, day, method, outcome by tabs: what the query of the effect reads.</summary>
    internal static string Lines(IEnumerable<Contact> contacts) =>
        string.Join('\n', contacts.Select(contact => string.Create(CultureInfo.InvariantCulture, $"{contact.PersonKey}\t{contact.On:yyyy-MM-dd}\t{contact.Method}\t{contact.Outcome}")));

    static string Word(string text) => text.Trim().Replace('\t', ' ') is { Length: > 0 } word ? word : "not told";

    /// <summary>Fields of one RFC 4180 line; line breaks inside quotes do not occur in these columns.</summary>
    static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(c);
        }
        fields.Add(field.ToString());
        return fields;
    }
}
