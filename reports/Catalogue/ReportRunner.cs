using System.Globalization;
using RegistryAnalytics.Reports.Pdf;
using RegistryAnalytics.Reports.Writers;
using RegistryAnalytics.Reports.Xlsx;

namespace RegistryAnalytics.Reports.Catalogue;

/// <summary>What came of a request: the files written, and anything the reader must be told.</summary>
/// <param name="Problem">Why there is no file, in plain words; null when all went well.</param>
/// <param name="Notice">Something else than asked for was written, and why.</param>
public sealed record ReportOutcome(IReadOnlyList<string> Files, string? Problem = null, string? Notice = null);

/// <summary>Checks a request against the catalogue, makes the report, and writes it in the format of the file's extension.</summary>
/// <remarks>Keeps one browser for all PDFs it prints; dispose it.</remarks>
public sealed class ReportRunner : IDisposable
{
    static readonly string[] Extensions = [".xlsx", ".csv", ".pdf", ".parquet", ".html", ".json"];
    PdfPrinter? printer;

    /// <summary>Makes a report without writing it: for screens.</summary>
    public static ReportResult Make(string name, ReportRequest request)
    {
        if (ReportCatalogue.Find(name) is not { } definition)
            return ReportResult.Refused($"There is no report '{name}'. There are: {string.Join(", ", ReportCatalogue.All.Select(report => report.Name))}.");
        if (!definition.Roles.Contains(request.Requester.Role))
            return ReportResult.Refused($"The report '{name}' is for {string.Join(", ", definition.Roles)}; the role {request.Requester.Role} may not run it.");
        if (Complete(definition, request.Parameters, out var parameters) is { } problem) return ReportResult.Refused(problem);
        if (definition.IsPersonLevel && (request.Audit is null || request.Identity is null))
            return ReportResult.Refused($"The report '{name}' lists persons: it needs the identity database and an audit log, and was given {(request.Audit is null ? "no audit log" : "no identity database")}.");
        try
        {
            return definition.Make(request with { Parameters = parameters });
        }
        catch (OtherProgramException error)
        {
            return ReportResult.Refused(error.Message);
        }
    }

    /// <summary>Makes a report and writes it.</summary>
    /// <param name="file">Ends in .xlsx, .csv, .pdf, .parquet, .html or .json. CSV and Parquet hold one table a file: further tables go to FILE-section beside it.</param>
    public ReportOutcome Write(string name, ReportRequest request, string file)
    {
        var extension = Path.GetExtension(file).ToLowerInvariant();
        if (!Extensions.Contains(extension))
            return new([], $"A report is written by its file's extension, one of {string.Join(' ', Extensions)}; '{extension}' is none of them.");
        var result = Make(name, request);
        return result.Report is null ? new([], result.Problem) : Write(result, file);
    }

    /// <summary>One report for each value of a parameter: every practice, every person of a list.</summary>
    /// <param name="files">Value of the parameter, and the file to write.</param>
    /// <param name="request">Its <see cref="ReportRequest.Run"/> is shared where several threads write one batch; without one the batch has its own.</param>
    /// <returns>Outcome by value, as they come; one that fails does not stop the others.</returns>
    public IEnumerable<(string Value, ReportOutcome Outcome)> WriteEach(string name, ReportRequest request, string parameter, IEnumerable<(string Value, string File)> files)
    {
        var run = request.Run ?? new ReportRun();
        foreach (var (value, file) in files)
            yield return (value, Write(name, request with { Run = run, Parameters = new Dictionary<string, string>(request.Parameters) { [parameter] = value } }, file));
    }

