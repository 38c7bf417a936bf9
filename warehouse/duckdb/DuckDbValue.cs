using System.Text;
using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>A parameter's value: any of the C# types that convert to it, or null. Nothing is boxed but text and bytes.</summary>
public readonly struct DuckDbValue
{
    enum Tag : byte { Null, Bool, I8, I16, I32, I64, U8, U16, U32, U64, F32, F64, Decimal, Text, Blob, Date, Time, Instant }

    readonly Tag tag;
    readonly long bits;
    readonly decimal exact;
    readonly object? reference;

    DuckDbValue(Tag tag, long bits = 0, object? reference = null, decimal exact = 0) =>
        (this.tag, this.bits, this.reference, this.exact) = (tag, bits, reference, exact);

    /// <summary>SQL NULL.</summary>
    public static DuckDbValue Null => default;

    public static implicit operator DuckDbValue(bool value) => new(Tag.Bool, value ? 1 : 0);
    public static implicit operator DuckDbValue(sbyte value) => new(Tag.I8, value);
    public static implicit operator DuckDbValue(short value) => new(Tag.I16, value);
    public static implicit operator DuckDbValue(int value) => new(Tag.I32, value);
    public static implicit operator DuckDbValue(long value) => new(Tag.I64, value);
    public static implicit operator DuckDbValue(byte value) => new(Tag.U8, value);
    public static implicit operator DuckDbValue(ushort value) => new(Tag.U16, value);
    public static implicit operator DuckDbValue(uint value) => new(Tag.U32, value);
    public static implicit operator DuckDbValue(ulong value) => new(Tag.U64, unchecked((long)value));
    public static implicit operator DuckDbValue(float value) => new(Tag.F32, BitConverter.SingleToInt32Bits(value));
    public static implicit operator DuckDbValue(double value) => new(Tag.F64, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator DuckDbValue(decimal value) => new(Tag.Decimal, exact: value);
    public static implicit operator DuckDbValue(string? value) => value is null ? Null : new(Tag.Text, reference: value);
    public static implicit operator DuckDbValue(byte[]? value) => value is null ? Null : new(Tag.Blob, reference: value);
    public static implicit operator DuckDbValue(DateOnly value) => new(Tag.Date, DuckDbTime.Days(value));
    public static implicit operator DuckDbValue(TimeOnly value) => new(Tag.Time, value.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>A TIMESTAMP; throws ArgumentException unless the time is UTC.</summary>
    public static implicit operator DuckDbValue(DateTime value) => new(Tag.Instant, DuckDbTime.Microseconds(value));
    public static implicit operator DuckDbValue(DateTimeOffset value) => new(Tag.Instant, DuckDbTime.Microseconds(value.UtcDateTime));

    public static implicit operator DuckDbValue(bool? value) => value is { } v ? v : Null;
    public static implicit operator DuckDbValue(int? value) => value is { } v ? v : Null;
    public static implicit operator DuckDbValue(long? value) => value is { } v ? v : Null;
    public static implicit operator DuckDbValue(double? value) => value is { } v ? v : Null;
    public static implicit operator DuckDbValue(decimal? value) => value is { } v ? v : Null;
    public static implicit operator DuckDbValue(DateOnly? value) => value is { } v ? v : Null;
    public static implicit operator DuckDbValue(DateTime? value) => value is { } v ? v : Null;
    public static implicit operator DuckDbValue(DateTimeOffset? value) => value is { } v ? v : Null;

    internal int Bind(nint statement, ulong position) => tag switch
    {
        Tag.Null => Native.duckdb_bind_null(statement, position),
        Tag.Bool => Native.duckdb_bind_boolean(statement, position, (byte)bits),
        Tag.I8 => Native.duckdb_bind_int8(statement, position, (sbyte)bits),
        Tag.I16 => Native.duckdb_bind_int16(statement, position, (short)bits),
        Tag.I32 => Native.duckdb_bind_int32(statement, position, (int)bits),
        Tag.I64 => Native.duckdb_bind_int64(statement, position, bits),
        Tag.U8 => Native.duckdb_bind_uint8(statement, position, (byte)bits),
        Tag.U16 => Native.duckdb_bind_uint16(statement, position, (ushort)bits),
        Tag.U32 => Native.duckdb_bind_uint32(statement, position, (uint)bits),
        Tag.U64 => Native.duckdb_bind_uint64(statement, position, unchecked((ulong)bits)),
        Tag.F32 => Native.duckdb_bind_float(statement, position, BitConverter.Int32BitsToSingle((int)bits)),
        Tag.F64 => Native.duckdb_bind_double(statement, position, BitConverter.Int64BitsToDouble(bits)),
        Tag.Decimal => Native.duckdb_bind_decimal(statement, position, Exact(exact)),
        Tag.Text => BindText(statement, position, (string)reference!),
        Tag.Blob => BindBlob(statement, position, (byte[])reference!),
        Tag.Date => Native.duckdb_bind_date(statement, position, (int)bits),
        Tag.Time => Native.duckdb_bind_time(statement, position, bits),
        _ => Native.duckdb_bind_timestamp(statement, position, bits),
    };

    static NativeDecimal Exact(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var unscaled = (Int128)(UInt128)(uint)parts[0] | (Int128)(uint)parts[1] << 32 | (Int128)(uint)parts[2] << 64;
        if (decimal.IsNegative(value)) unscaled = -unscaled;
        return new NativeDecimal { Width = 38, Scale = value.Scale, Lower = (ulong)unscaled, Upper = (long)(unscaled >> 64) };
    }

    static unsafe int BindText(nint statement, ulong position, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes) return BindUtf8(statement, position, start, bytes.Length);
    }

    internal static unsafe int BindUtf8(nint statement, ulong position, byte* start, int length)
    {
        byte none = 0;
        return Native.duckdb_bind_varchar_length(statement, position, start == null ? &none : start, (ulong)length);
    }

    static unsafe int BindBlob(nint statement, ulong position, byte[] bytes)
    {
        byte none = 0;
        fixed (byte* start = bytes) return Native.duckdb_bind_blob(statement, position, start == null ? &none : start, (ulong)bytes.Length);
    }
}
