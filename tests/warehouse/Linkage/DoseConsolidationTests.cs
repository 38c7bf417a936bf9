using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

public class DoseConsolidationTests
{
    const string Columns = "person_key bigint, dose_row_key bigint, admin_date date, kind varchar, is_completed boolean, cvx varchar, lot varchar, ndc varchar, mvx varchar, practice_id varchar, site varchar, route varchar, teller varchar";

    /// <summary>"day kind cvx lot practice sender" a record, - = not told; returns the event of each record, U in front where it is in doubt.</summary>
    static List<string> Events(params ReadOnlySpan<string> records)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        connection.Execute("attach ':memory:' as facts");
        connection.Execute("create table code_cvx (cvx varchar, kind varchar); insert into code_cvx values ('20','vaccine'),('107','unspecified'),('110','vaccine'),('08','vaccine'),('10','vaccine'),('03','vaccine'),('90','unspecified'),('175','vaccine')");
        connection.Execute("create table code_cvx_group (cvx varchar, vaccine_group varchar); insert into code_cvx_group values ('20','DTAP'),('107','DTAP'),('110','DTAP'),('110','HepB'),('110','POLIO'),('08','HepB'),('10','POLIO'),('03','MMR'),('90','RABIES'),('175','RABIES')");
        connection.Execute($"create table dose_source ({Columns})");
        for (var i = 0; i < records.Length; i++)
        {
            var words = records[i].Split(' ').Select(word => word == "-" ? "null" : $"'{word}'").ToArray();
            var completed = words[1] is "'administered'" or "'historical'";
            connection.Execute(string.Create(CultureInfo.InvariantCulture,
                $"insert into dose_source values (1, {i + 1}, {words[0]}, {words[1]}, {completed}, {words[2]}, {words[3]}, null, null, {words[4]}, null, null, {words[5]})"));
        }
        var counts = DoseConsolidation.Run(database.Connect, connection, "facts");
        Assert.Equal(records.Length, counts.Records);
        var rows = connection.QueryRows("select dose_key, dose_row_key, is_unsure from facts.fct_dose_source order by dose_row_key");
        Assert.Equal(records.Length, rows.Count);
        Assert.Equal(1L, connection.QueryScalar<long>("select count(distinct n) from (select count(*) as n from facts.fct_dose_source where field_rank = 0 group by dose_key)"));
        return [.. rows.Select(row => ((bool)row[2]! ? "U" : "") + row[0])];
    }

    [Fact]
    public void A_shot_told_by_the_clinic_and_by_a_school_is_one_event() =>
        Assert.Equal(["1", "1"], Events("2020-05-04 administered 20 A1 P1 CLINIC", "2020-05-04 historical 107 - - SCHOOL"));

    [Fact]
    public void A_school_that_only_knows_the_month_tells_the_same_shot() =>
        Assert.Equal(["1", "1"], Events("2020-05-26 administered 20 A1 P1 CLINIC", "2020-05-01 historical 20 - - SCHOOL"));

    [Fact]
    public void A_combination_and_its_parts_of_one_day_are_one_event() =>
        Assert.Equal(["1", "1", "1", "1"], Events("2020-05-04 administered 110 A1 P1 CLINIC", "2020-05-04 historical 20 - - SCHOOL", "2020-05-04 historical 08 - - SCHOOL", "2020-05-04 historical 10 - - SCHOOL"));

    [Fact]
    public void Two_administered_doses_too_close_stay_two() =>
        Assert.Equal(["1", "2"], Events("2020-05-04 administered 20 A1 P1 CLINIC", "2020-05-14 administered 20 B2 P1 CLINIC"));

    [Fact]
    public void One_administered_dose_told_on_two_days_stays_two_and_is_in_doubt() =>
        Assert.Equal(["1", "U2"], Events("2020-05-04 administered 20 A1 P1 CLINIC", "2020-05-05 administered 20 A1 P1 CLINIC"));

    [Fact]
    public void One_sender_does_not_tell_one_dose_on_two_days() =>
        Assert.Equal(2, Events("2020-05-04 historical 20 - - SCHOOL", "2020-05-14 historical 20 - - SCHOOL").Select(key => key.TrimStart('U')).Distinct().Count());

    [Fact]
    public void A_refusal_and_a_partial_dose_stay_apart_from_the_dose_of_the_same_day() =>
        Assert.Equal(["1", "2", "3"], Events("2020-05-04 administered 20 A1 P1 CLINIC", "2020-05-04 refusal 20 - P1 CLINIC", "2020-05-04 partial 20 A1 P1 CLINIC"));

    [Fact]
    public void Rabies_doses_three_days_apart_are_two_also_when_transcribed() =>
        Assert.Equal(["1", "2"], Events("2020-05-04 administered 175 A1 P1 CLINIC", "2020-05-07 historical 175 - - SCHOOL"));

    [Fact]
    public void What_is_left_over_in_two_files_of_one_series_within_a_month_is_one_dose() =>
        Assert.Equal(["1", "1", "3", "3"], Events("2020-01-04 administered 20 A1 P1 CLINIC", "2020-01-04 historical 107 - - SCHOOL", "2020-05-04 administered 20 A2 P1 CLINIC", "2020-06-03 historical 107 - - SCHOOL"));

    [Fact]
    public void A_transcript_a_month_off_that_names_the_giver_is_the_givers_dose() =>
        Assert.Equal(["1", "1"], Events("2020-05-04 administered 20 A1 P1 CLINIC", "2020-06-03 historical 20 - P1 SCHOOL"));

    [Theory]
    [InlineData("2020-05-04 administered 20 A1 P1 CLINIC", "2020-06-03 historical 20 - - SCHOOL", "no file tells both")]
    [InlineData("2020-05-04 administered 20 A1 P1 CLINIC", "2020-06-06 historical 20 - P1 SCHOOL", "more than a month")]
    [InlineData("2020-05-04 administered 20 A1 P1 CLINIC", "2020-06-03 administered 20 - P1 SCHOOL", "nobody transcribed")]
    [InlineData("2020-05-04 historical 20 - P1 SCHOOL", "2020-06-03 historical 20 - P1 SCHOOL", "one file tells two")]
    [InlineData("2020-05-04 administered 175 A1 P1 CLINIC", "2020-05-07 historical 90 - P1 SCHOOL", "a series so close")]
    public void Doses_a_month_apart_stay_two(string first, string second, string why) =>
        Assert.True(Events(first, second).Distinct().Count() == 2, why);

    [Fact]
    public void A_dose_between_the_two_keeps_them_apart() =>
        Assert.Equal(3, Events("2020-01-04 administered 20 A1 P1 CLINIC", "2020-01-04 historical 20 - - SCHOOL", "2020-05-04 administered 20 A2 P1 CLINIC",
            "2020-05-28 administered 20 A3 P1 CLINIC", "2020-06-03 historical 20 - P1 OTHER").Select(key => key.TrimStart('U')).Distinct().Count());

    [Fact]
    public void Parts_that_another_file_tells_days_later_do_not_rival_each_other() =>
        Assert.Equal(["1", "1", "1", "1"], Events("2020-05-02 historical 110 - - CLINIC", "2020-05-04 historical 107 - - SCHOOL", "2020-05-04 historical 08 - - SCHOOL", "2020-05-04 historical 10 - - SCHOOL"));

    [Fact]
    public void Three_files_that_tell_it_on_three_days_running_tell_one_dose() =>
        Assert.Equal(["1", "1", "1"], Events("2020-05-02 historical 20 - - CLINIC", "2020-05-03 historical 20 - - SCHOOL", "2020-05-04 historical 20 - - OTHER"));

    [Fact]
    public void Two_doses_of_one_file_do_not_rival_each_other_over_a_third() =>
        Assert.Equal(["1", "2", "2", "1"], Events("2020-05-26 historical 20 - - CLINIC", "2020-06-26 historical 20 - - CLINIC", "2020-06-01 historical 20 - - SCHOOL", "2020-05-29 historical 20 - - SCHOOL").Select(key => key.TrimStart('U')));

    [Fact]
    public void Different_vaccines_of_one_day_are_different_events() =>
        Assert.Equal(["1", "2"], Events("2020-05-04 administered 20 A1 P1 CLINIC", "2020-05-04 administered 03 C1 P1 CLINIC"));

    [Fact]
    public void The_order_in_which_records_come_does_not_matter()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var records = Enumerable.Range(1, 8).Select(key => new DoseRecord(key, 737000 + random.Next(40), 0, new[] { 20, 107, 110 }[random.Next(3)], new[] { 1UL, 7UL }[random.Next(2)], random.Next(3) == 0,
                (ulong)random.Next(3), (ulong)random.Next(2), (ulong)random.Next(3), (DoseSource)random.Next(1, 3), (ulong)random.Next(1, 4), (byte)random.Next(4))).ToList();
            var vocabulary = new DoseVocabulary([(20, "DTAP"), (110, "HepB"), (110, "POLIO")], [107]);
            Assert.Equal(Keys(records), Keys([.. records.OrderBy(_ => random.Next())]));

            List<(long, long)> Keys(List<DoseRecord> of)
            {
                var sorted = of.OrderBy(record => record.Day).ThenBy(record => record.RowKey).ToArray();
                var events = new DoseEvents(vocabulary);
                events.Group(sorted);
                var eventOf = events.EventOf.ToArray();
                return [.. sorted.Select((record, at) => (record.RowKey, sorted.Where((_, other) => eventOf[other] == eventOf[at]).Min(other => other.RowKey))).Order()];
            }
        }
    }
}
