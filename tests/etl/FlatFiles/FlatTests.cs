using System.IO.Compression;
using RegistryAnalytics.Etl.Intake;

namespace RegistryAnalytics.Tests.Etl.FlatFiles;

public class FlatTests
{
    const string Submission = """{ "sender": "FLATCO", "submitted": "2026-07-31T20:00:00-07:00" }""";

    static DataFolder With(params (string Name, string Text)[] files)
    {
        var folder = new DataFolder();
        folder.Put("s/submission.json", Submission);
        foreach (var (name, text) in files) folder.Put("s/" + name, text);
        return folder;
    }

    const string Persons = """"
        person_id,last_name,first_name,middle_name,birth_date,sex,race,phone,email,status,favourite_colour
        1,"Diaz, ""Jr""",Mia,,2024-05-06,f,2106-3;ZZ,(518) 555-0100,Mia@EXAMPLE.org,A,blue
        2,Ruiz,Leo,,20240507,M,,,,,
        3,Bad,Row,,2024-13-01,M,,,,,

        """";

    [Fact]
    public void Persons_are_staged_by_the_names_in_their_header()
    {
        using var folder = With(("persons.csv", Persons));
        var results = folder.Ingest();
        Assert.Equal((3, 2, 1, 1), (results[0].Received, results[0].Accepted, results[0].Rejected, results[0].Warned));
        Assert.Contains("favourite_colour", results[0].Reason, StringComparison.Ordinal);
        Assert.Equal(["1|Diaz, \"Jr\"|Mia|2024-05-06|F|2106-3|5185550100|mia@example.org|A|FLATCO", "2|Ruiz|Leo|2024-05-07|M||||" + "|FLATCO"],
            folder.Query("person", "person_id, last_name, first_name, birth_date::varchar, sex, race, phone, email, registry_status, sender", "1"));
        Assert.Equal(["column-code-ignored|race|ZZ|W|1", "column-date|birth_date||E|3"], folder.Query("issue", "rule, column_name, value, severity, occurrence", "1"));
    }

    [Fact]
    public void Doses_find_their_person_and_are_judged_by_the_same_rules_as_messages()
    {
        using var folder = With(("persons.csv", Persons), ("vaccinations.csv", """
            person_id,vaccination_id,date,cvx,ndc,lot,expiration,source,eligibility,mvx,route
            1,A,2026-07-01,20,,L1,2027-12,00,V02,SKB,IM
            1,B,2026-07-01,777,,,,00,,,
            2,C,2023-01-01,08,,,,01,,,
            9,D,2026-07-01,,58160-0810-52,,,01,,,
            ,E,2026-07-01,20,,,,01,,,

            """));
        var results = folder.Ingest();
        Assert.Equal((5, 2, 3), (results[1].Received, results[1].Accepted, results[1].Rejected));
        Assert.Equal(["A|20|cvx|administered|accepted|1|2027-12-31|C28161", "B|||administered|quarantined|1||", "C|08|cvx|historical|quarantined|2||", "D|20|ndc|historical|accepted|9||"],
            Joined(folder, "d.dose_id, d.cvx, d.cvx_from, d.kind, d.outcome, p.person_id, d.expiration_date::varchar, d.route"));
        Assert.Equal(["admin-before-birth", "column-code", "column-empty"], folder.Query("issue", "rule, severity, segment", "1")
            .Where(line => line.EndsWith("E|vaccinations.csv", StringComparison.Ordinal)).Select(line => line.Split('|')[0]).Distinct());
    }

    static List<string> Joined(DataFolder folder, string columns)
    {
        string Files(string table) => "read_parquet([" + string.Join(",", Lake.Batches(folder.Data).SelectMany(batch => batch.Paths(table)).Select(file => $"'{file}'")) + "], hive_partitioning = false)";
        using var database = RegistryAnalytics.DuckDb.DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        return [.. connection.QueryRows($"select {columns} from {Files("dose")} d join {Files("person")} p using (record_key) order by 1").Select(row => string.Join('|', row))];
    }

    [Fact]
    public void A_birth_record_is_a_person_with_its_mother_and_its_birth_dose()
    {
        using var folder = With(("births.csv", """
            state_file_number,last_name,first_name,birth_date,sex,mother_last_name,mother_first_name,residence_county_fips,occurrence_county_fips,birth_order,plurality,hepb_date,hepb_cvx,facility
            77,Diaz,,2026-07-01,F,Diaz,Ana,1001,36083,2,2,2026-07-02,08,General

