using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>Flat files: what a row or a column can be wrong in.</summary>
public static class FlatRules
{
    public static readonly Rule RowTooLong = new("row-too-long", Error, 102, 4, "The row is longer than this registry takes; a quote that is never closed does this.");
    public static readonly Rule RowNotUtf8 = new("row-not-utf8", Warning, 102, 4, "The row is not UTF-8; it was read as Windows-1252.");
    public static readonly Rule RowShort = new("row-fields", Warning, 102, 4, "The row has another number of fields than the header.");
    public static readonly Rule Required = new("column-empty", Error, 101, 7, "The column must have a value.");
    public static readonly Rule Date = new("column-date", Error, 102, 2, "The column must hold a whole date, YYYY-MM-DD or YYYYMMDD.");
    public static readonly Rule OptionalDate = new("column-date-ignored", Warning, 102, 2, "The column does not hold a date; it was left empty.");
    public static readonly Rule Number = new("column-number", Error, 102, 4, "The column must hold a whole number.");
    public static readonly Rule OptionalNumber = new("column-number-ignored", Warning, 102, 4, "The column does not hold a number; it was left empty.");
    public static readonly Rule Code = new("column-code", Error, 103, 5, "The code is not in its table.");
    public static readonly Rule OptionalCode = new("column-code-ignored", Warning, 103, 5, "The code is not in its table; it was left empty.");
    public static readonly Rule PersonOnlyById = new("person-only-by-id", Information, 204, 3, "The person is not in this submission's persons; only the id is known.");
    public static readonly Rule Twice = new("row-id-repeated", Warning, 205, 3, "The id came before in this file; the later row counts.");
}
