using System.Globalization;
using System.Text;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>One line of the configuration: a rule has another severity for a sender in a span of days.</summary>
/// <param name="Sender">The sender, or <c>*</c> for all.</param>
/// <param name="From">First day by receipt; null = always.</param>
/// <param name="To">Last day by receipt; null = until changed.</param>
public sealed record SeverityChange(string Rule, string Sender, DateOnly? From, DateOnly? To, Severity Severity);

/// <summary>The severity of every rule for a sender on a day. Later lines win over earlier ones.</summary>
public sealed class Severities
{
    readonly IReadOnlyList<SeverityChange> changes;
    readonly Severity[] defaults;

    public static Severities Default { get; } = new([]);

    /// <exception cref="ArgumentException">A line names a rule that does not exist.</exception>
    public Severities(IReadOnlyList<SeverityChange> changes)
    {
        foreach (var change in changes)
            if (RuleBook.Find(change.Rule) is null)
                throw new ArgumentException($"The severity configuration names the rule '{change.Rule}', which does not exist.", nameof(changes));
        this.changes = changes;
        defaults = With(changes.Where(change => change.Sender == "*" && change.From is null && change.To is null));
    }

    /// <summary>Reads <c>rule,sender,from,to,severity</c>; severity is error, warning, information or off.</summary>
    /// <returns>The defaults where there is no such file.</returns>
    /// <exception cref="InvalidDataException">A line cannot be read; the message says which.</exception>
    public static Severities Read(string path)
    {
        if (!File.Exists(path)) return Default;
        var changes = new List<SeverityChange>();
        var rows = CsvText.Rows(File.ReadAllText(path, Encoding.UTF8));
        for (var i = 1; i < rows.Count; i++)
        {
            if (rows[i] is not [var rule, var sender, var from, var to, var word]
                || RuleBook.Find(rule) is null || !Enum.TryParse<Severity>(word, ignoreCase: true, out var severity)
                || !TryDay(from, out var first) || !TryDay(to, out var last))
                throw new InvalidDataException($"{path} line {i + 1} is not 'rule,sender,from,to,severity' with a known rule, ISO dates and error, warning, information or off.");
            changes.Add(new(rule, sender.Length == 0 ? "*" : sender, first, last, severity));
        }
        return new(changes);
    }

    /// <summary>Severities by <see cref="Rule.Index"/>. Shared: do not change them.</summary>
    public Severity[] For(string sender, DateOnly received)
    {
        var own = changes.Where(change => (change.Sender == "*" || change.Sender == sender)
            && !(change.From > received) && !(change.To < received)).ToArray();
        return own.Length == 0 ? defaults : With(own);
    }

    static Severity[] With(IEnumerable<SeverityChange> changes)
    {
        var result = RuleBook.All.Select(rule => rule.Severity).ToArray();
        foreach (var change in changes) result[RuleBook.Find(change.Rule)!.Index] = change.Severity;
        return result;
    }

    static bool TryDay(string text, out DateOnly? day)
    {
        day = null;
        if (text.Length == 0) return true;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)) return false;
        day = parsed;
        return true;
    }
}
