using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

/// <summary>Twins, siblings, newborns, fathers and sons, shared numbers: each rule by the two records that call for it.</summary>
public class PairRulesTests
{
    static (PairRule Rule, float Score) Judge(string a, string b, FileShape? shape = null)
    {
        var table = People.Table(a, b);
        var judge = new PairJudge(table, new Frequencies(table), new PairScorer(LinkModel.Shipped, 100_000), shape ?? FileShape.Registry, PairConstraints.None);
        var pair = judge.Judge(0, 1);
        return (pair.Rule, pair.Score);
    }

    const string Home = " maiden=QUIRK street=48_LESLIE_PL zip=87501 phone=5055551234";

    [Fact]
    public void Twins_of_one_house_are_no_match()
    {
        Assert.Equal(PairRule.Twin, Judge("JAYDEN BENTON 2019-04-09 M" + Home, "MARCUS BENTON 2019-04-09 M" + Home).Rule);
        Assert.Equal(PairEffect.No, PairRules.EffectOf(PairRule.Twin));
    }

    [Fact]
    public void Twins_born_either_side_of_midnight_are_no_match() =>
        Assert.Equal(PairRule.Twin, Judge("JAYDEN BENTON 2019-04-09 M" + Home, "MARCUS BENTON 2019-04-10 M" + Home).Rule);

    [Fact]
    public void Twins_with_different_birth_orders_can_never_be_one_person_even_when_named_alike()
    {
        var (rule, score) = Judge("JAYDEN BENTON 2019-04-09 M order=1 twin=Y" + Home, "JADEN BENTON 2019-04-09 M order=2 twin=Y" + Home);
        Assert.Equal(PairRule.TwinBirthOrder, rule);
        Assert.Equal(PairEffect.CannotLink, PairRules.EffectOf(rule));
        Assert.True(score > LinkModel.Shipped.LinkThreshold, "the score alone would have linked them");
    }

    [Fact]
    public void Twins_named_alike_go_to_a_person_where_multiple_birth_is_told() =>
        Assert.Equal(PairRule.MultipleBirth, Judge("JAYDEN BENTON 2019-04-09 M twin=Y" + Home, "JADEN BENTON 2019-04-09 M" + Home).Rule);

    [Fact]
    public void A_name_that_only_differs_by_a_slip_links_where_no_multiple_birth_is_told() =>
        Assert.Equal(PairRule.None, Judge("JAYDEN BENTON 2019-04-09 M" + Home, "JADEN BENTON 2019-04-09 M" + Home).Rule);

    [Theory]
    [InlineData("order=2", "order=2", PairRule.None)]
    [InlineData("order=1", "order=1", PairRule.MultipleBirth)]
    [InlineData("order=2", "middle=LEE", PairRule.MultipleBirth)]
    public void The_same_birth_order_beyond_the_first_tells_one_child_of_a_multiple_birth(string a, string b, PairRule rule) =>
        Assert.Equal(rule, Judge($"JAYDEN BENTON 2019-04-09 M twin=Y {a}" + Home, $"JADEN BENTON 2019-04-09 M twin=Y {b}" + Home).Rule);

    [Fact]
    public void Names_loosely_alike_go_to_a_person_unless_the_registrar_of_births_knows_of_no_twin()
    {
        const string certificate = "MADISON BENTON 2019-04-09 F type=birth";
        Assert.Equal(PairRule.NamesLooselyAlike, Judge("MADISON BENTON 2019-04-09 F twin=N" + Home, "MADDIE BENTON 2019-04-09 F" + Home).Rule);
        Assert.Equal(PairRule.None, Judge(certificate + " twin=N" + Home, "MADDIE BENTON 2019-04-09 F" + Home).Rule);
        Assert.Equal(PairRule.NamesLooselyAlike, Judge(certificate + Home, "MADDIE BENTON 2019-04-09 F" + Home).Rule);
        Assert.Equal(PairRule.Twin, Judge(certificate + " twin=N" + Home, "AVA BENTON 2019-04-09 F" + Home).Rule);
    }

    [Theory]
    [InlineData("2019-04-09", "phone=5055551234", PairRule.None)]
    [InlineData("2019-04-09", "phone=5059998888", PairRule.Contradicted)]
    [InlineData("2019-04-10", "phone=5055551234", PairRule.Contradicted)]
    public void Another_last_name_in_the_same_house_needs_the_birth_date_and_one_thing_more(string birth, string phone, PairRule rule) =>
        Assert.Equal(rule, Judge("AVA BENTON 2019-04-09 F street=48_LESLIE_PL zip=87501 phone=5055551234", $"AVA HARLOW {birth} F street=48_LESLIE_PL zip=87501 {phone}").Rule);

