using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RegistryAnalytics.Jobs.Serve;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Synth;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>demo</c>: a synthetic state, taken in, linked, built, reported and served.</summary>
static class DemoCommand
{
    static readonly DateOnly Today = new SynthOptions().AsOf;

    /// <summary>The standard reports: name, file, parameters. ECDS is a sheet of the HEDIS workbook.</summary>
    static readonly (string Report, string File, string Parameters)[] Standard =
    [
        ("hedis", "hedis.xlsx", ""), ("hedis", "hedis.csv", ""), ("coverage", "coverage.xlsx", ""), ("cohorts", "cohorts.xlsx", ""), ("susceptibility", "susceptibility.xlsx", ""), ("program", "program.pdf", ""), ("program_summary", "program-summary.pdf", ""),
        ("practice", "practice.pdf", "practice=1"), ("practices", "practices.pdf", ""), ("site_visits", "site-visits.xlsx", ""), ("stock", "stock.xlsx", ""), ("doses_administered", "doses-administered.xlsx", string.Create(CultureInfo.InvariantCulture, $"from={Today.Year}-01-01 to={Today:yyyy-MM-dd}")),
        ("recall", "recall.xlsx", ""), ("data_quality", "data-quality.xlsx", ""), ("data_dictionary", "data-dictionary.xlsx", ""),
    ];

    internal static Command Create(TimeProvider clock)
    {
        var births = new Option<int>("--births") { Description = "Births a year in the made-up state", DefaultValueFactory = _ => 1000 };
        var noServe = new Option<bool>("--no-serve") { Description = "Stops before serving the dashboard" };
        var urls = new Option<string>("--urls") { Description = "Addresses of this machine to listen on", DefaultValueFactory = _ => ServeOptions.DefaultUrl };
        var command = new Command("demo", "Makes a synthetic state, takes it in, builds, reports and serves it") { births, noServe, urls };
        command.SetAction((parsed, cancel) => RunAsync(CommandLine.DataFolder(parsed), parsed.GetValue(births), parsed.GetValue(noServe), parsed.GetValue(urls)!, clock, cancel));
        return command;
    }

    static async Task<int> RunAsync(string dataFolder, int births, bool noServe, string urls, TimeProvider clock, CancellationToken cancel)
    {
        var timer = Stopwatch.StartNew();
        var synthetic = Path.Combine(dataFolder, "demo");
        if (BuildFolder.Current(dataFolder) is { } existing && !Directory.Exists(synthetic))
            throw new UsageException($"{dataFolder} holds a registry that is no demo ({Path.GetFileName(existing)}). Give the demo a folder of its own: --data DIR.");

        Say($"1 of 4  making a synthetic state, {births:N0} births a year, up to {Today:d MMMM yyyy} …");
        if (Directory.Exists(synthetic)) Directory.Delete(synthetic, recursive: true);
        var summary = Synthesis.Write(new SynthOptions { BirthsPerYear = births }, synthetic, cancel: cancel);
        Say($"        {summary.Persons:N0} persons, {summary.Messages:N0} HL7 messages, {summary.Bytes >> 20:N0} MiB");
        Say("2 of 4  taking its submissions in …");
        IngestCommand.Run(dataFolder, [Path.Combine(synthetic, "submissions")], sender: null, ack: null, clock);
        Say("3 of 4  deciding which records are one person, and building …");
        var code = BuildCommand.Run(dataFolder, Today, knownBy: null, schedule: null, BuildCommand.DefaultMemoryGiB, clock);
        if (BuildFolder.Current(dataFolder) is null) return code;
        Say("4 of 4  writing the standard reports …");
        WriteReports(dataFolder, clock);
        Say($"The demo is ready after {timer.Elapsed.TotalSeconds:N0} s. Everyone in it is made up.");
        return noServe ? CommandLine.Done : await ServeHost.RunAsync(new ServeOptions(dataFolder) { Urls = urls, Threshold = 0 }, cancel);
    }

    static void WriteReports(string dataFolder, TimeProvider clock)
    {
        using var published = new Published(dataFolder);
        using var runner = new ReportRunner();
        var exports = Directory.CreateDirectory(Path.Combine(dataFolder, "exports")).FullName;
        // Everyone here is made up, so that lists of persons can be shown as well.
        var requester = new Requester(Environment.UserName, Role.StateAdmin, "demonstration");
        foreach (var (report, file, given) in Standard)
        {
            var parameters = given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
            var outcome = runner.Write(report, published.Request(parameters, clock, requester), Path.Combine(exports, file));
            foreach (var written in outcome.Files) Say($"        {written}");
            if (outcome.Problem is not null) Say($"        {file} was not written: {outcome.Problem}");
        }
    }

    static void Say(string text) => Console.WriteLine(text);
}
