using System.Globalization;
using RegistryAnalytics.Dashboard.Model;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Pages;
using Figure = RegistryAnalytics.Dashboard.Model.Figure;

namespace RegistryAnalytics.Dashboard.Data;

/// <summary>Turns the tables of a published build into what the pages show.</summary>
public static class BuildReader
{
    /// <summary>All figures of a build, as the pages ask for them.</summary>
    /// <exception cref="InvalidDataException">The build does not say as of which day it counts.</exception>
    public static BuildFigures Read(PageTables tables, TimeProvider time) => new(
        Facts(tables, time), Indicators(tables.Indicators()),
        measure => tables.Periods(measure) is { Count: > 0 } periods
            ? new MeasureChoices(periods, tables.Dimensions(measure, periods[0])) { Provisional = [.. periods.Where(period => tables.IsProvisional(measure, period))], Note = PageTables.Note(measure) } : new MeasureChoices([], []),
        (measure, period, dimension) => Rates(tables.Rates(measure, period, dimension)),
        (measure, indicator) => Trend(tables.Trend(measure, indicator)));

    private static BuildFacts Facts(PageTables tables, TimeProvider time)
    {
        var provenance = tables.Provenance(time);
        var states = tables.States().List();
        return new BuildFacts(
            provenance.BuildId,
            provenance.AsOf ?? throw new InvalidDataException($"Reading build {provenance.BuildId}: it does not say as of which day it counts. Build again."),
            provenance.KnownBy?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            provenance.Schedule,
            states.Count == 1 ? states[0][0].AsText() : null,
            states.Count == 0 ? "All persons" : string.Join(" and ", states.Select(row => row[1].AsText())));
    }

    private static IndicatorFacts[] Indicators(Table table)
    {
        var said = Enumerable.Range(table.IndexOf("definition"), table.Columns.Count - table.IndexOf("definition")).ToArray();
        return [.. table.List().Select(row => new IndicatorFacts(
                row[0].AsText(), row[table.IndexOf("title")].AsText(), row[1].AsText(), row[2].AsText(),
                [.. said.Where(column => row[column].AsText().Length > 0).Select(column => KeyValuePair.Create(table.Columns[column].Title, row[column].AsText()))]))
            .OrderBy(facts => facts.Measure == Goals.Enrolment ? 0 : facts.Measure == Goals.Childhood ? 1 : 2)];
    }

    private static RateRow[] Rates(Table table)
    {
        var (member, label, numbers) = (table.IndexOf("member"), table.IndexOf("label"), table.IndexOf("n_numerator"));
        return [.. table.List().Select(row => new RateRow(row[0].AsText(), row[member].AsText(), row[label].AsText(), Read(row, numbers)))];
    }

    private static TrendRow[] Trend(Table table) => [.. table.List().Select(row => new TrendRow(row[0].AsDate(), Read(row, 1)) { IsComplete = row[table.IndexOf("standing")].AsText() == "complete" })];

    /// <summary>Numerator, denominator and rate from three cells.</summary>
    private static Figure Read(Cell[] row, int first)
    {
        var rate = row[first + 2];
        var state = rate.State switch
        {
            CellState.Suppressed => FigureState.Suppressed,
            CellState.Whole or CellState.Real => FigureState.Shown,
            _ => FigureState.NoData,
        };
        return new Figure(Count(row[first]), Count(row[first + 1]), state == FigureState.Shown ? rate.AsReal() : null, state);
    }

    private static long? Count(Cell cell) => cell.State == CellState.Whole ? cell.AsWhole() : null;
}
