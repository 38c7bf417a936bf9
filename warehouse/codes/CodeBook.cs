using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Codes;

/// <summary>Every shipped code table, loaded once and never changed.</summary>
/// <remarks>Sources and dates: warehouse/codes/data/sources.csv.</remarks>
public sealed class CodeBook
{
    static readonly Lazy<CodeBook> shipped = new(() => new CodeBook());

    readonly CvxCode?[] cvx = new CvxCode?[1000];
    readonly ulong[] groups = new ulong[1000];
    readonly FrozenDictionary<ulong, NdcCode> ndc;
    readonly FrozenDictionary<ulong, string> cpt;
    readonly FrozenDictionary<string, string> products;
    readonly FrozenDictionary<string, CodeTable> tables;
    readonly FrozenDictionary<ulong, ReadOnlyMemory<byte>> stateFips;
    readonly FrozenDictionary<string, ReadOnlyMemory<byte>> countyFips;

    readonly FrozenDictionary<ulong, (int First, int Last)[]> zipPrefixes;

    /// <summary>The tables beside the program.</summary>
    public static CodeBook Shipped => shipped.Value;

    CodeBook()
    {
        foreach (var row in CsvText.Shipped("cvx.csv"))
        {
            var code = CvxCode.From(row);
            cvx[code.Number] = code;
        }
        var groupNames = new List<string>();
        foreach (var row in CsvText.Shipped("cvx_group.csv"))
        {
            var at = groupNames.IndexOf(row["vaccine_group"]);
            if (at < 0)
            {
                at = groupNames.Count;
                groupNames.Add(row["vaccine_group"]);
            }
            if (at >= 64) throw new InvalidDataException("cvx_group.csv has more than 64 vaccine groups: a word has no more bits.");
            groups[int.Parse(row["cvx"], CultureInfo.InvariantCulture)] |= 1UL << at;
        }
        // A product sold by two makers has one row a maker; its vaccine is the same, so the first in file order serves.
        ndc = CsvText.Shipped("ndc.csv")
            .DistinctBy(row => row["ndc"])
            .ToFrozenDictionary(
                row => ulong.Parse(row["ndc"], CultureInfo.InvariantCulture),
                row => new NdcCode(row["ndc"], row["cvx"], row["mvx"], row["product"]));
        cpt = CsvText.Shipped("cpt_cvx.csv")
            .GroupBy(row => row["cpt"])
            .Where(group => group.Select(row => row["cvx"]).Distinct().Count() == 1)
            .ToFrozenDictionary(group => CodeTable.Key(Encoding.UTF8.GetBytes(group.Key)), group => group.First()["cvx"]);
        products = CsvText.Shipped("product.csv")
            .GroupBy(row => row["product"].ToUpperInvariant())
            .Where(group => group.Select(row => row["cvx"]).Distinct().Count() == 1)
            .ToFrozenDictionary(group => group.Key, group => group.First()["cvx"]);
        tables = CsvText.Shipped("hl7.csv")
            .GroupBy(row => row["table"])
            .ToFrozenDictionary(
                group => group.Key,
                group => new CodeTable(group.Key, group.Select(row =>
                    new CodeEntry(row["code"], row["name"], row["status"] == "old", row["means"]))));
        stateFips = CsvText.Shipped("state.csv").ToFrozenDictionary(
            row => CodeTable.Key(Encoding.UTF8.GetBytes(row["state"])), row => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(row["fips"]));
        countyFips = CsvText.Shipped("counties.csv")
            .GroupBy(row => row["state"] + CountyNames.Plain(row["name"]))
            // A county and a city of one name (Virginia, Maryland, Missouri) cannot be told apart by it.
            .Where(group => group.Count() == 1)
            .ToFrozenDictionary(group => group.Key, group => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(group.Single()["fips"]));
        zipPrefixes = CsvText.Shipped("zip_state.csv").GroupBy(row => row["state"]).ToFrozenDictionary(
            group => CodeTable.Key(Encoding.UTF8.GetBytes(group.Key)),
            group => group.Select(row => (int.Parse(row["first"], CultureInfo.InvariantCulture), int.Parse(row["last"], CultureInfo.InvariantCulture))).ToArray());
        Mvx = new CodeTable("MVX", CsvText.Shipped("mvx.csv")
            .Select(row => new CodeEntry(row["mvx"], row["name"], row["status"] != "active", "")));
    }

