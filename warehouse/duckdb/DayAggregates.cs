using System.Numerics;
using System.Runtime.InteropServices;
using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>
/// Two aggregates over days, for SQL.
/// <c>distinct_days(day DATE) → DATE[]</c>: the distinct days in order; null where there is none. The same as <c>list_sort(list(distinct day))</c> without nulls.
/// <c>days_by_bit(day DATE, bits UINTEGER) → DATE[]</c>: item 4·b + n is the n-th distinct day, n = 1 to 4, of which bit b was told; infinity where there are
/// fewer, null beyond the last bit of the group. The same as <c>min(distinct day, 4) filter (bits &amp; (1 &lt;&lt; b) &lt;&gt; 0)</c> for every b.
/// Rows in which a value is null do not count.
/// </summary>
/// <remarks>
/// DuckDB finds repeats with a hash table for each group, and each filtered aggregate goes through the rows again; a group here has a handful of days,
/// for which a short sorted array is enough; thousands of days of one group in no order would be slow. See docs/adr/0080-aggregates-of-our-own.md. Tests: tests/duckdb/DayAggregatesTests.cs.
/// </remarks>
public static unsafe class DayAggregates
{
    /// <summary>Days that <c>days_by_bit</c> gives for each bit; the macros nth_day and days_of count on it.</summary>
    public const int DaysABit = 4;

    const int Infinity = int.MaxValue; // as DuckDB stores date 'infinity'

    /// <summary>Makes both known to every connection of the database.</summary>
    /// <exception cref="DuckDbException">The database has a function of one of the names already.</exception>
    public static void Register(DuckDbConnection connection)
    {
        Register(connection, "distinct_days", [DuckDbKind.Date],
            (delegate* unmanaged<nint, ulong>)&DaysSize, (delegate* unmanaged<nint, Days*, void>)&StartDays, (delegate* unmanaged<nint, nint, Days**, void>)&AddDays,
            (delegate* unmanaged<nint, Days**, Days**, ulong, void>)&CombineDays, (delegate* unmanaged<nint, Days**, nint, ulong, ulong, void>)&FinishDays,
            (delegate* unmanaged<Days**, ulong, void>)&DestroyDays);
        Register(connection, "days_by_bit", [DuckDbKind.Date, DuckDbKind.UInteger],
            (delegate* unmanaged<nint, ulong>)&VisitsSize, (delegate* unmanaged<nint, Visits*, void>)&StartVisits, (delegate* unmanaged<nint, nint, Visits**, void>)&AddVisits,
            (delegate* unmanaged<nint, Visits**, Visits**, ulong, void>)&CombineVisits, (delegate* unmanaged<nint, Visits**, nint, ulong, ulong, void>)&FinishVisits,
            (delegate* unmanaged<Visits**, ulong, void>)&DestroyVisits);
    }

    static void Register(DuckDbConnection connection, string name, DuckDbKind[] parameters, void* size, void* start, void* add, void* combine, void* finish, void* destroy)
    {
        nint date = Native.duckdb_create_logical_type((int)DuckDbKind.Date), days = Native.duckdb_create_list_type(date), function = Native.duckdb_create_aggregate_function();
        try
        {
            Native.duckdb_aggregate_function_set_name(function, name);
            foreach (var parameter in parameters)
            {
                var type = Native.duckdb_create_logical_type((int)parameter);
                Native.duckdb_aggregate_function_add_parameter(function, type);
                Native.duckdb_destroy_logical_type(&type);
            }
            Native.duckdb_aggregate_function_set_return_type(function, days);
            Native.duckdb_aggregate_function_set_functions(function, size, start, add, combine, finish);
            Native.duckdb_aggregate_function_set_destructor(function, destroy);
            connection.RegisterAggregate(function, name);
        }
        finally
        {
            Native.duckdb_destroy_aggregate_function(&function);
            Native.duckdb_destroy_logical_type(&days);
            Native.duckdb_destroy_logical_type(&date);
        }
    }

    [UnmanagedCallersOnly]
    static ulong DaysSize(nint info) => (ulong)sizeof(Days);

    [UnmanagedCallersOnly]
    static void StartDays(nint info, Days* state) => *state = default;

    [UnmanagedCallersOnly]
    static void AddDays(nint info, nint chunk, Days** states)
    {
        var rows = (int)Native.duckdb_data_chunk_get_size(chunk);
        var days = Column<int>(chunk, 0, out var valid);
        for (var row = 0; row < rows; row++)
            if (Validity.Has(valid, row)) Days.Add(states[row], days[row]);
    }

