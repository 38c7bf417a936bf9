using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Records;

/// <summary>The official immunization record and the school or child-care form: documents about one person, from editable templates.</summary>
public static class RecordReport
{
    const string NoCode = "none: this copy carries no verification code";

    /// <summary>The heading says what the caption says: the caption stays for screen readers.</summary>
    const string Style = "caption{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}th[scope=row]+td{white-space:nowrap}@media print{body{font-size:8.5pt}dl.facts{grid-template-columns:max-content 1fr}}";

    public static ReportDefinition Record { get; } = Document("record", "Official immunization record", "record", "Doses and their standing, history, what is needed next, verification code");

    internal const string FormName = "school_form";

    public static ReportDefinition Form { get; } = Document(FormName, "School or child-care immunization form", "school-form", "Doses by date for school or child-care entry, from the jurisdiction's template");

    static ReportDefinition Document(string name, string title, string template, string what) => new(
        name, title, what, [Role.StateAdmin, Role.StateEpi, Role.LocalHealth, Role.Provider, .. name == FormName ? [Role.School] : Array.Empty<Role>()],
        [new("person", "person key", ParameterType.Whole, Required: true), new("language", "language of the document", Default: "en", Choices: ["en", "es"])],
        true, request => Make(request, name, title, template));

    static ReportResult Make(ReportRequest request, string name, string title, string template)
    {
        var language = request.Text("language")!;
        var file = $"{template}.{language}.html";
        if (Template.Read(request.Agency, file) is not { } text) return ReportResult.Refused($"There is no template {file}.");
        var (record, problem) = PersonRecord.Issue(request, name);
        if (record is null) return ReportResult.Refused(problem!);
        var agency = request.Agency;
        var (body, wrong) = Template.Fill(text, new Dictionary<string, string>
        {
            ["agency_name"] = agency.Name, ["agency_address"] = agency.Address, ["agency_phone"] = agency.Phone, ["agency_url"] = agency.Url, ["agency_line"] = agency.Line,
            ["person_name"] = record.Name, ["birth_date"] = Day(record.Born), ["guardian_name"] = record.Guardian, ["address"] = record.Address,
            ["issue_date"] = record.IssuedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["code"] = record.Code.Length > 0 ? record.Code : NoCode,
            ["as_of"] = Day(record.Provenance.AsOf), ["schedule"] = record.Provenance.Schedule ?? "", ["build"] = record.Provenance.BuildId,
        }, new Dictionary<string, Table> { ["doses"] = RecordWords.In(Shown(record.Doses), language), ["history"] = RecordWords.In(record.History, language), ["forecast"] = RecordWords.In(record.Forecast, language) });
        if (body is null) return ReportResult.Refused($"Filling {file}: {wrong}");
        var page = new Markup();
        HtmlWriter.Start(page, $"{title}: {record.Name}", language, HtmlWriter.RunningHeads($"{agency.Name} · {record.Name}", record.Code.Length > 0 ? record.Code : title) + Style);
        page.Raw(body).Raw("</main></body></html>");
        return new ReportResult(new Report
        {
            Name = name,
            Title = title,
            Subtitle = record.Name,
            Label = $"Valid only if issued by {agency.Name}",
            Provenance = record.Provenance,
            Parameters = [("person", request.Text("person")!), ("born", Day(record.Born)), ("code", record.Code.Length > 0 ? record.Code : NoCode)],
            Sections = [Personal(record.Doses), Personal(record.History), Personal(record.Forecast)],
        }, null) { Page = page.ToString() };
    }

    static Section Personal(Table table) => new(table.Title, table) { IsPersonLevel = true };

    /// <summary>Paper has no room for codes of vaccine and source: they stay in the workbook.</summary>
    static Table Shown(Table doses)
    {
        int[] kept = [0, 1, 2, 4, 5, 6, 8];
        return doses with { Columns = kept.Select(c => doses.Columns[c]).ToArray(), Rows = doses.List().Select(row => kept.Select(c => row[c]).ToArray()).ToArray() };
    }

    static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "unknown";
}
