using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

public class PersonClustersTests
{
    const string Home = " maiden=QUIRK street=48_LESLIE_PL zip=87501 phone=5055551234";

    static PersonClusters Group(string[] people, int[]? standing = null, PairConstraints? constraints = null, LinkModel? model = null, BridgePolicy bridges = BridgePolicy.Propose)
    {
        model ??= LinkModel.Shipped;
        var table = People.Table(people);
        PairJudge judge = new(table, new Frequencies(table), new PairScorer(model, 50_000), FileShape.Registry, constraints ?? PairConstraints.None);
        var pairs = new List<ScoredPair>();
        for (var a = 0; a < people.Length; a++)
            for (var b = a + 1; b < people.Length; b++) pairs.Add(judge.Judge(a, b));
        var clusters = new PersonClusters(table, model, judge, FileShape.Registry, standing, bridges);
        NewbornChoice.Group(table, model, pairs, clusters);
        return clusters;
    }

    [Fact]
    public void A_newborn_with_two_named_children_to_choose_from_goes_to_neither()
    {
        var clusters = Group(["BABY BENTON 2019-04-09 U" + Home, "MARCUS BENTON 2019-04-09 M" + Home, "AVA BENTON 2019-04-09 F" + Home]);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(clusters.RootOf));
    }

    [Fact]
    public void A_newborn_with_one_child_told_twice_goes_to_that_child()
    {
        var clusters = Group(["BABY BENTON 2019-04-09 U" + Home, "MARCUS BENTON 2019-04-09 M" + Home, "MARCUS BENTON 2019-04-09 M middle=LEE" + Home]);
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(clusters.RootOf));
    }

    [Fact]
    public void A_newborn_boy_has_nothing_to_choose_between_a_boy_and_a_girl()
    {
        var clusters = Group(["BABY_BOY BENTON 2019-04-09 M" + Home, "MARCUS BENTON 2019-04-09 M" + Home, "AVA BENTON 2019-04-09 F" + Home]);
        Assert.Equal([0, 0, 2], Enumerable.Range(0, 3).Select(clusters.RootOf));
    }

    [Fact]
    public void A_twin_of_whom_one_record_tells_the_other_birth_order_is_no_choice_for_a_newborn()
    {
        var clusters = Group(["BABY_GIRL BENTON 2019-04-09 F order=1 twin=Y" + Home, "MIA BENTON 2019-04-09 F order=1 twin=Y" + Home, "AVA BENTON 2019-04-09 F order=2 twin=Y" + Home, "AVA BENTON 2019-04-09 F" + Home]);
        Assert.Equal([0, 0, 2, 2], Enumerable.Range(0, 4).Select(clusters.RootOf));
    }

    [Fact]
    public void Where_the_policy_says_so_a_clear_bridge_merges_and_one_that_is_forbidden_does_not()
    {
        var people = new[] { "AVA BENTON 2019-04-09 F" + Home, "AVA BENTON 2019-04-09 F guardian=NORA" + Home, "AVA BENTON 2019-04-09 F middle=LEE" + Home };
        var clusters = Group(people, standing: [0, 1, -1], bridges: BridgePolicy.Merge);
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(clusters.RootOf));
        Assert.Equal([0], clusters.Bridged);
        var apart = new PairConstraints();
        apart.Set(0, 1, PairRule.DecidedDifferent);
        clusters = Group(people, standing: [0, 1, -1], constraints: apart, bridges: BridgePolicy.Merge);
        Assert.NotEqual(clusters.RootOf(0), clusters.RootOf(1));
        Assert.Empty(clusters.Bridged);
    }

    [Fact]
    public void What_one_record_tells_of_a_multiple_birth_holds_for_its_whole_person()
    {
        var clusters = Group(["EMA BENTON 2022-06-13 F order=2 twin=Y" + Home, "EMA BENTON 2022-06-13 F" + Home, "EMMA BENTON 2022-06-13 F" + Home]);
        Assert.Equal([0, 0, 2], Enumerable.Range(0, 3).Select(clusters.RootOf));
        Assert.Contains(clusters.Refused, refused => refused.Why == Refusal.Twins);
    }

    [Fact]
    public void Twins_do_not_meet_through_a_record_that_resembles_both()
    {
        var clusters = Group(
        [
            "JAYDEN BENTON 2019-04-09 M order=1" + Home, "JADEN BENTON 2019-04-09 M order=2" + Home, "JAYDEN BENTON 2019-04-09 M middle=LEE" + Home,
        ]);
        Assert.NotEqual(clusters.RootOf(0), clusters.RootOf(1));
    }

    [Fact]
    public void A_reviewers_word_stands_against_any_score()
    {
        var people = new[] { "AVA BENTON 2019-04-09 F" + Home, "AVA BENTON 2019-04-09 F" + Home };
        Assert.Equal(0, Group(people).RootOf(1));
        var different = new PairConstraints();
        different.Set(0, 1, PairRule.DecidedDifferent);
        Assert.Equal(1, Group(people, constraints: different).RootOf(1));
        var same = new PairConstraints();
        same.Set(0, 1, PairRule.DecidedSame);
        Assert.Equal(0, Group(["AVA BENTON 2019-04-09 F", "ZOE HARLOW 2001-01-30 M"], constraints: same).RootOf(1));
    }

    [Fact]
    public void A_record_that_bridges_two_standing_persons_merges_nothing()
    {
        var people = new[] { "AVA BENTON 2019-04-09 F" + Home, "AVA BENTON 2019-04-09 F guardian=NORA" + Home, "AVA BENTON 2019-04-09 F middle=LEE" + Home };
        var clusters = Group(people, standing: [0, 1, -1]);
        Assert.NotEqual(clusters.RootOf(0), clusters.RootOf(1));
        Assert.Contains(clusters.Refused, refused => refused.Why == Refusal.Standing);
        Assert.NotEqual(2, clusters.RootOf(2));
    }

    [Fact]
    public void No_person_grows_beyond_the_largest_size()
    {
        var model = LinkModel.Shipped with { LargestCluster = 4 };
        var clusters = Group([.. Enumerable.Range(0, 9).Select(_ => "AVA BENTON 2019-04-09 F" + Home)], model: model);
        Assert.All(Enumerable.Range(0, 9), row => Assert.InRange(clusters.Members(clusters.RootOf(row)).Count, 1, 4));
        Assert.Contains(clusters.Refused, refused => refused.Why == Refusal.TooLarge);
    }

    [Fact]
    public void A_chain_of_slips_does_not_join_its_ends()
    {
        // Each is one slip from the next; the ends have nothing but the house in common.
        var clusters = Group(["MARIAN BENTON 2019-04-09 F" + Home, "MARION BENTON 2019-04-09 F" + Home, "MARLON BENTON 2019-04-09 M" + Home, "HARLON BENTON 2019-04-19 M" + Home, "HARLAN BENTON 2015-04-19 M" + Home]);
        Assert.NotEqual(clusters.RootOf(0), clusters.RootOf(4));
    }
}
