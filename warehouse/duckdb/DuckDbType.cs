using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>DuckDB's types, numbered as in its C API (<c>DUCKDB_TYPE</c>, 1.5).</summary>
public enum DuckDbKind
{
    Invalid = 0, Boolean = 1, TinyInt = 2, SmallInt = 3, Integer = 4, BigInt = 5,
    UTinyInt = 6, USmallInt = 7, UInteger = 8, UBigInt = 9, Float = 10, Double = 11,
    Timestamp = 12, Date = 13, Time = 14, Interval = 15, HugeInt = 16, Varchar = 17, Blob = 18, Decimal = 19,
    TimestampSeconds = 20, TimestampMilliseconds = 21, TimestampNanoseconds = 22, Enum = 23, List = 24, Struct = 25,
    Map = 26, Uuid = 27, Union = 28, Bit = 29, TimeTz = 30, TimestampTz = 31, UHugeInt = 32, Array = 33,
    Any = 34, BigNum = 35, SqlNull = 36, TimeNanoseconds = 39, Geometry = 40, Variant = 41,
}

/// <summary>One field of a STRUCT.</summary>
public sealed record DuckDbField(string Name, DuckDbType Type);

/// <summary>The type of a column, with what belongs to it.</summary>
public sealed unsafe class DuckDbType
{
    public DuckDbKind Kind { get; private init; }

    /// <summary>All digits of a DECIMAL, 1–38; else 0.</summary>
    public int Width { get; private init; }

    /// <summary>Digits after the point of a DECIMAL; else 0.</summary>
    public int Scale { get; private init; }

    /// <summary>What a LIST, ARRAY or MAP holds; a MAP holds STRUCT(key, value).</summary>
    public DuckDbType? Item { get; private init; }

    /// <summary>Items in each ARRAY; else 0.</summary>
    public int Length { get; private init; }

    /// <summary>Fields of a STRUCT.</summary>
    public IReadOnlyList<DuckDbField> Fields { get; private init; } = [];

    /// <summary>Labels of an ENUM, by number.</summary>
    public IReadOnlyList<string> Labels { get; private init; } = [];

    internal Storage Storage { get; private init; }

    /// <summary>Reads a logical type and destroys it.</summary>
    internal static DuckDbType Take(nint logical)
    {
        try
        {
            var kind = (DuckDbKind)Native.duckdb_get_type_id(logical);
            return kind switch
            {
                DuckDbKind.Decimal => OfDecimal(Native.duckdb_decimal_width(logical), Native.duckdb_decimal_scale(logical)),
                DuckDbKind.Enum => OfEnum(logical),
                DuckDbKind.List => new() { Kind = kind, Storage = Storage.List, Item = Take(Native.duckdb_list_type_child_type(logical)) },
                DuckDbKind.Map => new()
                {
                    Kind = kind,
                    Storage = Storage.List,
                    Item = OfStruct([new("key", Take(Native.duckdb_map_type_key_type(logical))), new("value", Take(Native.duckdb_map_type_value_type(logical)))]),
                },
                DuckDbKind.Array => new()
                {
                    Kind = kind,
                    Storage = Storage.Array,
                    Item = Take(Native.duckdb_array_type_child_type(logical)),
                    Length = checked((int)Native.duckdb_array_type_array_size(logical)),
                },
                DuckDbKind.Struct => OfStruct(TakeFields(logical)),
                _ => new() { Kind = kind, Storage = Plain(kind) },
            };
        }
        finally
        {
            Native.duckdb_destroy_logical_type(&logical);
        }
    }

    static Storage Plain(DuckDbKind kind) => kind switch
    {
        DuckDbKind.Boolean => Storage.Bool,
        DuckDbKind.TinyInt => Storage.I8,
        DuckDbKind.SmallInt => Storage.I16,
        DuckDbKind.Integer or DuckDbKind.Date or DuckDbKind.SqlNull => Storage.I32,
        DuckDbKind.BigInt or DuckDbKind.Time or DuckDbKind.Timestamp or DuckDbKind.TimestampTz or DuckDbKind.TimestampSeconds
            or DuckDbKind.TimestampMilliseconds or DuckDbKind.TimestampNanoseconds or DuckDbKind.TimeNanoseconds => Storage.I64,
        DuckDbKind.UTinyInt => Storage.U8,
        DuckDbKind.USmallInt => Storage.U16,
        DuckDbKind.UInteger => Storage.U32,
        DuckDbKind.UBigInt or DuckDbKind.TimeTz => Storage.U64,
        DuckDbKind.HugeInt or DuckDbKind.Uuid => Storage.I128,
        DuckDbKind.UHugeInt => Storage.U128,
        DuckDbKind.Float => Storage.F32,
        DuckDbKind.Double => Storage.F64,
        DuckDbKind.Interval => Storage.Interval,
        DuckDbKind.Varchar or DuckDbKind.Blob or DuckDbKind.Bit => Storage.Text,
        _ => Storage.None,
    };

