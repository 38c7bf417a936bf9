using A = RegistryAnalytics.Synth.Antigens;

namespace RegistryAnalytics.Synth;

/// <summary>Counts and last days by antigen of one child, and the made-up routine's ages and intervals.</summary>
sealed class Shelf
{
    /// <summary>Ages and intervals of one dose, days. Due: the age at which practices give it; Least: below it (4 days' grace) the giver erred.</summary>
    readonly record struct Step(int Due, int Least, int Interval, int Latest = int.MaxValue);

    const int Kinds = 9;

    // In the order of the antigens' bits: HepB, DTaP, Polio, Hib, PCV, Rota, MMR, Var, HepA.
    static readonly Step[][] routine =
    [
        [new(0, 0, 0), new(28, 28, 28), new(168, 168, 56)],
        [new(42, 42, 0), new(70, 70, 28), new(98, 98, 28), new(425, 365, 183), new(1461, 1461, 183)],
        [new(42, 42, 0), new(70, 70, 28), new(168, 126, 28), new(1461, 1461, 183)],
        [new(42, 42, 0, 1826), new(70, 70, 28, 1826), new(98, 98, 28, 1826), new(360, 365, 56, 1826)],
        [new(42, 42, 0, 1826), new(70, 70, 28, 1826), new(98, 98, 28, 1826), new(360, 365, 56, 1826)],
        [new(42, 42, 0, 104), new(70, 70, 28, 243), new(98, 98, 28, 243)],
        [new(357, 365, 0), new(1455, 393, 28)],
        [new(357, 365, 0), new(1455, 393, 84)],
        [new(357, 365, 0), new(520, 520, 183)],
    ];

    readonly int[] counts = new int[Kinds];
    readonly int[] lastDays = new int[Kinds];
    readonly int[] lastAges = new int[Kinds];
    bool twoDoseRota, ompHib;

    internal int LastVisit { get; set; }

    internal void Clear()
    {
        Array.Clear(counts);
        Array.Clear(lastDays);
        (LastVisit, twoDoseRota, ompHib) = (0, false, false);
    }

    /// <summary>What a practice gives at this age.</summary>
    /// <param name="hasty">It does not look at intervals closely: up to ten days early.</param>
    internal A Due(int age, int day, bool hasty)
    {
        var due = A.None;
        for (var kind = 0; kind < Kinds; kind++)
        {
            var n = counts[kind];
            if (n >= Needed(kind, age)) continue;
            var step = routine[kind][Math.Min(n, routine[kind].Length - 1)];
            var haste = hasty ? 10 : 0;
            var due4 = kind is 3 or 4 && n < 3 && n >= Needed(kind, 200) - 1 ? Math.Max(step.Due, 360) : step.Due;
            if (age >= due4 - haste && age <= step.Latest && (n == 0 || day - lastDays[kind] >= step.Interval - haste)) due |= (A)(1 << kind);
        }
        return due;
    }

    /// <summary>Books a dose.</summary>
    /// <returns>True when every antigen in it kept least age and interval, with 4 days' grace.</returns>
    internal bool Keep(Product product, int age, int day)
    {
        var valid = true;
        for (var kind = 0; kind < Kinds; kind++)
        {
            if ((product.Antigens & (A)(1 << kind)) == 0) continue;
            var step = routine[kind][Math.Min(counts[kind], routine[kind].Length - 1)];
            valid &= age >= step.Least - 4 && (counts[kind] == 0 || day - lastDays[kind] >= step.Interval - 4);
            if (counts[kind] == 0)
            {
                twoDoseRota |= kind == 5 && product.Id == "rotarix";
                ompHib |= kind == 3 && product.Id == "pedvaxhib";
            }
            counts[kind]++;
            lastDays[kind] = day;
            lastAges[kind] = age;
        }
        return valid;
    }

    int Needed(int kind, int age) => kind switch
    {
        // A dose after the first birthday ends Hib and PCV, but a first PCV before the second birthday wants another.
        3 when counts[3] > 0 && lastAges[3] >= 358 => counts[3],
        4 when counts[4] > 0 && lastAges[4] >= 358 && !(counts[4] == 1 && lastAges[4] < 730) => counts[4],
        3 => age >= 450 ? counts[3] + 1 : ompHib ? 3 : 4,
        4 => age >= 730 ? counts[4] + 1 : 4,
        5 => twoDoseRota ? 2 : 3,
        _ => routine[kind].Length,
    };
}
