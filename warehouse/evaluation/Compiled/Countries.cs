namespace RegistryAnalytics.Evaluation.Compiled;

/// <summary>Country names made comparable: the schedule writes <c>U.S.</c>, senders write US, USA or United States.</summary>
static class Countries
{
    internal static string Normalize(string country)
    {
        var letters = string.Concat(country.Where(char.IsLetter)).ToUpperInvariant();
        return letters is "USA" or "UNITEDSTATES" or "UNITEDSTATESOFAMERICA" ? "US" : letters;
    }
}
