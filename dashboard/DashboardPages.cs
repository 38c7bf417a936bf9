using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using RegistryAnalytics.Dashboard.Model;
using RegistryAnalytics.Dashboard.Pages;
using RegistryAnalytics.Reports.Catalogue;

namespace RegistryAnalytics.Dashboard;

/// <summary>The pages, the two buttons and the bundled files.</summary>
public static class DashboardPages
{
    /// <summary>Nothing from elsewhere, nothing inline: a name in the data cannot become a script or a style.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>What rendering on the server needs.</summary>
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents();
        return services;
    }

    /// <summary>Sets the security headers of every answer, and maps the pages. Call before other endpoints answer.</summary>
    public static WebApplication MapDashboard(this WebApplication app, DashboardActions actions, AssetUrls assets)
    {
        app.Use(SecurityHeaders);
        app.Use(Faults);
        app.Use(SameOriginPosts);
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(assets.Folder),
            RequestPath = AssetUrls.Path,
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
        });
        app.MapGet("/", (HttpRequest request, CancellationToken cancel) => Overview(request, actions, assets, cancel));
        app.MapGet("/reports", () => Page<ReportsPage>(new() { ["Files"] = assets, ["Threshold"] = actions.Threshold }));
        app.MapGet("/reports/{name}", (string name, HttpRequest request) => Report(name, request, actions, assets));
        app.MapPost("/jobs/{name}/start", (string name, CancellationToken cancel) => Start(name, actions, cancel));
        return app;
    }

    private static async Task<RazorComponentResult> Overview(
        HttpRequest request, DashboardActions actions, AssetUrls assets, CancellationToken cancel)
    {
        var jobs = await actions.Jobs(cancel);
        var open = actions.Open();
        if (open is null)
            return Page<NoBuildPage>(new() { ["Jobs"] = jobs, ["Files"] = assets, ["Threshold"] = actions.Threshold });
        using (open.Lease)
        {
            var view = OverviewPlan.Make(PageState.Read(request.Query), open.Figures);
            return Page<OverviewPage>(new() { ["View"] = view, ["Jobs"] = jobs, ["Files"] = assets, ["Threshold"] = actions.Threshold, ["Links"] = actions.Downloads });
        }
    }

    private static RazorComponentResult Report(string name, HttpRequest request, DashboardActions actions, AssetUrls assets)
    {
        var given = request.Query.Where(pair => pair.Value.ToString().Length > 0).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        if (ReportCatalogue.Find(name) is not { IsPersonLevel: false } definition)
            return Page<ReportsPage>(new() { ["Files"] = assets, ["Threshold"] = actions.Threshold, ["Problem"] = $"There is no report “{name}” to show here." }, StatusCodes.Status404NotFound);
        var made = actions.Report(name, given);
        return made?.Report is { } report
            ? Page<ReportPage>(new() { ["Report"] = report, ["Definition"] = definition, ["Given"] = given, ["Files"] = assets, ["Threshold"] = actions.Threshold })
            : Page<ReportsPage>(new()
            {
                ["Files"] = assets, ["Threshold"] = actions.Threshold, ["Problem"] = made?.Problem ?? "Nothing has been published yet.", ["Name"] = name, ["Given"] = given,
            }, made is null ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest);
    }

    private static RazorComponentResult Page<T>(Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        new(typeof(T), parameters) { PreventStreamingRendering = true, StatusCode = status };

    private static async Task<IResult> Start(string name, DashboardActions actions, CancellationToken cancel) =>
        await actions.Start(name, cancel) is null ? TypedResults.NotFound() : TypedResults.LocalRedirect("/#jobs");

    private static Task SecurityHeaders(HttpContext context, RequestDelegate next)
    {
        // Set when the answer starts, so that an error's answer carries them too.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (!context.Request.Path.StartsWithSegments(AssetUrls.Path)) headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>A fault is written to the log with what was asked for, and said on screen without its inner workings.</summary>
    private static async Task Faults(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("dashboard");
            log.LogError(error, "Answering {Method} {Path}", context.Request.Method, context.Request.Path);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync(error is OtherProgramException ? error.Message : "The page could not be made. The lines that serve prints say why.", context.RequestAborted);
        }
    }

    /// <summary>
    /// A page of another site must not press our buttons. Browsers say where a post comes from; a program that posts without a
    /// browser sends neither header and carries no one's session, because there is none.
    /// </summary>
    private static Task SameOriginPosts(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return next(context);
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        var own = $"{request.Scheme}://{request.Host}";
        var foreign = site is not ("" or "same-origin" or "none") || (origin.Length > 0 && origin != own);
        if (!foreign) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("This button works only from the dashboard's own pages.");
    }
}
