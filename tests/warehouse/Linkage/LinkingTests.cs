using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

public class LinkingTests
{
    static readonly (string Csv, List<int> Truth) Set = People.Families(260, 5);

    [Fact]
    public void Families_with_slips_are_linked_with_hardly_a_false_pair()
    {
        var (table, _, problems) = LinkCsv.Read(new StringReader(Set.Csv));
        Assert.Empty(problems);
        var (precision, recall) = Score(Linking.Run(table, LinkModel.Shipped, new BlockingOptions(), fit: true), Set.Truth);
        Assert.InRange(precision, 0.995, 1);
        Assert.InRange(recall, 0.93, 1);
    }

    [Theory]
    [InlineData("first_name,last_name,birth_date")]
    [InlineData("last_name,birth_date,sex,street,zip")]
    [InlineData("first_name,last_name,phone")]
    [InlineData("first_name,last_name,birth_date,mother_maiden_name")]
    public void Any_few_columns_do_without_false_pairs(string columns)
    {
        var kept = columns.Split(',').Prepend("record_id").ToList();
        var lines = Set.Csv.TrimEnd('\n').Split('\n').Select(line => line.Split(',')).ToList();
        var at = kept.Select(name => Array.IndexOf(lines[0], name)).ToArray();
        var csv = string.Join('\n', lines.Select(line => string.Join(',', at.Select(column => line[column]))));
        var (table, _, _) = LinkCsv.Read(new StringReader(csv));
        var (precision, recall) = Score(Linking.Run(table, LinkModel.Shipped, new BlockingOptions(), fit: true), Set.Truth);
        Assert.InRange(precision, 0.98, 1);
        Assert.InRange(recall, 0.3, 1);
    }

    [Fact]
    public void No_twins_become_one_and_each_is_found_again()
    {
        var (csv, truth) = People.Twins(120, 7);
        var (table, _, _) = LinkCsv.Read(new StringReader(csv));
        var (precision, recall) = Score(Linking.Run(table, LinkModel.Shipped, new BlockingOptions(), fit: true), truth);
        Assert.Equal(1, precision);
        Assert.InRange(recall, 0.9, 1);
    }

    [Fact]
    public void Two_records_alone_are_judged_as_two_of_many()
    {
        const string header = "record_id,first_name,last_name,birth_date,sex,street,zip,phone,identifiers\n";
        Assert.Equal(1, Persons("1,AVA,BENTON,2019-04-09,F,48 LESLIE PL,87501,5055551234,\n2,AVA,BENTON,2019-04-09,F,48 LESLIE PL,87501,,\n"));
        Assert.Equal(2, Persons("1,AVA,BENTON,2019-04-09,F,48 LESLIE PL,87501,,MRN:MR:7\n2,MARCUS,BENTON,2019-04-09,F,48 LESLIE PL,87501,,MRN:MR:7\n"));
        Assert.Equal(2, Persons("1,AVA,BENTON,2019-04-09,F,,,,\n2,AVA,HARLOW,2019-04-09,F,,,,\n"));

        static int Persons(string rows) => LinkCsv.Run(new StringReader(header + rows), new StringWriter()).Persons;
    }

    [Fact]
    public void Records_with_much_missing_meet_in_one_person_through_those_that_tell_more()
    {
        const string csv = "record_id,first_name,last_name,birth_date,city,email\n1,,DELANEY,1981-03-04,LEEDS,delaney81@home.net\n2,ROSA,DELANEY,1981-03-04,LEEDS,\n3,ROSA,,1981-03-04,LEEDS,delaney81@home.net\n";
        var others = string.Concat(Enumerable.Range(0, 300).Select(i => $"x{i},N{(char)('A' + i % 26)}ME{i},SUR{i * 7 % 300},{1950 + i % 50}-{i % 12 + 1:00}-{i % 28 + 1:00},CITY{i % 30},who{i}@net{i % 9}.org\n"));
        var links = new StringWriter();
        LinkCsv.Run(new StringReader(csv + others), links);
        Assert.Equal(["1,1", "2,1", "3,1"], links.ToString().Split('\n').Skip(1).Take(3).Select(line => line[..line.LastIndexOf(',')]));
    }

    [Fact]
    public void The_same_file_gives_the_same_bytes()
    {
        Assert.Equal(Run(Set.Csv), Run(Set.Csv));

        static string Run(string csv)
        {
            var (links, pairs) = (new StringWriter(), new StringWriter());
            LinkCsv.Run(new StringReader(csv), links, pairs);
            return links.ToString() + pairs;
        }
    }

    [Fact]
    public void Output_has_the_promised_columns_and_a_pair_cannot_disagree_with_the_links()
    {
        var (links, pairs) = (new StringWriter(), new StringWriter());
        var result = LinkCsv.Run(new StringReader(Set.Csv), links, pairs);
        var linkRows = links.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("record_id,person_id,review", linkRows[0]);
        Assert.Equal(Set.Truth.Count + 1, linkRows.Length);
        Assert.Equal(Set.Truth.Count, result.Records);
        var person = linkRows.Skip(1).Select(row => row.Split(',')).ToDictionary(row => row[0], row => row[1]);
        var pairRows = pairs.ToString().TrimEnd('\n').Split('\n');
        Assert.StartsWith("record_a,record_b,score,probability,decision,", pairRows[0]);
        Assert.All(pairRows.Skip(1).Select(row => row.Split(',')), row => Assert.Equal(row[4] == "link", person[row[0]] == person[row[1]]));
    }

