using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;
using Spectre.Console;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>measure</c>: the rates of one measure, and with --persons the persons behind them.</summary>
static class MeasureCommand
{
    internal static Command Create()
    {
        var name = new Argument<string>("NAME");
        var period = new Option<string?>("--period") { Description = "2025 or 2025-12-31 (default: the newest)" };
        var by = new Option<string[]>("--by")
        {
            Description = "Dimensions: county, practice, sex, race, ethnicity, product_line",
            CustomParser = result => result.Tokens.SelectMany(token => token.Value.Split(',')).ToArray(), DefaultValueFactory = _ => [],
        };
        var persons = new Option<FileInfo?>("--persons") { Description = "One row per indicator and person, with the sender's own person id" };
        var output = new Option<FileInfo?>("--out") { Description = "Writes the rates as CSV" };
        var command = new Command("measure", "Shows the rates of a measure") { name, period, by, persons, output };
        command.SetAction(parsed => Run(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(name), parsed.GetValue(period),
            parsed.GetValue(by) ?? [], parsed.GetValue(persons), parsed.GetValue(output)));
        return command;
    }

    static int Run(string dataFolder, string name, string? period, string[] by, FileInfo? persons, FileInfo? output)
    {
        using var published = new Published(dataFolder);
        var connection = published.Facts;
        if (persons is not null) published.AttachIdentity();
        var measures = connection.QueryRows("select measure from dim_measure order by measure").Select(row => (string)row[0]!).ToArray();
        if (!measures.Contains(name)) throw new UsageException($"No measure is called {name}. There are: {string.Join(", ", measures)}.");
        period ??= connection.QueryScalar<string>("select max(period) from agg_measure_rate where measure = $1", name);
        var rates = connection.QueryRows(
            """
            select indicator, dimension, member, n_initial, n_excluded, n_denominator, n_numerator, rate
            from agg_measure_rate
            where measure = $1 and period = $2 and list_contains(string_split($3, ','), dimension)
            order by indicator, dimension, member
            """, name, period, string.Join(',', by.Length == 0 ? ["state"] : by));
        if (rates.Count == 0)
            throw new UsageException($"Measure {name} has no rates for period {period} by {string.Join(", ", by)} in this build.");
        if (output is null) Print(name, period!, rates);
        else WriteCsv(output, rates.Columns.Select(column => column.Name), rates);
        if (persons is not null) WritePersons(connection, name, period!, persons);
        return CommandLine.Done;
    }

    static void Print(string name, string period, DuckDbRows rates)
    {
        Console.WriteLine($"{name}, {period}");
        var table = new Table().AddColumn("indicator").AddColumn("by").AddColumn("member");
        foreach (var heading in new[] { "initial", "excluded", "denominator", "numerator", "rate" }) table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var row in rates)
            table.AddRow([.. row.Take(3).Select(value => Markup.Escape((string)value!)),
                .. row.Skip(3).Take(4).Select(value => ((long)value!).ToString("N0", CultureInfo.InvariantCulture)),
                row[7] is double rate ? rate.ToString("P1", CultureInfo.InvariantCulture) : "–"]);
        AnsiConsole.Write(table);
    }

    static void WritePersons(DuckDbConnection connection, string name, string period, FileInfo file)
    {
        var model = "msr_" + name; // checked against dim_measure above
        var rows = connection.QueryRows(
            $"""
            select
                measure.indicator, source.sender, source.person_id, measure.unit_key, measure.person_key, measure.in_denominator,
                measure.is_excluded, measure.in_numerator, measure.evidence_date, measure.exclusion_reason
            from {model} as measure
            left join identity.identity_source_id as source
                on source.person_key = measure.person_key and source.id_type = 'sender'
            where measure.period = $1
            order by all
            """, period);
        WriteCsv(file, rows.Columns.Select(column => column.Name), rows);
        Console.WriteLine($"{rows.Count:N0} rows in {file.FullName}");
    }

    static void WriteCsv(FileInfo file, IEnumerable<string> names, IEnumerable<object?[]> rows)
    {
        file.Directory!.Create();
        using var writer = new StreamWriter(file.FullName) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', names));
        foreach (var row in rows) writer.WriteLine(string.Join(',', row.Select(value => QueryCommand.Csv(QueryCommand.Text(value)))));
    }
}
