using System.Text;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Tests.Etl.Codes;

public class CodeBookTests
{
    static readonly CodeBook Book = CodeBook.Shipped;

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    [Theory]
    [InlineData("58160-0810-52", "58160081052")]
    [InlineData("58160-810-52", "58160081052")]
    [InlineData("58160081052", "58160081052")]
    [InlineData("5816081052", "58160081052")]
    [InlineData("49281-0421-50", "49281042150")]
    [InlineData("12345", null)]
    [InlineData("58160-0810-5x", null)]
    [InlineData("1-2-3-4", null)]
    [InlineData("", null)]
    public void An_NDC_is_found_in_each_of_its_shapes(string sent, string? found) => Assert.Equal(found, Book.Ndc(Utf8(sent))?.Ndc);

    [Theory]
    [InlineData("20", "20")]
    [InlineData("3", "03")]
    [InlineData("998", "998")]
    [InlineData("", null)]
    [InlineData("0003", null)]
    [InlineData("9x", null)]
    public void A_CVX_is_found_with_or_without_its_leading_zero(string sent, string? found) => Assert.Equal(found, Book.Cvx(Utf8(sent))?.Code);

    [Fact]
    public void Kinds_tell_vaccines_from_what_is_none()
    {
        Assert.Equal(CvxKind.None, Book.Cvx(998)!.Kind);
        Assert.Equal(CvxKind.Adjuvant, Book.Cvx(801)!.Kind);
        Assert.Equal(CvxKind.NotVaccine, Book.Cvx(30)!.Kind);
        Assert.Equal(CvxKind.Unspecified, Book.Cvx(45)!.Kind);
        Assert.True(Book.ShareGroup(Book.Cvx(45)!, Book.Cvx(110)!));
        Assert.False(Book.ShareGroup(Book.Cvx(3)!, Book.Cvx(20)!));
    }

    [Fact]
    public void Long_codes_are_found_by_their_number_and_never_by_a_part_of_it()
    {
        var diseases = Book.Table("IMMUNITY");
        Assert.True(diseases.Has(Utf8("38907003")));
        Assert.False(diseases.Has(Utf8("138907003")));
        Assert.True(Book.Table("CONTRAINDICATION").Has(Utf8("161461006")));
        Assert.False(Book.Table("CONTRAINDICATION").Has(Utf8("99999999999999999999999")));
    }

    [Fact]
    public void Every_NDC_and_CPT_names_a_vaccine_that_is_in_the_table()
    {
        foreach (var row in CsvText.Shipped("ndc.csv")) Assert.NotNull(Book.Cvx(Utf8(row["cvx"])));
        foreach (var row in CsvText.Shipped("cpt_cvx.csv")) Assert.NotNull(Book.Cvx(Utf8(row["cvx"])));
        foreach (var row in CsvText.Shipped("cvx_group.csv")) Assert.NotNull(Book.Cvx(Utf8(row["cvx"])));
        foreach (var code in Book.AllCvx) Assert.False(code.NotAfter < code.NotBefore, code.Code);
    }

    [Fact]
    public void Every_table_has_its_source()
    {
        var sourced = CsvText.Shipped("sources.csv").Select(row => row["file"]).ToHashSet();
        foreach (var table in new[] { "cvx.csv", "cvx_group.csv", "mvx.csv", "ndc.csv", "cpt_cvx.csv", "product.csv", "vis.csv", "hl7.csv", "state.csv" }) Assert.Contains(table, sourced);
    }
}
