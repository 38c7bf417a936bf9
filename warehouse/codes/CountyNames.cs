using System.Text;

namespace RegistryAnalytics.Codes;

/// <summary>Names of counties as people write them, made comparable.</summary>
static class CountyNames
{
    static readonly string[] kinds = ["COUNTY", "CO", "PARISH", "CITYANDBOROUGH", "BOROUGH", "CENSUSAREA", "MUNICIPALITY", "MUNICIPIO", "PLANNINGREGION"];

    /// <summary>Capital letters without accents, signs and the word for what it is; Saint and Sainte written out.</summary>
    internal static string Plain(string name)
    {
        var words = new StringBuilder();
        foreach (var c in Latin.Fold(name))
        {
            if (char.IsAsciiLetter(c)) words.Append(char.ToUpperInvariant(c));
            else if (c is not ('\'' or '.')) words.Append(' ');
        }
        var parts = words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word switch { "ST" => "SAINT", "STE" => "SAINTE", _ => word }).ToList();
        // The last words say what it is, unless they are all the name there is.
        for (var taken = Math.Min(3, parts.Count - 1); taken > 0; taken--)
            if (kinds.Contains(string.Concat(parts[^taken..])))
            {
                parts.RemoveRange(parts.Count - taken, taken);
                break;
            }
        return string.Concat(parts);
    }
}
