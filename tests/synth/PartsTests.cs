using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using RegistryAnalytics.Synth;

namespace RegistryAnalytics.Tests.Synth;

public class PartsTests
{
    [Fact]
    public void Escaped_text_comes_back_when_it_is_read()
    {
        Prop.ForAll<string>(text =>
        {
            var sent = new ByteText();
            var clean = (text ?? "").Replace("\r", "").Replace("\n", "").Replace("\0", "");
            sent.Hl7(Encoding.UTF8.GetBytes(clean));
            var read = Encoding.UTF8.GetString(sent.Written);
            // From left to right: the end of one escape and the letters after it may look like another.
            var back = Regex.Replace(read, @"\\([FSRTE])\\", escape => escape.Groups[1].Value switch { "F" => "|", "S" => "^", "R" => "~", "T" => "&", _ => @"\" });
            return !read.AsSpan().ContainsAny("|^~&") && back == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(clean));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_csv_cell_comes_back_when_it_is_read()
    {
        Prop.ForAll<string>(text =>
        {
            var clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes((text ?? "").Replace("\r", "").Replace("\n", "")));
            var row = new ByteText();
            row.Cell(Encoding.UTF8.GetBytes(clean)).Comma().Cell("x"u8);
            return MadeState.Cells(Encoding.UTF8.GetString(row.Written)) is [var first, "x"] && first == clean;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Identifiers_never_collide_within_a_sender()
    {
        var seen = new HashSet<ulong>();
        for (ulong person = 0; person < 40_000; person++)
            for (ulong number = 0; number < 5; number++)
                Assert.True(seen.Add(Ids.Scramble(person * 1024 + number, 99)));
    }

    [Fact]
    public void Chance_is_the_same_for_the_same_stream_and_even_over_its_range()
    {
        var (a, b, c) = (new Rng(1, 2), new Rng(1, 2), new Rng(1, 3));
        var counts = new int[10];
        var different = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var x = a.Below(10);
            Assert.Equal(x, b.Below(10));
            if (x != c.Below(10)) different++;
            counts[x]++;
        }
        Assert.All(counts, n => Assert.InRange(n, 9_500, 10_500));
        Assert.InRange(different, 89_000, 91_000);
    }

    [Theory]
    [InlineData("José Ñuñez", "JOSÉ ÑUÑEZ", "JOSE NUNEZ")]
    [InlineData("O'Brien-Zoë", "O'BRIEN-ZOË", "O'BRIEN-ZOE")]
    [InlineData("Łukasiewicz 王", "ŁUKASIEWICZ 王", "ŁUKASIEWICZ 王")]
    public void A_sender_spells_names_in_its_own_letters(string name, string upper, string plain)
    {
        var sender = Sender.Make(1, 0, SenderKind.Pediatrics);
        string spelt(bool plainLetters)
        {
            var text = new ByteText();
            Letters.Name(text, Encoding.UTF8.GetBytes(name), sender with { UpperCase = true, PlainLetters = plainLetters });
            return Encoding.UTF8.GetString(text.Written);
        }
        Assert.Equal(upper, spelt(false));
        Assert.Equal(plain, spelt(true));
    }

    [Fact]
    public void Every_product_has_a_maker_a_code_and_documents_that_exist()
    {
        Assert.Equal(73, Products.All.Length);
        Assert.Equal(73, Products.All.Select(product => product.Id).Distinct().Count());
        Assert.All(Products.All, product => Assert.Matches(@"^\d{5}-\d{4}-\d\d$", Encoding.UTF8.GetString(product.Ndc)));
        Assert.All(Products.All, product => Assert.All(product.Documents, document => Assert.InRange(document, 0, Products.Documents.Length - 1)));
    }
}
