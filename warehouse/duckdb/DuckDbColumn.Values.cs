using System.Buffers.Binary;
using System.Text;
using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <content>Values one by one, for small results and for code that reads better by row.</content>
public readonly unsafe ref partial struct DuckDbColumn
{
    /// <summary>A BOOLEAN.</summary>
    public bool GetBoolean(int row) => At<byte>(row, Storage.Bool) != 0;

    /// <summary>Any integer that fits 64 bits.</summary>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public long GetInt64(int row) => checked((long)Integer(row));

    /// <summary>Any integer that fits 32 bits.</summary>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public int GetInt32(int row) => checked((int)Integer(row));

    /// <summary>A FLOAT, DOUBLE, DECIMAL or integer.</summary>
    public double GetDouble(int row) => Type.Kind switch
    {
        DuckDbKind.Double => At<double>(row, Storage.F64),
        DuckDbKind.Float => At<float>(row, Storage.F32),
        DuckDbKind.Decimal => (double)GetDecimal(row),
        _ => (double)Integer(row),
    };

    /// <summary>A DECIMAL or integer, exactly.</summary>
    /// <exception cref="OverflowException">The value has more than 28 digits.</exception>
    public decimal GetDecimal(int row)
    {
        if (Type.Kind != DuckDbKind.Decimal) return checked((decimal)Integer(row));
        var unscaled = Stored(row);
        var positive = (UInt128)Int128.Abs(unscaled);
        if (positive >> 96 != 0 || Type.Scale > 28)
            throw new OverflowException($"Column {name} is {Type}; row {row} has more digits than a C# decimal holds. Cast it in the SQL.");
        return new decimal((int)(uint)positive, (int)(uint)(positive >> 32), (int)(uint)(positive >> 64), unscaled < 0, (byte)Type.Scale);
    }

    /// <summary>A VARCHAR or the label of an ENUM.</summary>
    public string GetString(int row) => Type.Kind switch
    {
        DuckDbKind.Varchar => Encoding.UTF8.GetString(Bytes(row)),
        DuckDbKind.Enum => Type.Labels[(int)Stored(row)],
        _ => throw Wrong("text"),
    };

    /// <summary>A DATE.</summary>
    public DateOnly GetDate(int row) => Type.Kind == DuckDbKind.Date ? DuckDbTime.Date(At<int>(row, Storage.I32)) : throw Wrong("a date");

    /// <summary>Any TIMESTAMP, as UTC; nanoseconds are cut to DuckDB's microseconds.</summary>
    public DateTime GetDateTime(int row)
    {
        if (Type.Kind is not (DuckDbKind.Timestamp or DuckDbKind.TimestampTz or DuckDbKind.TimestampSeconds
            or DuckDbKind.TimestampMilliseconds or DuckDbKind.TimestampNanoseconds)) throw Wrong("a timestamp");
        var stored = At<long>(row, Storage.I64);
        return DuckDbTime.Instant(Type.Kind switch
        {
            DuckDbKind.TimestampSeconds => checked(stored * 1_000_000),
            DuckDbKind.TimestampMilliseconds => checked(stored * 1_000),
            DuckDbKind.TimestampNanoseconds => (long)Math.Floor(stored / 1_000m),
            _ => stored,
        });
    }

    /// <summary>A TIME; 24:00:00, which DuckDB allows, has no TimeOnly.</summary>
    public TimeOnly GetTime(int row) => Type.Kind == DuckDbKind.Time
        ? new TimeOnly(At<long>(row, Storage.I64) * TimeSpan.TicksPerMicrosecond)
        : throw Wrong("a time");

    /// <summary>A UUID.</summary>
    public Guid GetGuid(int row)
    {
        if (Type.Kind != DuckDbKind.Uuid) throw Wrong("a UUID");
        // DuckDB flips the highest bit so that signed numbers sort as the text does.
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, At<Int128>(row, Storage.I128) ^ Int128.MinValue);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The value as its C# type: null, bool, sbyte … ulong, Int128, UInt128, float, double, decimal, string, byte[],
    /// DateOnly, TimeOnly, DateTime (UTC), DuckDbInterval, Guid; <c>object?[]</c> for LIST, ARRAY and MAP,
    /// <c>Dictionary&lt;string, object?&gt;</c> for STRUCT.</summary>
    /// <exception cref="InvalidCastException">The type has no C# counterpart here; cast it in the SQL.</exception>
    public object? GetValue(int row)
    {
        if (IsNull(row)) return null;
        return Type.Kind switch
        {
            DuckDbKind.Boolean => GetBoolean(row),
            DuckDbKind.TinyInt => At<sbyte>(row, Storage.I8),
            DuckDbKind.SmallInt => At<short>(row, Storage.I16),
            DuckDbKind.Integer => At<int>(row, Storage.I32),
            DuckDbKind.BigInt => At<long>(row, Storage.I64),
            DuckDbKind.UTinyInt => At<byte>(row, Storage.U8),
            DuckDbKind.USmallInt => At<ushort>(row, Storage.U16),
            DuckDbKind.UInteger => At<uint>(row, Storage.U32),
            DuckDbKind.UBigInt => At<ulong>(row, Storage.U64),
            DuckDbKind.HugeInt => At<Int128>(row, Storage.I128),
            DuckDbKind.UHugeInt => At<UInt128>(row, Storage.U128),
            DuckDbKind.Float => At<float>(row, Storage.F32),
            DuckDbKind.Double => At<double>(row, Storage.F64),
            DuckDbKind.Decimal => GetDecimal(row),
            DuckDbKind.Varchar or DuckDbKind.Enum => GetString(row),
            DuckDbKind.Blob => Bytes(row).ToArray(),
            DuckDbKind.Date => GetDate(row),
            DuckDbKind.Time => GetTime(row),
            DuckDbKind.Timestamp or DuckDbKind.TimestampTz or DuckDbKind.TimestampSeconds or DuckDbKind.TimestampMilliseconds
                or DuckDbKind.TimestampNanoseconds => GetDateTime(row),
            DuckDbKind.Interval => At<DuckDbInterval>(row, Storage.Interval),
            DuckDbKind.Uuid => GetGuid(row),
            DuckDbKind.List or DuckDbKind.Map or DuckDbKind.Array => ListOf(row),
            DuckDbKind.Struct => StructOf(row),
            _ => throw Wrong("a C# value"),
        };
    }

    object?[] ListOf(int row)
    {
        var range = ItemsOf(row);
        var items = Items;
        var values = new object?[range.End.Value - range.Start.Value];
        for (var i = 0; i < values.Length; i++) values[i] = items.GetValue(range.Start.Value + i);
        return values;
    }

    Dictionary<string, object?> StructOf(int row)
    {
        var values = new Dictionary<string, object?>(Type.Fields.Count, StringComparer.Ordinal);
        for (var i = 0; i < Type.Fields.Count; i++) values[Type.Fields[i].Name] = Field(i).GetValue(row);
        return values;
    }

    T At<T>(int row, Storage storage) where T : unmanaged
    {
        if (Type.Storage != storage) throw Wrong(typeof(T).Name);
        Present(row);
        return ((T*)data)[row];
    }

    Int128 Integer(int row) => Type.Kind is DuckDbKind.BigInt or DuckDbKind.Integer or DuckDbKind.SmallInt or DuckDbKind.TinyInt
        or DuckDbKind.UTinyInt or DuckDbKind.USmallInt or DuckDbKind.UInteger or DuckDbKind.UBigInt or DuckDbKind.HugeInt or DuckDbKind.UHugeInt
        ? Stored(row)
        : throw Wrong("an integer");

    Int128 Stored(int row)
    {
        Present(row);
        return Type.Storage switch
        {
            Storage.I64 => ((long*)data)[row],
            Storage.I32 => ((int*)data)[row],
            Storage.I16 => ((short*)data)[row],
            Storage.I8 => ((sbyte*)data)[row],
            Storage.U8 => data[row],
            Storage.U16 => ((ushort*)data)[row],
            Storage.U32 => ((uint*)data)[row],
            Storage.U64 => ((ulong*)data)[row],
            Storage.I128 => ((Int128*)data)[row],
            Storage.U128 => checked((Int128)((UInt128*)data)[row]),
            _ => throw Wrong("an integer"),
        };
    }
}