    [Fact]
    public void Spouses_and_siblings_named_a_little_alike_and_born_a_slip_apart_go_to_a_person()
    {
        Assert.Equal(PairRule.BirthDatesDisagree, Judge("LUNA BRANWOOD 1991-03-29 F middle=M" + Home, "LUUCAS BRANWOOD 1991-03-24 M middle=R" + Home).Rule);
        Assert.Equal(PairRule.BirthDatesDisagree, Judge("DAVID RAYWIN 2017-03-09 M" + Home, "MOBELLE RAYWIN 2012-03-07 F middle=DAVID" + Home).Rule);
        Assert.Equal(PairRule.None, Judge("JAYDEN BENTON 2019-04-09 M" + Home, "JADEN BENTON 2019-04-19 M" + Home).Rule);
    }

    [Fact]
    public void Twins_named_alike_whom_nobody_calls_twins_are_told_apart_by_the_second_name() =>
        Assert.Equal(PairRule.NamesLooselyAlike, Judge("EMMA BENTON 2022-06-13 F middle=ALEXANDRA" + Home, "EMA BENTON 2022-06-13 F middle=THERESE" + Home).Rule);

    [Fact]
    public void Siblings_are_no_match() =>
        Assert.Equal(PairRule.Sibling, Judge("AVA BENTON 2019-04-09 F" + Home, "MARCUS BENTON 2016-11-30 M" + Home).Rule);

    [Fact]
    public void A_sibling_named_alike_goes_to_a_person() =>
        Assert.Equal(PairRule.BirthDatesDisagree, Judge("LEVI BENTON 2019-04-09 M" + Home, "LEVI BENTON 2012-11-30 M" + Home).Rule);

    [Fact]
    public void A_newborn_meets_the_named_child_of_the_same_mother_and_house()
    {
        var (rule, score) = Judge("BABY_BOY BENTON 2019-04-09 M" + Home, "MARCUS BENTON 2019-04-09 M" + Home);
        Assert.Equal(PairRule.None, rule);
        Assert.True(score > LinkModel.Shipped.LinkThreshold);
    }

    [Fact]
    public void A_newborn_under_its_mothers_name_meets_the_child_under_its_fathers()
    {
        var (rule, score) = Judge("BABY_BOY QUIRK 2019-04-09 M" + Home, "MARCUS BENTON 2019-04-09 M" + Home);
        Assert.Equal(PairRule.None, rule);
        var stranger = Judge("BABY_BOY HARLOW 2019-04-09 M" + Home, "MARCUS BENTON 2019-04-09 M" + Home).Score;
        Assert.True(score > stranger + 1, $"{score} bits, {stranger} under a stranger's name");
    }

    [Fact]
    public void A_newborn_girl_is_not_the_named_boy() =>
        Assert.Equal(PairRule.NewbornUnclear, Judge("BABY_GIRL BENTON 2019-04-09 F" + Home, "MARCUS BENTON 2019-04-09 M" + Home).Rule);

    [Fact]
    public void A_newborn_without_a_place_in_common_waits() =>
        Assert.Equal(PairRule.NewbornUnclear, Judge("BABY BENTON 2019-04-09 M maiden=QUIRK", "MARCUS BENTON 2019-04-09 M maiden=QUIRK zip=87501").Rule);

    [Fact]
    public void A_newborn_of_a_multiple_birth_waits_without_a_number_or_order() =>
        Assert.Equal(PairRule.NewbornUnclear, Judge("TWIN_A BENTON 2019-04-09 M twin=Y" + Home, "MARCUS BENTON 2019-04-09 M twin=Y" + Home).Rule);

    [Fact]
    public void Father_and_son_of_one_name_are_no_match() =>
        Assert.Equal(PairRule.Generations, Judge("OWEN BENTON 1981-02-03 M" + Home, "OWEN BENTON 2009-11-20 M" + Home).Rule);

    [Fact]
    public void A_shared_number_is_no_proof_between_different_first_names() =>
        Assert.Equal(PairRule.SharedNumber, Judge("AVA BENTON 2019-04-09 F id=USA:SS:123456789", "MARCUS HARLOW 2011-01-30 M id=USA:SS:123456789").Rule);

    [Fact]
    public void In_a_file_without_families_a_number_outweighs_a_wrong_first_name() =>
        Assert.Equal(PairRule.None, Judge("AVA BENTON 2019-04-09 F id=USA:SS:123456789" + Home, "MARCUS BENTON 2019-04-09 F id=USA:SS:123456789" + Home, new FileShape(false, true)).Rule);

    [Fact]
    public void Two_birth_certificates_are_two_children()
    {
        var (rule, _) = Judge("AVA BENTON 2019-04-09 F id=NM:BR:2019001234" + Home, "AVA BENTON 2019-04-09 F id=NM:BR:2019009876" + Home);
        Assert.Equal(PairRule.BirthCertificates, rule);
        Assert.Equal(PairEffect.CannotLink, PairRules.EffectOf(rule));
    }

    [Fact]
    public void Name_and_birth_date_alone_are_not_enough_in_a_registry()
    {
        Assert.Equal(PairRule.Uncorroborated, Judge("AVA BENTON 2019-04-09 F", "AVA BENTON 2019-04-09 F" + Home).Rule);
        Assert.Equal(PairRule.None, Judge("AVA BENTON 2019-04-09 F", "AVA BENTON 2019-04-09 F" + Home, new FileShape(false, false)).Rule);
    }

