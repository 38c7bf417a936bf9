using System.Text;

namespace RegistryAnalytics.Reports.Writers;

/// <summary>HTML built piece by piece: markup is ours, every value goes through <see cref="Text"/>.</summary>
public sealed class Markup
{
    readonly StringBuilder html = new();

    public int Length => html.Length;

    /// <summary>Markup that this code wrote itself, never data.</summary>
    public Markup Raw(string markup)
    {
        html.Append(markup);
        return this;
    }

    /// <summary>Data, as element text or quoted attribute value.</summary>
    public Markup Text(string? value)
    {
        foreach (var c in value ?? "")
            switch (c)
            {
                case '&': html.Append("&amp;"); break;
                case '<': html.Append("&lt;"); break;
                case '>': html.Append("&gt;"); break;
                case '"': html.Append("&quot;"); break;
                case '\'': html.Append("&#39;"); break;
                case < ' ' and not ('\n' or '\t' or '\r'): html.Append('\uFFFD'); break;
                default: html.Append(c); break;
            }
        return this;
    }

    /// <summary>An element with text and nothing else; <paramref name="tag"/> may carry attributes of ours.</summary>
    public Markup Element(string tag, string? value)
    {
        html.Append('<').Append(tag).Append('>');
        Text(value);
        var space = tag.IndexOf(' ');
        html.Append("</").Append(space < 0 ? tag : tag[..space]).Append('>');
        return this;
    }

    public override string ToString() => html.ToString();

    internal void Drain(TextWriter target)
    {
        foreach (var chunk in html.GetChunks()) target.Write(chunk.Span);
        html.Clear();
    }
}
