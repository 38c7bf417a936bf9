using System.Text.Encodings.Web;
using System.Text.Json;

namespace RegistryAnalytics.Reports.Writers;

/// <summary>A report as one JSON object: its standing, where its figures come from, and every section's typed table.</summary>
/// <remarks>A suppressed cell is {"state":"suppressed"}, one that is not available {"state":"not_available"}, a blank null.</remarks>
public static class JsonWriter
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    public static void Write(Report report, Stream target)
    {
        using var json = new Utf8JsonWriter(target, Options);
        json.WriteStartObject();
        Head(json, report);
        json.WriteStartArray("tables");
        foreach (var section in report.Sections)
        {
            json.WriteStartObject();
            json.WriteString("section", section.Name);
            Describe(json, section.Table);
            json.WriteStartArray("rows");
            foreach (var row in section.Table.Rows)
            {
                json.WriteStartArray();
                foreach (var cell in row) Value(json, cell);
                json.WriteEndArray();
                if (json.BytesPending > 1 << 16) json.Flush();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Everything but the rows: goes beside a CSV file as FILE.csv-metadata.json.</summary>
    public static void WriteDescription(Report report, Table table, Stream target)
    {
        using var json = new Utf8JsonWriter(target, Options with { Indented = true });
        json.WriteStartObject();
        Head(json, report);
        Describe(json, table);
        json.WriteEndObject();
    }

    static void Head(Utf8JsonWriter json, Report report)
    {
        json.WriteString("report", report.Name);
        json.WriteString("title", report.Title);
        Optional(json, "subtitle", report.Subtitle);
        Optional(json, "label", report.Label);
        var from = report.Provenance;
        json.WriteString("build", from.BuildId);
        Optional(json, "asOf", from.AsOf?.ToString("yyyy-MM-dd"));
        Optional(json, "knownBy", from.KnownBy?.ToString("yyyy-MM-dd"));
        Optional(json, "schedule", from.Schedule);
        json.WriteString("madeAt", from.MadeAt.UtcDateTime);
        json.WriteStartObject("parameters");
        foreach (var (name, value) in report.Parameters) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("definitions");
        foreach (var definition in report.Definitions)
        {
            json.WriteStartObject();
            json.WriteString("term", definition.Term);
            json.WriteString("text", definition.Text);
            Optional(json, "source", definition.Source);
            Optional(json, "version", definition.Version);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void Describe(Utf8JsonWriter json, Table table)
    {
        json.WriteString("name", table.Name);
        json.WriteString("caption", table.Title);
        Optional(json, "finding", table.Finding);
        json.WriteStartArray("footnotes");
        foreach (var note in table.Footnotes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("title", column.Title);
            json.WriteString("type", column.Type.ToString().ToLowerInvariant());
            Optional(json, "unit", column.Unit);
            Optional(json, "term", column.Term);
            if (column.Goal is { } goal) json.WriteNumber("goal", goal);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    static void Value(Utf8JsonWriter json, Cell cell)
    {
        switch (cell.State)
        {
            case CellState.Blank: json.WriteNullValue(); break;
            case CellState.Whole: json.WriteNumberValue(cell.AsWhole()); break;
            case CellState.Real: json.WriteNumberValue(cell.AsReal()); break;
            case CellState.Flag: json.WriteBooleanValue(cell.AsFlag()); break;
            case CellState.Suppressed or CellState.NotAvailable:
                json.WriteStartObject();
                json.WriteString("state", cell.State == CellState.Suppressed ? "suppressed" : "not_available");
                json.WriteEndObject();
                break;
            default: json.WriteStringValue(cell.ToString()); break;
        }
    }
}
