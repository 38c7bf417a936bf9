namespace RegistryAnalytics.DuckDb.Internal;

/// <summary>Which rows of a vector hold a value: a bit a row, no mask where all do.</summary>
static unsafe class Validity
{
    internal static bool Has(ulong* mask, int row) => mask is null || (mask[row >> 6] >> row & 1) != 0;

    /// <summary>Takes a row's value away; makes the mask where there is none yet.</summary>
    internal static void Clear(nint vector, ref ulong* mask, ulong row)
    {
        if (mask is null)
        {
            Native.duckdb_vector_ensure_validity_writable(vector);
            mask = Native.duckdb_vector_get_validity(vector);
        }
        mask[row >> 6] &= ~(1UL << (int)(row & 63));
    }
}
