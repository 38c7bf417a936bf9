namespace RegistryAnalytics.Synth;

/// <summary>Everything a household's people are given and found with, in order of day.</summary>
sealed class Life(World world)
{
    readonly ChildRoutine childhood = new(world);
    readonly OlderRoutine older = new(world);
    readonly Seasons seasons = new(world);
    readonly int from = world.Options.From.DayNumber;
    readonly int asOf = world.Options.AsOf.DayNumber;
    static readonly Comparison<TrueDose> byDay = (a, b) => a.Day != b.Day ? a.Day.CompareTo(b.Day) : a.Product.CompareTo(b.Product);

    internal void Live(Household home, Rng rng)
    {
        foreach (var person in home.Persons)
        {
            Findings.Draw(person, rng);
            switch (person.Role)
            {
                case Role.Child or Role.Teen:
                    childhood.Run(home, person, asOf, rng);
                    if (person.Attitude > -2.1) seasons.Influenza(home, person, Math.Max(from - 3 * 365, person.Birth), asOf, rng);
                    seasons.Covid(home, person, asOf, rng);
                    older.Adolescent(home, person, asOf, rng);
                    break;
                case Role.Mother:
                    older.Pregnancies(home, person, from, asOf, rng);
                    older.Grown(home, person, from, asOf, rng);
                    seasons.Influenza(home, person, from, asOf, rng);
                    seasons.Covid(home, person, asOf, rng);
                    break;
                default:
                    older.Grown(home, person, from, asOf, rng);
                    seasons.Influenza(home, person, from, asOf, rng);
                    seasons.Covid(home, person, asOf, rng);
                    break;
            }
            person.Doses.Sort(byDay);
            person.Findings.RemoveAll(finding => finding.Day > asOf || finding.Day >= person.Death);
        }
    }
}