    [UnmanagedCallersOnly]
    static void CombineDays(nint info, Days** sources, Days** targets, ulong count)
    {
        for (ulong at = 0; at < count; at++)
            foreach (var day in Days.Of(sources[at])) Days.Add(targets[at], day);
    }

    [UnmanagedCallersOnly]
    static void FinishDays(nint info, Days** states, nint result, ulong count, ulong offset)
    {
        ulong total = 0;
        for (ulong at = 0; at < count; at++) total += (ulong)states[at]->Count;
        var lists = new Lists(result, offset, total);
        for (ulong at = 0; at < count; at++)
        {
            var days = Days.Of(states[at]);
            days.CopyTo(lists.Next(days.Length));
        }
        lists.Close();
    }

    [UnmanagedCallersOnly]
    static void DestroyDays(Days** states, ulong count)
    {
        for (ulong at = 0; at < count; at++) Days.Free(states[at]);
    }

    [UnmanagedCallersOnly]
    static ulong VisitsSize(nint info) => (ulong)sizeof(Visits);

    [UnmanagedCallersOnly]
    static void StartVisits(nint info, Visits* state) => *state = default;

    [UnmanagedCallersOnly]
    static void AddVisits(nint info, nint chunk, Visits** states)
    {
        var rows = (int)Native.duckdb_data_chunk_get_size(chunk);
        var days = Column<int>(chunk, 0, out var validDays);
        var bits = Column<uint>(chunk, 1, out var validBits);
        for (var row = 0; row < rows; row++)
            if (Validity.Has(validDays, row) && Validity.Has(validBits, row)) Visits.Add(states[row], days[row], bits[row]);
    }

    [UnmanagedCallersOnly]
    static void CombineVisits(nint info, Visits** sources, Visits** targets, ulong count)
    {
        for (ulong at = 0; at < count; at++)
            foreach (var visit in Visits.Of(sources[at])) Visits.Add(targets[at], visit.Day, visit.Bits);
    }

    [UnmanagedCallersOnly]
    static void FinishVisits(nint info, Visits** states, nint result, ulong count, ulong offset)
    {
        ulong total = 0;
        for (ulong at = 0; at < count; at++) total += (ulong)Width(Visits.Of(states[at]));
        var lists = new Lists(result, offset, total);
        for (ulong at = 0; at < count; at++)
        {
            var visits = Visits.Of(states[at]);
            var list = lists.Next(Width(visits));
            list.Fill(Infinity);
            foreach (var visit in visits)
                for (var bits = visit.Bits; bits != 0; bits &= bits - 1)
                {
                    var free = list.Slice(BitOperations.TrailingZeroCount(bits) * DaysABit, DaysABit).IndexOf(Infinity);
                    if (free >= 0) list[BitOperations.TrailingZeroCount(bits) * DaysABit + free] = visit.Day;
                }
        }
        lists.Close();
    }

    [UnmanagedCallersOnly]
    static void DestroyVisits(Visits** states, ulong count)
    {
        for (ulong at = 0; at < count; at++) Visits.Free(states[at]);
    }

    static int Width(Span<Visit> visits)
    {
        uint told = 0;
        foreach (var visit in visits) told |= visit.Bits;
        return (32 - BitOperations.LeadingZeroCount(told)) * DaysABit;
    }

    static T* Column<T>(nint chunk, ulong column, out ulong* validity)
        where T : unmanaged
    {
        var vector = Native.duckdb_data_chunk_get_vector(chunk, column);
        validity = Native.duckdb_vector_get_validity(vector);
        return (T*)Native.duckdb_vector_get_data(vector);
    }

    /// <summary>Writes lists of days one after another into a result; an empty one is null.</summary>
    ref struct Lists
    {
        readonly nint result;
        readonly int* items;
        ulong row;
        ulong end;
        ulong* validity;

        internal Lists(nint result, ulong firstRow, ulong items)
        {
            (this.result, row, end) = (result, firstRow, Native.duckdb_list_vector_get_size(result));
            Native.duckdb_list_vector_reserve(result, end + items);
            this.items = (int*)Native.duckdb_vector_get_data(Native.duckdb_list_vector_get_child(result));
        }

        internal Span<int> Next(int length)
        {
            ((DuckDbListEntry*)Native.duckdb_vector_get_data(result))[row] = new(end, (ulong)length);
            if (length == 0) Validity.Clear(result, ref validity, row);
            row++;
            var list = new Span<int>(items + end, length);
            end += (ulong)length;
            return list;
        }

        internal readonly void Close() => Native.duckdb_list_vector_set_size(result, end);
    }
}
