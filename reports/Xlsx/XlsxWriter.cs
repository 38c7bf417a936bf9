using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace RegistryAnalytics.Reports.Xlsx;

/// <summary>Writes a report as an Excel workbook: cover, one sheet a section, definitions. Rows stream; memory stays constant.</summary>
/// <remarks>
/// The parts are written by this code rather than by the Open XML SDK: the SDK's writer took 720 MB for a million rows. Every
/// test that makes a workbook opens it with the SDK's validator (tests/reports/WorkbookAssert.cs). ADR 0040.
/// </remarks>
public static class XlsxWriter
{
    const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const string Package = "http://schemas.openxmlformats.org/package/2006";
    const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";

    /// <param name="maxRows">Rows a sheet may have; what does not fit is told in words. At most 1,048,576.</param>
    public static void Write(Report report, Stream target, int maxRows = SheetLayout.ExcelRows)
    {
        if (report.Sections.Count == 0)
            throw new ArgumentException($"Writing report '{report.Name}' as a workbook: it has no section.");
        maxRows = Math.Clamp(maxRows, SheetLayout.HeaderRow + 8, SheetLayout.ExcelRows);
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        var hasDefinitions = report.Definitions.Count > 0;
        var tabs = SheetLayout.TabNames([.. report.Sections.Select(section => section.Name), "Cover", "Definitions"])[..report.Sections.Count];
        var results = new List<SheetResult>();
        var charts = new List<int>();
        for (var i = 0; i < tabs.Length; i++)
            results.Add(Data(zip, report, i, tabs[i], charts, maxRows));

        using (var cover = Open(zip, report, "xl/worksheets/cover.xml")) CoverSheets.Cover(cover, report, tabs, results);
        if (hasDefinitions)
            using (var definitions = Open(zip, report, "xl/worksheets/definitions.xml"))
                CoverSheets.Definitions(definitions, report);

        Put(zip, report, "xl/styles.xml", CellStyle.Part());
        Put(zip, report, "xl/workbook.xml", Workbook(report, tabs, results, hasDefinitions));
        Put(zip, report, "xl/_rels/workbook.xml.rels", WorkbookRelationships(tabs.Length, hasDefinitions));
        Put(zip, report, "docProps/core.xml", Core(report));
        Put(zip, report, "_rels/.rels", $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relationships}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="{Package}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>""");
        Put(zip, report, "[Content_Types].xml", ContentTypes(tabs.Length, charts, hasDefinitions));
    }

    /// <summary>One data sheet with its drawing; <paramref name="charts"/> grows by the number of charts of the sheet.</summary>
    static SheetResult Data(ZipArchive zip, Report report, int index, string tab, List<int> charts, int maxRows)
    {
        var section = report.Sections[index] with { Charts = report.Sections[index].Charts.Where(chart => chart.Kind is ChartKind.Bar or ChartKind.Line).ToArray() };
        var drawn = section.Charts.Count;
        SheetResult result;
        using (var sheet = Open(zip, report, $"xl/worksheets/sheet{index + 1}.xml"))
            result = SheetWriter.Write(sheet, report, section, drawn > 0, false, drawn == 0 ? 0 : section.Charts.Max(chart => chart.MaxRows), maxRows);
        charts.Add(drawn);
        if (drawn == 0) return result;

        Put(zip, report, $"xl/worksheets/_rels/sheet{index + 1}.xml.rels", $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relationships}/drawing" Target="../drawings/drawing{index + 1}.xml"/></Relationships>""");
        // Beneath a short table, beside a long one.
        var beneath = result.Rows <= 40;
        Put(zip, report, $"xl/drawings/drawing{index + 1}.xml", ChartPart.Drawing(section.Charts, beneath ? 0 : section.Table.Columns.Count + 1, beneath ? result.LastRow + 1 : SheetLayout.HeaderRow));
        var relationships = new StringBuilder($"""{Head}<Relationships xmlns="{Package}/relationships">""");
        for (var c = 0; c < drawn; c++)
        {
            relationships.Append(CultureInfo.InvariantCulture, $"""<Relationship Id="rId{c + 1}" Type="{Relationships}/chart" Target="../charts/chart{index + 1}_{c + 1}.xml"/>""");
            Put(zip, report, $"xl/charts/chart{index + 1}_{c + 1}.xml", ChartPart.Xml(section.Charts[c], section.Table, result.FirstRows, tab));
        }
        Put(zip, report, $"xl/drawings/_rels/drawing{index + 1}.xml.rels", relationships.Append("</Relationships>").ToString());
        return result;
    }

    static string Workbook(Report report, string[] tabs, List<SheetResult> results, bool hasDefinitions)
    {
        var sheets = new StringBuilder("""<sheet name="Cover" sheetId="1" r:id="rId1"/>""");
        var names = new StringBuilder();
        for (var i = 0; i < tabs.Length; i++)
        {
            sheets.Append(CultureInfo.InvariantCulture, $"""<sheet name="{Escaped(tabs[i])}" sheetId="{i + 2}" r:id="rId{i + 2}"/>""");
            var end = SheetLayout.ColumnName(report.Sections[i].Table.Columns.Count - 1);
            var reference = Escaped(SheetLayout.Quoted(tabs[i]));
            names.Append(CultureInfo.InvariantCulture, $"""<definedName name="_xlnm._FilterDatabase" localSheetId="{i + 1}" hidden="1">{reference}!$A${SheetLayout.HeaderRow}:${end}${SheetLayout.HeaderRow + results[i].Rows}</definedName>""");
            names.Append(CultureInfo.InvariantCulture, $"""<definedName name="_xlnm.Print_Titles" localSheetId="{i + 1}">{reference}!$1:${SheetLayout.HeaderRow}</definedName>""");
        }
        if (hasDefinitions)
            sheets.Append(CultureInfo.InvariantCulture, $"""<sheet name="Definitions" sheetId="{tabs.Length + 2}" r:id="rId{tabs.Length + 2}"/>""");
        return $"""{Head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{Relationships}"><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="14000" activeTab="0"/></bookViews><sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>""";
    }

    static string WorkbookRelationships(int sheets, bool hasDefinitions)
    {
        var xml = new StringBuilder($"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relationships}/worksheet" Target="worksheets/cover.xml"/>""");
        for (var i = 0; i < sheets; i++)
            xml.Append(CultureInfo.InvariantCulture, $"""<Relationship Id="rId{i + 2}" Type="{Relationships}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>""");
        if (hasDefinitions)
            xml.Append(CultureInfo.InvariantCulture, $"""<Relationship Id="rId{sheets + 2}" Type="{Relationships}/worksheet" Target="worksheets/definitions.xml"/>""");
        xml.Append(CultureInfo.InvariantCulture, $"""<Relationship Id="rId{sheets + 3}" Type="{Relationships}/styles" Target="styles.xml"/></Relationships>""");
        return xml.ToString();
    }

    static string ContentTypes(int sheets, List<int> charts, bool hasDefinitions)
    {
        const string main = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        var xml = new StringBuilder($"""{Head}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{main}sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{main}styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/xl/worksheets/cover.xml" ContentType="{main}worksheet+xml"/>""");
        if (hasDefinitions) xml.Append($"""<Override PartName="/xl/worksheets/definitions.xml" ContentType="{main}worksheet+xml"/>""");
        for (var i = 0; i < sheets; i++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"""<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="{main}worksheet+xml"/>""");
            if (charts[i] > 0)
                xml.Append(CultureInfo.InvariantCulture, $"""<Override PartName="/xl/drawings/drawing{i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>""");
            for (var c = 0; c < charts[i]; c++)
                xml.Append(CultureInfo.InvariantCulture, $"""<Override PartName="/xl/charts/chart{i + 1}_{c + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>""");
        }
        return xml.Append("</Types>").ToString();
    }

    static string Core(Report report) =>
        $"""{Head}<cp:coreProperties xmlns:cp="{Package}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{Escaped(report.Title)}</dc:title><dc:creator>RegistryAnalytics</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">{report.Provenance.MadeAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}</dcterms:created></cp:coreProperties>""";

    static string Escaped(string text)
    {
        using var bytes = new MemoryStream();
        using (var xml = new XmlBytes(bytes)) xml.Text(text);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Entries carry the report's own time, so that the same report gives the same bytes.</summary>
    static ZipArchiveEntry Entry(ZipArchive zip, Report report, string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        var at = report.Provenance.MadeAt.UtcDateTime;
        entry.LastWriteTime = new DateTimeOffset(at.Year < 1980 ? new DateTime(1980, 1, 1) : at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)), TimeSpan.Zero);
        return entry;
    }

    static XmlBytes Open(ZipArchive zip, Report report, string name) => new(Entry(zip, report, name).Open());

    static void Put(ZipArchive zip, Report report, string name, string text) => Put(zip, report, name, Encoding.UTF8.GetBytes(text));

    static void Put(ZipArchive zip, Report report, string name, byte[] bytes)
    {
        using var stream = Entry(zip, report, name).Open();
        stream.Write(bytes);
    }
}