    /// <summary>Writes a report that was made before.</summary>
    public ReportOutcome Write(ReportResult result, string file)
    {
        var report = result.Report ?? throw new ArgumentException("Writing a report that was refused: look at Problem first.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        switch (Path.GetExtension(file).ToLowerInvariant())
        {
            case ".xlsx":
                return One(file, stream => XlsxWriter.Write(report, stream));
            case ".json":
                return One(file, stream => JsonWriter.Write(report, stream));
            case ".html":
                return One(file, stream => Page(result, stream));
            case ".pdf":
                return Pdf(result, file);
            case ".parquet":
                return Each(report, file, (table, path) =>
                {
                    var partial = path + ".partial";
                    ParquetWriter.Write(report, table, partial);
                    File.Move(partial, path, overwrite: true);
                });
            default:
                return Each(report, file, (table, path) =>
                {
                    One(path, stream => CsvWriter.Write(table, stream));
                    One(path + "-metadata.json", stream => JsonWriter.WriteDescription(report, table, stream));
                });
        }
    }

    /// <summary>A file appears whole or not at all.</summary>
    static ReportOutcome One(string file, Action<Stream> write)
    {
        var partial = file + ".partial";
        using (var stream = File.Create(partial)) write(stream);
        File.Move(partial, file, overwrite: true);
        return new([file]);
    }

    static ReportOutcome Each(Report report, string file, Action<Table, string> write)
    {
        var files = new List<string>();
        for (var i = 0; i < report.Sections.Count; i++)
        {
            var table = report.Sections[i].Table;
            var path = i == 0 ? file : Path.Combine(Path.GetDirectoryName(file) ?? "", $"{Path.GetFileNameWithoutExtension(file)}-{table.Name}{Path.GetExtension(file)}");
            write(table, path);
            files.Add(path);
        }
        return new(files);
    }

    static void Page(ReportResult result, Stream stream)
    {
        if (result.Page is { } page) stream.Write(System.Text.Encoding.UTF8.GetBytes(page));
        else HtmlWriter.Write(result.Report!, stream);
    }

    ReportOutcome Pdf(ReportResult result, string file)
    {
        printer ??= PdfPrinter.Start(out _);
        using var html = new MemoryStream();
        Page(result, html);
        if (printer is null)
        {
            var instead = Path.ChangeExtension(file, ".html");
            return One(instead, stream => stream.Write(html.GetBuffer().AsSpan(0, (int)html.Length))) with
            {
                Notice = $"{PdfPrinter.NotFound} {Path.GetFileName(instead)} was written instead; it prints from any browser.",
            };
        }
        var pdf = printer.Print(System.Text.Encoding.UTF8.GetString(html.GetBuffer().AsSpan(0, (int)html.Length)));
        return One(file, stream => stream.Write(pdf));
    }

    /// <summary>Every parameter known, of its type and among its choices; defaults filled in. Returns what is wrong, or null.</summary>
    static string? Complete(ReportDefinition definition, IReadOnlyDictionary<string, string> given, out IReadOnlyDictionary<string, string> complete)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        complete = all;
        var unknown = given.Keys.Where(key => definition.Parameters.All(parameter => parameter.Name != key)).Order(StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
            return $"The report '{definition.Name}' has no parameter {string.Join(", ", unknown)}. It has: {string.Join(", ", definition.Parameters.Select(parameter => parameter.Name))}.";
        foreach (var parameter in definition.Parameters)
        {
            var value = given.GetValueOrDefault(parameter.Name) ?? parameter.Default;
            if (string.IsNullOrEmpty(value))
            {
                if (parameter.Required) return $"The report '{definition.Name}' needs {parameter.Name}: {parameter.What}.";
                continue;
            }
            var fits = parameter.Type switch
            {
                ParameterType.Whole => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
                ParameterType.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
                ParameterType.Flag => value is "true" or "false",
                _ => true,
            };
            if (!fits) return $"{parameter.Name}={value} is not a {parameter.Type.ToString().ToLowerInvariant()}{(parameter.Type == ParameterType.Date ? " (yyyy-mm-dd)" : "")}.";
            if (parameter.Choices is { } choices && !choices.Contains(value)) return $"{parameter.Name}={value} is none of {string.Join(", ", choices)}.";
            all[parameter.Name] = value;
        }
        return null;
    }

    public void Dispose() => printer?.Dispose();
}
