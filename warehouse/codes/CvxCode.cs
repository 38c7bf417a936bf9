using System.Text;

namespace RegistryAnalytics.Codes;

/// <summary>What a CVX code stands for.</summary>
public enum CvxKind { Vaccine, Unspecified, Foreign, NeverActive, Pending, NotVaccine, Adjuvant, None }

/// <summary>One vaccine code with its time and ages of use.</summary>
/// <param name="Code">Two or three digits.</param>
/// <param name="Name">CDC's short description.</param>
/// <param name="Active">True where CDC lists it as in use in the US.</param>
/// <param name="NotBefore">First day of use; null = not known.</param>
/// <param name="NotAfter">Last day of use; null = still in use or not known.</param>
/// <param name="MinAgeMonths">Youngest plausible age, whole calendar months.</param>
/// <param name="MaxAgeMonths">Oldest plausible age, whole calendar months.</param>
/// <remarks>Source: warehouse/codes/data/cvx.csv, see sources.csv there.</remarks>
public sealed record CvxCode(
    string Code, string Name, bool Active, CvxKind Kind, DateOnly? NotBefore, DateOnly? ExpectedFrom, DateOnly? ExpectedTo,
    DateOnly? NotAfter, int? MinAgeMonths, int? MaxAgeMonths)
{
    public int Number { get; } = int.Parse(Code, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The code as UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; } = Encoding.UTF8.GetBytes(Code);

    internal static CvxCode From(IReadOnlyDictionary<string, string> row) => new(
        row["cvx"], row["name"], row["status"] == "active",
        row["kind"] switch
        {
            "vaccine" => CvxKind.Vaccine,
            "unspecified" => CvxKind.Unspecified,
            "foreign" => CvxKind.Foreign,
            "never_active" => CvxKind.NeverActive,
            "pending" => CvxKind.Pending,
            "not_vaccine" => CvxKind.NotVaccine,
            "adjuvant" => CvxKind.Adjuvant,
            "none" => CvxKind.None,
            var kind => throw new InvalidDataException($"cvx.csv gives CVX {row["cvx"]} the kind '{kind}', which is none of ours."),
        },
        Day(row["not_before"]), Day(row["expected_from"]), Day(row["expected_to"]), Day(row["not_after"]),
        Months(row["min_age_months"]), Months(row["max_age_months"]));

    static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");

    static int? Months(string text) => text.Length == 0 ? null : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
