namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What kinds of identifiers promise.</summary>
public static class IdentifierKinds
{
    /// <summary>HL7 table 0203 code of a type as people write it.</summary>
    public static string Normal(string? type) => Latin.Fold(type ?? "").Trim() switch
    {
        "SSN" or "SOC" => "SS",
        "MEDICAID" or "MCD" => "MA",
        "MRN" or "MEDREC" => "MR",
        var other => other,
    };

    /// <summary>Whether one person has one such number anywhere, as far as the kind promises.</summary>
    /// <remarks>Not so: numbers that a sender gives out for itself and may give out twice (medical record, internal, visit, account, WIC).</remarks>
    /// <param name="prefix">"AUTHORITY:TYPE:".</param>
    public static bool IsPersonal(string prefix) => !(TypeOf(prefix) is "MR" or "PI" or "PT" or "AN" or "VN" or "SR" or "PE" or "U" or "XX" or "RRI" or "LR" or "WC" or "EI");

    /// <summary>Whether two different values of the authority mean two different children: birth certificates.</summary>
    public static bool IsBirthCertificate(string prefix) => TypeOf(prefix) is "BR" or "BC";

    static ReadOnlySpan<char> TypeOf(string prefix)
    {
        var end = prefix.Length - 1;
        var start = prefix.LastIndexOf(':', end - 1) + 1;
        return prefix.AsSpan(start, end - start);
    }
}
