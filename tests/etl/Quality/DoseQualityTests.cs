using System.Text;
using RegistryAnalytics.Etl.Quality;

namespace RegistryAnalytics.Tests.Etl.Quality;

public class DoseQualityTests
{
    [Theory]
    [InlineData("UNKNOWN", true)]
    [InlineData("n/a", true)]
    [InlineData("00000", true)]
    [InlineData("-", true)]
    [InlineData("123456", true)]
    [InlineData("U7713AA", false)]
    [InlineData("0", true)]
    [InlineData("NAX12", false)]
    [InlineData("", false)]
    public void A_filler_is_no_lot_number(string lot, bool isFiller) => Assert.Equal(isFiller, LotRules.IsPlaceholder(Encoding.UTF8.GetBytes(lot)));

    [Theory]
    [InlineData("C1234-5", "PMC", false)]
    [InlineData("AB123CD", "PMC", false)]
    [InlineData("99-1", "PMC", true)]
    [InlineData("M12345", "SKB", false)]
    [InlineData("B12345", "SKB", true)]
    [InlineData("B12345", "MSD", false)]
    [InlineData("anything", null, false)]
    public void A_lot_is_held_against_the_shapes_of_its_manufacturer_where_they_are_known(string lot, string? mvx, bool isUnusual) =>
        Assert.Equal(isUnusual, LotRules.IsUnusual(Encoding.UTF8.GetBytes(lot), mvx));

    [Fact]
    public void A_filler_counts_as_a_missing_lot()
    {
        var rules = RuleMessage.Rules(Mapped.From(RuleMessage.With(lot: "UNKNOWN")));
        Assert.Contains("lot-placeholder", rules);
        Assert.Contains("lot-missing", rules);
        Assert.DoesNotContain("lot-placeholder", RuleMessage.Rules(Mapped.From(RuleMessage.With())));
    }

    [Fact]
    public void The_same_vaccine_twice_on_a_day_is_told_and_so_is_an_id_used_twice()
    {
        Assert.Contains("dose-repeated", RuleMessage.Rules(Mapped.From(RuleMessage.With() + RuleMessage.Dose("d2", "20260730", "20"))));
        Assert.DoesNotContain("dose-repeated", RuleMessage.Rules(Mapped.From(RuleMessage.With() + RuleMessage.Dose("d2", "20260730", "10"))));
        Assert.DoesNotContain("dose-repeated", RuleMessage.Rules(Mapped.From(RuleMessage.With() + RuleMessage.Dose("d2", "20260729", "20"))));
        Assert.DoesNotContain("dose-repeated", RuleMessage.Rules(Mapped.From(RuleMessage.With() + RuleMessage.Dose("d2", "20260730", "20", action: "D"))));
        Assert.Contains("dose-id-repeated", RuleMessage.Rules(Mapped.From(RuleMessage.With() + RuleMessage.Dose("d1", "20260729", "10"))));
        Assert.DoesNotContain("dose-id-repeated", RuleMessage.Rules(Mapped.From(RuleMessage.With() + RuleMessage.Dose("d1", "20260730", "20", action: "U"))));
    }

    [Fact]
    public void History_is_told_from_the_day_of_the_message_and_not_of_its_receipt()
    {
        // Given a year before the file came, but told within a day: a load of old messages is no history.
        var prompt = RuleMessage.With(given: "20250730", at: "20250731101500-0500", lot: "", eligibility: false);
        Assert.DoesNotContain("administered-looks-historical", RuleMessage.Rules(Mapped.From(prompt)));
        Assert.DoesNotContain("administered-late", RuleMessage.Rules(Mapped.From(prompt)));
        var late = RuleMessage.With(given: "20250730", at: "20260731101500-0500", lot: "", eligibility: false);
        Assert.Contains("administered-looks-historical", RuleMessage.Rules(Mapped.From(late)));
        Assert.Contains("administered-late", RuleMessage.Rules(Mapped.From(late)));
        Assert.DoesNotContain("administered-looks-historical", RuleMessage.Rules(Mapped.From(RuleMessage.With(given: "20250730", at: "20260731101500-0500"))));
    }

