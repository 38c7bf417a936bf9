using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Tests.Synth;

public class GeographyTests
{
    [Fact]
    public void Counties_have_five_digits_are_unique_and_lie_in_a_state()
    {
        Assert.Equal(3233, Geography.Counties.Count);
        Assert.Equal(3233, Geography.Counties.Select(county => county.Fips).Distinct().Count());
        var states = Geography.States.Select(state => state.Fips).ToHashSet();
        Assert.All(Geography.Counties, county => Assert.True(county.Fips.Length == 5 && county.Fips[..2] == county.State && states.Contains(county.State) && county.Name.Length > 0));
    }

    [Fact]
    public void There_are_fifty_states_the_district_and_five_territories() => Assert.Equal(56, Geography.States.Count);

    [Theory]
    [InlineData("35", 33, "35013", "Doña Ana")]
    [InlineData("11", 1, "11001", "District of Columbia")]
    [InlineData("09", 9, "09110", "Capitol")]
    public void A_state_has_its_counties(string state, int count, string fips, string name)
    {
        Assert.Equal(count, Geography.CountiesOf(state).Count);
        Assert.Equal(name, Geography.CountyOrNull(fips)?.Name);
    }

    [Fact]
    public void An_unknown_code_has_no_county() => Assert.Null(Geography.CountyOrNull("99999"));
}
