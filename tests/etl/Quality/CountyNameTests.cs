using System.Text;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Tests.Etl.Quality;

public class CountyNameTests
{
    static string Fips(string state, string name) => Encoding.UTF8.GetString(CodeBook.Shipped.CountyFips(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(name)).Span);

    [Theory]
    [InlineData("NM", "Santa Fe County", "35049")]
    [InlineData("NM", "SANTA FE", "35049")]
    [InlineData("NM", "Doña Ana", "35013")]
    [InlineData("NM", "dona ana co.", "35013")]
    [InlineData("LA", "St. Tammany Parish", "22103")]
    [InlineData("LA", "Saint Tammany", "22103")]
    [InlineData("AK", "Juneau City and Borough", "02110")]
    [InlineData("MD", "Prince George's", "24033")]
    [InlineData("NY", "Santa Fe", "")]
    [InlineData("", "Santa Fe", "")]
    [InlineData("VA", "Richmond", "")]
    [InlineData("NM", "", "")]
    public void A_county_is_found_by_its_name_in_its_state_and_nowhere_else(string state, string name, string fips) => Assert.Equal(fips, Fips(state, name));

    [Fact]
    public void Every_county_is_found_by_its_name_unless_two_of_a_state_share_it()
    {
        foreach (var state in Geography.States)
            foreach (var county in Geography.CountiesOf(state.Fips))
                Assert.Contains(Fips(state.Postal, county.Name + " County"), (string[])[county.Fips, ""]);
        var found = Geography.States.Sum(state => Geography.CountiesOf(state.Fips).Count(county => Fips(state.Postal, county.Name).Length == 5));
        Assert.InRange(found, Geography.Counties.Count * 0.99, Geography.Counties.Count);
    }

    [Fact]
    public void A_message_with_the_name_of_a_county_gets_its_code()
    {
        var mapped = Mapped.From(RuleMessage.With(address: "9 Oak Road^^Las Cruces^NM^88001^USA^H^^Doña Ana County"));
        Assert.Equal("35013", mapped["person", "county_fips"]);
        Assert.Contains("county-name-mapped", RuleMessage.Rules(mapped));
        Assert.Contains("county-unknown", RuleMessage.Rules(Mapped.From(RuleMessage.With(address: "9 Oak Road^^Las Cruces^NM^88001^USA^H^^Nowhere"))));
    }
}
