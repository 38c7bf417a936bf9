using System.Globalization;
using System.Xml.Linq;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Schedule;

/// <summary>
/// An element of CDC's package with its place in words. Each child must be asked for or be named as prose;
/// <see cref="Close"/> reports the others, so that nothing new in a package passes unseen.
/// </summary>
sealed class PackageElement(XElement element, string place, List<Finding> findings)
{
    readonly HashSet<string> known = [];

    internal string Place => place;

    internal string Name => element.Name.LocalName;

    internal bool IsEmpty => !element.HasElements && string.IsNullOrWhiteSpace(element.Value);

    internal void Error(string text) => findings.Add(new Finding(true, place, text));

    internal PackageElement At(string within) => new(element, $"{place}, {within}", findings);

    /// <summary>Children of that name; those without content are left out, because the package writes absence so.</summary>
    internal List<PackageElement> Children(string name)
    {
        known.Add(name);
        return element.Elements(name).Select(e => new PackageElement(e, place, findings)).Where(e => !e.IsEmpty).ToList();
    }

    /// <summary>The one child of that name that has content.</summary>
    internal PackageElement? Child(string name)
    {
        var all = Children(name);
        if (all.Count > 1)
            Error($"{all.Count} elements '{name}' where one is expected");
        return all.Count == 0 ? null : all[0];
    }

    /// <summary>Names of elements that hold sentences or labels, by which nothing is decided.</summary>
    internal void Prose(params string[] names) => known.UnionWith(names);

    /// <summary>Trimmed text of a child; null where it is missing, empty or n/a.</summary>
    internal string? Text(string name)
    {
        var texts = Texts(name);
        if (texts.Count > 1)
            Error($"{texts.Count} elements '{name}' where one is expected");
        return texts.Count == 0 ? null : texts[0];
    }

    internal List<string> Texts(string name)
    {
        known.Add(name);
        var all = element.Elements(name).ToList();
        foreach (var structured in all.Where(e => e.HasElements))
            Error($"'{name}' holds elements where text is expected: {structured.Elements().First().Name.LocalName}");
        return all.Where(e => !e.HasElements).Select(e => Clean(e.Value))
            .Where(t => t.Length > 0 && !t.Equals("n/a", StringComparison.OrdinalIgnoreCase)).ToList();
    }

    /// <summary>One line of plain characters: runs of blanks become one, a bar becomes a slash.</summary>
    static string Clean(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace('|', '/');

    internal string Required(string name)
    {
        var text = Text(name);
        if (text is null)
            Error($"'{name}' is missing");
        return text ?? "";
    }

    internal Period? Age(string name) => Read(name, "an age or interval in years, months, weeks and days",
        static t => Period.TryParse(t, out var p) ? p : (Period?)null);

    internal Period RequiredAge(string name) => Age(name) ?? Missing<Period>(name);

    /// <summary>A date, written YYYYMMDD or MM/DD/YYYY.</summary>
    internal DateOnly? Date(string name) => Read(name, "a date YYYYMMDD or MM/DD/YYYY",
        static t => DateOnly.TryParseExact(t, ["yyyyMMdd", "MM/dd/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var d) ? d : (DateOnly?)null);

    internal int? Number(string name) => Read(name, "a whole number",
        static t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : (int?)null);

    internal int RequiredNumber(string name) => Number(name) ?? Missing<int>(name);

    internal decimal? Decimal(string name) => Read(name, "a number",
        static t => decimal.TryParse(t, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) ? n : (decimal?)null);

    /// <summary>One of a closed list of words, in any case.</summary>
    internal T? Word<T>(string name, params ReadOnlySpan<(string Text, T Value)> words) where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        foreach (var word in words)
        {
            if (word.Text.Equals(text, StringComparison.OrdinalIgnoreCase))
                return word.Value;
        }
        var expected = new List<string>();
        foreach (var word in words)
            expected.Add(word.Text);
        Error($"'{name}' is '{text}', which the logic does not know; it knows {string.Join(", ", expected)}");
        return null;
    }

    internal T RequiredWord<T>(string name, params ReadOnlySpan<(string Text, T Value)> words) where T : struct
    {
        var before = findings.Count;
        return Word(name, words) ?? (findings.Count == before ? Missing<T>(name) : default);
    }

    internal bool? YesNo(string name) => Word<bool>(name, ("Yes", true), ("No", false), ("Y", true), ("N", false));

    /// <summary>A list of codes separated by semicolons; each must be letters and digits.</summary>
    internal Rows<string> Codes(string name) => (Text(name) ?? "")
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(c => Checked(name, c)).ToRows();

    internal string Code(string name) => Checked(name, Required(name));

    internal Rows<int> Numbers(string name) => Codes(name).Select(c =>
    {
        if (!int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            Error($"'{name}' holds '{c}', which is not a whole number");
        return number;
    }).ToRows();

    string Checked(string name, string code)
    {
        if (code.Any(c => !char.IsAsciiLetterOrDigit(c)))
            Error($"'{name}' holds '{code}', which is not a code");
        return code;
    }

    /// <summary>Reports children and attributes that nothing asked for.</summary>
    internal void Close()
    {
        foreach (var name in element.Elements().Select(e => e.Name.LocalName).Where(n => !known.Contains(n)).Distinct())
            findings.Add(new Finding(false, place, $"unknown element '{name}' under '{Name}' was left out"));
        foreach (var name in element.Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name.NamespaceName == "").Select(a => a.Name.LocalName))
            findings.Add(new Finding(false, place, $"unknown attribute '{name}' of '{Name}' was left out"));
    }

    T? Read<T>(string name, string expected, Func<string, T?> parse) where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        if (parse(text) is { } value)
            return value;
        Error($"'{name}' is '{text}', which is not {expected}");
        return null;
    }

    T Missing<T>(string name) where T : struct
    {
        if (!findings.Any(f => f.Place == place && f.Text.StartsWith($"'{name}'", StringComparison.Ordinal)))
            Error($"'{name}' is missing");
        return default;
    }
}
