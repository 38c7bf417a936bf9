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

    /// <summary>The figures, one sentence each.</summary>
    public static IEnumerable<string> Persons(DuckDbConnection c)
    {
        long Count(string sql) => (long)c.QueryRows($"select cast(({sql}) as bigint)")[0][0]!;
        var units = Count("select count(*) from told");
        var truths = Count("select count(distinct truth) from told");
        var persons = Count("select count(distinct person_key) from told");
        var truePairs = Count("select coalesce(sum(n * (n - 1) // 2), 0) from (select count(*) as n from told group by truth)");
        var linked = Count("select coalesce(sum(n * (n - 1) // 2), 0) from (select count(*) as n from told group by person_key)");
        var right = Count("select coalesce(sum(n * (n - 1) // 2), 0) from (select count(*) as n from told group by person_key, truth)");
        var mixed = Count("select count(*) from (select person_key from told group by person_key having count(distinct truth) > 1)");
        var twins = Count("""
            select count(*) from (
                select person_key from (select distinct person_key, truth from told) join truth_person on truth_person.person_id = truth
                group by person_key having count(*) > 1 and count(distinct (household_id, birth_date)) < count(*))
            """);
        var (precision, recall) = ((double)right / Math.Max(1, linked), (double)right / Math.Max(1, truePairs));
        var (bp, br) = (Scalar("select sum(b.n * b.n / cast(p.n as double)) / sum(b.n) from (select person_key, truth, count(*) as n from told group by all) b join (select person_key, count(*) as n from told group by all) p using (person_key)"),
            Scalar("select sum(b.n * b.n / cast(p.n as double)) / sum(b.n) from (select person_key, truth, count(*) as n from told group by all) b join (select truth, count(*) as n from told group by all) p using (truth)"));
        double Scalar(string sql) => (double)c.QueryRows($"select cast(({sql}) as double)")[0][0]!;
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{truths:N0} persons told under {units:N0} ids; pairs of ids P {precision:0.0000} R {recall:0.0000} F1 {2 * precision * recall / (precision + recall):0.0000}; B-cubed P {bp:0.0000} R {br:0.0000}; {mixed} persons hold two truths ({mixed * 10000.0 / persons:0.00} in 10,000), {twins} of them twins");
        var waiting = Count("select count(*) from link_review where kind <> 'decided'");
        var several = Count("select count(*) from (select truth from told group by truth having count(distinct person_key) > 1)");
        var waits = Count("""
            select count(distinct a.truth) from link_review as review join told as a on a.person_key = review.person_a join told as b on b.person_key = review.person_b
            where a.truth = b.truth and review.kind <> 'decided'
            """);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{several:N0} of {truths:N0} persons stand as several ({several * 100.0 / truths:0.00} %, {persons - truths:N0} persons too many), {waits:N0} of them wait for a reviewer; {waiting:N0} pairs wait ({waiting * 1000.0 / units:0.0} per 1,000 ids)");
        yield return "of the pairs that wait: " + string.Join(", ", c.QueryRows("""
            with best as (
                select review.record_a, review.kind || ' ' || review.rule as why,
                    exists (select 1 from told as a join told as b on a.truth = b.truth where a.person_key = review.person_a and b.person_key = review.person_b) as is_right
                from link_review as review where review.kind <> 'decided')
            select why, count(*) filter (is_right), count(*) from best group by why order by 3 desc limit 12
            """).Select(row => $"{row[0]} {row[2]} ({row[1]} are one person)"));
    }

    /// <summary>Share of the true pairs of different records that blocking brings.</summary>
    public static string Blocking(DuckDbDatabase database, DuckDbConnection c, string data)
    {
        var staged = StagedPersons.Read(database, c, _ => false);
        var truthOf = new string?[staged.Table.Count];
        foreach (var row in c.QueryRows("select person.record_key, truth.person_id from staged_person as person join truth_record as truth on truth.sender = person.sender and truth.id = person.person_id"))
            if (staged.RowOfRecord((long)row[0]!) is >= 0 and var at) truthOf[at] = (string)row[1]!;
        var found = new HashSet<(int, int)>();
        new CandidatePairs(staged.Table, new BlockingOptions(LooseBudget: 0, AllPairsUpTo: 0)).ForEach(
            () => new List<(int, int)>(), (own, a, b) => { if (truthOf[a] is { } one && one == truthOf[b]) own.Add((a, b)); }, own => { lock (found) found.UnionWith(own); });
        var all = truthOf.Where(truth => truth is not null).GroupBy(truth => truth).Sum(group => (long)group.Count() * (group.Count() - 1) / 2);
        return string.Create(CultureInfo.InvariantCulture, $"blocking brings {found.Count:N0} of {all:N0} true pairs of different records, recall {(double)found.Count / all:0.0000}");
    }
}