    static DuckDbType OfDecimal(int width, int scale) => new()
    {
        Kind = DuckDbKind.Decimal,
        Width = width,
        Scale = scale,
        Storage = width switch { <= 4 => Storage.I16, <= 9 => Storage.I32, <= 18 => Storage.I64, _ => Storage.I128 },
    };

    static DuckDbType OfEnum(nint logical)
    {
        var labels = new string[Native.duckdb_enum_dictionary_size(logical)];
        for (var i = 0; i < labels.Length; i++) labels[i] = Native.TakeText(Native.duckdb_enum_dictionary_value(logical, (ulong)i)) ?? "";
        return new()
        {
            Kind = DuckDbKind.Enum,
            Labels = labels,
            Storage = labels.Length switch { <= byte.MaxValue => Storage.U8, <= ushort.MaxValue => Storage.U16, _ => Storage.U32 },
        };
    }

    static DuckDbType OfStruct(DuckDbField[] fields) => new() { Kind = DuckDbKind.Struct, Storage = Storage.Struct, Fields = fields };

    static DuckDbField[] TakeFields(nint logical)
    {
        var fields = new DuckDbField[Native.duckdb_struct_type_child_count(logical)];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = new(Native.TakeText(Native.duckdb_struct_type_child_name(logical, (ulong)i)) ?? "", Take(Native.duckdb_struct_type_child_type(logical, (ulong)i)));
        return fields;
    }

    /// <summary>The C# type that lies in memory as this storage does.</summary>
    internal static bool Fits<T>(Storage storage) where T : unmanaged =>
        typeof(T) == typeof(int) ? storage == Storage.I32
        : typeof(T) == typeof(long) ? storage == Storage.I64
        : typeof(T) == typeof(double) ? storage == Storage.F64
        : typeof(T) == typeof(bool) ? storage == Storage.Bool
        : typeof(T) == typeof(byte) ? storage is Storage.U8 or Storage.Bool
        : typeof(T) == typeof(sbyte) ? storage == Storage.I8
        : typeof(T) == typeof(short) ? storage == Storage.I16
        : typeof(T) == typeof(ushort) ? storage == Storage.U16
        : typeof(T) == typeof(uint) ? storage == Storage.U32
        : typeof(T) == typeof(ulong) ? storage == Storage.U64
        : typeof(T) == typeof(Int128) ? storage == Storage.I128
        : typeof(T) == typeof(UInt128) ? storage == Storage.U128
        : typeof(T) == typeof(float) ? storage == Storage.F32
        : typeof(T) == typeof(DuckDbInterval) ? storage == Storage.Interval
        : typeof(T) == typeof(DuckDbListEntry) && storage == Storage.List;

    /// <summary>The type as SQL writes it.</summary>
    public override string ToString() => Kind switch
    {
        DuckDbKind.Decimal => $"DECIMAL({Width},{Scale})",
        DuckDbKind.List => $"{Item}[]",
        DuckDbKind.Array => $"{Item}[{Length}]",
        DuckDbKind.Map => $"MAP({Item!.Fields[0].Type}, {Item.Fields[1].Type})",
        DuckDbKind.Struct => $"STRUCT({string.Join(", ", Fields.Select(field => $"\"{field.Name}\" {field.Type}"))})",
        DuckDbKind.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbKind.TimestampSeconds => "TIMESTAMP_S",
        DuckDbKind.TimestampMilliseconds => "TIMESTAMP_MS",
        DuckDbKind.TimestampNanoseconds => "TIMESTAMP_NS",
        DuckDbKind.TimeTz => "TIME WITH TIME ZONE",
        DuckDbKind.TimeNanoseconds => "TIME_NS",
        DuckDbKind.SqlNull => "\"NULL\"",
        _ => Kind.ToString().ToUpperInvariant(),
    };
}
