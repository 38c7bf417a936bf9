using System.Text;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Records;

/// <summary>An editable page with {{names}} in it: letters and forms. Values are escaped; tables are put in as tables.</summary>
public static class Template
{
    /// <summary>The jurisdiction's own template of that name, else the shipped one; null where neither exists.</summary>
    /// <param name="name">File name without a path, as in letter-recall.en.html.</param>
    public static string? Read(Agency agency, string name)
    {
        if (name.AsSpan().IndexOfAny('/', '\\') >= 0) return null;
        foreach (var folder in new[] { agency.Templates, Path.Combine(AppContext.BaseDirectory, "reports", "templates") })
            if (folder is not null && File.Exists(Path.Combine(folder, name))) return File.ReadAllText(Path.Combine(folder, name));
        return null;
    }

    /// <summary>Fills a template.</summary>
    /// <returns>The markup, or which name the template asks for that there is no value of.</returns>
    public static (string? Html, string? Problem) Fill(string template, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, Table>? tables = null)
    {
        var html = new StringBuilder();
        var at = 0;
        while (template.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0) return (null, $"The template opens {{{{ near character {open} and does not close it.");
            html.Append(template, at, open - at);
            var name = template[(open + 2)..close].Trim();
            if (values.TryGetValue(name, out var value)) html.Append(new Markup().Text(value));
            else if (tables is not null && tables.TryGetValue(name, out var table))
            {
                var markup = new Markup();
                HtmlWriter.Table(markup, table);
                html.Append(markup);
            }
            else return (null, $"The template asks for {{{{{name}}}}}; there are {string.Join(", ", values.Keys.Concat(tables?.Keys ?? []).Order(StringComparer.Ordinal))}.");
            at = close + 2;
        }
        return (html.Append(template, at, template.Length - at).ToString(), null);
    }
}