    [Fact]
    public void Eligibility_and_funding_must_not_contradict_each_other()
    {
        Assert.Contains("funding-disagrees", RuleMessage.Rules(Mapped.From(RuleMessage.With(eligible: "V01", funding: "VXC51"))));
        Assert.DoesNotContain("funding-disagrees", RuleMessage.Rules(Mapped.From(RuleMessage.With(eligible: "V02", funding: "VXC51"))));
        Assert.DoesNotContain("funding-disagrees", RuleMessage.Rules(Mapped.From(RuleMessage.With(eligible: "V01", funding: "PHC70"))));
    }

    [Theory]
    [InlineData("140", "20111015", "20100101", "")] // used before its row was renamed in 2013
    [InlineData("111", "20041015", "19990101", "")] // live intranasal vaccine since 2003
    [InlineData("111", "20021015", "19970101", "vaccine-before-use")]
    [InlineData("153", "20241015", "20240101", "")] // from six months, in use again
    [InlineData("88", "20241015", "20200101", "")] // no formulation told: no end of use
    [InlineData("45", "20241015", "20240101", "")]
    [InlineData("107", "20241015", "20240101", "")]
    [InlineData("16", "20051015", "20000101", "vaccine-after-use")]
    public void A_vaccine_is_doubted_only_outside_its_real_time_of_use(string cvx, string given, string birth, string rule)
    {
        var rules = RuleMessage.Rules(Mapped.From(RuleMessage.With(cvx: cvx, given: given, birth: birth)))
            .Where(id => id is "vaccine-before-use" or "vaccine-after-use" or "vaccine-unusual-time" or "age-below-range" or "age-above-range");
        Assert.Equal(rule.Length == 0 ? [] : [rule], rules);
    }

    [Theory]
    [InlineData("87A01", true)]
    [InlineData("8710", true)]
    [InlineData("87101-1234", false)]
    [InlineData("871011234", false)]
    [InlineData("", false)]
    public void A_ZIP_code_has_five_or_nine_digits(string zip, bool isOdd) =>
        Assert.Equal(isOdd, RuleMessage.Rules(Mapped.From(RuleMessage.With(address: $"9 Oak Road^^Albany^NM^{zip}^USA^H^^35001"))).Contains("zip-invalid"));

    [Fact]
    public void Names_with_digits_are_told() =>
        Assert.Contains("name-characters", RuleMessage.Rules(Mapped.From(RuleMessage.With(first: "Ada2"))));

    [Fact]
    public void Names_of_people_are_not() =>
        Assert.DoesNotContain("name-characters", RuleMessage.Rules(Mapped.From(RuleMessage.With(first: "Zoë-Marie O'Neil Jr."))));
}

/// <summary>A good message of which a test changes one thing.</summary>
static class RuleMessage
{
    internal static string With(
        string address = "9 Oak Road^^Albany^NY^12207^USA^H^^36001", string lot = "LOT77", string given = "20260730", string at = "20260731101500-0500", bool eligibility = true,
        string eligible = "V02", string funding = "VXC51", string cvx = "20", string birth = "20250115", string first = "Ada") =>
        $"MSH|^~\\&|EHR|ELMST|IIS|STATE|{at}||VXU^V04^VXU_V04|c1|P|2.5.1|||ER|AL|||||Z22^CDCPHINVS|ELMST|IIS\r"
        + $"PID|1||4711^^^ELMST^MR||Okafor^{first}^N^^^^L|Eze^Ngozi^^^^^M|{birth}|F||2054-5^Black^CDCREC|{address}||^PRN^PH^^^518^5550100|||||||||2186-5^Not Hispanic^CDCREC||N\r"
        + Dose("d1", given, cvx, lot) + (eligibility ? $"OBX|1|CE|64994-7^Eligibility^LN|1|{eligible}^x^HL70064||||||F\rOBX|2|CE|30963-3^Funding^LN|2|{funding}^x^CDCPHINVS||||||F\r" : "");

    internal static string Dose(string id, string given, string cvx, string lot = "LOT77", string action = "A") =>
        $"ORC|RE||{id}^ELMST\rRXA|0|1|{given}||{cvx}^x^CVX|0.5|mL^mL^UCUM||00^New^NIP001||^^^ELMST||||{lot}|20271231|SKB^GSK^MVX|||CP|{action}\rRXR|C28161^Intramuscular^NCIT|LT^Left Thigh^HL70163\r";

    /// <summary>Every rule that found something, advice among them.</summary>
    internal static string[] Rules(Mapped mapped) => [.. Enumerable.Range(0, mapped.Count("issue")).Select(row => mapped["issue", "rule", row]!)];
}
