namespace RegistryAnalytics.Reports.Catalogue;

/// <summary>Every report that can be asked for by name.</summary>
public static class ReportCatalogue
{
    public static IReadOnlyList<ReportDefinition> All { get; } = new[]
    {
        Hedis.HedisReport.Definition,
        Hedis.HedisMembersReport.Definition,
        Measures.CoverageReport.Definition,
        Cohorts.CohortReport.Definition,
        Records.RecordReport.Record,
        Records.RecordReport.Form,
        LineList.LineListReport.Definition,
        Program.ProgramReport.Summary,
        DataDictionary.Definition,
        Recall.RecallReport.Definition,
        Recall.RecallEffectReport.Definition,
        Practice.PracticeReport.Definition,
        Practice.ComparisonReport.Definition,
        Practice.SiteVisitReport.Definition,
        Program.ProgramReport.Definition,
        Program.DataQualityReport.Definition,
        Doses.DosesAdministeredReport.Definition,
        Stock.StockReport.Definition,
        Susceptibility.SusceptibilityReport.Definition,
    }.OrderBy(report => report.Name, StringComparer.Ordinal).ToArray();

    public static ReportDefinition? Find(string name) => All.FirstOrDefault(report => report.Name == name);

    /// <summary>The catalogue as a table: what `report list` prints.</summary>
    public static Table List() => new()
    {
        Name = "report_catalogue",
        Title = "Reports that can be asked for",
        Columns = [new("name", "Report"), new("title", "Title"), new("what", "What it is"), new("parameters", "Parameters"), new("roles", "Who may run it"), new("person_level", "Lists persons", ColumnType.Flag)],
        Rows = All.Select(report => (Cell[])
        [
            Cell.Of(report.Name), Cell.Of(report.Title), Cell.Of(report.What),
            Cell.Of(string.Join("; ", report.Parameters.Select(Describe))),
            Cell.Of(string.Join(", ", report.Roles)), Cell.Of(report.IsPersonLevel),
        ]).ToArray(),
    };

    /// <summary>The catalogue as a page of the documentation: docs/reports/catalogue.md.</summary>
    public static string Markdown()
    {
        var text = new System.Text.StringBuilder("# Reports\n\nMade by `./registry report NAME --param k=v … --out FILE`; the file's ending chooses xlsx, csv, pdf, parquet, html or json.\nThis page is generated from the catalogue; a test holds them together.\n");
        foreach (var report in All)
        {
            text.Append($"\n## {report.Name}\n\n{report.Title}. {report.What}.\n\nFor: {string.Join(", ", report.Roles)}.{(report.IsPersonLevel ? " Lists persons: passes the release gate and is written to the audit log." : "")}\n\n");
            text.Append("| parameter | values | default | what |\n|---|---|---|---|\n");
            foreach (var parameter in report.Parameters)
                text.Append($"| {parameter.Name} | {(parameter.Choices is { } choices ? string.Join(", ", choices) : parameter.Type.ToString().ToLowerInvariant())} | {(parameter.Required ? "required" : parameter.Default ?? "")} | {parameter.What} |\n");
        }
        return text.ToString();
    }

    static string Describe(ReportParameter parameter)
    {
        var value = parameter.Choices is { } choices ? string.Join('|', choices) : parameter.Type.ToString().ToLowerInvariant();
        var standing = parameter.Required ? ", required" : parameter.Default is { } usual ? $", default {usual}" : "";
        return $"{parameter.Name}={value}{standing}: {parameter.What}";
    }
}
