namespace RegistryAnalytics.Synth;

/// <summary>How many households of which kind make the state: families with births in the years made, families with older children, adults.</summary>
sealed class Plan
{
    const double ChildrenPerFamily = 1.37, TeensPerHousehold = 1.4, AdultsPerHousehold = 1.45;
    const int AdultAge = 19;

    readonly int[] adultsUpTo;

    internal long Families { get; }
    internal long TeenHouseholds { get; }
    internal long AdultHouseholds { get; }
    internal long Households => Families + TeenHouseholds + AdultHouseholds;

    /// <summary>Days over which the older children's births lie, counted back from the first day made.</summary>
    internal int TeenDays { get; }

    internal Plan(SynthOptions options, long[] ages)
    {
        var children = (double)options.BirthsPerYear * options.Years;
        double upTo(int from, int to) => ages[from..to].Sum(age => (double)age);
        var scale = children / upTo(0, Math.Min(options.Years, AdultAge));
        Families = (long)Math.Ceiling(children / ChildrenPerFamily);
        TeenHouseholds = options.Years >= AdultAge ? 0 : (long)(upTo(options.Years, AdultAge) * scale / TeensPerHousehold);
        TeenDays = Math.Max(1, (int)((AdultAge - options.Years) * 365.25));
        var adults = upTo(AdultAge, ages.Length) * scale * options.AdultShare - Families;
        AdultHouseholds = Math.Max(0, (long)(adults / AdultsPerHousehold));
        adultsUpTo = new int[ages.Length - AdultAge];
        long sum = 0;
        var thinner = 1 + ages.Sum() / 1_000_000_000;
        for (var i = 0; i < adultsUpTo.Length; i++) adultsUpTo[i] = (int)((sum += ages[AdultAge + i]) / thinner);
    }

    /// <summary>A birth day of an adult by the state's age structure; beyond 85 the ages thin out to 104.</summary>
    internal int AdultBirth(Rng rng, int asOf)
    {
        var at = Array.BinarySearch(adultsUpTo, rng.Below(adultsUpTo[^1]) + 1);
        var age = AdultAge + (at < 0 ? ~at : at);
        if (age == StateAges.Oldest) age += rng.Skewed(45);
        return asOf - (int)(age * 365.25) - rng.Below(365) - 1;
    }
}
