using System.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.FlatFiles;

namespace RegistryAnalytics.Tests.Etl.FlatFiles;

public class DelimitedReaderTests
{
    static List<string[]> Read(string text, int longest = 1 << 20)
    {
        var reader = new DelimitedReader(new Trickle(Encoding.UTF8.GetBytes(text)), (byte)',', longest);
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add(reader.WasTooLong ? ["too long"] : [.. Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i]))]);
        return rows;
    }

    [Fact]
    public void Quotes_line_breaks_and_doubled_quotes_are_read_as_written() =>
        Assert.Equal([["a", "b,c", "d\"e", ""], ["x\ny"]], Read("a,\"b,c\",\"d\"\"e\",\r\n\r\n\"x\ny\""));

    [Fact]
    public void A_row_that_never_ends_is_passed_over() => Assert.Equal([["too long"], ["b"]], Read(new string('a', 200_000) + "\nb\n", 70_000));

    [Fact]
    public void Random_tables_read_as_the_simple_reader_reads_them()
    {
        var random = new Random(5);
        string[] pieces = ["a", "ü", "\"\"", ",", "\n", " b", "cc", "名"];
        for (var round = 0; round < 300; round++)
        {
            var text = new StringBuilder("h");
            for (var r = 0; r < 5; r++)
            {
                text.Append("\nk");
                for (var c = 0; c < 4; c++) text.Append(",\"q").AppendJoin("", Enumerable.Range(0, random.Next(4)).Select(_ => pieces[random.Next(pieces.Length)])).Append("z\"");
            }
            var expected = CsvText.Rows(text.ToString()).Select(row => string.Join('|', row));
            Assert.Equal(expected, Read(text.ToString()).Select(row => string.Join('|', row)));
        }
    }

    /// <summary>Gives a few bytes at a time, so that every row straddles a read.</summary>
    sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));
    }
}
