using RegistryAnalytics.Etl.Intake;

namespace RegistryAnalytics.Tests.Etl.FlatFiles;

public class CvrsTests
{
    static readonly string[] Columns = ("vax_event_id ext_type pprl_id recip_id recip_first_name recip_middle_name recip_last_name recip_dob recip_sex recip_address_street "
        + "recip_address_street_2 recip_address_city recip_address_county recip_address_state recip_address_zip recip_race_1 recip_race_2 recip_race_3 recip_race_4 recip_race_5 recip_race_6 "
        + "recip_ethnicity admin_date cvx ndc mvx lot_number vax_expiration vax_admin_site vax_route dose_num vax_series_complete responsible_org admin_name vtrcks_prov_pin admin_type "
        + "admin_address_street admin_address_street_2 admin_address_city admin_address_county admin_address_state admin_address_zip vax_refusal cmorbid_status serology").Split(' ');

    static readonly Dictionary<string, string> Good = new()
    {
        ["vax_event_id"] = "E1", ["ext_type"] = "D", ["recip_id"] = "R1", ["recip_first_name"] = "Redacted", ["recip_middle_name"] = "Redacted", ["recip_last_name"] = "Redacted",
        ["recip_dob"] = "1960-02-03", ["recip_sex"] = "F", ["recip_address_street"] = "Redacted", ["recip_address_street_2"] = "Redacted", ["recip_address_city"] = "Redacted",
        ["recip_address_county"] = "26081", ["recip_address_state"] = "MI", ["recip_address_zip"] = "49504", ["recip_race_1"] = "2106-3", ["recip_ethnicity"] = "2186-5",
        ["admin_date"] = "2021-02-03", ["cvx"] = "207", ["mvx"] = "MOD", ["lot_number"] = "L1", ["vax_expiration"] = "2022-03", ["vax_admin_site"] = "LA", ["vax_route"] = "C28161",
        ["dose_num"] = "1", ["vax_series_complete"] = "NO", ["responsible_org"] = "Org", ["admin_name"] = "Site", ["vtrcks_prov_pin"] = "123456", ["admin_type"] = "17",
        ["admin_address_county"] = "26081", ["admin_address_state"] = "MI", ["admin_address_zip"] = "49504", ["vax_refusal"] = "NO", ["cmorbid_status"] = "UNK", ["serology"] = "UNK",
    };

    static string File(params (string Column, string Value)[][] rows) => string.Join('\t', Columns) + "\n" + string.Concat(rows.Select(changes =>
    {
        var row = new Dictionary<string, string>(Good);
        foreach (var (column, value) in changes) row[column] = value;
        return string.Join('\t', Columns.Select(column => row.GetValueOrDefault(column, ""))) + "\n";
    }));

    static (FileResult Result, List<string> Findings) Take(DataFolder folder, string text)
    {
        var path = folder.Put("c.txt", text);
        var result = Ingest.Run(new(folder.Data, [path]) { Sender = "JURIS" }, new FixedClock()).Single();
        return (result, folder.Query("issue", "severity, rule, column_name", "issue_key"));
    }

    [Fact]
    public void A_good_row_is_a_person_and_an_administered_dose_without_findings()
    {
        using var folder = new DataFolder();
        var (result, findings) = Take(folder, File([], [("vax_event_id", "E2"), ("dose_num", "2"), ("admin_date", "2021-03-03")]));
        Assert.Equal((2, 2, 0, 0), (result.Received, result.Accepted, result.Warned, result.Rejected));
        Assert.Empty(findings);
        Assert.Equal(["R1|1960-02-03|F|2106-3|26081||cvrs|JURIS"], folder.Query("person", "person_id, birth_date::varchar, sex, race, county_fips, last_name, record_type, sender", "1"));
        Assert.Equal(["E1|207|administered|CP|123456|2022-03-31", "E2|207|administered|CP|123456|2022-03-31"], folder.Query("dose", "dose_id, cvx, kind, completion, practice_id, expiration_date::varchar", "1"));
        Assert.Equal(["30973-2|1", "30973-2|2", "59783-1|NO", "59783-1|NO"], folder.Query("observation", "code, value_text", "1, 2"));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "recip_dob", "2015-26-08", "E|cvrs-date|recip_dob" }, { "admin_date", "10/24/2020", "E|cvrs-date|admin_date" }, { "admin_date", "2020-10", "E|cvrs-date|admin_date" },
        { "recip_address_city", "Lansing", "W|cvrs-not-redacted|recip_address_city" }, { "ext_type", "Q", "E|cvrs-extract-type|ext_type" }, { "pprl_id", "X", "W|cvrs-not-empty|pprl_id" },
        { "recip_address_zip", "48504-", "W|cvrs-pattern|recip_address_zip" }, { "recip_sex", "UNK", "W|cvrs-code|recip_sex" }, { "cvx", "XXX", "W|cvrs-code|cvx" }, { "mvx", "AAAA", "W|cvrs-too-long|mvx" },
        { "recip_address_county", "49053", "W|cvrs-county-state|recip_address_county" }, { "admin_address_zip", "84101", "W|cvrs-zip-state|admin_address_zip" },
        { "recip_dob", "2021-11-01", "E|cvrs-birth-after|recip_dob" }, { "recip_address_state", "", "I|cvrs-zip-alone|recip_address_zip" }, { "recip_dob", "", "E|cvrs-required|recip_dob" },
        { "recip_id", "", "E|cvrs-required|recip_id" }, { "serology", "", "W|cvrs-expected|serology" }, { "dose_num", "", "W|cvrs-expected|dose_num" },
        { "vax_refusal", "YES", "W|cvrs-not-for-refusal|lot_number" }, { "admin_date", "2032-01-01", "E|admin-in-future|admin_date" }, { "recip_race_1", "ZZ", "W|cvrs-code|recip_race_1" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_found_in_its_column(string column, string value, string finding)
    {
        using var folder = new DataFolder();
        Assert.Contains(finding, Take(folder, File([(column, value)])).Findings);
    }

    [Fact]
    public void The_same_event_twice_is_rejected_and_a_refusal_is_no_dose()
    {
        using var folder = new DataFolder();
        var bare = new[] { "ndc", "mvx", "lot_number", "vax_expiration", "vax_admin_site", "vax_route", "dose_num", "vax_series_complete" }.Select(column => (column, "")).ToArray();
        var (result, findings) = Take(folder, File([], [], [("vax_event_id", "E3"), ("vax_refusal", "YES"), .. bare]));
        Assert.Equal((3, 2, 1), (result.Received, result.Accepted, result.Rejected));
        Assert.Equal(["E|cvrs-event-repeated|vax_event_id"], findings);
        Assert.Equal(["E1|administered", "E3|refusal"], folder.Query("dose", "dose_id, kind", "1"));
    }

    [Fact]
    public void A_file_whose_sender_no_one_names_is_not_taken_in()
    {
        using var folder = new DataFolder();
        folder.Put("c.txt", File([]));
        Assert.Contains("names no sender", folder.Ingest().Single().Reason, StringComparison.Ordinal);
    }
}
