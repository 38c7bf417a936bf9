using Microsoft.Playwright;

namespace RegistryAnalytics.Tests.Dashboard;

[Trait("kind", "web")]
public class LooksTests
{
    static readonly string? Folder = Environment.GetEnvironmentVariable("REGISTRY_PICTURES");

    /// <summary>Pictures of every look are kept where REGISTRY_PICTURES names a folder: look at them after a change of style.</summary>
    [BrowserFact]
    public async Task Every_look_draws_all_figures_within_the_window_without_a_complaint()
    {
        await using var host = await PageHost.Start(MadeUpFigures.Make());
        await using var empty = await PageHost.Start(null);
        await using var building = await PageHost.Start(null, PageHost.SomeJobs(DateTimeOffset.UnixEpoch.AddYears(56)));
        await Look("light", host.Url, 1280, ColorScheme.Light);
        await Look("dark", host.Url + "/?measure=cis.combination_10&county=35013", 1280, ColorScheme.Dark);
        await Look("narrow", host.Url + "/?county=35013", 390, ColorScheme.Light);
        await Look("practice", host.Url + "/?measure=cis.mmr&by=practice&period=2024", 1024, ColorScheme.Light);
        await Look("empty", empty.Url, 1000, ColorScheme.Light);
        await Look("building", building.Url, 1000, ColorScheme.Dark);
    }

    [BrowserFact]
    public async Task Reports_look_like_the_rest()
    {
        await using var host = await ServedHost.Start(FixtureBuild.NewDataFolder());
        await Look("served", host.Url, 1280, ColorScheme.Light);
        await Look("reports", host.Url + "/reports", 1100, ColorScheme.Light);
        await Look("hedis", host.Url + "/reports/hedis", 1280, ColorScheme.Light);
        await Look("hedis-dark", host.Url + "/reports/hedis?period=2024", 700, ColorScheme.Dark);
    }

    /// <summary>What sticks out of a window that would have to be scrolled sideways.</summary>
    const string TooWide = """
        () => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().right > innerWidth && !element.closest('.table-scroll'))
            .map(element => element.outerHTML.slice(0, 120))
        """;

    static async Task Look(string name, string url, int width, ColorScheme scheme)
    {
        await using var opened = await OpenedPage.Open(url, width, scheme);
        Assert.Empty(opened.Complaints);
        Assert.Empty(await opened.Page.EvaluateAsync<string[]>(TooWide));
        if (Folder is null) return;
        Directory.CreateDirectory(Folder);
        await opened.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), FullPage = true });
        foreach (var part in new[] { "enrolment", "places", "childhood", "definitions", "jobs" })
            if (await opened.Page.Locator("#" + part).CountAsync() == 1)
                await opened.Page.Locator("#" + part).ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{part}.png") });
        await opened.Page.PdfAsync(new() { Path = Path.Combine(Folder, name + ".pdf"), Tagged = true, PrintBackground = true, PreferCSSPageSize = true });
    }
}
