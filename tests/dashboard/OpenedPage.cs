using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RegistryAnalytics.Tests.Dashboard;

/// <summary>A page in a browser window of its own, with everything that the browser complained about.</summary>
sealed class OpenedPage : IAsyncDisposable
{
    readonly IBrowserContext context;

    OpenedPage(IBrowserContext context, IPage page) => (this.context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Console errors and warnings, script faults, and violations of the content security policy.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<OpenedPage> Open(string url, int width = 1280, ColorScheme scheme = ColorScheme.Light, bool scripts = true)
    {
        var browser = await Browser.Get();
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, JavaScriptEnabled = scripts, AcceptDownloads = true,
        });
        var opened = new OpenedPage(context, await context.NewPageAsync());
        opened.Page.Console += (_, message) => { if (message.Type is "error" or "warning") opened.Complaints.Add(message.Text); };
        opened.Page.PageError += (_, error) => opened.Complaints.Add(error);
        await opened.Page.GotoAsync(url);
        if (scripts) await opened.Drawn();
        return opened;
    }

    /// <summary>Waits until every figure of the page is drawn.</summary>
    /// <remarks>By a selector: a condition in words would be evaluated as text on the second look, which the page's policy forbids.</remarks>
    public Task Drawn() => Assertions.Expect(Page.Locator("figure[data-chart]:not([data-drawn])")).ToHaveCountAsync(0, new() { Timeout = 30_000 });

    /// <summary>Waits until a click has led to a page with figures, whose address holds some text, and all of them are drawn.</summary>
    /// <remarks>
    /// The browser's word that a page has loaded may have come before one waits for it. The script runs when the page is read to its end,
    /// so the first figure drawn says that all are there.
    /// </remarks>
    public async Task At(string part)
    {
        await Assertions.Expect(Page).ToHaveURLAsync(new Regex(Regex.Escape(part)), new() { Timeout = 30_000 });
        await Assertions.Expect(Page.Locator("figure[data-chart][data-drawn]")).Not.ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Drawn();
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
