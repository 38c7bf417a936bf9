using System.Text.RegularExpressions;

namespace RegistryAnalytics.Reports.Records;

/// <summary>The words of official documents in the languages they are issued in; names of vaccines, makers and places stay as they are.</summary>
static partial class RecordWords
{
    static readonly Dictionary<string, string> Spanish = new(StringComparer.Ordinal)
    {
        ["Date"] = "Fecha", ["Age"] = "Edad", ["Vaccine"] = "Vacuna", ["Manufacturer"] = "Fabricante", ["Lot"] = "Lote", ["Provider"] = "Proveedor", ["Standing"] = "Validez",
        ["Kind"] = "Tipo", ["What"] = "Qué", ["Status"] = "Estado", ["Dose"] = "Dosis", ["Due"] = "Fecha prevista", ["Overdue from"] = "Atrasada desde",
        ["Immunizations"] = "Vacunas", ["History, exemptions and refusals"] = "Antecedentes, exenciones y rechazos", ["Needed next"] = "Próximas vacunas", ["None."] = "Ninguno.",
        ["valid"] = "válida", ["not evaluated"] = "no evaluada", ["not complete"] = "incompleta", ["complete"] = "completa", ["immune"] = "inmune", ["contraindicated"] = "contraindicada",
        ["aged out"] = "fuera de edad", ["not recommended"] = "no recomendada", ["before birth"] = "antes del nacimiento",
        ["contraindication"] = "contraindicación", ["immunity"] = "inmunidad", ["disease history"] = "enfermedad pasada", ["reaction"] = "reacción", ["indication"] = "indicación", ["exemption"] = "exención", ["refusal"] = "rechazo",
    };

    /// <summary>A table of a document in a language; English is as it is.</summary>
    public static Table In(Table table, string language) => language != "es" ? table : table with
    {
        Title = Said(table.Title), WhenEmpty = Said(table.WhenEmpty),
        Columns = table.Columns.Select(column => column with { Title = Said(column.Title) }).ToArray(),
        Rows = table.List().Select(row => row.Select(cell => cell.State == CellState.Text ? Cell.Of(Said(cell.AsText())) : cell).ToArray()).ToArray(),
    };

    static string Said(string text) => Spanish.TryGetValue(text, out var word) ? word : Standing().IsMatch(text) ? SaidOfDose(text) : Ages().Replace(text, Age);

    static string SaidOfDose(string text) => Standing().Replace(ReasonWords.ToSpanish(text), match => match.Value switch
    {
        "not valid for" => "no válida para",
        "valid for" => "válida para",
        _ => "no válida",
    });

    static string Age(Match match) => $"{match.Groups[1].Value} {match.Groups[2].Value switch
    {
        "day" => "día",
        "days" => "días",
        "month" => "mes",
        "months" => "meses",
        "year" => "año",
        _ => "años",
    }}";

    [GeneratedRegex(@"^(\d+) (days?|months?|years?)$")]
    private static partial Regex Ages();

    [GeneratedRegex(@"\bnot valid for\b|\bvalid for\b|^not valid\b")]
    private static partial Regex Standing();
}
