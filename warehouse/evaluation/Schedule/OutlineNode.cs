using System.Globalization;

namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>One line of the outline format with the lines indented below it.</summary>
/// <remarks>
/// A line is <c>keyword: segment | segment</c>; two blanks of indent make it belong to the line above with fewer. Blank
/// lines and lines that start with # say nothing. A segment is a value, or <c>name value</c>, or a bare flag. Every segment
/// and child must be asked for: <see cref="Close"/> reports what was not, so a typing error cannot be read as absence.
/// </remarks>
sealed class OutlineNode(string file, int line, int depth, string keyword, string[] segments, List<Finding> findings)
{
    readonly List<OutlineNode> children = [];
    readonly bool[] used = new bool[segments.Length];
    readonly HashSet<string> childrenRead = [];

    string Place => $"{file}:{line}";

    internal static OutlineNode Parse(ScheduleFile file, List<Finding> findings)
    {
        var root = new OutlineNode(file.Name, 0, -1, "", [], findings);
        var open = new Stack<OutlineNode>([root]);
        var number = 0;
        foreach (var raw in file.Text.AsSpan().EnumerateLines())
        {
            number++;
            var text = raw.Trim();
            if (text.IsEmpty || text[0] == '#')
                continue;
            var depth = (raw.Length - raw.TrimStart(' ').Length) / 2;
            while (open.Peek().Depth >= depth)
                open.Pop();
            var colon = text.IndexOf(':');
            var keyword = colon < 0 ? text : text[..colon];
            var rest = colon < 0 ? "" : text[(colon + 1)..].Trim().ToString();
            var node = new OutlineNode(file.Name, number, depth, keyword.ToString(), rest == "" ? [] : rest.Split('|', StringSplitOptions.TrimEntries), findings);
            if (depth != open.Peek().Depth + 1)
                node.Error("indented further than one step below the line it belongs to");
            open.Peek().children.Add(node);
            open.Push(node);
        }
        return root;
    }

    int Depth => depth;

    internal void Error(string text) => findings.Add(new Finding(true, Place, text));

    internal IEnumerable<OutlineNode> Children(string keyword)
    {
        childrenRead.Add(keyword);
        return children.Where(c => c.Keyword == keyword);
    }

    string Keyword => keyword;

    /// <summary>The first segment, taken whole.</summary>
    internal string Value()
    {
        if (segments.Length == 0)
        {
            Error($"'{keyword}' needs a value");
            return "";
        }
        used[0] = true;
        return segments[0];
    }

    /// <summary>What follows the name in the segment that starts with it.</summary>
    internal string? Text(string name)
    {
        for (var i = 0; i < segments.Length; i++)
        {
            if (used[i] || !segments[i].StartsWith(name, StringComparison.Ordinal) || (segments[i].Length > name.Length && segments[i][name.Length] != ' '))
                continue;
            used[i] = true;
            return segments[i][name.Length..].Trim();
        }
        return null;
    }

    internal bool Flag(string name)
    {
        if (Text(name) is not { } text)
            return false;
        if (text != "")
            Error($"'{name}' takes no value");
        return true;
    }

    internal string Required(string name)
    {
        var text = Text(name);
        if (string.IsNullOrEmpty(text))
            Error($"'{keyword}' needs '{name} …'");
        return text ?? "";
    }

    internal Period? Period(string name) => Optional(name, "an age or interval such as '6 months - 4 days'", static s => Schedule.Period.TryParse(s, out var p) ? p : (Period?)null);

    internal Period RequiredPeriod(string name) => Present(name, Period(name));

    internal DateOnly? Date(string name) => Optional(name, "a date such as 2025-07-01", static s => ScheduleDate.TryParse(s, out var d) ? d : (DateOnly?)null);

    internal DateOnly RequiredDate(string name) => Present(name, Date(name));

    internal int? Number(string name) => Optional(name, "a whole number", static s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : (int?)null);

    internal int RequiredNumber(string name) => Present(name, Number(name));

    internal decimal? Decimal(string name) => Optional(name, "a number such as 0.5", static s => decimal.TryParse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) ? n : (decimal?)null);

    internal T? Word<T>(string name) where T : struct, Enum =>
        Optional(name, $"one of {string.Join(", ", Words.All<T>())}", static s => Words.TryParse<T>(s, out var value) ? value : (T?)null);

    internal T RequiredWord<T>(string name) where T : struct, Enum => Present(name, Word<T>(name));

    internal Rows<string> Codes(string name) => List(Text(name), ',');

    internal Rows<int> Numbers(string name) => Codes(name).Select(code =>
    {
        if (!int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            Error($"'{name}': '{code}' is not a whole number");
        return number;
    }).ToRows();

    /// <summary>The first segment as a list.</summary>
    internal Rows<string> ValueCodes() => List(Value(), ',');

    internal static Rows<string> List(string? text, char separator) =>
        (text ?? "").Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToRows();

    /// <summary>Reports the segments and children that nothing asked for, here and below.</summary>
    internal void Close()
    {
        for (var i = 0; i < segments.Length; i++)
        {
            if (!used[i])
                Error($"'{keyword}' does not know '{segments[i]}'");
        }
        foreach (var child in children)
        {
            if (childrenRead.Contains(child.Keyword))
                child.Close();
            else
                child.Error($"'{child.Keyword}' is not known {(depth < 0 ? "in a schedule file" : $"under '{keyword}'")}");
        }
    }

    T? Optional<T>(string name, string expected, Func<string, T?> parse) where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        if (parse(text) is { } value)
            return value;
        Error($"'{name} {text}' is not {expected}");
        return null;
    }

    T Present<T>(string name, T? value) where T : struct
    {
        if (value is null)
            Error($"'{keyword}' needs '{name} …'");
        return value ?? default;
    }
}
