using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

public class TextDistanceTests
{
    // Values printed in Winkler's papers and repeated in the literature.
    [Theory]
    [InlineData("MARTHA", "MARHTA", 0.961)]
    [InlineData("DIXON", "DICKSONX", 0.813)]
    [InlineData("DWAYNE", "DUANE", 0.840)]
    [InlineData("SAME", "SAME", 1)]
    [InlineData("", "ANY", 0)]
    [InlineData("ABC", "XYZ", 0)]
    public void Similarity_is_as_published(string a, string b, double expected) => Assert.Equal(expected, TextDistance.JaroWinkler(a, b), 3);

    [Fact]
    public void Edits_within_a_limit_agree_with_the_whole_table_of_edits()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var a = Word(random);
            var b = random.Next(3) == 0 ? Word(random) : Slip(random, Slip(random, a));
            var edits = Edits(a, b);
            Assert.Equal(edits <= 1, TextDistance.Within(a, b, 1));
            Assert.Equal(edits <= 2, TextDistance.Within(a, b, 2));
        }
    }

    [Fact]
    public void Similarity_is_the_same_either_way_round_and_between_0_and_1()
    {
        var random = new Random(2);
        for (var round = 0; round < 5_000; round++)
        {
            var (a, b) = (Word(random), Word(random));
            var forth = TextDistance.JaroWinkler(a, b);
            Assert.InRange(forth, 0, 1);
            Assert.Equal(forth, TextDistance.JaroWinkler(b, a), 10);
        }
    }

    static string Word(Random random) => new([.. Enumerable.Range(0, random.Next(0, 8)).Select(_ => (char)('A' + random.Next(4)))]);

    static string Slip(Random random, string word)
    {
        var at = random.Next(word.Length + 1);
        return random.Next(3) switch
        {
            0 => word.Insert(at, "B"),
            1 when at < word.Length => word.Remove(at, 1),
            2 when at + 1 < word.Length => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            _ => word,
        };
    }

    // Optimal string alignment by its definition.
    static int Edits(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0) { d[i, j] = i + j; continue; }
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }
}