    /// <summary>Manufacturers.</summary>
    public CodeTable Mvx { get; }

    /// <summary>CVX codes in number order.</summary>
    public IEnumerable<CvxCode> AllCvx => cvx.OfType<CvxCode>();

    /// <summary>A small HL7 or CDC table, for instance <c>HL70163</c> or <c>NIP001</c>.</summary>
    /// <exception cref="KeyNotFoundException">No such table ships.</exception>
    public CodeTable Table(string name) => tables.TryGetValue(name, out var table)
        ? table
        : throw new KeyNotFoundException($"hl7.csv has no table {name}.");

    /// <summary>A vaccine code; one digit is read as two (3 is 03).</summary>
    public CvxCode? Cvx(ReadOnlySpan<byte> code) =>
        code.Length is >= 1 and <= 3 && Utf8Parser.TryParse(code, out uint number, out var read) && read == code.Length
            ? cvx[number]
            : null;

    /// <summary>A vaccine code by its number.</summary>
    public CvxCode? Cvx(int number) => number is >= 0 and < 1000 ? cvx[number] : null;

    /// <summary>True where two vaccines protect against something in common, as CDC groups them.</summary>
    public bool ShareGroup(CvxCode one, CvxCode other) => (groups[one.Number] & groups[other.Number]) != 0;

    /// <summary>A package code in any of its shapes; null where it is unknown or its ten digits fit two packages.</summary>
    public NdcCode? Ndc(ReadOnlySpan<byte> sent)
    {
        Span<ulong> readings = stackalloc ulong[3];
        var n = NdcShape.Readings(sent, readings);
        NdcCode? found = null;
        for (var i = 0; i < n; i++)
        {
            if (!ndc.TryGetValue(readings[i], out var hit) || hit == found) continue;
            if (found is not null) return null;
            found = hit;
        }
        return found;
    }

    /// <summary>The vaccine of a CPT code; null where it is unknown or maps to several.</summary>
    public CvxCode? FromCpt(ReadOnlySpan<byte> code) =>
        cpt.TryGetValue(CodeTable.Key(code), out var found) ? Cvx(Encoding.UTF8.GetBytes(found)) : null;

    /// <summary>The vaccine of a product's trade name.</summary>
    public CvxCode? FromProduct(string name) =>
        products.TryGetValue(name.Trim().ToUpperInvariant(), out var found) ? Cvx(Encoding.UTF8.GetBytes(found)) : null;

    /// <summary>False where a ZIP code cannot lie in a state; true where either is not known.</summary>
    /// <param name="zip">Five digits, or nine.</param>
    public bool ZipFits(ReadOnlySpan<byte> zip, ReadOnlySpan<byte> postal)
    {
        if (zip.Length < 5 || !Utf8Parser.TryParse(zip[..3], out int prefix, out var read) || read != 3) return true;
        return !zipPrefixes.TryGetValue(CodeTable.Key(postal), out var ranges) || Array.Exists(ranges, range => range.First <= prefix && prefix <= range.Last);
    }

    /// <summary>True for the postal code of a state or territory, in capitals.</summary>
    public bool IsState(ReadOnlySpan<byte> postal) => stateFips.ContainsKey(CodeTable.Key(postal));

    /// <summary>Five-digit FIPS code of a county's name in a state; empty where the name is none, or two counties'.</summary>
    /// <param name="postal">Postal code of the state.</param>
    /// <param name="name">With or without County, Parish, Borough, Municipio or the like; in any case and with or without accents.</param>
    public ReadOnlyMemory<byte> CountyFips(ReadOnlySpan<byte> postal, ReadOnlySpan<byte> name)
    {
        var state = StateFips(postal);
        return state.IsEmpty || name.Length > 80 ? default
            : countyFips.GetValueOrDefault(Encoding.UTF8.GetString(state.Span) + CountyNames.Plain(Encoding.UTF8.GetString(name)));
    }

    /// <summary>Two-digit FIPS code of a state's postal code; empty where there is no such state.</summary>
    public ReadOnlyMemory<byte> StateFips(ReadOnlySpan<byte> postal) => stateFips.GetValueOrDefault(CodeTable.Key(postal));
}
