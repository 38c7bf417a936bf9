using System.Collections;
using System.Globalization;

namespace RegistryAnalytics.DuckDb;

/// <summary>All rows of a small result, as C# values (see <see cref="DuckDbColumn.GetValue"/>).</summary>
public sealed class DuckDbRows : IReadOnlyList<object?[]>
{
    readonly List<object?[]> rows;

    DuckDbRows(IReadOnlyList<DuckDbField> columns, List<object?[]> rows) => (Columns, this.rows) = (columns, rows);

    /// <summary>Names and types of the columns.</summary>
    public IReadOnlyList<DuckDbField> Columns { get; }

    public int Count => rows.Count;

    public object?[] this[int row] => rows[row];

    /// <summary>A value by row and column name, converted without loss.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public T? Get<T>(int row, string column)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (string.Equals(Columns[i].Name, column, StringComparison.OrdinalIgnoreCase)) return To<T>(rows[row][i]);
        throw new ArgumentException($"The result has no column {column}; it has {string.Join(", ", Columns.Select(found => found.Name))}.", nameof(column));
    }

    public IEnumerator<object?[]> GetEnumerator() => rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static DuckDbRows Read(DuckDbReader reader)
    {
        var rows = new List<object?[]>();
        while (reader.ReadChunk() is { } chunk)
            for (var row = 0; row < chunk.Count; row++)
            {
                var values = new object?[chunk.ColumnCount];
                for (var column = 0; column < values.Length; column++) values[column] = chunk.Column(column).GetValue(row);
                rows.Add(values);
            }
        return new DuckDbRows(reader.Columns, rows);
    }

    /// <summary>The value as T: itself, an integer of another width where it fits, or an integer or decimal as a wider number.</summary>
    internal static T? To<T>(object? value)
    {
        if (value is T same) return same;
        var target = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (value is null)
            return default(T) is null ? default : throw new InvalidOperationException($"The value is null; ask for {typeof(T).Name}? to allow that.");
        var converted = value switch
        {
            sbyte or short or int or long or byte or ushort or uint or ulong => FromInteger(Convert.ToDecimal(value, CultureInfo.InvariantCulture), target),
            Int128 big when big >= (Int128)decimal.MinValue && big <= (Int128)decimal.MaxValue => FromInteger((decimal)big, target),
            decimal exact when target == typeof(double) => (double)exact,
            float single when target == typeof(double) => (double)single,
            _ => null,
        };
        return converted is T fits
            ? fits
            : throw new InvalidCastException($"The value is a {value.GetType().Name}, not a {target.Name}. Cast it in the SQL.");
    }

    static object? FromInteger(decimal value, Type target) => Type.GetTypeCode(target) switch
    {
        TypeCode.Byte => checked((byte)value),
        TypeCode.Int16 => checked((short)value),
        TypeCode.Int32 => checked((int)value),
        TypeCode.Int64 => checked((long)value),
        TypeCode.UInt32 => checked((uint)value),
        TypeCode.UInt64 => checked((ulong)value),
        TypeCode.Double => (double)value,
        TypeCode.Decimal => value,
        _ => null,
    };
}
