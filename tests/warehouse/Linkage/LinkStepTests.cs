using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

public sealed class LinkStepTests : IDisposable
{
    const string Home = " mother_maiden_name=QUIRK street=48_LESLIE_PL zip=87501 phone=5055551234";
    const string Away = " mother_maiden_name=VARGA street=9_OAK_ST zip=87701 phone=5059998888";

    readonly StagedLake lake = new();

    public void Dispose() => lake.Dispose();

    LinkStepResult Link(StagedLake? of = null) => LinkStep.Run((of ?? lake).Folder, new LinkStepOptions(Threads: 1), TimeProvider.System);

    static Dictionary<long, long> Persons(StagedLake of)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        PersonLinks.Load(connection, of.Folder, PersonLinks.Latest(of.Folder));
        return connection.QueryRows("select record_key, person_key from person_link").ToDictionary(row => (long)row[0]!, row => (long)row[1]!);
    }

    Dictionary<long, long> Persons() => Persons(lake);

    Dictionary<long, long> Redirects()
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        PersonLinks.Load(connection, lake.Folder, PersonLinks.Latest(lake.Folder));
        return connection.QueryRows("select old_person_key, person_key from person_redirect").ToDictionary(row => (long)row[0]!, row => (long)row[1]!);
    }

    [Fact]
    public void A_person_is_keyed_by_the_record_that_founded_it_and_keeps_the_key()
    {
        var first = lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F" + Home, "NORTH n2 LIAM HARLOW 2012-01-30 M" + Away);
        Link();
        Assert.Equal(first, Persons().OrderBy(link => link.Key).Select(link => link.Value));
        var second = lake.Persons("SOUTH s1 AVA BENTON 2019-04-09 F" + Home, "NORTH n1 AVA BENTON 2019-04-09 F" + Home);
        var result = Link();
        Assert.Equal((2, 2, 4, 2), (result.Generation, result.NewRecords, result.Records, result.Persons));
        Assert.All(second, record => Assert.Equal(first[0], Persons()[record]));
    }

    [Fact]
    public void With_and_without_the_cache_of_records_a_generation_is_the_same_bit_for_bit()
    {
        using var other = new StagedLake();
        foreach (var one in new[] { lake, other })
        {
            one.Persons("NORTH n1 AVA BENTON 2019-04-09 F" + Home, "NORTH n2 MARY_ANN HARLOW 2012-01-30 M" + Away);
            Link(one);
            if (one == other) Directory.Delete(Path.Combine(one.Folder, "lake", "persons", "cache"), recursive: true);
            one.Persons("SOUTH s1 AVA BENTON 2019-04-09 F" + Home, "NORTH n2 MARY_ANN HARLOW 2012-01-30 M" + Away, "SOUTH s2 MARY HARLOW 2012-01-30 M" + Away);
            Link(one);
        }
        Assert.Equal(Persons(), Persons(other));
        foreach (var file in Directory.GetFiles(LinkStore.GenerationFolder(lake.Folder, 2), "*.parquet"))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(LinkStore.GenerationFolder(other.Folder, 2), Path.GetFileName(file))));
    }

    [Fact]
    public void Nothing_new_makes_no_generation()
    {
        lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F" + Home);
        Assert.True(Link().IsNew);
        Assert.False(Link().IsNew);
        Assert.Single(LinkStore.Generations(lake.Folder));
    }

    [Fact]
    public void Compacted_batches_are_nothing_new_and_what_comes_after_them_is_linked()
    {
        var first = lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F" + Home);
        Link();
        lake.Persons("NORTH n2 LIAM HARLOW 2012-01-30 M" + Away);
        Link();
        lake.Compact();
        Assert.False(Link().IsNew);
        Assert.Equal(2, LinkStore.Generations(lake.Folder).Count);
        var later = lake.Persons("SOUTH s1 AVA BENTON 2019-04-09 F" + Home);
        Assert.Equal((3, 1, 3, 2), Link() is var result ? (result.Generation, result.NewRecords, result.Records, result.Persons) : default);
        Assert.Equal(first[0], Persons()[later[0]]);
    }

    [Fact]
    public void The_same_sequence_of_steps_gives_the_same_files_bit_for_bit()
    {
        using var other = new StagedLake();
        foreach (var one in new[] { lake, other })
        {
            one.Persons("NORTH n1 AVA BENTON 2019-04-09 F" + Home, "NORTH n2 LIAM HARLOW 2012-01-30 M" + Away);
            Link(one);
            one.Persons("SOUTH s1 AVA BENTON 2019-04-09 F" + Home, "SOUTH s2 LEAM HARLOW 2012-01-30 M" + Away);
            Link(one);
        }
        foreach (var file in Directory.GetFiles(LinkStore.GenerationFolder(lake.Folder, 2), "*.parquet"))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(LinkStore.GenerationFolder(other.Folder, 2), Path.GetFileName(file))));
    }

    [Fact]
    public void Steps_one_batch_at_a_time_come_to_the_persons_of_one_step()
    {
        using var whole = new StagedLake();
        var (csv, _) = People.Families(60, 3);
        var rows = csv.TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')).Where(row => row[1].Length > 0 && row[2].Length > 0 && BirthDate.IsReal(BirthDate.Read(row[3]))).ToList();
        foreach (var batch in rows.Chunk(rows.Count / 3 + 1))
        {
            var people = batch.Select(row => $"S{row[0].Length % 2} {row[0]} {row[1]} {row[2]} {BirthDate.Text(BirthDate.Read(row[3]))} {(row[4].Length == 0 ? "U" : row[4])}"
                + (row[5].Length > 0 ? $" mother_maiden_name={row[5]}" : "") + (row[7].Length > 0 ? $" street={row[7].Replace(' ', '_')}" : "") + (row[9].Length > 0 ? $" phone={row[9]}" : "")).ToArray();
            lake.Persons(people);
            whole.Persons(people);
            Link();
        }
        Link(whole);
        var (steps, once) = (Persons(), Persons(whole));
        var differ = steps.GroupBy(link => link.Value).Count(group => group.Select(link => once[link.Key]).Distinct().Count() > 1)
            + once.GroupBy(link => link.Value).Count(group => group.Select(link => steps[link.Key]).Distinct().Count() > 1);
        Assert.InRange(differ, 0, 1);
        Assert.True(LinkAudit.Run(lake.Folder, new LinkStepOptions(Threads: 1)).Differences.Count <= 2);
    }

    [Fact]
    public void A_bridge_between_two_standing_persons_is_proposed_and_a_reviewer_merges_and_unmerges()
    {
        var a = lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F" + Home)[0];
        var b = lake.Persons("SOUTH s1 AVA BENTONNE 2019-04-19 F" + Away)[0];
        Link();
        Assert.NotEqual(Persons()[a], Persons()[b]);
        Assert.Null(LinkReview.Decide(lake.Folder, a, b, ReviewDecision.Same, "reviewer1", TimeProvider.System));
        Link();
        Assert.Equal(a, Persons()[b]);
        Assert.Equal(a, Redirects()[b]);
        var later = lake.Persons("SOUTH s1 AVA BENTONNE 2019-04-19 F mother_maiden_name=VARGA street=9_OAK_ST zip=87701 phone=5059998888 email=x@home.net")[0];
        Link();
        Assert.Equal(a, Persons()[later]);
        var merge = Assert.Single(LinkReview.Merges(lake.Folder));
        Assert.Equal((b, a), (merge.FromPerson, merge.ToPerson));
        Assert.Null(LinkReview.Unmerge(lake.Folder, merge.Event, "reviewer2", TimeProvider.System));
        Link();
        Assert.Equal((a, b), (Persons()[a], Persons()[b]));
        Assert.Empty(Redirects());
        Assert.Equal(b, Persons()[later]);
        Assert.False(Link().IsNew);
    }

    [Fact]
    public void Different_splits_a_person_for_good_and_the_founder_keeps_the_key()
    {
        var records = lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F" + Home, "SOUTH s1 AVA BENTON 2019-04-09 F email=a@home.net" + Home);
        Link();
        Assert.Equal(records[0], Persons()[records[1]]);
        LinkReview.Decide(lake.Folder, records[0], records[1], ReviewDecision.Different, "reviewer1", TimeProvider.System);
        Link();
        Assert.Equal(records, [Persons()[records[0]], Persons()[records[1]]]);
        lake.Persons("EAST e1 AVA BENTON 2019-04-09 F middle_name=LEE" + Home);
        Link();
        Assert.NotEqual(Persons()[records[0]], Persons()[records[1]]);
    }

    [Fact]
    public void A_senders_merge_message_merges_the_persons()
    {
        var old = lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F" + Home)[0];
        var wrong = lake.Persons("NORTH n9 EVE BENTTON 2018-04-09 F" + Away)[0];
        Link();
        Assert.NotEqual(Persons()[old], Persons()[wrong]);
        var told = lake.Batch((StagedSchema.Person, "sender=NORTH person_id=n1 person_id_authority=NORTH first_name=AVA last_name=BENTON birth_date=2019-04-09 sex=F record_type=adt"),
            (StagedSchema.PersonMerge, "prior_id=n9 prior_authority=NORTH"))[0];
        Link();
        var persons = Persons();
        Assert.Equal([old, old, old], [persons[old], persons[wrong], persons[told]]);
        Assert.Equal(old, Redirects()[wrong]);
    }

    [Fact]
    public void A_record_that_resembles_two_standing_persons_proposes_their_merge()
    {
        var a = lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F street=48_LESLIE_PL zip=87501")[0];
        var b = lake.Persons("SOUTH s1 AVA BENTON 2019-04-09 F phone=5059998888 mother_maiden_name=QUIRK")[0];
        Link();
        Assert.NotEqual(Persons()[a], Persons()[b]);
        var bridge = lake.Persons("EAST e1 AVA BENTON 2019-04-09 F street=48_LESLIE_PL zip=87501 phone=5059998888 mother_maiden_name=QUIRK")[0];
        var result = Link();
        Assert.Equal(1, result.MergeProposals);
        Assert.NotEqual(Persons()[a], Persons()[b]);
        Assert.Contains(Persons()[bridge], new[] { a, b });
        var question = Assert.Single(LinkReview.List(lake.Folder), question => question.Kind == "merge");
        Assert.Equal((a, b), (question.PersonA, question.PersonB));
        LinkReview.Decide(lake.Folder, question.RecordA, question.RecordB, ReviewDecision.Same, "reviewer1", TimeProvider.System);
        Link();
        Assert.Equal(Persons()[a], Persons()[b]);
        Assert.Empty(LinkReview.List(lake.Folder));
    }

    [Fact]
    public void Where_the_settings_let_bridges_merge_the_merge_is_listed_and_can_be_taken_back_for_good()
    {
        Directory.CreateDirectory(Path.Combine(lake.Folder, "settings"));
        File.WriteAllText(LinkSettings.File(lake.Folder), "bridges,merge\n");
        var a = lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F street=48_LESLIE_PL zip=87501")[0];
        var b = lake.Persons("SOUTH s1 AVA BENTON 2019-04-09 F phone=5059998888 mother_maiden_name=QUIRK")[0];
        Link();
        Assert.NotEqual(Persons()[a], Persons()[b]);
        lake.Persons("EAST e1 AVA BENTON 2019-04-09 F street=48_LESLIE_PL zip=87501 phone=5059998888 mother_maiden_name=QUIRK");
        Assert.Equal((0L, 1L), Link() is var result ? (result.MergeProposals, result.Persons) : default);
        Assert.Equal(a, Redirects()[b]);
        var merge = Assert.Single(LinkReview.Merges(lake.Folder));
        Assert.Equal("bridge", merge.Reason);
        Assert.Null(LinkReview.Unmerge(lake.Folder, merge.Event, "reviewer1", TimeProvider.System));
        Link();
        lake.Persons("EAST e1 AVA BENTON 2019-04-09 F street=48_LESLIE_PL zip=87501 phone=5059998888 mother_maiden_name=QUIRK middle_name=LEE");
        Link();
        Assert.Equal((a, b), (Persons()[a], Persons()[b]));
    }

    [Fact]
    public void Half_written_generations_are_swept_away_and_a_second_linker_is_refused()
    {
        lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F" + Home);
        var half = LinkStore.GenerationFolder(lake.Folder, 1) + ".making";
        Directory.CreateDirectory(half);
        File.WriteAllText(Path.Combine(half, "person_link.parquet"), "torn");
        Link();
        Assert.False(Directory.Exists(half));
        lake.Persons("NORTH n2 LIAM HARLOW 2012-01-30 M" + Away);
        using (DataLock.Take(lake.Folder, "link"))
            Assert.Throws<DataLockedException>(() => Link());
        Assert.Equal(2, Link().Generation);
    }

    [Fact]
    public void A_decision_about_a_record_that_nobody_knows_is_refused_in_plain_words()
    {
        var a = lake.Persons("NORTH n1 AVA BENTON 2019-04-09 F" + Home)[0];
        Link();
        Assert.Contains("not linked", LinkReview.Decide(lake.Folder, a, 77, ReviewDecision.Same, "reviewer1", TimeProvider.System));
        Assert.NotNull(LinkReview.Decide(lake.Folder, a, a, ReviewDecision.Same, "reviewer1", TimeProvider.System));
        Assert.NotNull(LinkReview.Unmerge(lake.Folder, 5, "reviewer1", TimeProvider.System));
    }
}
