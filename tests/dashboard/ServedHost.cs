using Microsoft.AspNetCore.Builder;
using RegistryAnalytics.Jobs.Serve;

namespace RegistryAnalytics.Tests.Dashboard;

/// <summary>The whole of <c>serve</c> on a free port over a data folder of its own, which it takes away in the end.</summary>
sealed class ServedHost : IAsyncDisposable
{
    ServedHost(WebApplication app, string dataFolder) => (App, DataFolder) = (app, dataFolder);

    public WebApplication App { get; }
    public string DataFolder { get; }
    public string Url => App.Urls.First();

    public HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Url) };

    /// <summary>Leaves the data folder in place when the host stops: for a second start over it.</summary>
    public bool KeepsData { get; set; }

    public static async Task<ServedHost> Start(string dataFolder, bool runsJobs = false, IReadOnlyList<string>? program = null, TimeProvider? clock = null)
    {
        var app = ServeHost.Build(new ServeOptions(dataFolder)
        {
            Urls = "http://127.0.0.1:0", RunsJobs = runsJobs, Program = program, MemoryLimit = 256L << 20, TimeZone = TimeZoneInfo.Utc,
            SweepEvery = TimeSpan.FromSeconds(1), Clock = clock ?? TimeProvider.System,
        });
        await app.StartAsync();
        return new ServedHost(app, dataFolder);
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        if (!KeepsData) Directory.Delete(DataFolder, recursive: true);
    }
}
