using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>CDC's CVRS layout: what a row must hold, and must not, for a vaccination and for a refusal.</summary>
/// <remarks>Source: CDC COVID-19 Vaccination Reporting Specification, version 2 with HL7 mapping; the code of its published
/// validator stands at the end of each line.</remarks>
public static class CvrsRules
{
    public static readonly Rule Required = new("cvrs-required", Error, 101, 7, "The column is required."); // REQD001, REQD002
    public static readonly Rule Expected = new("cvrs-expected", Warning, 101, 7, "The column is required by CDC; the row is kept without it."); // REQD001, REQD002
    public static readonly Rule NotForRefusal = new("cvrs-not-for-refusal", Warning, 102, 3, "The column must be empty for a refusal."); // DNTS002
    public static readonly Rule Date = new("cvrs-date", Error, 102, 2, "The column must hold a real date, YYYY-MM-DD."); // DATA001, DATA009
    public static readonly Rule Code = new("cvrs-code", Warning, 103, 5, "The value is not in the column's value set."); // DATA007
    public static readonly Rule ExtractType = new("cvrs-extract-type", Error, 103, 5, "The extract type must be D, P or I."); // DATA005
    public static readonly Rule Pattern = new("cvrs-pattern", Warning, 102, 4, "The value does not have the column's form."); // DATA005
    public static readonly Rule TooLong = new("cvrs-too-long", Warning, 102, 4, "The value is longer than the column."); // DATA008
    public static readonly Rule NotRedacted = new("cvrs-not-redacted", Warning, 102, 3, "A de-identified extract must say Redacted here; the value was not kept."); // DATA006
    public static readonly Rule NotEmpty = new("cvrs-not-empty", Warning, 102, 3, "The column must be empty in this extract type."); // DATA004
    public static readonly Rule CountyState = new("cvrs-county-state", Warning, 102, 3, "The county does not lie in the state."); // BUSR001, BUSR002
    public static readonly Rule ZipState = new("cvrs-zip-state", Warning, 102, 3, "The ZIP code does not lie in the state."); // BUSR003, BUSR004
    public static readonly Rule BirthAfter = new("cvrs-birth-after", Error, 102, 1, "The birth date lies after the administration date."); // BUSR005
    public static readonly Rule ZipAlone = new("cvrs-zip-alone", Information, 101, 7, "A ZIP code should come with its state and county."); // BUSR007 to BUSR010
    public static readonly Rule EventTwice = new("cvrs-event-repeated", Error, 205, 3, "The event id came before in this file."); // BUSR013
}
