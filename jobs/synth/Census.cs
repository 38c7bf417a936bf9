namespace RegistryAnalytics.Synth;

/// <summary>Counts over the whole state that grow while households are made. Adding is all that happens, so order does not matter.</summary>
sealed class Census(World world)
{
    const int Ages = StateAges.Oldest + 1;

    readonly int firstYear = world.Options.From.AddDays(200).Year;
    readonly int years = world.Options.AsOf.Year - world.Options.From.AddDays(200).Year + 1;
    readonly int[] counts = new int[world.Counties.Length * Ages * (world.Options.AsOf.Year - world.Options.From.AddDays(200).Year + 1)];

    internal void Count(Household home)
    {
        if (home.OutOfState) return;
        for (var year = 0; year < years; year++)
        {
            var day = new DateOnly(firstYear + year, 7, 1).DayNumber;
            if (!home.LivesHereOn(day)) continue;
            var county = home.AddressOn(day).County;
            foreach (var person in home.Persons)
            {
                if (person.Birth > day || person.Death <= day) continue;
                var age = Math.Min(StateAges.Oldest, RegistryAnalytics.Codes.CqlCalendar.AgeInMonths(DateOnly.FromDayNumber(person.Birth), DateOnly.FromDayNumber(day)) / 12);
                Interlocked.Increment(ref counts[(county * Ages + age) * years + year]);
            }
        }
    }

    /// <summary>Estimates as a census bureau gives them: near the true count, not equal to it. The state is the sum of its counties.</summary>
    internal void Write(TextWriter to)
    {
        to.Write("geography_fips,age_years,year,population,source\n");
        var rng = new Rng(world.Options.Seed, -3);
        for (var year = 0; year < years; year++)
        {
            var state = new long[Ages];
            foreach (var county in world.Counties)
                for (var age = 0; age < Ages; age++)
                {
                    var count = counts[(county.Index * Ages + age) * years + year];
                    var estimate = Math.Max(0, (long)(count * (1 + 0.012 * rng.Bell()) + 0.5));
                    state[age] += estimate;
                    Row(to, System.Text.Encoding.UTF8.GetString(county.Fips), age, firstYear + year, estimate);
                }
            for (var age = 0; age < Ages; age++) Row(to, world.State.Fips, age, firstYear + year, state[age]);
        }
    }

    static void Row(TextWriter to, string fips, int age, int year, long population) =>
        to.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{fips},{age},{year},{population},synthetic vintage\n"));
}