    [Fact]
    public void A_guardian_or_a_senders_number_alone_is_not_enough_but_a_house_is()
    {
        Assert.Equal(PairRule.Uncorroborated, Judge("AVA BENTON 2019-04-09 F guardian=NORA street=48_LESLIE_PL zip=87501", "AVA BENTON 2019-04-09 F guardian=NORA street=9_OAK_ST zip=87701").Rule);
        Assert.Equal(PairRule.Uncorroborated, Judge("AVA BENTON 2019-04-09 F id=CLINIC:MR:40718", "AVA BENTON 2019-04-09 F id=CLINIC:MR:40718 guardian=NORA").Rule);
        Assert.Equal(PairRule.None, Judge("AVA BENTON 2019-04-09 F source=CLINIC id=CLINIC:MR:40718", "AVA BENTON 2019-04-09 F source=CLINIC id=CLINIC:MR:40718 guardian=NORA").Rule);
        Assert.Equal(PairRule.Uncorroborated, Judge("AVA BENTON 2019-04-09 F id=USA:SS:407180000", "AVA BENTON 2019-04-09 F id=USA:SS:407180000").Rule);
        Assert.Equal(PairRule.None, Judge("AVA BENTON 2019-04-09 F id=USA:SS:407180000 guardian=NORA", "AVA BENTON 2019-04-09 F id=USA:SS:407180000 guardian=NORA").Rule);
        Assert.Equal(PairRule.None, Judge("AVA BENTON 2019-04-09 F phone=5055551234 street=48_LESLIE_PL", "AVA BENTON 2019-04-09 F phone=5055551234 street=9_OAK_ST").Rule);
        Assert.Equal(PairRule.None, Judge("AVA BENTON 2019-04-09 F guardian=NORA middle=LEIGH", "AVA BENTON 2019-04-09 F guardian=NORA middle=LEIGH").Rule);
    }

    [Fact]
    public void Where_the_address_is_another_two_other_things_are_not_enough_but_three_are()
    {
        Assert.Equal(PairRule.Contradicted, Judge("AVA BENTON 2019-04-09 F guardian=NORA middle=LEIGH street=48_LESLIE_PL", "AVA BENTON 2019-04-09 F guardian=NORA middle=LEIGH street=9_OAK_ST").Rule);
        Assert.Equal(PairRule.None, Judge("AVA BENTON 2019-04-09 F guardian=NORA middle=LEIGH maiden=QUIRK street=48_LESLIE_PL", "AVA BENTON 2019-04-09 F guardian=NORA middle=LEIGH maiden=QUIRK street=9_OAK_ST").Rule);
    }

    [Fact]
    public void A_sibling_with_a_name_but_a_letter_the_same_and_another_birth_date_goes_to_a_person() =>
        Assert.Equal(PairRule.BirthDatesDisagree, Judge("LIDEN LOPEZ 2011-12-05 M" + Home, "AIDEN LOPEZ 2011-01-29 M" + Home).Rule);

    [Fact]
    public void More_against_than_for_goes_to_a_person() =>
        Assert.Equal(PairRule.Contradicted, Judge("AVA BENTON 2019-04-09 F guardian=NORA middle=LEIGH maiden=ABARA street=48_LESLIE_PL phone=5055551234", "AVA BENTON 2019-04-09 F guardian=NORA middle=LEIGH maiden=VARGA street=9_OAK_ST phone=5059998888").Rule);

    [Fact]
    public void Household_evidence_is_capped()
    {
        var table = People.Table("AVA - 2019-04-09 F guardian=NORA mail=benton@home.net" + Home, "- - 2011-01-30 M guardian=NORA mail=benton@home.net" + Home);
        var judge = new PairJudge(table, new Frequencies(table), new PairScorer(LinkModel.Shipped, 100_000), FileShape.Registry, PairConstraints.None);
        judge.Judge(0, 1);
        var weights = judge.Weights.ToArray();
        var household = Enumerable.Range(0, PairFields.Count).Where(field => PairFields.OfHousehold[field] && weights[field] > 0).Sum(field => weights[field]);
        Assert.Equal(LinkModel.Shipped.HouseholdCap, household, 3);
    }

    [Fact]
    public void Weights_and_prior_add_up_to_the_score()
    {
        var table = People.Table("AVA BENTON 2019-04-09 F" + Home, "AVA HARLOW 2019-04-19 F" + Home);
        var judge = new PairJudge(table, new Frequencies(table), new PairScorer(LinkModel.Shipped, 5000), FileShape.Registry, PairConstraints.None);
        var pair = judge.Judge(0, 1);
        Assert.Equal(pair.Score, LinkModel.Shipped.PriorBits(5000) + judge.Weights.ToArray().Sum(weight => (double)weight), 3);
    }
}
