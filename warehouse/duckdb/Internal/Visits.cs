using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegistryAnalytics.DuckDb.Internal;

/// <summary>A day of a group, and the bits that were told of it.</summary>
struct Visit
{
    internal int Day;
    internal uint Bits;
}

/// <summary>The distinct days of one group in order: the state of an aggregate over days.</summary>
/// <remarks>DuckDB moves it by copying bytes, so it never points into itself. Zero bytes are a group without days.</remarks>
unsafe struct Visits
{
    const int Few = 12; // what a child has up to the second birthday

    int count;
    int room; // 0: the visits stand here; otherwise as many fit at more
    Inline few;
    Visit* more;

    internal readonly int Count => count;

    internal static Span<Visit> Of(Visits* visits) =>
        visits->room == 0 ? MemoryMarshal.CreateSpan(ref Unsafe.As<Inline, Visit>(ref visits->few), visits->count) : new Span<Visit>(visits->more, visits->count);

    internal static void Add(Visits* visits, int day, uint bits)
    {
        var present = Of(visits);
        var at = present.Length;
        while (at > 0 && present[at - 1].Day > day) at--; // doses mostly come in order
        if (at > 0 && present[at - 1].Day == day)
        {
            present[at - 1].Bits |= bits;
            return;
        }
        if (visits->count == (visits->room == 0 ? Few : visits->room)) Grow(visits);
        visits->count++;
        var all = Of(visits);
        all[at..^1].CopyTo(all[(at + 1)..]);
        all[at] = new Visit { Day = day, Bits = bits };
    }

    static void Grow(Visits* visits)
    {
        var room = visits->count * 2;
        var bytes = (nuint)(room * sizeof(Visit));
        if (visits->room == 0)
        {
            var wider = (Visit*)NativeMemory.Alloc(bytes);
            Of(visits).CopyTo(new Span<Visit>(wider, room));
            visits->more = wider;
        }
        else
        {
            visits->more = (Visit*)NativeMemory.Realloc(visits->more, bytes);
        }
        visits->room = room;
    }

    internal static void Free(Visits* visits)
    {
        if (visits->room > 0) NativeMemory.Free(visits->more);
        *visits = default;
    }

    [InlineArray(Few)]
    struct Inline
    {
        Visit first;
    }
}
