using System.Runtime.InteropServices;

namespace RegistryAnalytics.DuckDb.Internal;

/// <summary>A native object that keeps its parent alive by reference count, so that any order of disposal or
/// finalization destroys children before parents.</summary>
abstract class DuckDbHandle : SafeHandle
{
    SafeHandle? parent;

    protected DuckDbHandle() : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    /// <summary>Takes the native object over. The parent is held from here until the object is destroyed.</summary>
    internal void Take(nint native, SafeHandle? keep)
    {
        if (keep is not null)
        {
            var held = false;
            keep.DangerousAddRef(ref held);
            parent = keep;
        }
        SetHandle(native);
    }

    protected override bool ReleaseHandle()
    {
        Destroy(handle);
        parent?.DangerousRelease();
        return true;
    }

    protected abstract void Destroy(nint native);

    /// <summary>The native pointer, safe from disposal by another thread while the lease is held.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    internal Lease Use(object owner) => new(this, owner);

    internal readonly ref struct Lease
    {
        readonly DuckDbHandle held;

        internal Lease(DuckDbHandle handle, object owner)
        {
            ObjectDisposedException.ThrowIf(handle.IsClosed, owner);
            var added = false;
            handle.DangerousAddRef(ref added);
            held = handle;
        }

        internal nint Pointer => held.handle;

        public void Dispose() => held.DangerousRelease();
    }
}

sealed class DatabaseHandle : DuckDbHandle
{
    protected override unsafe void Destroy(nint native) => Native.duckdb_close(&native);
}

sealed class ConnectionHandle : DuckDbHandle
{
    protected override unsafe void Destroy(nint native) => Native.duckdb_disconnect(&native);
}

sealed class StatementHandle : DuckDbHandle
{
    protected override unsafe void Destroy(nint native) => Native.duckdb_destroy_prepare(&native);
}

sealed class ChunkHandle : DuckDbHandle
{
    protected override unsafe void Destroy(nint native) => Native.duckdb_destroy_data_chunk(&native);
}

/// <summary>Rows that were not flushed are dropped: a finalizer must never write to a table.</summary>
sealed class AppenderHandle : DuckDbHandle
{
    protected override unsafe void Destroy(nint native)
    {
        Native.duckdb_appender_clear(native);
        Native.duckdb_appender_destroy(&native);
    }
}

/// <summary>A result and the chunk that was read from it last.</summary>
sealed unsafe class ResultHandle : DuckDbHandle
{
    nint chunk;

    internal static NativeResult* Allocate() => (NativeResult*)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult));

    internal static void Free(NativeResult* result)
    {
        Native.duckdb_destroy_result(result);
        NativeMemory.Free(result);
    }

    /// <summary>Rows changed by a statement that has run to its end; the result is destroyed.</summary>
    internal static long Finish(NativeResult* result, int failed, string sql)
    {
        try
        {
            if (failed != 0)
                throw new DuckDbException("Running a statement", Native.Text(Native.duckdb_result_error(result)), sql, Native.duckdb_result_error_type(result));
            return (long)Native.duckdb_rows_changed(result);
        }
        finally
        {
            Native.duckdb_destroy_result(result);
        }
    }

    /// <summary>Replaces the chunk; the one before is destroyed.</summary>
    internal void Hold(nint next)
    {
        var last = chunk;
        chunk = next;
        if (last != 0) Native.duckdb_destroy_data_chunk(&last);
    }

    protected override void Destroy(nint native)
    {
        Hold(0);
        Free((NativeResult*)native);
    }
}
