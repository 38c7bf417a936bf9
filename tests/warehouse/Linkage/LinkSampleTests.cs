using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

public sealed class LinkSampleTests : IDisposable
{
    readonly StagedLake lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public void A_sample_holds_keys_only_and_is_the_same_for_the_same_seed()
    {
        lake.Persons(
            "NORTH n1 AVA BENTON 2019-04-09 F street=48_LESLIE_PL zip=87501 phone=5055551234", "SOUTH s1 AVA BENTON 2019-04-09 F street=48_LESLIE_PL zip=87501 phone=5055551234",
            "NORTH n2 LIAM HARLOW 2012-01-30 M street=9_OAK_ST zip=87701", "SOUTH s2 LIAM HARLOW 2012-01-30 M street=77_ELM_ST zip=87999");
        LinkStep.Run(lake.Folder, new LinkStepOptions(Threads: 1), TimeProvider.System);
        var sample = LinkSample.Draw(lake.Folder, 10, seed: 1);
        Assert.Equal(sample, LinkSample.Draw(lake.Folder, 10, seed: 1));
        Assert.Equal(2, sample.Count);
        Assert.Contains(sample, pair => pair.Stratum.StartsWith("linked", StringComparison.Ordinal));
        Assert.Contains(sample, pair => pair.Stratum == "apart by a rule" && pair.Rule == nameof(PairRule.Uncorroborated));
        var text = new StringWriter();
        LinkSample.Write(text, sample);
        Assert.DoesNotContain("BENTON", text.ToString());
        var persons = new StringWriter();
        LinkSample.WritePersons(persons, lake.Folder, sample);
        Assert.Contains("BENTON,AVA", persons.ToString());
        Assert.Equal(3, LinkSample.Persons(lake.Folder, sample).Count);
    }

    [Fact]
    public void A_filled_in_sample_weighs_each_stratum_by_its_pairs()
    {
        var rows = string.Concat(Enumerable.Range(0, 10).Select(i => $"linked from 20 bits,900,{i},{i + 100},30,None,same\n"))
            + string.Concat(Enumerable.Range(20, 10).Select(i => $"linked below 12 bits,100,{i},{i + 100},9,None,{(i < 25 ? "same" : "different")}\n"))
            + string.Concat(Enumerable.Range(40, 4).Select(i => $"apart by a rule,200,{i},{i + 100},15,Twin,{(i < 41 ? "same" : "different")}\n")) + "apart by a rule,200,60,160,15,Twin,unsure\n";
        var (estimate, problem) = LinkSample.Score(new StringReader(LinkSample.Header + "\n" + rows), generation: 3);
        Assert.Null(problem);
        Assert.Equal((24, 1, 3L), (estimate!.Judged, estimate.Open, estimate.Generation));
        Assert.Equal(0.95, estimate.Precision, 5);
        Assert.Equal(950.0 / 1000, estimate.Recall, 5);
        Assert.InRange(estimate.Precision, estimate.PrecisionLow, estimate.PrecisionHigh);
        Assert.InRange(estimate.Recall, estimate.RecallLow, estimate.RecallHigh);
        Assert.True(estimate.PrecisionHigh - estimate.PrecisionLow > 0.02, "ten pairs of nine hundred leave much open");
    }

    [Fact]
    public void The_interval_holds_the_truth_about_as_often_as_it_says()
    {
        var random = new Random(11);
        var held = 0;
        for (var round = 0; round < 300; round++)
        {
            var lines = new List<string> { LinkSample.Header };
            foreach (var (stratum, pairs, share) in new[] { ("linked a", 5000, 0.99), ("linked b", 1000, 0.9), ("apart a", 400, 0.3) })
                for (var i = 0; i < 60; i++) lines.Add($"{stratum},{pairs},{i},{i + 1},9,None,{(random.NextDouble() < share ? "same" : "different")}");
            var estimate = LinkSample.Score(new StringReader(string.Join('\n', lines)), 1).Estimate!;
            const double right = 5000 * 0.99 + 1000 * 0.9, all = right + 400 * 0.3;
            if (estimate.PrecisionLow <= right / 6000 && right / 6000 <= estimate.PrecisionHigh && estimate.RecallLow <= right / all && right / all <= estimate.RecallHigh) held++;
        }
        Assert.InRange(held, 255, 300);
    }

    [Theory]
    [InlineData("a,b\n", "line 1")]
    [InlineData(LinkSample.Header + "\nlinked,10,1,2,9,None,perhaps\n", "line 2")]
    [InlineData(LinkSample.Header + "\nlinked,10,1,2,9,None\n", "line 2")]
    [InlineData(LinkSample.Header + "\nlinked,10,1,2,9,None,same\nlinked,11,1,2,9,None,same\n", "line 3")]
    [InlineData(LinkSample.Header + "\nlinked,10,1,2,9,None,\n", "no pair was judged")]
    [InlineData(LinkSample.Header + "\n", "no pair")]
    public void A_sample_that_cannot_be_read_says_where(string text, string where)
    {
        var (estimate, problem) = LinkSample.Score(new StringReader(text), 1);
        Assert.Null(estimate);
        Assert.Contains(where, problem);
    }

    [Fact]
    public void A_build_reads_the_newest_estimate_of_its_generation()
    {
        lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F phone=5055551234");
        LinkStep.Run(lake.Folder, new LinkStepOptions(Threads: 1), TimeProvider.System);
        LinkSample.Store(lake.Folder, new SampleEstimate(1, 30, 2, 0.99, 0.97, 1, 0.95, 0.9, 0.98));
        LinkSample.Store(lake.Folder, new SampleEstimate(9, 30, 2, 0.5, 0.4, 0.6, 0.5, 0.4, 0.6));
        using var database = RegistryAnalytics.DuckDb.DuckDbDatabase.Open(":memory:", new RegistryAnalytics.DuckDb.DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        PersonLinks.Load(connection, lake.Folder, 1);
        Assert.Equal(0.99, Assert.Single(connection.QueryRows("select precision_share from link_estimate"))[0]);
    }
}
