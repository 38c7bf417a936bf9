using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegistryAnalytics.DuckDb.Internal;

/// <summary>DuckDB's 16-byte string: up to 12 bytes inside, else the first four and a pointer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
unsafe struct TextSlot
{
    const int Inline = 12;

    [FieldOffset(0)] uint length;
    [FieldOffset(4)] uint prefix;
    [FieldOffset(8)] byte* start;

    /// <remarks>Unused bytes are zero: DuckDB compares short strings as two whole numbers.</remarks>
    internal static TextSlot Of(byte* bytes, int count)
    {
        TextSlot slot = default;
        slot.length = (uint)count;
        if (count <= Inline)
        {
            Unsafe.CopyBlockUnaligned((byte*)&slot + 4, bytes, (uint)count);
            return slot;
        }
        slot.prefix = Unsafe.ReadUnaligned<uint>(bytes);
        slot.start = bytes;
        return slot;
    }
}

/// <summary>Memory for the long strings of one chunk; DuckDB copies them when the chunk is appended.</summary>
/// <remarks>Pinned arrays, so the addresses hold and there is nothing to free or finalize.</remarks>
sealed unsafe class TextArena
{
    const int BlockBytes = 256 * 1024;

    readonly List<byte[]> blocks = [];
    int current = -1;
    byte* next;
    byte* end;

    /// <summary>Room for bytes that <see cref="Keep"/> will take.</summary>
    internal Span<byte> Reserve(int bytes)
    {
        if (end - next < bytes) Grow(bytes);
        return new(next, bytes);
    }

    /// <summary>The first bytes of what was reserved, as a string.</summary>
    internal TextSlot Keep(int bytes)
    {
        var slot = TextSlot.Of(next, bytes);
        next += bytes;
        return slot;
    }

    internal byte* Copy(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        var start = next;
        next += bytes.Length;
        return start;
    }

    /// <summary>Forgets every string and keeps the blocks of ordinary size.</summary>
    internal void Clear()
    {
        blocks.RemoveAll(block => block.Length > BlockBytes);
        current = -1;
        next = end = null;
    }

    void Grow(int bytes)
    {
        current++;
        if (bytes > BlockBytes || current >= blocks.Count)
            blocks.Insert(current, GC.AllocateUninitializedArray<byte>(Math.Max(bytes, BlockBytes), pinned: true));
        next = (byte*)Unsafe.AsPointer(ref blocks[current][0]);
        end = next + blocks[current].Length;
    }
}
