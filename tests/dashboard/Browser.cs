using Microsoft.Playwright;

namespace RegistryAnalytics.Tests.Dashboard;

/// <summary>Chromium for the tests of this project; started once.</summary>
static class Browser
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
    static readonly Lazy<Task<IBrowser>> Started = new(Start);

    /// <summary>Where a browser was found; null when there is none.</summary>
    public static string? Path { get; } = Find();

    public static Task<IBrowser> Get() => Started.Value;

    static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        var given = Environment.GetEnvironmentVariable("CHROMIUM_PATH");
        return Names.SelectMany(name => folders.Select(folder => System.IO.Path.Combine(folder, name)))
            .Prepend(given ?? "").FirstOrDefault(File.Exists);
    }

    static async Task<IBrowser> Start()
    {
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }
}

/// <summary>A test that needs a browser: without one it is skipped visibly, and in CI it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Path is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "No Chromium was found: install chromium or set CHROMIUM_PATH.";
    }
}
