using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RegistryAnalytics.Jobs.Serve;
using RegistryAnalytics.Reports.Catalogue;

namespace RegistryAnalytics.Tests.Dashboard;

public class ServeTests
{
    [Fact]
    public async Task The_page_shows_the_published_figures_without_any_script()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        var page = await host.Client().GetStringAsync("/");
        var (counted, census) = (FixtureBuild.Counties.Sum(county => county.Enrolled) + 40, FixtureBuild.Counties.Sum(county => county.Census));
        Assert.Contains($"{counted:N0}", page);
        Assert.Contains($"{100.0 * counted / census:0.0}%", page);
        Assert.Contains("New Mexico", page);
        Assert.Contains("20260102T031500Z-aaaa", page);
        Assert.Contains("31 December 2025", page);
        Assert.Contains("4.64", page);
        Assert.DoesNotContain("style=", page);
        Assert.DoesNotContain("<i>Two</i>", await host.Client().GetStringAsync("/?measure=cis.mmr&by=practice"));
    }

    [Fact]
    public async Task An_unfinished_period_is_marked_on_the_page_in_its_choices_and_its_headings()
    {
        var folder = FixtureBuild.NewDataFolder();
        using (var database = RegistryAnalytics.DuckDb.DuckDbDatabase.Open(Path.Combine(folder, "builds", "20260102T031500Z-aaaa", "facts.duckdb")))
        using (var connection = database.Connect())
            connection.Execute("update agg_measure_rate set is_complete = false where measure = 'cis' and period = '2025'");
        await using var host = await ServedHost.Start(folder);
        var page = await host.Client().GetStringAsync("/?measure=cis.mmr");
        Assert.Contains(">2025 (provisional)</option>", page);
        Assert.Contains("Childhood immunization status, 2025 (provisional)", page);
        Assert.Contains("is provisional: the period is not over", page);
        Assert.DoesNotContain("2024 (provisional)", page);
        Assert.Contains("2025 (provisional)", await host.Client().GetStringAsync("/reports/hedis"));
    }

    [Fact]
    public async Task Every_answer_forbids_scripts_and_styles_from_elsewhere()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        foreach (var path in new[] { "/", "/health", "/nothing-here", "/downloads/nothing.csv" })
        {
            using var answer = await host.Client().GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("script-src 'self';", policy);
            Assert.Contains("style-src 'self';", policy);
            Assert.DoesNotContain("unsafe", policy);
        }
    }

    [Fact]
    public async Task Without_a_build_the_page_says_what_to_run()
    {
        await using var host = await ServedHost.Start(Directory.CreateTempSubdirectory("registry-dashboard-").FullName);
        var page = await host.Client().GetStringAsync("/");
        Assert.Contains("./registry demo", page);
        Assert.Contains("./registry ingest", page);
        Assert.Contains("\"build\":null", await host.Client().GetStringAsync("/health"));
        using var file = await host.Client().GetAsync("/downloads/hedis.xlsx");
        Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);
    }

    [Fact]
    public async Task A_new_build_is_shown_without_a_restart_and_the_old_one_is_closed_when_its_last_reader_is_done()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        var builds = host.App.Services.GetRequiredService<PublishedBuilds>();
        Assert.Contains("20260102T031500Z-aaaa", await host.Client().GetStringAsync("/"));
        var reader = builds.Open()!;
        FixtureBuild.Publish(host.DataFolder, "20260103T031500Z-bbbb", more: 1000);
        var page = await host.Client().GetStringAsync("/");
        Assert.Contains("20260103T031500Z-bbbb", page);
        Assert.Contains($"{FixtureBuild.Counties.Sum(county => county.Enrolled) + 1040:N0}", page);
        Assert.Equal(2, builds.OpenCount);
        Assert.Equal("20260102T031500Z-aaaa", reader.Id);
        Assert.NotEmpty(reader.Figures.Rates("cis", "2024", "state"));
        reader.Dispose();
        reader.Dispose();
        Assert.Equal(1, builds.OpenCount);
    }

    [Fact]
    public async Task A_name_of_another_site_is_not_answered_and_its_pages_press_no_buttons()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        using var renamed = new HttpRequestMessage(HttpMethod.Get, "/");
        renamed.Headers.Host = "evil.example";
        using var refused = await host.Client().SendAsync(renamed);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "http://evil.example") })
        {
            using var press = new HttpRequestMessage(HttpMethod.Post, "/jobs/build/start");
            press.Headers.Add(header, value);
            using var answer = await host.Client().SendAsync(press);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Reports_are_listed_and_shown_and_those_that_list_persons_are_not()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        var list = await host.Client().GetStringAsync("/reports");
        foreach (var definition in ReportCatalogue.All)
        {
            Assert.Equal(!definition.IsPersonLevel, list.Contains($"action=\"/reports/{definition.Name}\"", StringComparison.Ordinal));
            if (!definition.IsPersonLevel) continue;
            using var answer = await host.Client().GetAsync($"/reports/{definition.Name}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        var hedis = await host.Client().GetStringAsync("/reports/hedis?period=2024");
        Assert.Contains("Combination 10", hedis);
        Assert.Contains("not NCQA-certified", hedis);
        Assert.Contains("/downloads/hedis.xlsx?period=2024", hedis);
        using var wrong = await host.Client().GetAsync("/reports/coverage?measure=%3Cb%3Enope");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.DoesNotContain("<b>nope", await wrong.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Nothing_hidden_in_a_table_of_the_page_can_be_read_elsewhere_on_it()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        foreach (var path in new[] { "/?measure=fully_operational.two_valid_dates_0_71&county=35021", "/reports/coverage?measure=fully_operational", "/downloads/coverage.csv?measure=fully_operational&audience=staff" })
        {
            var page = await host.Client().GetStringAsync(path);
            Assert.DoesNotMatch(@">\s*7\s*<|,7,", page);
            Assert.DoesNotContain("23.3%", page);
            Assert.DoesNotContain("0.2333", page);
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://192.168.1.4:80")]
    [InlineData("http://127.0.0.1:5080;http://registry.example:80")]
    [InlineData("5080")]
    public void Addresses_that_other_machines_reach_are_refused_in_words(string urls) =>
        Assert.NotNull(new ServeOptions("data") { Urls = urls }.Refusal());

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:0")]
    [InlineData("http://[::1]:5080")]
    public void Addresses_of_this_machine_are_served(string urls) => Assert.Null(new ServeOptions("data") { Urls = urls }.Refusal());

    [Fact]
    public async Task Downloads_are_the_published_figures_with_small_counts_suppressed()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        using var answer = await host.Client().GetAsync("/downloads/coverage.csv?measure=cis&by=county");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("coverage-20260102T031500Z-aaaa.csv", answer.Content.Headers.ContentDisposition!.FileNameStar ?? answer.Content.Headers.ContentDisposition.FileName);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        Assert.Contains(lines, line => line.Contains("Bernalillo", StringComparison.Ordinal) && line.Contains("6666", StringComparison.Ordinal));
        using var workbook = await host.Client().GetAsync("/downloads/hedis.xlsx");
        Assert.Equal("PK"u8.ToArray(), (await workbook.Content.ReadAsByteArrayAsync())[..2]);
        using var wrong = await host.Client().GetAsync("/downloads/coverage.csv?measure=nope");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var escape = await host.Client().GetAsync("/downloads/..%2f..%2fetc%2fpasswd.csv");
        Assert.Equal(HttpStatusCode.NotFound, escape.StatusCode);
    }
}
