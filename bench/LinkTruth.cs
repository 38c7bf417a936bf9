using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Warehouse.Build;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Bench;

/// <summary>Persons as linked, held to a synthetic state's truth. Units: a sender's person id, as all its records are one person's.</summary>
static class LinkTruth
{
    /// <summary>Makes staged views, person_link and <c>told</c>(sender, id, truth, person_key, record_key).</summary>
    public static void Load(DuckDbConnection connection, string data, string truth)
    {
        StagedViews.Create(connection, Lake.Open(data), StagedSchema.Person, StagedSchema.PersonIdentifier, StagedSchema.PersonName, StagedSchema.PersonPhone, StagedSchema.PersonMerge, StagedSchema.Dose, StagedSchema.Message);
        PersonLinks.Load(connection, data, PersonLinks.Latest(data));
        connection.Execute($"""
            create table truth_person as select * from read_csv('{truth}/person.csv', all_varchar = true);
            create table truth_record as select * from read_csv('{truth}/record.csv', all_varchar = true) where kind in ('vxu', 'flat', 'birth') and person_id is not null;
            create table told as
            select person.sender, person.person_id as id, any_value(truth.person_id) as truth, link.person_key, min(person.record_key) as record_key, count(*) as n_records
            from staged_person as person
            join person_link as link using (record_key)
            join truth_record as truth on truth.sender = person.sender and truth.id = person.person_id
            group by all
            """);
    }

    /// <summary>How right the persons are; shares 0–1.</summary>
    public static SortedDictionary<string, double> Persons(DuckDbConnection c)
    {
        double Number(string sql) => (double)c.QueryRows($"select cast(({sql}) as double)")[0][0]!;
        double Pairs(string group) => Number($"select coalesce(sum(n * (n - 1) // 2), 0) from (select count(*) as n from told group by {group})");
        double Cubed(string whole) => Number($"""
            select sum(b.n * b.n / cast(w.n as double)) / sum(b.n)
            from (select person_key, truth, count(*) as n from told group by all) as b
            join (select {whole}, count(*) as n from told group by all) as w using ({whole})
            """);
        var (ids, truths, persons) = (Number("select count(*) from told"), Number("select count(distinct truth) from told"), Number("select count(distinct person_key) from told"));
        var mixed = Number("select count(*) from (select person_key from told group by person_key having count(distinct truth) > 1)");
        var right = Pairs("person_key, truth");
        var (precision, recall, cubedPrecision, cubedRecall) = (right / Math.Max(1, Pairs("person_key")), right / Math.Max(1, Pairs("truth")), Cubed("person_key"), Cubed("truth"));
        var several = Number("select count(*) from (select truth from told group by truth having count(distinct person_key) > 1)");
        return new()
        {
            ["ids"] = ids, ["truths"] = truths, ["precision"] = precision, ["recall"] = recall, ["f1"] = 2 * precision * recall / (precision + recall),
            ["cluster_precision"] = cubedPrecision, ["cluster_recall"] = cubedRecall, ["cluster_f1"] = 2 * cubedPrecision * cubedRecall / (cubedPrecision + cubedRecall),
            ["mixed_persons"] = mixed, ["mixed_per_10000"] = mixed * 10_000 / persons,
            ["twins_merged"] = Number("""
                select count(*) from (
                    select person_key from (select distinct person_key, truth from told) join truth_person on truth_person.person_id = truth
                    group by person_key having count(*) > 1 and count(distinct (household_id, birth_date)) < count(*))
                """),
            ["several_share"] = several / truths,
            ["several_waiting"] = Number("""
                select count(distinct a.truth) from link_review as review join told as a on a.person_key = review.person_a join told as b on b.person_key = review.person_b
                where a.truth = b.truth and review.kind <> 'decided'
                """),
            ["persons_too_many"] = persons - truths,
            ["review_per_1000"] = Number("select count(*) from link_review where kind <> 'decided'") * 1000 / ids,
        };
    }

    /// <summary>Which rules the waiting pairs met, and how many of those are one person, in a sentence.</summary>
    public static string Waiting(DuckDbConnection c) =>
        "of the pairs that wait: " + string.Join(", ", c.QueryRows("""
            with best as (
                select review.record_a, review.kind || ' ' || review.rule as why,
                    exists (select 1 from told as a join told as b on a.truth = b.truth where a.person_key = review.person_a and b.person_key = review.person_b) as is_right
                from link_review as review where review.kind <> 'decided')
            select why, count(*) filter (is_right), count(*) from best group by why order by 3 desc limit 12
            """).Select(row => $"{row[0]} {row[2]} ({row[1]} are one person)"));

    /// <summary>Share of the true pairs of different records that blocking brings.</summary>
    public static double Blocking(DuckDbDatabase database, DuckDbConnection c, string data)
    {
        var staged = StagedPersons.Read(database, c, _ => false);
        var truthOf = new string?[staged.Table.Count];
        foreach (var row in c.QueryRows("select person.record_key, truth.person_id from staged_person as person join truth_record as truth on truth.sender = person.sender and truth.id = person.person_id"))
            if (staged.RowOfRecord((long)row[0]!) is >= 0 and var at) truthOf[at] = (string)row[1]!;
        var found = new HashSet<(int, int)>();
        new CandidatePairs(staged.Table, new BlockingOptions(LooseBudget: 0, AllPairsUpTo: 0)).ForEach(
            () => new List<(int, int)>(), (own, a, b) => { if (truthOf[a] is { } one && one == truthOf[b]) own.Add((a, b)); }, own => { lock (found) found.UnionWith(own); });
        var all = truthOf.Where(truth => truth is not null).GroupBy(truth => truth).Sum(group => (long)group.Count() * (group.Count() - 1) / 2);
        return (double)found.Count / Math.Max(1, all);
    }
}
