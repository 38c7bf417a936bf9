using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Staging;

/// <summary>The values of one column of <see cref="StagedRows"/>.</summary>
public abstract class ColumnValues
{
    private protected ColumnValues(StagedColumn column) => Column = column;

    public StagedColumn Column { get; }

    internal abstract void Grow(int capacity);
    internal abstract void Forget(int from, int to);

    /// <summary>True where the row has a value.</summary>
    public abstract bool Has(int row);

    /// <summary>A value as text; null where it is null. Dates as ISO, instants in UTC.</summary>
    public abstract string? Show(int row);

    internal static ColumnValues Create(StagedRows rows, StagedColumn column) => column.Type switch
    {
        StagedType.Text => new TextColumn(rows, column),
        StagedType.Long => new LongColumn(column),
        StagedType.Int => new IntColumn(column),
        StagedType.Bool => new BoolColumn(column),
        StagedType.Day => new DayColumn(column),
        StagedType.Instant => new InstantColumn(column),
        StagedType.Real => new RealColumn(column),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, $"Column {column.Name} has a type that is not staged."),
    };
}

/// <summary>UTF-8 text. An empty text is stored as null: a message cannot tell the two apart.</summary>
public sealed class TextColumn : ColumnValues
{
    readonly StagedRows rows;
    (int Start, int Length)[] places = [];

    internal TextColumn(StagedRows rows, StagedColumn column) : base(column) => this.rows = rows;

    public ReadOnlySpan<byte> this[int row] => rows.Bytes.AsSpan(places[row].Start, places[row].Length);

    public void Set(int row, ReadOnlySpan<byte> value)
    {
        if (value.Length > 0) places[row] = rows.Keep(value);
    }

    /// <summary>For values that are text already; not for the inner loop.</summary>
    public void Set(int row, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Set(row, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Makes the value null again.</summary>
    public void Unset(int row) => places[row] = default;

    internal override void Grow(int capacity) => Array.Resize(ref places, capacity);
    internal override void Forget(int from, int to) => places.AsSpan(from, to - from).Clear();
    public override bool Has(int row) => places[row].Length > 0;
    public override string? Show(int row) => Has(row) ? Encoding.UTF8.GetString(this[row]) : null;
}

/// <summary>Values of a fixed width, with one value of the type standing for null.</summary>
public abstract class FixedColumn<T> : ColumnValues where T : struct, IEquatable<T>
{
    readonly T nothing;
    T[] values = [];

    private protected FixedColumn(StagedColumn column, T nothing) : base(column) => this.nothing = nothing;

    /// <summary>The value, or the one that stands for null.</summary>
    public T this[int row]
    {
        get => values[row];
        set => values[row] = value;
    }

    /// <summary>The values of all rows in order.</summary>
    public ReadOnlySpan<T> Values => values;

    internal override void Grow(int capacity)
    {
        var from = values.Length;
        Array.Resize(ref values, capacity);
        values.AsSpan(from).Fill(nothing);
    }

    internal override void Forget(int from, int to) => values.AsSpan(from, to - from).Fill(nothing);
    public override bool Has(int row) => !values[row].Equals(nothing);
}

/// <summary>64-bit numbers; <see cref="Nothing"/> is null.</summary>
public sealed class LongColumn : FixedColumn<long>
{
    public const long Nothing = long.MinValue;
    internal LongColumn(StagedColumn column) : base(column, Nothing) { }
    public override string? Show(int row) => Has(row) ? this[row].ToString(CultureInfo.InvariantCulture) : null;
}

/// <summary>32-bit numbers; <see cref="Nothing"/> is null.</summary>
public sealed class IntColumn : FixedColumn<int>
{
    public const int Nothing = int.MinValue;
    internal IntColumn(StagedColumn column) : base(column, Nothing) { }
    public override string? Show(int row) => Has(row) ? this[row].ToString(CultureInfo.InvariantCulture) : null;
}

/// <summary>0 or 1; <see cref="Nothing"/> is null.</summary>
public sealed class BoolColumn : FixedColumn<byte>
{
    public const byte Nothing = 255;
    internal BoolColumn(StagedColumn column) : base(column, Nothing) { }
    public void Set(int row, bool value) => this[row] = value ? (byte)1 : (byte)0;
    public override string? Show(int row) => Has(row) ? this[row] == 1 ? "true" : "false" : null;
}

/// <summary>Days since 1970-01-01; <see cref="Nothing"/> is null.</summary>
public sealed class DayColumn : FixedColumn<int>
{
    public const int Nothing = int.MinValue;

    /// <summary>Day number of 1970-01-01 in <see cref="DateOnly.DayNumber"/>.</summary>
    public const int Epoch = 719162;

    internal DayColumn(StagedColumn column) : base(column, Nothing) { }
    public void Set(int row, DateOnly day) => this[row] = day.DayNumber - Epoch;
    public override string? Show(int row) =>
        Has(row) ? DateOnly.FromDayNumber(this[row] + Epoch).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}

/// <summary>Microseconds since 1970-01-01 in UTC; <see cref="Nothing"/> is null.</summary>
public sealed class InstantColumn : FixedColumn<long>
{
    public const long Nothing = long.MinValue;
    internal InstantColumn(StagedColumn column) : base(column, Nothing) { }

    /// <summary>An instant as stored.</summary>
    public static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    public override string? Show(int row) => Has(row)
        ? DateTimeOffset.UnixEpoch.AddTicks(this[row] * 10).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture)
        : null;
}

/// <summary>Real numbers; not-a-number is null.</summary>
public sealed class RealColumn : FixedColumn<double>
{
    internal RealColumn(StagedColumn column) : base(column, double.NaN) { }
    public override string? Show(int row) => Has(row) ? this[row].ToString("R", CultureInfo.InvariantCulture) : null;
}
