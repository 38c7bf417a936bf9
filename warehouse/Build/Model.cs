using System.Text.RegularExpressions;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Layers of models, lowest first. A model reads its own layer and those below.</summary>
public enum Layer { Staging, Warehouse, Measures, Marts, Checks }

/// <summary>One model: a SQL file with its header, or a step in C# that makes tables the same way.</summary>
/// <param name="Name">Table or view that it makes; for a check the name of the check.</param>
/// <param name="Header">The <c>-- key: value</c> lines at the top, keys in lower case.</param>
/// <param name="Sql">One SELECT without a closing semicolon; empty for a step in C#.</param>
/// <param name="Reads">Names of the models and codes that it mentions.</param>
public sealed partial record Model(string Name, Layer Layer, IReadOnlyDictionary<string, string> Header, string Sql, IReadOnlyList<string> Reads)
{
    /// <summary>Tables that it makes: its own name, or for a step in C# all that the step fills.</summary>
    public IReadOnlyList<string> Makes { get; init; } = [Name];

    /// <summary>A header value, or null.</summary>
    public string? this[string key] => Header.GetValueOrDefault(key);

    /// <summary>Parses a model file.</summary>
    /// <param name="name">File name without extension.</param>
    /// <exception cref="InvalidDataException">The header lacks title or grain, or the file holds more than one statement.</exception>
    public static Model Parse(string name, Layer layer, string text)
    {
        var header = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        foreach (var line in text.Split('\n').TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)))
        {
            var match = HeaderLine().Match(line);
            if (match.Success) header[last = match.Groups[1].Value] = match.Groups[2].Value.Trim();
            else if (last is not null) header[last] += " " + line[2..].Trim();
        }
        foreach (var needed in new[] { "title", "grain" })
            if (!header.ContainsKey(needed))
                throw new InvalidDataException($"Reading model {name}: its header has no '-- {needed}:' line. Every model starts with title and grain.");
        var sql = text.Trim().TrimEnd(';');
        var code = Comment().Replace(sql, "");
        if (Literal().Replace(code, "").Contains(';'))
            throw new InvalidDataException($"Reading model {name}: it holds more than one statement. A model is one SELECT.");
        var mentioned = Word().Matches(Literal().Replace(code, "''")).Select(match => match.Value).Distinct().ToArray();
        return new Model(name, layer, header, sql, mentioned);
    }

    [GeneratedRegex(@"^--\s([a-z_]+):\s*(.*)$")]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"'(?:[^']|'')*'")]
    private static partial Regex Literal();

    [GeneratedRegex(@"[a-z_][a-z0-9_]*")]
    private static partial Regex Word();
}
