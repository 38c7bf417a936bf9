using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegistryAnalytics.DuckDb.Internal;

/// <summary>The distinct days of one group in order, and nothing else of them: less than a third of the bytes of <see cref="Visits"/>, for millions of groups.</summary>
/// <remarks>DuckDB moves it by copying bytes, so it never points into itself. Zero bytes are a group without days.</remarks>
unsafe struct Days
{
    const int Few = 6; // of most vaccines and antigens a person has no more

    int count;
    int room; // 0: the days stand here; otherwise as many fit at the address that stands here
    Inline few;

    internal readonly int Count => count;

    internal static Span<int> Of(Days* days) => new(First(days), days->count);

    static int* First(Days* days) => days->room == 0 ? (int*)&days->few : *(int**)&days->few;

    internal static void Add(Days* days, int day)
    {
        var first = First(days);
        var at = days->count;
        while (at > 0 && first[at - 1] > day) at--; // doses mostly come in order
        if (at > 0 && first[at - 1] == day) return;
        if (days->count == (days->room == 0 ? Few : days->room)) first = Grow(days);
        for (var later = days->count; later > at; later--) first[later] = first[later - 1];
        first[at] = day;
        days->count++;
    }

    static int* Grow(Days* days)
    {
        var room = days->count * 2;
        var bytes = (nuint)(room * sizeof(int));
        int* wider;
        if (days->room == 0)
        {
            wider = (int*)NativeMemory.Alloc(bytes);
            Of(days).CopyTo(new Span<int>(wider, room));
        }
        else
        {
            wider = (int*)NativeMemory.Realloc(First(days), bytes);
        }
        *(int**)&days->few = wider;
        days->room = room;
        return wider;
    }

    internal static void Free(Days* days)
    {
        if (days->room > 0) NativeMemory.Free(First(days));
        *days = default;
    }

    [InlineArray(Few)]
    struct Inline
    {
        int first;
    }
}