            """));
        folder.Ingest();
        Assert.Equal(["77|birth|Diaz|Ana|MTH|01001|36083|2|2|true|General"], folder.Query("person",
            "person_id, record_type, guardian_last_name, guardian_first_name, guardian_relationship, county_fips, birth_county_fips, birth_order, plurality, multiple_birth::varchar, birth_facility", "1"));
        Assert.Equal(["08|06|historical|2026-07-02"], folder.Query("dose", "cvx, source_code, kind, admin_date::varchar", "1"));
    }

    [Fact]
    public void The_other_feeds_are_staged_each_in_its_table()
    {
        using var folder = With(
            ("roster.csv", "member_id,last_name,first_name,birth_date,sex,product_line,enrolled_from,enrolled_to\nm1,Diaz,Mia,2024-05-06,F,Medicaid,2026-01-01,\n"),
            ("deaths.csv", "state_file_number,last_name,first_name,birth_date,sex,death_date\nd1,Diaz,Mia,1940-05-06,F,2026-01-01\n"),
            ("wic.csv", "participant_id,last_name,first_name,birth_date,clinic_id,certified_from\nw1,Diaz,Mia,2024-05-06,c1,2026-01-01\n"),
            ("deliveries.csv", "delivery_id,last_name,first_name,birth_date,delivery_date,gestational_weeks\nx1,Diaz,Ana,1995-05-06,2026-01-01,39\n"),
            ("shipments.csv", "practice_id,date,cvx,lot,doses,event\np1,2026-01-01,20,L1,10,received\n"),
            ("inventory.csv", "practice_id\tdate\tcvx\tlot\tdoses\tevent\np1\t2026-02-01\t20\tL1\t4\tcounted\n"),
            ("visits.csv", "practice_id,visit_date,reviewer,strategies\np1,2026-01-01,R,a;b\n"),
            ("consents.csv", "person_id,kind,from\n1,opt_out,2026-01-01\n"),
            ("population.csv", "geography_fips,age_years,year,population,source\n36001,2,2025,3000,V2025\n"),
            ("practices.csv", "practice_id,name,county_fips,opened\np1,Elm,36001,2001-01-01\n"));
        Assert.All(folder.Ingest(), result => Assert.Equal((result.Received, 0L), (result.Accepted, result.Rejected)));
        Assert.Equal(["m1|medicaid||FLATCO"], folder.Query("plan_member", "member_id, product_line, enrolled_to::varchar, sender", "1"));
        Assert.Equal(["d1|2026-01-01"], folder.Query("death", "state_file_number, death_date::varchar", "1"));
        Assert.Equal(["w1|c1"], folder.Query("wic_participant", "participant_id, clinic_id", "1"));
        Assert.Equal(["x1|39"], folder.Query("delivery", "delivery_id, gestational_weeks", "1"));
        Assert.Equal(["received|10", "counted|4"], folder.Query("stock_event", "event, doses", "event_date"));
        Assert.Equal(["p1|a;b"], folder.Query("site_visit", "practice_id, strategies", "1"));
        Assert.Equal(["1|opt_out|2026-01-01"], folder.Query("consent", "person_id, kind, from_date::varchar", "1"));
        Assert.Equal(["36001|2|2025|3000"], folder.Query("population", "geography_fips, age_years, year, population", "1"));
        Assert.Equal(["p1|Elm|2001-01-01"], folder.Query("practice", "practice_id, name, opened_date::varchar", "1"));
    }

    [Fact]
    public void A_mapping_file_renames_columns_and_a_missing_column_is_named()
    {
        using var folder = With(("persons.csv", "PATIENT,SURNAME,GIVEN,DOB,GENDER\n1,Diaz,Mia,2024-05-06,F\n"), ("consents.csv", "person_id,from\n1,2026-01-01\n"),
            ("mapping.json", """{ "persons.csv": { "PATIENT": "person_id", "SURNAME": "last_name", "GIVEN": "first_name", "DOB": "birth_date", "GENDER": "sex" } }"""));
        var results = folder.Ingest();
        Assert.Equal(1, results[0].Accepted);
        Assert.Contains("kind", results[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_is_a_submission_too_and_one_without_a_sender_says_so()
    {
        using var folder = With(("persons.csv", Persons));
        var zip = Path.Combine(folder.Root, "s.zip");
        ZipFile.CreateFromDirectory(Path.Combine(folder.Drop, "s"), zip);
        Assert.Equal(2, folder.Ingest(zip).Sum(result => result.Accepted));
        Assert.Equal(FileOutcome.Known, folder.Ingest()[0].Outcome);
        folder.Put("t/submission.json", "{}");
        Assert.Contains("names no sender", folder.Ingest(Path.Combine(folder.Drop, "t"))[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_over_several_parts_keep_their_persons()
    {
        var persons = "person_id,last_name,first_name,birth_date,sex\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},L{i},F{i},2020-01-01,F\n"));
        var doses = "person_id,vaccination_id,date,cvx,source\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{49 - i},v{i},2021-01-01,08,01\n"));
        using var folder = With(("persons.csv", persons), ("vaccinations.csv", doses));
        folder.Ingest(IntakeSettings.Default with { MessagesPerPart = 7 });
        Assert.Equal(50, Joined(folder, "d.dose_id, p.person_id").Count(line => int.Parse(line.Split('|')[0][1..]) + int.Parse(line.Split('|')[1]) == 49));
    }
}
