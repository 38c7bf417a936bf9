using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]
[assembly: InternalsVisibleTo("RegistryAnalytics.Tests.DuckDb")]

namespace RegistryAnalytics.DuckDb.Internal;

/// <summary>DuckDB's <c>duckdb_result</c>: five deprecated fields that are never read, and the one that counts.</summary>
[StructLayout(LayoutKind.Sequential)]
struct NativeResult
{
    ulong columnCount, rowCount, rowsChanged;
    nint columns, error, data;
}

/// <summary>DuckDB's <c>duckdb_decimal</c>: value × 10^-scale.</summary>
[StructLayout(LayoutKind.Sequential)]
struct NativeDecimal
{
    internal byte Width, Scale;
    internal ulong Lower;
    internal long Upper;
}

/// <summary>DuckDB's <c>duckdb_query_progress_type</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
struct NativeProgress
{
    internal double Percentage;
    internal ulong Processed, Total;
}

/// <summary>The part of DuckDB's C API (1.5) that the binding uses, under DuckDB's own names.</summary>
/// <remarks>Every type is blittable and marshalling is off, so a call is a plain jump. States: 0 is success, 1 an error.</remarks>
static unsafe partial class Native
{
    const string Library = DuckDbLibrary.Name;

    static Native() => DuckDbLibrary.Register();

    [LibraryImport(Library)] internal static partial byte* duckdb_library_version();
    [LibraryImport(Library)] internal static partial void duckdb_free(void* memory);
    [LibraryImport(Library)] internal static partial ulong duckdb_vector_size();

    // Open, connect
    [LibraryImport(Library)] internal static partial int duckdb_create_config(nint* config);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int duckdb_set_config(nint config, string name, string value);
    [LibraryImport(Library)] internal static partial void duckdb_destroy_config(nint* config);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int duckdb_open_ext(string path, nint* database, nint config, byte** error);
    [LibraryImport(Library)] internal static partial void duckdb_close(nint* database);
    [LibraryImport(Library)] internal static partial int duckdb_connect(nint database, nint* connection);
    [LibraryImport(Library)] internal static partial void duckdb_disconnect(nint* connection);
    [LibraryImport(Library)] internal static partial void duckdb_interrupt(nint connection);
    [LibraryImport(Library)] internal static partial NativeProgress duckdb_query_progress(nint connection);

    // Statements
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int duckdb_query(nint connection, string sql, NativeResult* result);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int duckdb_prepare(nint connection, string sql, nint* statement);
    [LibraryImport(Library)] internal static partial byte* duckdb_prepare_error(nint statement);
    [LibraryImport(Library)] internal static partial void duckdb_destroy_prepare(nint* statement);
    [LibraryImport(Library)] internal static partial ulong duckdb_nparams(nint statement);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int duckdb_bind_parameter_index(nint statement, ulong* position, string name);
    [LibraryImport(Library)] internal static partial int duckdb_clear_bindings(nint statement);
    [LibraryImport(Library)] internal static partial int duckdb_execute_prepared(nint statement, NativeResult* result);
    [LibraryImport(Library)] internal static partial int duckdb_pending_prepared_streaming(nint statement, nint* pending);
    [LibraryImport(Library)] internal static partial byte* duckdb_pending_error(nint pending);
    [LibraryImport(Library)] internal static partial int duckdb_execute_pending(nint pending, NativeResult* result);
    [LibraryImport(Library)] internal static partial void duckdb_destroy_pending(nint* pending);

