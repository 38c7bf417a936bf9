using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>report NAME</c>, <c>report NAME --each practice</c> and <c>report list</c>.</summary>
static class ReportCommand
{
    const string PracticeMark = "{practice}";

    /// <summary>Browsers that print at once in a batch: one a core of the smallest machine.</summary>
    const int Printers = 2;

    internal static Command Create(TimeProvider clock)
    {
        var name = new Argument<string>("NAME") { Description = "Name of a report, or list" };
        var parameters = new Option<string[]>("--param") { Description = "key=value, any number of times", DefaultValueFactory = _ => [] };
        var output = new Option<string?>("--out") { Description = "FILE.xlsx, .csv, .pdf, .parquet, .html or .json; with --each practice a name with {practice} in it" };
        var each = new Option<string?>("--each") { Description = "practice: one report for every practice with active patients" };
        var asking = new Asking();
        var command = new Command("report", "Writes one report; 'report list' shows which there are") { name, parameters, output, each };
        asking.AddTo(command);
        command.SetAction(parsed => parsed.GetRequiredValue(name) == "list" ? List() : Run(new(
            CommandLine.DataFolder(parsed), parsed.GetRequiredValue(name), Pairs(parsed.GetValue(parameters) ?? []), parsed.GetValue(output), parsed.GetValue(each),
            asking.Who(parsed), clock)));
        return command;
    }

    sealed record Order(string DataFolder, string Name, Dictionary<string, string> Parameters, string? Output, string? Each, Requester Requester, TimeProvider Clock)
    {
        /// <summary>Records and forms carry a verification code.</summary>
        public bool IsOfficial => Name is "record" or "school_form";
    }

    static int List()
    {
        foreach (var report in ReportCatalogue.All)
        {
            Console.WriteLine($"{report.Name,-20} {report.Title}: {report.What}");
            Console.WriteLine($"{"",-20} for {string.Join(", ", report.Roles)}{(report.IsPersonLevel ? "; lists persons: needs --purpose, and is audited" : "")}");
            foreach (var parameter in report.Parameters)
                Console.WriteLine($"{"",-20}   {parameter.Name}{(parameter.Default is { } value ? $"={value}" : parameter.Required ? " (needed)" : "")}  {parameter.What}{(parameter.Choices is { } choices ? $": {string.Join(", ", choices)}" : "")}");
        }
        return CommandLine.Done;
    }

    static Dictionary<string, string> Pairs(string[] pairs)
    {
        var parameters = new Dictionary<string, string>();
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw new UsageException($"'{pair}' is not key=value.");
            parameters[pair[..at]] = pair[(at + 1)..];
        }
        return parameters;
    }

    static int Run(Order order)
    {
        if (order.Output is null) throw new UsageException("Say where the report goes: --out FILE.xlsx (or .csv, .pdf, .parquet, .html, .json).");
        if (order.Each is not null) return EachPractice(order);
        using var published = new Published(order.DataFolder);
        using var runner = new ReportRunner();
        var outcome = runner.Write(order.Name, published.Request(order.Parameters, order.Clock, order.Requester, order.IsOfficial), Path.GetFullPath(order.Output));
        if (outcome.Problem is not null) throw new UsageException(Asking.Refusal(outcome.Problem));
        if (outcome.Notice is not null) Console.Error.WriteLine(outcome.Notice);
        foreach (var file in outcome.Files) Console.WriteLine(file);
        return CommandLine.Done;
    }

    /// <summary>One report a practice, with a browser and a connection of its own for each of the printers; what concerns all practices is read once.</summary>
    static int EachPractice(Order order)
    {
        if (order.Each != "practice" || ReportCatalogue.Find(order.Name)?.Parameters.Any(parameter => parameter.Name == "practice") != true)
            throw new UsageException("--each practice makes one report for every practice; it is for reports with a parameter practice (see report list).");
        if (!order.Output!.Contains(PracticeMark, StringComparison.Ordinal)) throw new UsageException($"With --each practice the file name needs {PracticeMark}, as in --out exports/{PracticeMark}.pdf.");
        using var published = new Published(order.DataFolder);
        var wanted = Files(published.Facts, order.Output);
        if (wanted.Count == 0) throw new UsageException("No practice has active patients in this build.");
        var run = new ReportRun();
        var (written, failed, notice) = (0, 0, (string?)null);
        Parallel.ForEach(Enumerable.Range(0, Printers), new ParallelOptions { MaxDegreeOfParallelism = Printers }, printer =>
        {
            using var facts = published.Connect();
            using var runner = new ReportRunner();
            var request = published.Request(order.Parameters, order.Clock, order.Requester, order.IsOfficial) with { Facts = facts, Run = run };
            foreach (var (value, outcome) in runner.WriteEach(order.Name, request, "practice", wanted.Where((_, i) => i % Printers == printer).Select(pair => (pair.Key, pair.File))))
            {
                if (outcome.Problem is not null) Console.Error.WriteLine($"practice {value}: {outcome.Problem}");
                if (outcome.Problem is null) Interlocked.Increment(ref written);
                else Interlocked.Increment(ref failed);
                if (outcome.Notice is not null) notice = outcome.Notice;
            }
        });
        if (notice is not null) Console.Error.WriteLine(notice);
        Console.WriteLine($"{written} reports written, {failed} refused");
        return failed > 0 ? CommandLine.DoneWithRejects : CommandLine.Done;
    }

    /// <summary>File names by the practice's id, made safe; the key where ids repeat or say nothing.</summary>
    static List<(string Key, string File)> Files(DuckDb.DuckDbConnection facts, string pattern)
    {
        var rows = ReportSql.Rows(facts, "practice", ("practice", (long?)null));
        var practices = Enumerable.Range(0, rows.Count).Select(i => (Key: rows.Get<long>(i, "practice_key").ToString(CultureInfo.InvariantCulture),
            Id: string.Concat(rows.Get<string>(i, "practice_id")!.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_')))).ToArray();
        var taken = practices.GroupBy(practice => practice.Id, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1 || group.Key.Length == 0).SelectMany(group => group).ToHashSet();
        return practices.Select(practice => (practice.Key, Path.GetFullPath(pattern.Replace(PracticeMark, taken.Contains(practice) ? $"{practice.Id}-{practice.Key}" : practice.Id, StringComparison.Ordinal)))).ToList();
    }
}
