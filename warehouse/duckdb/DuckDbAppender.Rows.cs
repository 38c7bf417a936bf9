using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <content>Row by row: one Append for each column, then EndRow.</content>
public sealed unsafe partial class DuckDbAppender
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Ends a row.</summary>
    /// <exception cref="InvalidOperationException">Not every column was given.</exception>
    public void EndRow()
    {
        if (column != targets.Length || byColumn)
            throw new InvalidOperationException($"A row of {table} has {targets.Length} columns; {column} were given.");
        column = 0;
        if (++row == ChunkRows) Send(row);
    }

    public DuckDbAppender AppendNull()
    {
        ref var target = ref Next();
        Writable(ref target)[row >> 6] &= ~(1UL << (row & 63));
        if (target.Storage == Storage.Text) ((TextSlot*)target.Data)[row] = default;
        return this;
    }

    public DuckDbAppender Append(bool value)
    {
        ref var target = ref Next();
        if (target.Storage != Storage.Bool) throw Refused("a bool");
        target.Data[row] = value ? (byte)1 : (byte)0;
        return this;
    }

    /// <summary>An integer, into any column of integers, DECIMAL, FLOAT or DOUBLE.</summary>
    /// <exception cref="OverflowException">The column is too narrow for the value.</exception>
    public DuckDbAppender Append(long value)
    {
        ref var target = ref Next();
        switch (target.Kind)
        {
            case DuckDbKind.BigInt: ((long*)target.Data)[row] = value; break;
            case DuckDbKind.Integer: ((int*)target.Data)[row] = checked((int)value); break;
            case DuckDbKind.SmallInt: ((short*)target.Data)[row] = checked((short)value); break;
            case DuckDbKind.TinyInt: ((sbyte*)target.Data)[row] = checked((sbyte)value); break;
            case DuckDbKind.UTinyInt: target.Data[row] = checked((byte)value); break;
            case DuckDbKind.USmallInt: ((ushort*)target.Data)[row] = checked((ushort)value); break;
            case DuckDbKind.UInteger: ((uint*)target.Data)[row] = checked((uint)value); break;
            case DuckDbKind.UBigInt: ((ulong*)target.Data)[row] = checked((ulong)value); break;
            case DuckDbKind.HugeInt: ((Int128*)target.Data)[row] = value; break;
            case DuckDbKind.UHugeInt: ((UInt128*)target.Data)[row] = checked((UInt128)value); break;
            case DuckDbKind.Double: ((double*)target.Data)[row] = value; break;
            case DuckDbKind.Float: ((float*)target.Data)[row] = value; break;
            case DuckDbKind.Decimal: PutDecimal(ref target, value); break;
            default: throw Refused("an integer");
        }
        return this;
    }

    /// <summary>An unsigned integer that may be above <see cref="long.MaxValue"/>.</summary>
    public DuckDbAppender Append(ulong value)
    {
        if (value <= long.MaxValue) return Append((long)value);
        ref var target = ref Next();
        switch (target.Kind)
        {
            case DuckDbKind.UBigInt: ((ulong*)target.Data)[row] = value; break;
            case DuckDbKind.HugeInt: ((Int128*)target.Data)[row] = value; break;
            case DuckDbKind.UHugeInt: ((UInt128*)target.Data)[row] = value; break;
            default: throw Refused("an integer above 63 bits");
        }
        return this;
    }

    /// <summary>An integer of up to 128 bits, into a HUGEINT column or where it fits.</summary>
    public DuckDbAppender Append(Int128 value)
    {
        if (value >= long.MinValue && value <= long.MaxValue) return Append((long)value);
        ref var target = ref Next();
        if (target.Kind != DuckDbKind.HugeInt) throw Refused("an integer above 64 bits");
        ((Int128*)target.Data)[row] = value;
        return this;
    }

    /// <summary>A double, into a DOUBLE or FLOAT column.</summary>
    public DuckDbAppender Append(double value)
    {
        ref var target = ref Next();
        if (target.Storage == Storage.F64) ((double*)target.Data)[row] = value;
        else if (target.Storage == Storage.F32) ((float*)target.Data)[row] = (float)value;
        else throw Refused("a double");
        return this;
    }

    /// <summary>A decimal, into a DECIMAL column.</summary>
    /// <exception cref="OverflowException">The column has too few digits before or after the point; nothing is rounded.</exception>
    public DuckDbAppender Append(decimal value)
    {
        ref var target = ref Next();
        if (target.Kind != DuckDbKind.Decimal) throw Refused("a decimal");
        PutDecimal(ref target, value);
        return this;
    }

    /// <summary>A date, into a DATE column.</summary>
    public DuckDbAppender Append(DateOnly value) => AppendDays(DuckDbTime.Days(value));

    /// <summary>A date as days since 1970-01-01, into a DATE column.</summary>
    public DuckDbAppender AppendDays(int days)
    {
        ref var target = ref Next();
        if (target.Kind != DuckDbKind.Date) throw Refused("a date");
        ((int*)target.Data)[row] = days;
        return this;
    }

    /// <summary>A UTC instant, into a TIMESTAMP column with or without time zone.</summary>
    public DuckDbAppender Append(DateTime value) => AppendMicroseconds(DuckDbTime.Microseconds(value));

    /// <inheritdoc cref="Append(DateTime)"/>
    public DuckDbAppender Append(DateTimeOffset value) => AppendMicroseconds(DuckDbTime.Microseconds(value.UtcDateTime));

    /// <summary>A TIMESTAMP as microseconds since 1970-01-01, or a TIME as microseconds since midnight.</summary>
    public DuckDbAppender AppendMicroseconds(long microseconds)
    {
        ref var target = ref Next();
        if (target.Kind is not (DuckDbKind.Timestamp or DuckDbKind.TimestampTz or DuckDbKind.Time)) throw Refused("microseconds");
        ((long*)target.Data)[row] = microseconds;
        return this;
    }

    /// <summary>A UUID.</summary>
    public DuckDbAppender Append(Guid value)
    {
        ref var target = ref Next();
        if (target.Kind != DuckDbKind.Uuid) throw Refused("a UUID");
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        ((Int128*)target.Data)[row] = System.Buffers.Binary.BinaryPrimitives.ReadInt128BigEndian(bytes) ^ Int128.MinValue;
        return this;
    }

    /// <summary>Text; null is NULL, and an empty string is not.</summary>
    /// <exception cref="EncoderFallbackException">The text has half a surrogate pair.</exception>
    public DuckDbAppender Append(string? value)
    {
        if (value is null) return AppendNull();
        ref var target = ref Next();
        if (target.Kind != DuckDbKind.Varchar) throw Refused("text");
        var room = arena.Reserve(Strict.GetMaxByteCount(value.Length));
        var length = Strict.GetBytes(value, room);
        ((TextSlot*)target.Data)[row] = arena.Keep(length);
        return this;
    }

    /// <summary>Text that is UTF-8 already.</summary>
    /// <exception cref="ArgumentException">It is not valid UTF-8.</exception>
    public DuckDbAppender AppendUtf8(ReadOnlySpan<byte> value)
    {
        ref var target = ref Next();
        if (target.Kind != DuckDbKind.Varchar) throw Refused("text");
        if (!Utf8.IsValid(value)) throw NotUtf8(column - 1);
        PutBytes(ref target, value);
        return this;
    }

    /// <summary>A value of an ENUM column by its place among the labels, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ENUM has no such label.</exception>
    public DuckDbAppender AppendLabel(int index)
    {
        ref var target = ref Next();
        if (target.Kind != DuckDbKind.Enum) throw Refused("a label");
        if ((uint)index >= (uint)types[column - 1].Labels.Count) throw NoLabel(index);
        switch (target.Storage)
        {
            case Storage.U8: target.Data[row] = (byte)index; break;
            case Storage.U16: ((ushort*)target.Data)[row] = (ushort)index; break;
            default: ((uint*)target.Data)[row] = (uint)index; break;
        }
        return this;
    }

    /// <summary>Bytes, into a BLOB column.</summary>
    public DuckDbAppender AppendBlob(ReadOnlySpan<byte> value)
    {
        ref var target = ref Next();
        if (target.Kind != DuckDbKind.Blob) throw Refused("bytes");
        PutBytes(ref target, value);
        return this;
    }

    public DuckDbAppender Append(bool? value) => value is { } v ? Append(v) : AppendNull();
    public DuckDbAppender Append(long? value) => value is { } v ? Append(v) : AppendNull();
    public DuckDbAppender Append(double? value) => value is { } v ? Append(v) : AppendNull();
    public DuckDbAppender Append(decimal? value) => value is { } v ? Append(v) : AppendNull();
    public DuckDbAppender Append(DateOnly? value) => value is { } v ? Append(v) : AppendNull();
    public DuckDbAppender Append(DateTime? value) => value is { } v ? Append(v) : AppendNull();
    public DuckDbAppender Append(DateTimeOffset? value) => value is { } v ? Append(v) : AppendNull();

    ref Target Next()
    {
        if (finished || byColumn || (uint)column >= (uint)targets.Length) throw Misplaced();
        return ref targets[column++];
    }

    void PutBytes(ref Target target, ReadOnlySpan<byte> value)
    {
        value.CopyTo(arena.Reserve(value.Length));
        ((TextSlot*)target.Data)[row] = arena.Keep(value.Length);
    }

    void PutDecimal(ref Target target, decimal value)
    {
        var type = types[column - 1];
        // Multiplying by 1.000… or dividing would round in silence: rescale the integer instead.
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var unscaled = (Int128)(uint)parts[0] | (Int128)(uint)parts[1] << 32 | (Int128)(uint)parts[2] << 64;
        for (var scale = (int)value.Scale; scale > type.Scale; scale--)
        {
            var (quotient, rest) = Int128.DivRem(unscaled, 10);
            if (rest != 0) throw TooManyDigits(type);
            unscaled = quotient;
        }
        for (var scale = (int)value.Scale; scale < type.Scale && unscaled != 0; scale++)
        {
            if (unscaled > Limit(37)) throw TooManyDigits(type);
            unscaled *= 10;
        }
        if (unscaled >= Limit(type.Width)) throw TooManyDigits(type);
        if (decimal.IsNegative(value)) unscaled = -unscaled;
        switch (target.Storage)
        {
            case Storage.I16: ((short*)target.Data)[row] = (short)unscaled; break;
            case Storage.I32: ((int*)target.Data)[row] = (int)unscaled; break;
            case Storage.I64: ((long*)target.Data)[row] = (long)unscaled; break;
            default: ((Int128*)target.Data)[row] = unscaled; break;
        }
    }

    static Int128 Limit(int digits)
    {
        Int128 limit = 1;
        for (var i = 0; i < digits; i++) limit *= 10;
        return limit;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    ArgumentOutOfRangeException NoLabel(int index) =>
        new(nameof(index), index, $"Column {column - 1} of {table} is an ENUM of {types[column - 1].Labels.Count} labels.");

    OverflowException TooManyDigits(DuckDbType type) => new($"Column {column - 1} of {table} is {type}; a value has more digits than that.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    InvalidCastException Refused(string given) => Refuse(column - 1, given);

    [MethodImpl(MethodImplOptions.NoInlining)]
    InvalidOperationException Misplaced()
    {
        Open();
        return new(byColumn
            ? $"A chunk of {table} is being filled by columns: call EndChunk before appending rows."
            : $"A row of {table} has {targets.Length} columns: call EndRow.");
    }
}
