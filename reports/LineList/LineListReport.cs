using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Reports.LineList;

/// <summary>The persons behind one indicator, by name, after the release gate.</summary>
public static class LineListReport
{
    public static ReportDefinition Definition { get; } = new(
        "line_list", "Line list", "Persons behind one indicator of a measure: who met it, who did not, who was excluded and why",
        ReportDefinition.StaffAndProviders,
        [
            new("measure", "measure id", Default: "cis"), new("indicator", "indicator id", Required: true), new("period", "period; the newest where none is given"),
            new("status", "which persons", Default: "not met", Choices: ["not met", "met", "excluded", "all"]),
            new("practice", "practice key", ParameterType.Whole), new("county", "county FIPS of residence on the measure's day"),
        ], true, Make);

    static ReportResult Make(ReportRequest request)
    {
        var measure = request.Text("measure")!;
        if (MeasureCube.PeriodOf(request, measure, out var problem) is not { } period) return ReportResult.Refused(problem!);
        var indicator = request.Text("indicator")!;
        var known = MeasureCube.Read(request.Facts, measure, period, 0).Indicators;
        if (!known.Contains(indicator)) return ReportResult.Refused($"The measure '{measure}' has no indicator '{indicator}'. It has: {string.Join(", ", known)}.");

        var found = ReportSql.Rows(request.Facts, "line_list", ("table", $"msr_{measure}"), ("period", period), ("indicator", indicator), ("status", request.Text("status")),
            ("practice", request.Whole("practice")), ("county", request.Text("county")), ("day", BuildInfo.Provenance(request.Facts, request.Time).AsOf));
        var keys = Enumerable.Range(0, found.Count).Select(i => found.Get<long>(i, "person_key")).ToArray();
        var released = ReleaseGate.Pass(request, "line_list", keys);
        if (released.Problem is not null) return ReportResult.Refused(released.Problem);
        var names = Names(request, released);
        var isProvisional = MeasureCube.IsProvisional(request.Facts, measure, period);
        var title = $"{MeasureCube.NameOf(indicator)}, {MeasureCube.Named(period, isProvisional)}: {request.Text("status")}";
        return new Report
        {
            Name = "line_list",
            Title = $"Line list: {RateTable.Definition(request.Facts, measure).Title}",
            Subtitle = title,
            Label = "Personal data: for the purpose given only",
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = [.. request.Parameters.Where(p => p.Key != "period").Select(p => (p.Key, p.Value)), ("period", period)],
            Words = released.Words() is { } words ? [words] : [],
            Sections =
            [
                new Section("Persons", new Table
                {
                    Name = "line_list",
                    Title = title,
                    Footnotes = [.. RateTable.Labels(request, measure), .. RateTable.Notes(measure, isProvisional), "County: lived in on the measure's day, by which its rates count. County now: lived in today, where the person can be reached."],
                    Columns =
                    [
                        new("person_key", "Person key"), new("last_name", "Last name"), new("first_name", "First name"), new("birth_date", "Born", ColumnType.Date), new("county", "County"), new("county_now", "County now"), new("practice", "Practice"),
                        new("status", "Status"), new("evidence_date", "Met on", ColumnType.Date), new("exclusion_reason", "Excluded for"),
                    ],
                    Rows = Enumerable.Range(0, found.Count).Where(i => released.Persons.ContainsKey(keys[i])).Select(i => (Cell[])
                    [
                        Cell.Of(keys[i].ToString(CultureInfo.InvariantCulture)), Cell.Of(names.GetValueOrDefault(keys[i]).Last), Cell.Of(names.GetValueOrDefault(keys[i]).First), Cell.Of(found.Get<DateOnly?>(i, "birth_date")),
                        Cell.Of(found.Get<string>(i, "county")), Cell.Of(found.Get<string>(i, "county_now")), Cell.Of(found.Get<string>(i, "practice_name")), Cell.Of(found.Get<string>(i, "status")), Cell.Of(found.Get<DateOnly?>(i, "evidence_date")), Cell.Of(found.Get<string>(i, "exclusion_reason")),
                    ]).ToArray(),
                }) { IsPersonLevel = true },
            ],
            Definitions = RateTable.Definitions(RateTable.Definition(request.Facts, measure)),
        };
    }

    static Dictionary<long, (string? Last, string? First)> Names(ReportRequest request, Released released)
    {
        if (released.Persons.Count == 0) return [];
        using var identity = request.Identity!();
        var found = ReportSql.Rows(identity, "identity_contact", ("persons", string.Join(',', released.Persons.Keys)));
        return Enumerable.Range(0, found.Count).ToDictionary(i => found.Get<long>(i, "person_key"), i => (found.Get<string>(i, "last_name"), found.Get<string>(i, "first_name")));
    }
}
