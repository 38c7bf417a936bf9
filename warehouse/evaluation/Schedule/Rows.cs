using System.Collections;
using System.Runtime.CompilerServices;

namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>An immutable list that equals another by its items, so that records which hold lists compare by content.</summary>
[CollectionBuilder(typeof(Rows), nameof(Rows.Of))]
public sealed class Rows<T> : IReadOnlyList<T>, IEquatable<Rows<T>>
{
    readonly T[] items;

    internal Rows(T[] items) => this.items = items;

    /// <summary>The list without items.</summary>
    public static Rows<T> Empty { get; } = new([]);

    public int Count => items.Length;

    public T this[int index] => items[index];

    public ReadOnlySpan<T> AsSpan() => items;

    public bool Equals(Rows<T>? other) =>
        other is not null && items.AsSpan().SequenceEqual(other.items, EqualityComparer<T>.Default);

    public override bool Equals(object? obj) => Equals(obj as Rows<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join("; ", items)}]";

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}

/// <summary>Makes <see cref="Rows{T}"/>; collection expressions call it.</summary>
public static class Rows
{
    public static Rows<T> Of<T>(ReadOnlySpan<T> items) => items.IsEmpty ? Rows<T>.Empty : new(items.ToArray());

    public static Rows<T> ToRows<T>(this IEnumerable<T> items) => Of<T>(items.ToArray());
}
