using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RegistryAnalytics.Dashboard;
using RegistryAnalytics.Dashboard.Model;

namespace RegistryAnalytics.Tests.Dashboard;

/// <summary>The pages alone, over made-up figures, on a free port of this machine.</summary>
sealed class PageHost : IAsyncDisposable
{
    readonly WebApplication app;

    PageHost(WebApplication app) => this.app = app;

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<PageHost> Start(BuildFigures? figures, JobsView? jobs = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddDashboard();
        var app = builder.Build();
        app.MapDashboard(new DashboardActions(
            () => figures is null ? null : new OpenBuild(figures, new MemoryStream()),
            _ => Task.FromResult(jobs ?? SomeJobs()),
            (name, _) => Task.FromResult<string?>(name == "build" ? "started" : null),
            11,
            [
                new("/downloads/hedis.xlsx", "HEDIS-aligned workbook", "Summary, one sheet per indicator, definitions", "XLSX"),
                new("/downloads/rates.csv", "All rates", "Every measure, period and grouping", "CSV"),
            ], (_, _) => null), AssetUrls.BesideProgram());
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        return new PageHost(app);
    }

    public static JobsView SomeJobs(DateTimeOffset? buildingSince = null)
    {
        var night = DateTimeOffset.Parse("2026-01-03T09:15:00Z", CultureInfo.InvariantCulture);
        return new JobsView(
            [
                new("sweep", "Inbox sweep", "Takes in the files that lie in the inbox.", night.AddHours(-6), null),
                new("build", "Nightly build", "Counts everything anew and publishes it.", buildingSince is null ? night : null, buildingSince),
            ],
            [
                new("Nightly build", night.AddDays(-1), TimeSpan.FromSeconds(171), "done", "published 20260102T031500Z-3f9ac2", false),
                new("Inbox sweep", night.AddDays(-1).AddHours(-2), TimeSpan.FromSeconds(3.2), "failed", "2 files could not be read", true),
            ], 3, TimeZoneInfo.Utc);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
