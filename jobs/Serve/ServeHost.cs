using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RegistryAnalytics.Dashboard;
using RegistryAnalytics.Dashboard.Model;
using RegistryAnalytics.Jobs.Commands;
using RegistryAnalytics.Jobs.Schedule;

namespace RegistryAnalytics.Jobs.Serve;

/// <summary><c>registry serve</c>: the dashboard and the scheduled jobs in one process.</summary>
public static class ServeHost
{
    /// <summary>Serves until it is cancelled or told to stop.</summary>
    /// <returns>0 when it was stopped; 2 when the addresses cannot be served, after one line on standard error.</returns>
    public static async Task<int> RunAsync(ServeOptions options, CancellationToken cancel = default)
    {
        if (options.Refusal() is { } reason)
        {
            await Console.Error.WriteLineAsync($"serve: {reason}");
            return CommandLine.WrongUsage;
        }
        await using var app = Build(options);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException error) when (error.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"serve: {options.Urls} is in use by another program. Stop it, or give another address with --urls.");
            return CommandLine.WrongUsage;
        }
        foreach (var port in app.Services.GetRequiredService<MllpListener>().Ports) Console.WriteLine($"MLLP: port {port} (this machine only)");
        Console.WriteLine($"Dashboard: {string.Join(' ', app.Urls)} (this machine only; Ctrl+C stops)");
        await app.WaitForShutdownAsync(cancel);
        return CommandLine.Done;
    }

    /// <summary>The application, not yet started.</summary>
    public static WebApplication Build(ServeOptions options)
    {
        Directory.CreateDirectory(options.DataFolder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        // A page of another site that gives its own name our address must not read the figures.
        builder.Services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        builder.Services.AddHostFiltering(_ => { });
        builder.Services.AddDashboard();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Clock);
        builder.Services.AddSingleton(_ => new PublishedBuilds(options.DataFolder, options.MemoryLimit, options.Threshold, options.Clock));
        builder.Services.AddHostedService<BuildWarmer>();
        builder.Services.AddSingleton<LakeTurn>();
        builder.Services.AddSingleton<PostIntake>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PostIntake>());
        builder.Services.AddSingleton<MllpListener>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MllpListener>());
        if (options.RunsJobs)
        {
            builder.Services.AddSchedule(options);
            builder.Services.AddSingleton<JobBoard>();
        }

        var app = builder.Build();
        var builds = app.Services.GetRequiredService<PublishedBuilds>();
        var board = options.RunsJobs ? app.Services.GetRequiredService<JobBoard>() : null;
        app.UseHostFiltering();
        app.MapDashboard(new DashboardActions(
            () => builds.Open() is { } lease ? new OpenBuild(lease.Figures, lease) : null,
            cancel => board is null ? Task.FromResult(JobsView.None) : board.View(cancel),
            (name, cancel) => board is null ? Task.FromResult<string?>(null) : board.Start(name, cancel),
            options.Threshold,
            Downloads.Links(options.Threshold),
            (name, parameters) => Downloads.OnScreen(name, parameters, builds, options)), options.AssetsFolder is { } folder ? new AssetUrls(folder) : AssetUrls.BesideProgram());
        app.MapDownloads(builds, options);
        app.MapSubmissions(app.Services.GetRequiredService<PostIntake>(), options);
        app.MapGet("/verify/{code}", (string code) => Results.Json(VerifyCommand.Check(options.DataFolder, code)));
        app.MapGet("/health", () => Health(builds));
        return app;
    }

    private static IResult Health(PublishedBuilds builds) =>
        Results.Json(new { status = "ok", build = builds.CurrentId() });
}
