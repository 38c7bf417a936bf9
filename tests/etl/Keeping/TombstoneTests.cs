using System.Text;
using RegistryAnalytics.Etl.Keeping;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Tests.Etl.Keeping;

public class TombstoneTests
{
    static readonly DateOnly Born = new(2024, 2, 1);
    static readonly int BornDay = Born.DayNumber - DayColumn.Epoch;

    static byte[] U(string text) => Encoding.UTF8.GetBytes(text);

    static DataFolder Purged(string last = "Quillfeather", string first = "Zephyrine")
    {
        var folder = new DataFolder();
        var hashing = Tombstones.ForHashing(folder.Data);
        Tombstones.Add(folder.Data, "purge", null, [hashing.IdHash("ELM", "17a")], hashing.PersonHash(last, first, Born) is { } hash ? [hash] : [], "asked for", "tester", new FixedClock());
        return folder;
    }

    static bool Holds(DataFolder folder, string sender, string id, string last, string first, int birth) =>
        Tombstones.Read(folder.Data).Holds(U(sender), U(id), U(last), U(first), birth);

    [Theory]
    [InlineData("ELM", "17A", "Somebody", "Else", 0, true)] // the same id, written otherwise
    [InlineData("OAK", "17a", "Somebody", "Else", 0, false)] // another sender's id
    [InlineData("OAK", "1", "QUILL-FEATHER", "Zéphyrine", 0, true)] // the same person by name and birth date
    [InlineData("OAK", "1", "Quill Feather", "zephyrine", 0, true)]
    [InlineData("OAK", "1", "Quillfeather", "Zephyrine", 1, false)] // born a day later
    [InlineData("OAK", "1", "Zephyrine", "Quillfeather", 0, false)]
    [InlineData("OAK", "1", "", "Zephyrine", 0, false)]
    public void A_purged_person_is_known_again_and_nobody_else(string sender, string id, string last, string first, int later, bool isHeld)
    {
        using var folder = Purged();
        Assert.Equal(isHeld, Holds(folder, sender, id, last, first, BornDay + later));
        Assert.False(Holds(folder, "OAK", "1", "Quillfeather", "Zephyrine", DayColumn.Nothing));
    }

    [Fact]
    public void A_placeholder_for_a_name_holds_no_other_newborn_of_the_family()
    {
        using var folder = Purged(first: "Baby Girl");
        Assert.False(Holds(folder, "OAK", "1", "Quillfeather", "Baby Girl", BornDay));
        Assert.True(Holds(folder, "ELM", "17a", "Quillfeather", "Baby Girl", BornDay));
    }

    [Fact]
    public void A_tombstone_says_nothing_without_the_secret_of_its_registry()
    {
        using var folder = Purged();
        using var other = Purged();
        static string[] Hashes(DataFolder of) => [.. Tombstones.All(of.Data).SelectMany(stone => stone.Ids.Concat(stone.Demographics))];
        Assert.Empty(Hashes(folder).Intersect(Hashes(other)));
        Assert.All(Hashes(folder), hash => Assert.Matches("^[0-9a-f]{32}$", hash));
        File.Delete(Path.Combine(folder.Data, "settings", "registry.secret"));
        Assert.Throws<InvalidDataException>(() => Tombstones.Read(folder.Data));
    }

    [Fact]
    public void Nobody_is_held_where_there_is_no_tombstone()
    {
        using var folder = new DataFolder();
        Assert.Same(Tombstones.None, Tombstones.Read(folder.Data));
        Assert.False(Holds(folder, "ELM", "17a", "Quillfeather", "Zephyrine", BornDay));
    }

    [Theory]
    [InlineData("Ann Lee, b. 2020", true)]
    [InlineData("LEE^ANN^M", true)]
    [InlineData("Lee was here. " + "and much else was written in between, more than a hundred and twenty letters of it, so that no one would take it for a name any more; Ann", false)]
    [InlineData("id P-12345.", true)]
    [InlineData("id P-123456", false)]
    [InlineData("Ann Leeds", true)] // too much rather than too little
    [InlineData("nothing", false)]
    public void A_text_speaks_of_a_person_by_name_or_by_a_long_id(string text, bool speaks) =>
        Assert.Equal(speaks, new PersonTraces([("ELM", "P-12345"), ("ELM", "7")], [("Lee", "Ann")], [Born]).In(text));

    [Fact]
    public void A_rejected_message_is_the_persons_by_its_patient_id_even_a_short_one()
    {
        var traces = new PersonTraces([("ELM", "7")], [("Lee", "Ann")], [Born]);
        Assert.True(traces.InSubmission(U("MSH|^~\\&|E|ELM\rPID|1||7^^^ELM^MR||Other^Name\r"), "ELM"));
        Assert.False(traces.InSubmission(U("MSH|^~\\&|E|ELM\rPID|7||8^^^ELM^MR||Other^Name\r"), "ELM"));
        Assert.False(traces.InSubmission(U("MSH|^~\\&|E|OAK\rPID|1||7^^^OAK^MR||Other^Name\r"), "OAK"));
        Assert.True(traces.InSubmission(U("MSH|^~\\&|E|OAK\rPID|1||9^^^OAK^MR||LEE^ANN||20240201\r"), "OAK"));
        Assert.False(traces.InSubmission(U("MSH|^~\\&|E|OAK\rPID|1||9^^^OAK^MR||LEE^ANN||20240202\r"), "OAK"));
    }
}
