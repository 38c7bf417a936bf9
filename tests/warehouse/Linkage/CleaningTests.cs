using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

public class CleaningTests
{
    [Theory]
    [InlineData("O'Brien-Smith", "OBRIEN SMITH", null)]
    [InlineData("  gómez ", "GOMEZ", null)]
    [InlineData("Müller", "MULLER", null)]
    [InlineData("Strauß", "STRAUSS", null)]
    [InlineData("Ørsted", "ORSTED", null)]
    [InlineData("Łukasz", "LUKASZ", null)]
    [InlineData("Smith Jr.", "SMITH", "JR")]
    [InlineData("King III", "KING", "III")]
    [InlineData("Dr. House", "HOUSE", null)]
    [InlineData("UNKNOWN", null, null)]
    [InlineData("xxxx", null, null)]
    [InlineData("", null, null)]
    public void Family_names_become_comparable(string raw, string? name, string? suffix)
    {
        var clean = NameCleaner.Family(raw);
        Assert.Equal(name, clean.Name);
        Assert.Equal(suffix, clean.Suffix);
    }

    [Theory]
    [InlineData("BABY", NewbornKind.Baby)]
    [InlineData("Baby Boy", NewbornKind.Boy)]
    [InlineData("BABYGIRL", NewbornKind.Girl)]
    [InlineData("BB1", NewbornKind.Boy)]
    [InlineData("BG", NewbornKind.Girl)]
    [InlineData("Twin A", NewbornKind.Baby)]
    [InlineData("MC2", NewbornKind.Boy)]
    [InlineData("Newborn Girl", NewbornKind.Girl)]
    [InlineData("Baby Boy B", NewbornKind.Boy)]
    [InlineData("Marias Boy", NewbornKind.Boy)]
    [InlineData("Piper Girl", NewbornKind.Girl)]
    [InlineData("NEWBRON", NewbornKind.Baby)]
    [InlineData("BBA", NewbornKind.Boy)]
    [InlineData("Baby By", NewbornKind.Boy)]
    [InlineData("Elizabeth Giyl", NewbornKind.Girl)]
    [InlineData("Mary Jo", NewbornKind.Named)]
    [InlineData("Bobby", NewbornKind.Named)]
    [InlineData("Malea", NewbornKind.Named)]
    [InlineData("Babette", NewbornKind.Named)]
    [InlineData("Boyd", NewbornKind.Named)]
    public void Newborn_placeholders_are_known_and_names_are_not_taken_for_them(string raw, NewbornKind kind) =>
        Assert.Equal(kind, NameCleaner.Given(raw).Newborn);

    [Fact]
    public void A_placeholder_in_the_last_name_means_the_names_were_exchanged()
    {
        var table = People.Table("FIGUEROA BABY_GIRL 2019-04-09 F", "TWINKLE BOYD 2019-04-09 F");
        Assert.Equal(("FIGUEROA", 0, (int)NewbornKind.Girl), (table.Pool[table[Column.Last][0]], table[Column.First][0], table[Column.Newborn][0]));
        Assert.Equal(("BOYD", "TWINKLE", 0), (table.Pool[table[Column.Last][1]], table.Pool[table[Column.First][1]], table[Column.Newborn][1]));
    }

    [Theory]
    [InlineData("2019-04-09", 20190409)]
    [InlineData("20190409", 20190409)]
    [InlineData("20190409103000", 20190409)]
    [InlineData("20110622,", 20110622)]
    [InlineData("04/09/2019", 20190409)]
    [InlineData("25/12/2019", 20191225)]
    [InlineData("2019", 20190000)]
    [InlineData("2019-04", 20190400)]
    [InlineData("19729518", 19729518)]
    [InlineData("unknown", 0)]
    [InlineData("", 0)]
    public void Birth_dates_are_read_in_the_ways_people_write_them(string raw, int expected) => Assert.Equal(expected, BirthDate.Read(raw));

    [Theory]
    [InlineData(20190409, 20190408, true)]
    [InlineData(20190412, 20190421, true)]
    [InlineData(20190412, 20190412, false)]
    [InlineData(20190412, 20190512, true)]
    [InlineData(20190412, 20200512, false)]
    public void A_slip_is_one_digit_or_two_neighbours_exchanged(int a, int b, bool slip) => Assert.Equal(slip, BirthDate.OneEdit(a, b));

    [Theory]
    [InlineData("48 Leslie Place, Apt 3", "48", "LESLIE PL")]
    [InlineData("2016 River Court #30", "2016", "RIV CT 30")]
    [InlineData("P.O. Box 12", null, "BOX 12")]
    [InlineData("General Delivery", null, null)]
    [InlineData("5TH AVE", null, "5TH AVE")]
    public void Streets_come_apart(string raw, string? number, string? street) => Assert.Equal(new CleanStreet(number, street), AddressCleaner.Street(raw));

    [Theory]
    [InlineData("49555,", "49555")]
    [InlineData("87144-1234", "87144")]
    [InlineData("00000", null)]
    public void Postal_codes_lose_what_follows(string raw, string? zip) => Assert.Equal(zip, AddressCleaner.Zip(raw));

    [Theory]
    [InlineData("(810)433-3532", "8104333532")]
    [InlineData("1-810-433-3532", "8104333532")]
    [InlineData("555-5555", null)]
    [InlineData("0000000000", null)]
    [InlineData("12", null)]
    public void Telephones_are_their_last_ten_digits(string raw, string? phone) => Assert.Equal(phone, ContactCleaner.Phone(raw));

    [Theory]
    [InlineData("PHILIP", "FILIP")]
    [InlineData("SCHMIDT", "SCHMITT")]
    [InlineData("KNIGHT", "NIGHT")]
    [InlineData("CATHERINE", "KATHERINE")]
    [InlineData("REID", "READ")]
    public void What_sounds_alike_shares_a_phonetic_key(string a, string b) => Assert.Equal(Sound.Key(a), Sound.Key(b));

    [Fact]
    public void Folding_knows_every_accented_latin_letter()
    {
        for (var c = '\u00C0'; c <= '\u017F'; c++)
            if (c is not ('\u00D7' or '\u00F7')) Assert.All(Latin.Fold(c.ToString()), letter => Assert.InRange(letter, 'A', 'Z'));
        Assert.Equal("ZOE", Latin.Fold("Zoe\u0308"));
    }

    [Fact]
    public void Nicknames_go_both_ways_and_are_not_chained()
    {
        Assert.True(Nicknames.Related(Nicknames.IdOf("WILLIAM"), Nicknames.IdOf("BILL")));
        Assert.True(Nicknames.Related(Nicknames.IdOf("BILL"), Nicknames.IdOf("WILLIAM")));
        Assert.False(Nicknames.Related(Nicknames.IdOf("WILLIAM"), Nicknames.IdOf("ROBERT")));
    }
}
