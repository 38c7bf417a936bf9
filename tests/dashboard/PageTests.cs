using System.Globalization;
using System.IO.Compression;

namespace RegistryAnalytics.Tests.Dashboard;

/// <summary>The whole way in a browser: published build → page → figures, tables, files.</summary>
[Trait("kind", "web")]
public class PageTests
{
    [BrowserFact]
    public async Task Figures_show_what_their_tables_say_and_the_browser_has_nothing_to_complain_about()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        await using var opened = await OpenedPage.Open(host.Url + "/?measure=fully_operational.two_valid_dates_0_71");
        var page = opened.Page;
        Assert.Empty(opened.Complaints);

        var borders = (await page.Locator("figure[data-chart=map]").GetAttributeAsync("data-borders"))!.Split(',').Select(border => double.Parse(border, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(0.95, borders[^1]);

        // The map: every county of the table has the colour of its rate; Harding's seven children are hatched.
        foreach (var (fips, _, census, enrolled) in FixtureBuild.Counties)
        {
            var row = page.Locator($"#places tr[data-key='{fips}']");
            var rate = (double)enrolled / census;
            if (fips == "35021")
            {
                Assert.Equal("suppressed", await row.GetAttributeAsync("data-state"));
                Assert.Equal("url(#pattern-suppressed)", await Fill(page, "Harding"));
                continue;
            }
            Assert.Equal(rate, double.Parse((await row.Locator("td.rate").GetAttributeAsync("data-rate"))!, CultureInfo.InvariantCulture), 12);
            var step = borders.Count(border => rate >= border);
            Assert.Equal($"var(--step-{step})", await Fill(page, (await row.Locator("th").TextContentAsync())!.Trim()));
        }
        Assert.Equal("url(#pattern-none)", await Fill(page, "Taos"));

        // The bars: widths stand to each other as the rates do, and the printed values are the table's.
        foreach (var figure in new[] { "#enrolment", "#childhood" })
        {
            var widths = await page.EvaluateAsync<double[]>($"[...document.querySelectorAll('{figure} .bars rect')].map(bar => bar.getBBox().width)");
            var rates = await page.EvaluateAsync<double[]>($"[...document.querySelectorAll('{figure} tbody td.rate[data-rate]')].map(cell => Number(cell.dataset.rate))");
            Assert.Equal(rates.Length, widths.Length);
            Assert.All(rates.Zip(widths), pair => Assert.Equal(pair.First / rates[0], pair.Second / widths[0], 3));
            var written = await page.EvaluateAsync<string[]>($"[...document.querySelectorAll('{figure} .row-values text')].map(text => text.textContent)");
            var cells = await page.EvaluateAsync<string[]>($"[...document.querySelectorAll('{figure} tbody td.rate')].map(cell => cell.textContent.trim())");
            Assert.Equal(cells, written);
        }
        Assert.Equal(4, await page.Locator("#places .points circle").CountAsync());
    }

    [BrowserFact]
    public async Task The_workbook_is_downloaded_from_the_page()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        await using var opened = await OpenedPage.Open(host.Url);
        var download = await opened.Page.RunAndWaitForDownloadAsync(() => opened.Page.Locator("a[href^='/downloads/hedis.xlsx']").ClickAsync());
        Assert.Equal("hedis-20260102T031500Z-aaaa.xlsx", download.SuggestedFilename);
        await using var file = File.OpenRead((await download.PathAsync())!);
        using var zip = new ZipArchive(file);
        Assert.Contains(zip.Entries, entry => entry.FullName == "xl/workbook.xml");
    }

    [BrowserFact]
    public async Task What_is_chosen_is_in_the_address_and_a_county_can_be_opened_from_the_map()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        await using var opened = await OpenedPage.Open(host.Url);
        var page = opened.Page;
        await page.Locator("select[name=measure]").SelectOptionAsync("cis.combination_10");
        await page.Locator("select[name=period]").SelectOptionAsync("2025-12-31");
        await page.Locator(".chooser button").ClickAsync();
        await opened.At("/?measure=cis.combination_10");
        Assert.Contains("“2025-12-31” is not a period of Childhood immunization status; 2025 is shown.", await page.Locator("main").InnerTextAsync());
        Assert.Contains("Combination 10, by county, 2025", await page.Locator("#places").InnerTextAsync());

        await page.Locator("#places .counties path").Nth(await Index(page, "Doña Ana")).ClickAsync();
        await opened.At("county=35013");
        Assert.Contains("measure=cis.combination_10", page.Url);
        Assert.Contains("In focus: Doña Ana", await page.Locator("main").InnerTextAsync());
        Assert.Contains("96.0%", await page.Locator(".county-line").InnerTextAsync());
        Assert.Equal(13, await page.Locator("#childhood .focus-dots circle").CountAsync());
        Assert.Empty(opened.Complaints);
    }

    [BrowserFact]
    public async Task Values_are_read_by_keyboard_one_by_one_and_Enter_opens_the_place()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        await using var opened = await OpenedPage.Open(host.Url + "/?measure=fully_operational.two_valid_dates_0_71");
        var (page, chart) = (opened.Page, opened.Page.Locator("#places figure[data-chart=map] .chart"));
        await chart.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.StartsWith("Bernalillo: 93.6%", (await chart.Locator("[aria-live]").TextContentAsync())!);
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("Catron: no data", await chart.Locator("[aria-live]").TextContentAsync());
        foreach (var _ in Enumerable.Range(0, 10)) await page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("Harding: suppressed", await chart.Locator("[aria-live]").TextContentAsync());
        await page.Keyboard.PressAsync("Escape");
        Assert.True(await chart.Locator(".readout").IsHiddenAsync());
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("Enter");
        await opened.At("county=35001");
    }

    [BrowserFact]
    public async Task Without_script_every_number_is_still_on_the_page()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        await using var opened = await OpenedPage.Open(host.Url, scripts: false);
        await opened.Page.Locator("#places figure[data-chart=map] summary").ClickAsync();
        Assert.True(await opened.Page.Locator("#places tr[data-key='35045']").IsVisibleAsync());
        Assert.True(await opened.Page.Locator("#enrolment svg.meter").IsVisibleAsync());
    }

    static Task<string?> Fill(Microsoft.Playwright.IPage page, string county) => page.EvaluateAsync<string?>(
        "async name => { const names = await fetch(document.querySelector('[data-map]').dataset.map).then(answer => answer.json()); "
        + "const at = names.objects.counties.geometries.findIndex(county => county.properties.name === name); "
        + "return document.querySelectorAll('#places .counties path')[at].getAttribute('fill'); }", county);

    static Task<int> Index(Microsoft.Playwright.IPage page, string county) => page.EvaluateAsync<int>(
        "async name => { const names = await fetch(document.querySelector('[data-map]').dataset.map).then(answer => answer.json()); "
        + "return names.objects.counties.geometries.findIndex(county => county.properties.name === name); }", county);
}
