using System.Text;

namespace RegistryAnalytics.Synth;

/// <summary>The data files that travel inside this assembly.</summary>
static class Embedded
{
    internal static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(Embedded).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Reading the embedded file {name}: it is not in the assembly. Rebuild the project.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return line;
    }

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>Persons of a state by single year of age.</summary>
/// <remarks>
/// Source: US Census Bureau, annual estimates of the civilian population by single year of age, 1 July 2022, both sexes,
/// taken over on 2026-11-22 as one row a state; age 85 is 85 and over.
/// </remarks>
static class StateAges
{
    internal const int Oldest = 85;

    internal static bool Has(string stateFips) => Embedded.Lines("state_ages.csv").Any(line => line.StartsWith(stateFips + ",", StringComparison.Ordinal));

    internal static long[] Of(string stateFips) =>
        [.. Embedded.Lines("state_ages.csv").First(line => line.StartsWith(stateFips + ",", StringComparison.Ordinal)).Split(',')[1..].Select(long.Parse)];
}
