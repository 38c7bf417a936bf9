using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

public class RosterMatchTests
{
    [Fact]
    public void Members_are_found_twins_are_told_apart_and_strangers_stay_without_a_person()
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        connection.Execute("""
            create table identity_person (person_key bigint, last_name varchar, first_name varchar, middle_name varchar, suffix varchar, birth_date date, street varchar, city varchar, zip varchar, phone varchar);
            insert into identity_person values
                (1, 'BENTON', 'AVA', null, null, '2019-04-09', '48 LESLIE PL', 'TAOS', '87501', '5055551234'),
                (2, 'BENTON', 'EVE', null, null, '2019-04-09', '48 LESLIE PL', 'TAOS', '87501', '5055551234'),
                (3, 'HARLOW', 'LIAM', null, null, '2012-01-30', null, null, null, null);
            create table dim_person as select person_key, 'F' as sex from identity_person;
            create table stg_plan_member (sender varchar, member_id varchar, last_name varchar, first_name varchar, middle_name varchar, birth_date date, sex varchar, street varchar, city varchar, zip varchar, phone varchar, received_at timestamp, roster_row_key bigint);
            insert into stg_plan_member values
                ('PLAN', 'm1', 'Benton', 'Ava', null, '2019-04-09', 'F', '48 Leslie Place', 'Taos', '87501', null, '2025-01-01', 1),
                ('PLAN', 'm2', 'Benton', 'Eve', null, '2019-04-09', 'F', '48 Leslie Place', 'Taos', '87501', null, '2025-01-01', 2),
                ('PLAN', 'm3', 'Sutter', 'Noah', null, '2001-01-01', 'M', null, null, null, null, '2025-01-01', 3);
            create table stg_wic_participant (participant_id varchar, last_name varchar, first_name varchar, middle_name varchar, birth_date date, sex varchar, street varchar, city varchar, zip varchar, phone varchar, received_at timestamp, wic_row_key bigint);
            insert into stg_wic_participant values ('w1', 'BENTTON', 'AVA', null, '2019-04-09', 'F', '48 LESLIE PL', 'TAOS', '87501', '5055551234', '2025-01-01', 1);
            """);
        var counts = RosterMatch.Run(connection, LinkModel.Shipped);
        var found = connection.QueryRows("select id, person_key from roster_person order by id").ToDictionary(row => (string)row[0]!, row => (long?)row[1]);
        Assert.Equal(new() { ["m1"] = 1, ["m2"] = 2, ["m3"] = null, ["w1"] = 1 }, found);
        Assert.Equal((4, 3, 0), (counts.Members, counts.Found, counts.Several));
    }
}
