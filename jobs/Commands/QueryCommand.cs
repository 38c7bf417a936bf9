using System.CommandLine;
using System.Text.Json;
using RegistryAnalytics.DuckDb;
using Spectre.Console;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>query</c>: read-only SQL over the facts of the current build, with no way out to files or the network.</summary>
static class QueryCommand
{
    internal static Command Create()
    {
        var sql = new Argument<string>("SQL");
        var format = new Option<string>("--format") { Description = "table, csv or json", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var command = new Command("query", "Runs read-only SQL over the current build") { sql, format };
        command.SetAction(parsed => Run(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(sql), parsed.GetRequiredValue(format)));
        return command;
    }

    static int Run(string dataFolder, string sql, string format)
    {
        using var published = new Published(dataFolder);
        var connection = published.Facts;
        connection.Execute("set enable_external_access = false; set lock_configuration = true");
        try
        {
            using var reader = connection.Query(sql);
            Write(reader, format);
            return CommandLine.Done;
        }
        catch (DuckDbException error)
        {
            throw new UsageException($"The query could not run: {error.Message}");
        }
    }

    static void Write(DuckDbReader reader, string format)
    {
        var names = reader.Columns.Select(column => column.Name).ToArray();
        var rows = Rows(reader);
        switch (format)
        {
            case "csv":
                Console.WriteLine(string.Join(',', names.Select(Csv)));
                foreach (var row in rows) Console.WriteLine(string.Join(',', row.Select(value => Csv(Text(value)))));
                break;
            case "json":
                foreach (var row in rows)
                    Console.WriteLine(JsonSerializer.Serialize(names.Zip(row).ToDictionary(pair => pair.First, pair => Json(pair.Second))));
                break;
            default:
                var table = new Table();
                foreach (var name in names) table.AddColumn(new TableColumn(Markup.Escape(name)));
                foreach (var row in rows) table.AddRow(row.Select(value => Markup.Escape(Text(value))).ToArray());
                AnsiConsole.Write(table);
                break;
        }
    }

    static IEnumerable<object?[]> Rows(DuckDbReader reader)
    {
        while (reader.Read()) yield return Enumerable.Range(0, reader.Columns.Count).Select(reader.GetValue).ToArray();
    }

    static object? Json(object? value) => value is DateOnly or DateTime or byte[] ? Text(value) : value;

    internal static string Text(object? value) => value switch
    {
        null => "",
        DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IEnumerable<object?> list => "[" + string.Join(", ", list.Select(Text)) + "]",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    internal static string Csv(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
