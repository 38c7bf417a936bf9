namespace RegistryAnalytics.Synth;

/// <summary>Antigens as far as the made-up routine needs them.</summary>
[Flags]
enum Antigens
{
    None = 0, HepB = 1, DTaP = 2, Polio = 4, Hib = 8, Pcv = 16, Rota = 32, Mmr = 64, Var = 128, HepA = 256,
    Flu = 512, Covid = 1024, Tdap = 2048, Hpv = 4096, MenAcwy = 8192, MenB = 16384, Zoster = 32768, Rsv = 65536, Ppsv = 131072, Td = 262144, RsvMab = 524288,
}

/// <summary>A product that is given.</summary>
/// <param name="Ndc">11 digits as 5-4-2.</param>
/// <param name="Documents">Positions in <see cref="Products.Documents"/> of its information statements.</param>
sealed record Product(
    int Index, string Id, byte[] Cvx, byte[] Mvx, byte[] Maker, byte[] Ndc, byte[] Cpt, byte[] Name, byte[] TradeName,
    Antigens Antigens, byte[] Amount, byte[] Route, int[] Documents);

/// <summary>A vaccine information statement: its GDTI with the fixed prefix, and the days of its editions in order.</summary>
sealed record Document(byte[] Code, byte[] Name, int[] Editions);

/// <summary>The products in use.</summary>
/// <remarks>
/// Source: CDC's code sets (CVX, MVX, NDC unit of use, CPT crosswalk, VIS lookups) of December 2025, read on 2026-11-22: a
/// choice of 73 products, one NDC each. CPT: numbers only.
/// </remarks>
static class Products
{
    static readonly Dictionary<string, Antigens> antigens = new()
    {
        ["HepB"] = Antigens.HepB, ["DTaP"] = Antigens.DTaP, ["Polio"] = Antigens.Polio, ["Hib"] = Antigens.Hib, ["PCV"] = Antigens.Pcv,
        ["Rota"] = Antigens.Rota, ["MMR"] = Antigens.Mmr, ["Var"] = Antigens.Var, ["HepA"] = Antigens.HepA, ["Flu"] = Antigens.Flu,
        ["FluLive"] = Antigens.Flu, ["COVID"] = Antigens.Covid, ["Tdap"] = Antigens.Tdap, ["HPV"] = Antigens.Hpv, ["MenACWY"] = Antigens.MenAcwy,
        ["MenB"] = Antigens.MenB, ["Zoster"] = Antigens.Zoster, ["RSV"] = Antigens.Rsv, ["PPSV"] = Antigens.Ppsv, ["Td"] = Antigens.Td, ["RSVmAb"] = Antigens.RsvMab,
    };

    static readonly Dictionary<string, string> makers = new()
    {
        ["SKB"] = "GlaxoSmithKline", ["MSD"] = "Merck and Co., Inc.", ["PMC"] = "Sanofi Pasteur", ["MSP"] = "MSP Vaccine Company", ["PFR"] = "Pfizer, Inc",
        ["WAL"] = "Wyeth", ["SEQ"] = "Seqirus", ["MED"] = "MedImmune, Inc.", ["MOD"] = "Moderna US, Inc.", ["JSN"] = "Janssen", ["DVX"] = "Dynavax, Inc.",
    };

    internal static Document[] Documents { get; } = [.. Embedded.Lines("vis.csv").Skip(1).Select(line => line.Split(',')).Select(cells =>
        new Document(Embedded.Utf8(cells[0]), Embedded.Utf8(cells[1]), [.. cells[2].Split('+').Select(day => DateOnly.ParseExact(day, "yyyyMMdd").DayNumber)]))];

    internal static Product[] All { get; } = [.. Embedded.Lines("products.csv").Skip(1).Select((line, index) => Read(index, line.Split(',')))];

    internal static Product Of(string id) => Array.Find(All, product => product.Id == id)
        ?? throw new InvalidOperationException($"Choosing a product: {id} is not in products.csv. Add it there.");

    /// <summary>The product whose CVX says least about what was given, for an antigen; such codes are sent as history.</summary>
    internal static (byte[] Cvx, byte[] Name) Unspecified(Antigens antigens) => antigens switch
    {
        Antigens.HepB => ("45"u8.ToArray(), "Hep B, unspecified formulation"u8.ToArray()),
        Antigens.DTaP => ("107"u8.ToArray(), "DTaP, unspecified formulation"u8.ToArray()),
        Antigens.Polio => ("89"u8.ToArray(), "polio, unspecified formulation"u8.ToArray()),
        Antigens.Hib => ("17"u8.ToArray(), "Hib, unspecified formulation"u8.ToArray()),
        Antigens.Pcv => ("152"u8.ToArray(), "Pneumococcal Conjugate, unspecified formulation"u8.ToArray()),
        Antigens.Rota => ("122"u8.ToArray(), "rotavirus, unspecified formulation"u8.ToArray()),
        Antigens.HepA => ("85"u8.ToArray(), "Hep A, unspecified formulation"u8.ToArray()),
        Antigens.Flu => ("88"u8.ToArray(), "influenza, unspecified formulation"u8.ToArray()),
        Antigens.Covid => ("213"u8.ToArray(), "SARS-COV-2 (COVID-19) vaccine, UNSPECIFIED"u8.ToArray()),
        Antigens.Hpv => ("137"u8.ToArray(), "HPV, unspecified formulation"u8.ToArray()),
        Antigens.MenAcwy => ("108"u8.ToArray(), "meningococcal ACWY, unspecified formulation"u8.ToArray()),
        _ => ([], []),
    };

    static Product Read(int index, string[] cells) => new(
        index, cells[0], Embedded.Utf8(cells[1]), Embedded.Utf8(cells[2]), Embedded.Utf8(makers[cells[2]]), Embedded.Utf8(cells[3]), Embedded.Utf8(cells[4]),
        Embedded.Utf8(cells[5]), Embedded.Utf8(cells[6]), cells[7].Split('+').Aggregate(Antigens.None, (sum, name) => sum | antigens[name]),
        Embedded.Utf8(cells[8]), Embedded.Utf8(cells[9]),
        [.. cells[10].Split('+', StringSplitOptions.RemoveEmptyEntries).Select(code => Array.FindIndex(Documents, document => document.Code.AsSpan().SequenceEqual(Embedded.Utf8(code))))]);
}
