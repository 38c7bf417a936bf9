using System.Text;

namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>Writes lines of the outline format that <see cref="OutlineNode"/> reads.</summary>
sealed class OutlineText
{
    readonly StringBuilder text = new();

    /// <summary>One line; segments that are null are left out.</summary>
    /// <exception cref="ArgumentException">A segment holds a bar or a line end, which the format cannot carry.</exception>
    internal void Line(int depth, string keyword, params ReadOnlySpan<string?> segments)
    {
        text.Append(' ', depth * 2).Append(keyword);
        var separator = ": ";
        foreach (var segment in segments)
        {
            if (segment is null)
                continue;
            if (segment.AsSpan().ContainsAny('|', '\r', '\n'))
                throw new ArgumentException($"Writing the schedule line '{keyword}': '{segment}' holds a bar or a line end; take it out of the name.");
            text.Append(separator).Append(segment);
            separator = " | ";
        }
        text.Append('\n');
    }

    internal void Comment(string comment) => text.Append("# ").Append(comment).Append('\n');

    internal void Blank() => text.Append('\n');

    internal ScheduleFile ToFile(string name) => new(name, text.ToString());

    internal static string? Of(string name, Period? value) => value is { } v ? $"{name} {v}" : null;

    internal static string? Of(string name, DateOnly? value) => value is { } v ? $"{name} {ScheduleDate.Write(v)}" : null;

    internal static string? Of(string name, string? value) => value is null ? null : $"{name} {value}";

    internal static string? Of(string name, int? value) => value is null ? null : FormattableString.Invariant($"{name} {value}");

    internal static string? Of<T>(string name, T? value) where T : struct, Enum => value is { } v ? $"{name} {Words.Of(v)}" : null;

    internal static string? Of<T>(string name, Rows<T> values) => values.Count == 0 ? null : $"{name} {string.Join(", ", values)}";

    internal static string? If(bool flag, string name) => flag ? name : null;

    /// <summary>Neighbouring items with the same attributes, as one group.</summary>
    internal static IEnumerable<(TKey Key, List<T> Items)> Runs<T, TKey>(IEnumerable<T> items, Func<T, TKey> key)
    {
        (TKey Key, List<T> Items)? run = null;
        foreach (var item in items)
        {
            var next = key(item);
            if (run is { } open && EqualityComparer<TKey>.Default.Equals(open.Key, next))
            {
                open.Items.Add(item);
                continue;
            }
            if (run is { } done)
                yield return done;
            run = (next, [item]);
        }
        if (run is { } last)
            yield return last;
    }
}
