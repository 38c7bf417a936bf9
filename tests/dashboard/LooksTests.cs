using Microsoft.Playwright;

namespace RegistryAnalytics.Tests.Dashboard;

[Trait("kind", "web")]
public class LooksTests
{
    static readonly string? Folder = Environment.GetEnvironmentVariable("REGISTRY_PICTURES");

    /// <summary>Pictures of every look are kept where REGISTRY_PICTURES names a folder: look at them after a change of style.</summary>
    [BrowserFact]
    public async Task Every_look_draws_all_figures_within_the_page_without_an_error()
    {
        await using var host = await PageHost.Start(MadeUpFigures.Make());
        await using var empty = await PageHost.Start(null);
        await Look("light", host.Url, 1280, ColorScheme.Light);
        await Look("dark", host.Url + "/?measure=cis.combo_10&county=35013", 1280, ColorScheme.Dark);
        await Look("narrow", host.Url + "/?county=35013", 390, ColorScheme.Light);
        await Look("practice", host.Url + "/?measure=cis.mmr&by=practice&period=2024", 1024, ColorScheme.Light);
        await Look("empty", empty.Url, 1000, ColorScheme.Light);
    }

    static async Task Look(string name, string url, int width, ColorScheme scheme)
    {
        var browser = await Browser.Get();
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(url);
        await page.WaitForFunctionAsync("document.querySelectorAll('figure[data-chart]').length === document.querySelectorAll('figure[data-drawn]').length");
        Assert.Empty(complaints);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name}: the page is wider than its window");
        if (Folder is null) return;
        Directory.CreateDirectory(Folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), FullPage = true });
        foreach (var part in new[] { "enrolment", "places", "childhood", "definitions", "jobs" })
            if (await page.Locator("#" + part).CountAsync() == 1)
                await page.Locator("#" + part).ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{part}.png") });
        await page.PdfAsync(new() { Path = Path.Combine(Folder, name + ".pdf"), Tagged = true, PrintBackground = true, PreferCSSPageSize = true });
    }
}
