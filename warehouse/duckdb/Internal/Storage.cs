namespace RegistryAnalytics.DuckDb.Internal;

/// <summary>How a value lies in a column's memory.</summary>
enum Storage : byte { None, Bool, I8, I16, I32, I64, I128, U8, U16, U32, U64, U128, F32, F64, Interval, Text, List, Struct, Array }
