using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>
/// Functions of this program for SQL: each is called once a row, a chunk of rows at a time. Values are <c>long</c> for BIGINT, <c>int</c> for INTEGER and
/// <see cref="DateOnly"/> for DATE. The result is null where an argument is null. A function that throws, or a DATE outside the years 1 to 9999,
/// fails the statement.
/// </summary>
/// <remarks>A function must give the same result for the same arguments: DuckDB may call it once for all rows. Tests: tests/duckdb/ScalarFunctionsTests.cs.</remarks>
public static unsafe class ScalarFunctions
{
    /// <summary>Makes a function of one argument known to every connection of the database, in place of one of that name and type.</summary>
    /// <exception cref="NotSupportedException">A type is none of the three.</exception>
    public static void Register<T, TResult>(DuckDbConnection connection, string name, Func<T, TResult> function)
        where T : unmanaged
        where TResult : unmanaged => Register(connection, name, [Kind<T>()], Kind<TResult>(), new One<T, TResult>(function));

    /// <summary>Makes a function of two arguments known to every connection of the database, in place of one of that name and types.</summary>
    /// <inheritdoc cref="Register{T, TResult}"/>
    public static void Register<T1, T2, TResult>(DuckDbConnection connection, string name, Func<T1, T2, TResult> function)
        where T1 : unmanaged
        where T2 : unmanaged
        where TResult : unmanaged => Register(connection, name, [Kind<T1>(), Kind<T2>()], Kind<TResult>(), new Two<T1, T2, TResult>(function));

    static void Register(DuckDbConnection connection, string name, DuckDbKind[] parameters, DuckDbKind result, Body body)
    {
        var function = Native.duckdb_create_scalar_function();
        try
        {
            Native.duckdb_scalar_function_set_name(function, name);
            foreach (var parameter in parameters)
            {
                var type = Native.duckdb_create_logical_type((int)parameter);
                Native.duckdb_scalar_function_add_parameter(function, type);
                Native.duckdb_destroy_logical_type(&type);
            }
            var gives = Native.duckdb_create_logical_type((int)result);
            Native.duckdb_scalar_function_set_return_type(function, gives);
            Native.duckdb_destroy_logical_type(&gives);
            Native.duckdb_scalar_function_set_extra_info(function, GCHandle.ToIntPtr(GCHandle.Alloc(body)), (delegate* unmanaged<nint, void>)&Free);
            Native.duckdb_scalar_function_set_function(function, (delegate* unmanaged<nint, nint, nint, void>)&Call);
            connection.RegisterScalar(function, name);
        }
        finally
        {
            Native.duckdb_destroy_scalar_function(&function);
        }
    }

    [UnmanagedCallersOnly]
    static void Free(nint body) => GCHandle.FromIntPtr(body).Free();

    [UnmanagedCallersOnly]
    static void Call(nint info, nint chunk, nint result)
    {
        try
        {
            var body = (Body)GCHandle.FromIntPtr(Native.duckdb_scalar_function_get_extra_info(info)).Target!;
            body.Run(chunk, new Rows(result, (int)Native.duckdb_data_chunk_get_size(chunk)));
        }
        catch (Exception error) // DuckDB cannot take an exception: it gets the message and fails the statement
        {
            Native.duckdb_scalar_function_set_error(info, error.Message);
        }
    }

    static DuckDbKind Kind<T>() =>
        typeof(T) == typeof(long) ? DuckDbKind.BigInt
        : typeof(T) == typeof(int) ? DuckDbKind.Integer
        : typeof(T) == typeof(DateOnly) ? DuckDbKind.Date
        : throw new NotSupportedException($"A function for SQL takes and gives long, int and DateOnly, not {typeof(T).Name}.");

    abstract class Body
    {
        internal abstract void Run(nint chunk, Rows rows);
    }

    sealed class One<T, TResult>(Func<T, TResult> function) : Body
        where T : unmanaged
        where TResult : unmanaged
    {
        internal override void Run(nint chunk, Rows rows)
        {
            var first = new Argument<T>(chunk, 0);
            for (var row = 0; row < rows.Count; row++)
                if (first.IsValid(row)) rows.Set(row, function(first[row]));
                else rows.SetNull(row);
        }
    }

    sealed class Two<T1, T2, TResult>(Func<T1, T2, TResult> function) : Body
        where T1 : unmanaged
        where T2 : unmanaged
        where TResult : unmanaged
    {
        internal override void Run(nint chunk, Rows rows)
        {
            var first = new Argument<T1>(chunk, 0);
            var second = new Argument<T2>(chunk, 1);
            for (var row = 0; row < rows.Count; row++)
                if (first.IsValid(row) && second.IsValid(row)) rows.Set(row, function(first[row], second[row]));
                else rows.SetNull(row);
        }
    }

    readonly struct Argument<T>
        where T : unmanaged
    {
        readonly byte* data;
        readonly ulong* validity;

        internal Argument(nint chunk, ulong column)
        {
            var vector = Native.duckdb_data_chunk_get_vector(chunk, column);
            data = Native.duckdb_vector_get_data(vector);
            validity = Native.duckdb_vector_get_validity(vector);
        }

        internal bool IsValid(int row) => Validity.Has(validity, row);

        internal T this[int row]
        {
            get
            {
                if (typeof(T) != typeof(DateOnly)) return ((T*)data)[row];
                var date = DuckDbTime.Date(((int*)data)[row]);
                return Unsafe.BitCast<DateOnly, T>(date);
            }
        }
    }

    ref struct Rows(nint result, int count)
    {
        readonly byte* data = Native.duckdb_vector_get_data(result);
        ulong* validity;

        internal int Count => count;

        internal readonly void Set<T>(int row, T value)
            where T : unmanaged
        {
            if (typeof(T) == typeof(DateOnly)) ((int*)data)[row] = DuckDbTime.Days(Unsafe.BitCast<T, DateOnly>(value));
            else ((T*)data)[row] = value;
        }

        internal void SetNull(int row) => Validity.Clear(result, ref validity, (ulong)row);
    }
}
