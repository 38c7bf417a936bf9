using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

/// <summary>The twelve scenarios of usnistgov/vaccination_deduplication (work of the US Government, 2020-12-11): points and reading of the sum.</summary>
[Trait("kind", "spec")]
public class DosePairTests
{
    static readonly Dictionary<string, ulong> GroupBits = new() { ["DTaP"] = 1, ["HepB"] = 2, ["Polio"] = 4, ["HIB"] = 8 };

    static DoseRecord Dose(int day, string groups, int cvx = 0, string lot = "", string product = "", string place = "", DoseSource source = DoseSource.Unknown, string sender = "", bool open = false, byte kind = 0, long key = 1) =>
        new(key, new DateOnly(2006, 1, 15).DayNumber + day, kind, cvx, groups.Split(' ').Aggregate(0UL, (bits, group) => bits | GroupBits[group]), open, Hash(lot), Hash(product), Hash(place), source, Hash(sender), 0);

    static ulong Hash(string text) => TextPool.Hash(text);

    public static TheoryData<string, DoseRecord, DoseRecord, int, SameDose> Scenarios()
    {
        const DoseSource given = DoseSource.Administered, told = DoseSource.Historical;
        const string all = "DTaP HepB Polio";
        return new()
        {
            { "S006", Dose(3, "HepB", 8, "ENG123", "Engerix"), Dose(0, "HepB"), 133, SameDose.Unsure },
            { "S006A", Dose(3, "HepB", 8, "ENG123", "Engerix", source: given), Dose(0, "HepB", source: told), 178, SameDose.Same },
            { "S007", Dose(0, "DTaP", 20, "C2221AA", place: "Olmsted"), Dose(14, "DTaP", 20, "C2253AA", place: "Olmsted"), 108, SameDose.Different },
            { "S008", Dose(0, "DTaP", 20, "C2221AA", place: "Olmsted"), Dose(14, "DTaP", 20, "C2253AA", place: "Brainerd"), 93, SameDose.Different },
            { "S009", Dose(0, all, 110, "AC21A011CA", "Pediarix", "Brainerd"), Dose(10, all, 110, "AC21A011CA", "Pediarix", "Brainerd"), 193, SameDose.Same },
            { "S010", Dose(0, all, product: "Pediarix", place: "Open Cities", source: given), Dose(5, all, product: "Pediarix", place: "Baby Tracks", source: given), 143, SameDose.Unsure },
            { "S011", Dose(0, all, place: "SMDC", source: told), Dose(4, all, lot: "Ac21B037CA", place: "Duluth", source: given), 203, SameDose.Same },
            { "S012", Dose(0, all, product: "Pediarix", place: "Baby Tracks"), Dose(7, "DTaP", place: "Aspen"), 98, SameDose.Different },
            { "S014", Dose(0, "HIB", 49, "2345mm", place: "332", source: given), Dose(0, "HIB", 49, place: "354", source: given), 178, SameDose.Same },
            { "S016", Dose(0, "HIB", 17, place: "89", source: told), Dose(1, "HIB", 48, place: "90"), 140, SameDose.Unsure },
            { "S017", Dose(0, all, 110, "C2221AA", "Pediarix", "Kidhealth"), Dose(0, "Polio", 10, "C2253AA", "IPOL", "Kidhealth"), 95, SameDose.Different },
        };
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Published_scenarios_come_to_their_points_and_reading(string scenario, DoseRecord a, DoseRecord b, int points, SameDose reading)
    {
        Assert.True(points == DosePair.Points(a, b), $"{scenario}: {DosePair.Points(a, b)} points, {points} are published");
        Assert.Equal(reading, DosePair.Weighed(a, b));
        Assert.Equal(points, DosePair.Points(b, a));
    }

    // The source's own table marks this one as ignored: it gives points for equal codes though one side names none. The reading holds.
    [Fact]
    public void Published_scenario_S013_comes_to_its_reading() =>
        Assert.Equal(SameDose.Same, DosePair.Weighed(Dose(0, "HepB", 51, place: "123", source: DoseSource.Administered), Dose(2, "HepB", place: "54", source: DoseSource.Historical)));

    [Fact]
    public void Administered_doses_on_different_days_are_never_one()
    {
        var first = Dose(0, "DTaP", 20, "C2221AA", "Daptacel", "Olmsted", DoseSource.Administered);
        for (var days = 1; days <= 23; days++)
            Assert.NotEqual(SameDose.Same, DosePair.Decide(first, first with { Day = first.Day + days }));
    }

    [Fact]
    public void A_refusal_or_a_partial_dose_never_meets_a_completed_one()
    {
        var completed = Dose(0, "DTaP", 20, "C2221AA", "Daptacel", "Olmsted", DoseSource.Administered);
        Assert.Equal(SameDose.Different, DosePair.Decide(completed, completed with { Class = 2 }));
    }

    [Fact]
    public void One_place_day_and_vaccine_is_one_event_whatever_the_lot()
    {
        var dose = Dose(0, "DTaP", 20, "C2221AA", "Daptacel", "Olmsted", DoseSource.Administered);
        Assert.Equal(SameDose.Same, DosePair.Decide(dose, dose with { Lot = 99 }));
    }

    [Theory]
    [InlineData("2006-07-01", "2006-07-26", 2)]
    [InlineData("2006-02-05", "2006-05-02", 2)]
    [InlineData("2006-02-05", "2006-02-20", 15)]
    public void A_transcribed_first_of_the_month_or_an_exchanged_day_and_month_is_near(string told, string given, int days)
    {
        var a = Dose(0, "DTaP", 20, source: DoseSource.Historical) with { Day = DateOnly.Parse(told, null).DayNumber };
        var b = Dose(0, "DTaP", 20, source: DoseSource.Administered) with { Day = DateOnly.Parse(given, null).DayNumber };
        Assert.Equal(days, DosePair.Days(a, b));
        Assert.Equal(days, DosePair.Days(b, a));
        Assert.Equal(Math.Abs(a.Day - b.Day), DosePair.Days(a with { Source = DoseSource.Administered }, b));
        Assert.Equal(days, DosePair.Days(a with { Cvx = 107, IsUnspecified = true }, b));
    }
}
