using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Warehouse.Build;
using Spectre.Console;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>measure</c>: the rates of one measure, and with --persons the persons behind them.</summary>
static class MeasureCommand
{
    internal static Command Create(TimeProvider clock)
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
        var asking = new Asking();
        var command = new Command("measure", "Shows the rates of a measure") { name, period, by, persons, output };
        asking.AddTo(command);
        command.SetAction(parsed => Run(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(name), parsed.GetValue(period),
            parsed.GetValue(by) ?? [], parsed.GetValue(persons), parsed.GetValue(output), asking.Who(parsed), clock));
        return command;
    }

    static int Run(string dataFolder, string name, string? period, string[] by, FileInfo? persons, FileInfo? output, Requester who, TimeProvider clock)
    {
        using var published = new Published(dataFolder);
        var connection = published.Facts;
        if (persons is not null) published.AttachIdentity();
        var measures = connection.QueryRows("select measure from dim_measure order by measure").Select(row => (string)row[0]!).ToArray();
        if (!measures.Contains(name)) throw new UsageException($"No measure is called {name}. There are: {string.Join(", ", measures)}.");
        period ??= connection.QueryScalar<string>("select max(period) from agg_measure_rate where measure = $1", name);
        var rates = connection.QueryRows(
            """
            select indicator, dimension, member, n_initial, n_excluded, n_denominator, n_numerator, rate, is_complete
            from agg_measure_rate
            where measure = $1 and period = $2 and list_contains(string_split($3, ','), dimension)
            order by indicator, dimension, member
            """, name, period, string.Join(',', by.Length == 0 ? ["state"] : by));
        if (rates.Count == 0)
            throw new UsageException($"Measure {name} has no rates for period {period} by {string.Join(", ", by)} in this build.");
        var named = MeasureCube.Named(period!, MeasureCube.IsProvisional(connection, name, period!));
        if (output is null) Print(name, named, rates);
        else WriteCsv(output, rates.Columns.Select(column => column.Name), rates);
        if (persons is not null) WritePersons(published, name, period!, persons, who, clock);
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

    // The rows hold no names, and the command as it is documented asks for no purpose: where none is given it is the measure itself.
    // Rows of persons whom the release gate holds back stay, so that the file adds up to the rates, but without who they are.
    static void WritePersons(Published published, string name, string period, FileInfo file, Requester who, TimeProvider clock)
    {
        var connection = published.Facts;
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
        var request = published.Request(new Dictionary<string, string> { ["measure"] = name, ["period"] = period }, clock,
            who.Purpose is null ? who with { Purpose = $"the persons behind {name}" } : who);
        // The dead are part of a measure's history; the policy on them is about lists that people act on.
        var released = ReleaseGate.Pass(request with { Policy = request.Policy with { Deceased = Handling.Share } }, "measure --persons",
            [.. rows.Select(row => row[PersonKey]).OfType<long>().Distinct()]);
        if (released.Problem is not null) throw new UsageException(released.Problem);
        var written = WithoutWithheld(rows, released.Persons.ContainsKey).ToArray();
        WriteCsv(file, rows.Columns.Select(column => column.Name), written);
        Console.WriteLine($"{written.Length:N0} rows in {file.FullName}");
    }

    const int PersonKey = 4;

    /// <summary>Blanks who a withheld person is: one row an indicator, without sender, id and keys.</summary>
    static IEnumerable<object?[]> WithoutWithheld(DuckDbRows rows, Func<long, bool> isReleased)
    {
        var seen = new HashSet<(string, long)>();
        foreach (var row in rows)
        {
            if (row[PersonKey] is not long person || isReleased(person)) yield return row;
            else if (seen.Add(((string)row[0]!, person))) yield return [row[0], null, null, null, null, .. row.Skip(PersonKey + 1)];
        }
    }

    static void WriteCsv(FileInfo file, IEnumerable<string> names, IEnumerable<object?[]> rows)
    {
        file.Directory!.Create();
        using var writer = new StreamWriter(file.FullName) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', names));
        foreach (var row in rows) writer.WriteLine(string.Join(',', row.Select(value => QueryCommand.Csv(QueryCommand.Text(value)))));
    }
}