    // Parameters: positions start at 1
    [LibraryImport(Library)] internal static partial int duckdb_bind_null(nint statement, ulong position);
    [LibraryImport(Library)] internal static partial int duckdb_bind_boolean(nint statement, ulong position, byte value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_int8(nint statement, ulong position, sbyte value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_int16(nint statement, ulong position, short value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_int32(nint statement, ulong position, int value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_int64(nint statement, ulong position, long value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_uint8(nint statement, ulong position, byte value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_uint16(nint statement, ulong position, ushort value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_uint32(nint statement, ulong position, uint value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_uint64(nint statement, ulong position, ulong value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_float(nint statement, ulong position, float value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_double(nint statement, ulong position, double value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_decimal(nint statement, ulong position, NativeDecimal value);
    [LibraryImport(Library)] internal static partial int duckdb_bind_date(nint statement, ulong position, int days);
    [LibraryImport(Library)] internal static partial int duckdb_bind_time(nint statement, ulong position, long microseconds);
    [LibraryImport(Library)] internal static partial int duckdb_bind_timestamp(nint statement, ulong position, long microseconds);
    [LibraryImport(Library)] internal static partial int duckdb_bind_varchar_length(nint statement, ulong position, byte* text, ulong length);
    [LibraryImport(Library)] internal static partial int duckdb_bind_blob(nint statement, ulong position, byte* bytes, ulong length);

    // Results
    [LibraryImport(Library)] internal static partial void duckdb_destroy_result(NativeResult* result);
    [LibraryImport(Library)] internal static partial byte* duckdb_result_error(NativeResult* result);
    [LibraryImport(Library)] internal static partial int duckdb_result_error_type(NativeResult* result);
    [LibraryImport(Library)] internal static partial ulong duckdb_rows_changed(NativeResult* result);
    [LibraryImport(Library)] internal static partial ulong duckdb_column_count(NativeResult* result);
    [LibraryImport(Library)] internal static partial byte* duckdb_column_name(NativeResult* result, ulong column);
    [LibraryImport(Library)] internal static partial nint duckdb_column_logical_type(NativeResult* result, ulong column);
    [LibraryImport(Library)] internal static partial nint duckdb_fetch_chunk(NativeResult result);

    // Chunks and vectors
    [LibraryImport(Library)] internal static partial nint duckdb_create_data_chunk(nint* types, ulong columns);
    [LibraryImport(Library)] internal static partial void duckdb_destroy_data_chunk(nint* chunk);
    [LibraryImport(Library)] internal static partial void duckdb_data_chunk_reset(nint chunk);
    [LibraryImport(Library)] internal static partial ulong duckdb_data_chunk_get_size(nint chunk);
    [LibraryImport(Library)] internal static partial void duckdb_data_chunk_set_size(nint chunk, ulong rows);
    [LibraryImport(Library)] internal static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);
    [LibraryImport(Library)] internal static partial byte* duckdb_vector_get_data(nint vector);
    [LibraryImport(Library)] internal static partial ulong* duckdb_vector_get_validity(nint vector);
    [LibraryImport(Library)] internal static partial void duckdb_vector_ensure_validity_writable(nint vector);
    [LibraryImport(Library)] internal static partial nint duckdb_list_vector_get_child(nint vector);
    [LibraryImport(Library)] internal static partial ulong duckdb_list_vector_get_size(nint vector);
    [LibraryImport(Library)] internal static partial int duckdb_list_vector_reserve(nint vector, ulong items);
    [LibraryImport(Library)] internal static partial int duckdb_list_vector_set_size(nint vector, ulong items);
    [LibraryImport(Library)] internal static partial nint duckdb_struct_vector_get_child(nint vector, ulong field);
    [LibraryImport(Library)] internal static partial nint duckdb_array_vector_get_child(nint vector);

    // Types
    [LibraryImport(Library)] internal static partial nint duckdb_create_logical_type(int kind);
    [LibraryImport(Library)] internal static partial nint duckdb_create_list_type(nint item);
    [LibraryImport(Library)] internal static partial void duckdb_destroy_logical_type(nint* type);
    [LibraryImport(Library)] internal static partial int duckdb_get_type_id(nint type);
    [LibraryImport(Library)] internal static partial byte duckdb_decimal_width(nint type);
    [LibraryImport(Library)] internal static partial byte duckdb_decimal_scale(nint type);
    [LibraryImport(Library)] internal static partial nint duckdb_list_type_child_type(nint type);
    [LibraryImport(Library)] internal static partial nint duckdb_array_type_child_type(nint type);
    [LibraryImport(Library)] internal static partial ulong duckdb_array_type_array_size(nint type);
    [LibraryImport(Library)] internal static partial nint duckdb_map_type_key_type(nint type);
    [LibraryImport(Library)] internal static partial nint duckdb_map_type_value_type(nint type);
    [LibraryImport(Library)] internal static partial ulong duckdb_struct_type_child_count(nint type);
    [LibraryImport(Library)] internal static partial byte* duckdb_struct_type_child_name(nint type, ulong field);
    [LibraryImport(Library)] internal static partial nint duckdb_struct_type_child_type(nint type, ulong field);
    [LibraryImport(Library)] internal static partial uint duckdb_enum_dictionary_size(nint type);
    [LibraryImport(Library)] internal static partial byte* duckdb_enum_dictionary_value(nint type, ulong index);

    // Aggregates of our own
    [LibraryImport(Library)] internal static partial nint duckdb_create_aggregate_function();
    [LibraryImport(Library)] internal static partial void duckdb_destroy_aggregate_function(nint* function);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial void duckdb_aggregate_function_set_name(nint function, string name);
    [LibraryImport(Library)] internal static partial void duckdb_aggregate_function_add_parameter(nint function, nint type);
    [LibraryImport(Library)] internal static partial void duckdb_aggregate_function_set_return_type(nint function, nint type);
    [LibraryImport(Library)] internal static partial void duckdb_aggregate_function_set_functions(nint function, void* size, void* start, void* update, void* combine, void* finish);
    [LibraryImport(Library)] internal static partial void duckdb_aggregate_function_set_destructor(nint function, void* destroy);
    [LibraryImport(Library)] internal static partial int duckdb_register_aggregate_function(nint connection, nint function);

    // Functions of our own
    [LibraryImport(Library)] internal static partial nint duckdb_create_scalar_function();
    [LibraryImport(Library)] internal static partial void duckdb_destroy_scalar_function(nint* function);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial void duckdb_scalar_function_set_name(nint function, string name);
    [LibraryImport(Library)] internal static partial void duckdb_scalar_function_add_parameter(nint function, nint type);
    [LibraryImport(Library)] internal static partial void duckdb_scalar_function_set_return_type(nint function, nint type);
    [LibraryImport(Library)] internal static partial void duckdb_scalar_function_set_extra_info(nint function, nint extra, void* destroy);
    [LibraryImport(Library)] internal static partial nint duckdb_scalar_function_get_extra_info(nint info);
    [LibraryImport(Library)] internal static partial void duckdb_scalar_function_set_function(nint function, void* call);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial void duckdb_scalar_function_set_error(nint info, string message);
    [LibraryImport(Library)] internal static partial int duckdb_register_scalar_function(nint connection, nint function);

    // Appender
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int duckdb_appender_create_ext(nint connection, string? catalog, string? schema, string table, nint* appender);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int duckdb_appender_add_column(nint appender, string name);
    [LibraryImport(Library)] internal static partial byte* duckdb_appender_error(nint appender);
    [LibraryImport(Library)] internal static partial ulong duckdb_appender_column_count(nint appender);
    [LibraryImport(Library)] internal static partial nint duckdb_appender_column_type(nint appender, ulong column);
    [LibraryImport(Library)] internal static partial int duckdb_append_data_chunk(nint appender, nint chunk);
    [LibraryImport(Library)] internal static partial int duckdb_appender_flush(nint appender);
    [LibraryImport(Library)] internal static partial int duckdb_appender_close(nint appender);
    [LibraryImport(Library)] internal static partial int duckdb_appender_clear(nint appender);
    [LibraryImport(Library)] internal static partial int duckdb_appender_destroy(nint* appender);

    /// <summary>Text that DuckDB keeps; null when there is none.</summary>
    internal static string? Text(byte* text) => Marshal.PtrToStringUTF8((nint)text);

    /// <summary>Text that DuckDB hands over: copied, then freed.</summary>
    internal static string? TakeText(byte* text)
    {
        var copy = Text(text);
        duckdb_free(text);
        return copy;
    }
}