    [Fact]
    public void Quoted_fields_unknown_columns_and_an_empty_file_are_taken_as_they_are()
    {
        var links = new StringWriter();
        var result = LinkCsv.Run(new StringReader("record_id,last_name,shoe_size\n\"a,1\",\"O\"\"Hara\",7\n"), links);
        Assert.Equal("record_id,person_id,review\n\"a,1\",\"a,1\",0\n", links.ToString());
        Assert.Contains("shoe_size", Assert.Single(result.Problems));
        Assert.Equal(0, LinkCsv.Run(new StringReader(""), new StringWriter()).Records);
        Assert.Equal(0, LinkCsv.Run(new StringReader("record_id,last_name\n"), new StringWriter()).Records);
    }

    [Fact]
    public void Blocking_brings_exactly_the_pairs_that_share_a_key()
    {
        var (table, _, _) = LinkCsv.Read(new StringReader(People.Families(120, 9).Csv));
        var options = new BlockingOptions(BlockCap: 1000, LooseBudget: 0, AllPairsUpTo: 0);
        var found = Pairs(new CandidatePairs(table, options));
        var expected = new HashSet<(int, int)>();
        var (left, right) = (new List<ulong>(), new List<ulong>());
        for (var a = 0; a < table.Count; a++)
            for (var b = a + 1; b < table.Count; b++)
                for (var rule = BlockingRule.BirthLastSound; rule < BlockingRule.LastFirst; rule++)
                {
                    left.Clear();
                    right.Clear();
                    BlockingRules.Keys(table, a, rule, left);
                    BlockingRules.Keys(table, b, rule, right);
                    if (left.Intersect(right).Any()) expected.Add((a, b));
                }
        Assert.Equal(expected.Order(), found.Order());
        var since = table.Count * 2 / 3;
        Assert.Equal(expected.Where(pair => pair.Item2 >= since).Order(), Pairs(new CandidatePairs(table, options, since)).Order());
    }

    [Fact]
    public void A_key_with_too_many_records_is_dropped_and_counted()
    {
        var table = People.Table([.. Enumerable.Range(0, 30).Select(i => $"AVA{(char)('A' + i % 26)} BENTON 2019-04-09 F phone=50555{i:00000}")]);
        var candidates = new CandidatePairs(table, new BlockingOptions(BlockCap: 10, LooseBudget: 0, AllPairsUpTo: 0));
        Assert.Equal(1, candidates.Counts.Single(count => count.Rule == BlockingRule.BirthLastSound).DroppedKeys);
        Assert.Equal(0, candidates.Counts.Single(count => count.Rule == BlockingRule.BirthLastSound).Pairs);
    }

    [Fact]
    public void Fitting_keeps_better_levels_worth_more()
    {
        var (table, _, _) = LinkCsv.Read(new StringReader(Set.Csv));
        var frequencies = new Frequencies(table);
        var scorer = new PairScorer(LinkModel.Shipped, table.Count);
        var plausible = PairFinder.Find(new CandidatePairs(table, new BlockingOptions()), () => new(table, frequencies, scorer, FileShape.Registry, PairConstraints.None), PairFinder.Hopeless);
        var fitted = ModelFit.Fit(table, frequencies, plausible, LinkModel.Shipped, FileShape.Registry);
        foreach (var field in fitted.Fields)
        {
            var ranked = field.Levels.Where(level => level.Rank > 0).OrderBy(level => level.Rank).Select(level => level.M / level.U).ToList();
            for (var i = 1; i < ranked.Count; i++) Assert.True(ranked[i] <= ranked[i - 1] * 1.0001, $"{field.Name}: a worse level weighs more");
        }
    }

    [Fact]
    public void A_model_survives_its_file()
    {
        var again = LinkModel.Read(LinkModel.Shipped.Write());
        Assert.Equal(LinkModel.Shipped.Write(), again.Write());
        Assert.Throws<InvalidDataException>(() => LinkModel.Read(LinkModel.Shipped.Write().Replace("first_name", "given_name")));
    }

    static List<(int, int)> Pairs(CandidatePairs candidates)
    {
        var found = new List<(int, int)>();
        candidates.ForEach(() => new List<(int, int)>(), (own, a, b) => own.Add((a, b)), own => { lock (found) found.AddRange(own); });
        return [.. found.Distinct()];
    }

    static (double Precision, double Recall) Score(LinkedRecords linked, List<int> truth)
    {
        long right = 0, found = 0, real = 0;
        for (var a = 0; a < truth.Count; a++)
            for (var b = a + 1; b < truth.Count; b++)
            {
                var same = truth[a] == truth[b];
                var together = linked.PersonRow[a] == linked.PersonRow[b];
                if (same) real++;
                if (together) found++;
                if (same && together) right++;
            }
        return ((double)right / found, (double)right / real);
    }
}
