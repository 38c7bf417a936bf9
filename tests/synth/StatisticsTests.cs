using RegistryAnalytics.Synth;

namespace RegistryAnalytics.Tests.Synth;

public class StatisticsTests
{
    /// <summary>Published registry coverage of New York City, 24 to 35 months, fourth quarter of 2025, per cent.</summary>
    /// <remarks>Source: NYC Health, Childhood Vaccination Data Explorer, main routine table, read 2026-11-22.</remarks>
    static readonly Dictionary<string, double> published = new()
    {
        ["dtap_4"] = 73.2, ["polio_3"] = 91.1, ["mmr_1"] = 89.4, ["hib_full"] = 71.8, ["hepb_3"] = 89.3, ["var_1"] = 88.7, ["pcv_4"] = 67.7, ["series_4313314"] = 61.1,
    };

    [Fact]
    public void Reported_coverage_of_two_year_olds_is_near_the_published_figures()
    {
        var folder = Directory.CreateTempSubdirectory("registry-synth-");
        Synthesis.Write(new SynthOptions { BirthsPerYear = 1500, Seed = 1 }, folder.FullName);
        var rows = MadeState.ReadCsv(Path.Combine(folder.FullName, "truth", "coverage.csv")).ToDictionary(row => row["series"]);
        folder.Delete(recursive: true);
        foreach (var (series, figure) in published)
        {
            var rate = 100.0 * int.Parse(rows[series]["n_reported"]) / int.Parse(rows[series]["n_children_24_35_months"]);
            Assert.True(Math.Abs(rate - figure) < 5, $"{series}: {rate:F1} made, {figure} published");
        }
        Assert.True(int.Parse(rows["no_dose"]["n_reported"]) > 0);
    }

    [Fact]
    public void Making_a_person_allocates_little_and_the_same_late_as_early()
    {
        var world = new World(new SynthOptions { BirthsPerYear = 2000, Seed = 5 });
        var maker = new Maker(world, new Plan(world.Options, world.Ages), new Sums(new(world), new(world), new(world)));
        double bytesAPerson(long first)
        {
            maker.Block.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            maker.Make(first, first + 400);
            return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / maker.Block.Persons;
        }
        bytesAPerson(0);
        bytesAPerson(400);
        var early = bytesAPerson(800);
        for (var first = 1200; first < 3200; first += 400) bytesAPerson(first);
        var late = bytesAPerson(3200);
        Assert.True(early < 6000 && late < 6000, $"{early:F0} and {late:F0} bytes a person");
    }
}
