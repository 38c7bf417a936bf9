using System.Text;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Quality;

namespace RegistryAnalytics.Tests.Etl.Hl7;

public class ReadingTests
{
    static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "messages", name + ".hl7"));

    static Mapped Case(string name) => Mapped.From(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "messages", name + ".hl7")));

    [Theory]
    [InlineData(@"a\F\b\S\c\T\d\R\e\E\f", "a|b^c&d~e\\f")]
    [InlineData(@"\E\T\E\", @"\T\")]
    [InlineData(@"\X4142\", "AB")]
    [InlineData(@"\XC3A9\", "é")]
    [InlineData(@"\XE9\", @"\XE9\")]
    [InlineData(@"\X4\ \Q\ open\end", @"\X4\ \Q\ open\end")]
    [InlineData(@"line\.br\two", "line\ntwo")]
    [InlineData(@"\", @"\")]
    public void Escapes_are_decoded_once_and_unknown_ones_stay(string sent, string read)
    {
        var bytes = Encoding.UTF8.GetBytes(sent);
        var target = new byte[bytes.Length];
        Assert.Equal(read, Encoding.UTF8.GetString(target, 0, Escapes.Decode(bytes, Delimiters.Standard, target)));
    }

    [Theory]
    [InlineData("20240229", Precision.Day, "2024-02-29")]
    [InlineData("2024-02-29", Precision.Day, "2024-02-29")]
    [InlineData("20230229", Precision.None, null)]
    [InlineData("202402", Precision.Month, "2024-02-01")]
    [InlineData("2024", Precision.Year, "2024-01-01")]
    [InlineData("20240229101530.123-0500", Precision.Second, "2024-02-29")]
    [InlineData("200900531", Precision.None, null)]
    [InlineData("20240230", Precision.None, null)]
    [InlineData("18000101", Precision.None, null)]
    [InlineData("2024022924", Precision.None, null)]
    [InlineData("20240229-05", Precision.None, null)]
    [InlineData("", Precision.None, null)]
    public void Dates_are_read_with_their_precision(string sent, Precision precision, string? day)
    {
        var time = Hl7Time.Parse(Encoding.ASCII.GetBytes(sent));
        Assert.Equal(precision, time.Precision);
        Assert.Equal(day, time.Day == Hl7Time.NoDay ? null : DateOnly.FromDayNumber(time.Day + 719162).ToString("yyyy-MM-dd"));
    }

    [Fact]
    public void A_time_with_a_zone_is_staged_in_utc_and_a_month_means_its_last_day()
    {
        Assert.Equal("2026-08-01T15:15:00Z", Case("administered")["message", "message_at"]);
        Assert.Equal("2026-06-30", Case("lot-expired")["dose", "expiration_date"]);
    }

    [Fact]
    public void Escaped_and_accented_names_come_out_as_they_were_meant()
    {
        Assert.Equal("O&Kafor", Case("escapes")["person", "last_name"]);
        Assert.Equal(@"A^da \T\ A \Q\ back\slash", Case("escapes")["person", "first_name"]);
        Assert.Equal("Muñoz", Case("accents-1252")["person", "last_name"]);
        Assert.Equal("Zoë", Case("accents-utf8")["person", "first_name"]);
    }

    [Fact]
    public void The_senders_record_number_and_the_legal_name_are_chosen_and_the_rest_kept()
    {
        var mapped = Case("alias-and-identifiers");
        Assert.Equal("4711", mapped["person", "person_id"]);
        Assert.Equal("Ada", mapped["person", "first_name"]);
        Assert.Equal(3, mapped.Count("person_identifier"));
        Assert.Equal("SSA", mapped["person_identifier", "authority", 2]);
        Assert.Equal("Boy", mapped["person_name", "first_name"]);
        Assert.Equal("A", mapped["person_name", "name_type"]);
    }

    [Fact]
    public void The_home_address_is_the_persons_and_the_birth_place_gives_the_birth_county()
    {
        var mapped = Case("addresses");
        Assert.Equal("12 Elm Street", mapped["person", "street"]);
        Assert.Equal("36001", mapped["person", "county_fips"]);
        Assert.Equal("36083", mapped["person", "birth_county_fips"]);
        Assert.Equal("BDL", mapped["person_address", "address_type"]);
    }

    [Fact]
    public void Telephones_are_digits_and_mail_is_lower_case()
    {
        var mapped = Case("phones");
        Assert.Equal("ada@example.org", mapped["person", "email"]);
        Assert.Equal("5185550100", mapped["person", "phone"]);
        Assert.Equal(3, mapped.Count("person_phone"));
    }

    [Fact]
    public void Races_are_joined_as_current_codes_and_unknown_ones_left_out() => Assert.Equal("2106-3;2028-9", Case("race-many")["person", "race"]);

    [Fact]
    public void Protection_publicity_and_status_come_from_PD1()
    {
        var mapped = Case("protected");
        Assert.Equal("true", mapped["person", "protection"]);
        Assert.Equal("02", mapped["person", "publicity"]);
        Assert.Equal("A", mapped["person", "registry_status"]);
        Assert.Equal("2025-01-15", mapped["person", "registry_status_date"]);
    }

    [Fact]
    public void An_administered_dose_carries_everything_that_was_said_of_it()
    {
        var mapped = Case("administered");
        var expected = new Dictionary<string, string?>
        {
            ["dose_id"] = "D1", ["dose_id_authority"] = "ELMST", ["action"] = "A", ["kind"] = "administered", ["admin_date"] = "2026-07-30",
            ["cvx_sent"] = "20", ["cvx"] = "20", ["cvx_from"] = "cvx", ["ndc"] = "58160081052", ["mvx"] = "SKB", ["lot"] = "LOT77",
            ["expiration_date"] = "2027-12-31", ["amount"] = "0.5", ["amount_unit"] = "mL", ["route"] = "C28161", ["site"] = "LT", ["source_code"] = "00",
            ["completion"] = "CP", ["practice_id"] = "ELMST", ["provider_id"] = "77", ["entering_organization"] = "ELMST", ["eligibility"] = "V02",
            ["funding"] = "VXC51", ["entered_date"] = "2026-08-01",
        };
        foreach (var (column, value) in expected) Assert.Equal(value, mapped["dose", column]);
        Assert.Equal(2, mapped.Count("observation"));
        Assert.Equal("vis", mapped["observation", "kind"]);
        Assert.Equal("2026-07-30", mapped["observation", "value_date", 1]);
        Assert.Equal(mapped["dose", "dose_row_key"], mapped["observation", "dose_row_key"]);
    }

    [Fact]
    public void A_placeholder_id_is_no_id_and_a_refusal_keeps_its_reason()
    {
        var mapped = Case("refusal");
        Assert.Null(mapped["dose", "dose_id"]);
        Assert.Equal("00", mapped["dose", "refusal_reason"]);
        Assert.Null(mapped["dose", "amount"]);
    }

    [Fact]
    public void A_bad_date_is_kept_as_sent_with_its_dose_in_quarantine()
    {
        var mapped = Case("date-month-only");
        Assert.Equal("202607", mapped["dose", "admin_date_sent"]);
        Assert.Null(mapped["dose", "admin_date"]);
        Assert.Equal("quarantined", mapped["dose", "outcome"]);
        Assert.NotNull(mapped["dose", "record_key"]);
        Assert.Equal(0, mapped.Count("observation"));
    }

    [Fact]
    public void A_rejected_message_leaves_no_person_and_its_doses_point_to_none()
    {
        var mapped = Case("sex-missing");
        Assert.Equal(0, mapped.Count("person"));
        Assert.Equal(0, mapped.Count("person_identifier"));
        Assert.Null(mapped["dose", "record_key"]);
        Assert.Equal("rejected", mapped["message", "outcome"]);
    }

    [Fact]
    public void A_merge_names_the_prior_identifier()
    {
        var mapped = Case("adt-a40");
        Assert.Equal("0815", mapped["person_merge", "prior_id"]);
        Assert.Equal(mapped["person", "record_key"], mapped["person_merge", "record_key"]);
    }

    [Fact]
    public void A_finding_says_where_it_lies_and_never_repeats_what_identifies_a_person()
    {
        var mapped = Case("site-unknown");
        var row = mapped.Rules().ToList().IndexOf("W:site-unknown");
        Assert.Equal("RXR|1|2", string.Join('|', mapped["issue", "segment", row], mapped["issue", "occurrence", row], mapped["issue", "field", row]));
        Assert.Equal("QQ", mapped["issue", "value", row]);
        Assert.Equal("103|5", string.Join('|', mapped["issue", "hl7_error", row], mapped["issue", "application_error", row]));
        Assert.All(Enumerable.Range(0, Case("birth-date-in-future").Count("issue")), i => Assert.Null(Case("birth-date-in-future")["issue", "value", i]));
    }

    [Fact]
    public void Byte_ranges_lead_back_to_the_message()
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "messages", "batch-with-broken-message.hl7"));
        var mapped = Mapped.From(bytes);
        for (var row = 0; row < mapped.Count("message"); row++)
        {
            var offset = int.Parse(mapped["message", "byte_offset", row]!);
            Assert.Equal("MSH", Encoding.ASCII.GetString(bytes, offset, 3));
        }
        Assert.Equal(3, mapped.Outcomes.Count);
    }

    [Fact]
    public void Severities_are_configured_by_sender_and_date_and_a_lesser_severity_has_no_consequence()
    {
        var relaxed = IntakeSettings.Default with
        {
            Severities = new([new("amount-missing", "ELMST", new DateOnly(2026, 1, 1), null, Severity.Warning), new("lot-missing", "*", null, null, Severity.Off)]),
        };
        Assert.Equal("accepted", Mapped.From(Text("amount-missing"), relaxed)["dose", "outcome"]);
        Assert.DoesNotContain("W:lot-missing", Mapped.From(Text("lot-and-maker-missing"), relaxed).Rules());
        var earlier = IntakeSettings.Default with { Severities = new([new("amount-missing", "ELMST", null, new DateOnly(2026, 7, 31), Severity.Warning)]) };
        Assert.Equal("quarantined", Mapped.From(Text("amount-missing"), earlier)["dose", "outcome"]);
    }

    [Fact]
    public void A_message_that_is_too_long_is_rejected_with_that_reason()
    {
        var settings = IntakeSettings.Default with { LongestMessage = 1000 };
        Assert.Equal(["E:message-too-long"], Mapped.From(Text("two-groups"), settings).Rules());
    }

    [Fact]
    public void The_sender_of_the_folder_wins_over_MSH_4() => Assert.Equal("GIVEN", Mapped.From(Text("administered"), sender: "GIVEN")["dose", "sender"]);
}
