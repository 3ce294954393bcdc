using Workbench.Api;
using Workbench.Cli;
using Workbench.Components;
using Workbench.Components.Compare;
using Workbench.Components.Provenance;
using Workbench.Components.Runs;
using Workbench.Components.Suites;
using Workbench.Configuration;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Backup;
using Workbench.Core.Storage.Governance;
using Workbench.People;

namespace Workbench.Hosting;

/// <summary>The web workbench as one application: options, what each folder adds, and the pages.</summary>
public static class WorkbenchApp
{
    /// <param name="clock">What time it is; null for this machine's.</param>
    public static async Task<WebApplication> BuildAsync(ServeCommand.Settings settings, CancellationToken cancellation, TimeProvider? clock = null)
    {
        // The name is given, not taken from the program that started: static files are found by it.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(WorkbenchApp).Assembly.GetName().Name });
        var urls = settings.Urls ?? builder.Configuration["Workbench:Urls"] ?? "http://127.0.0.1:5210";
        builder.WebHost.UseUrls(urls);
        if (!Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")))
        {
            builder.WebHost.UseStaticWebAssets();
        }

        var workspace = Workspace.At(settings.Data ?? builder.Configuration["Workbench:DataDirectory"]);
        builder.Services.AddWorkspace(workspace, await workspace.OpenAsync(builder.Configuration.Database(), cancellation));
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        builder.Services.AddCultures();
        builder.Services.AddPeople(workspace, builder.Configuration, urls, settings);
        builder.Services.AddApi();
        builder.Services.AddSingleton<HeatBoards>();
        builder.Services.AddSingleton<JudgeChecks>();
        builder.Services.AddHostedService<RunWorker>();
        builder.Services.AddHostedService<MeasureWorker>();
        builder.Services.AddHostedService<DecisionWorker>();

        // A pasted suite or prompt travels as one message.
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(static options => options.MaximumReceiveMessageSize = 2 * 1024 * 1024);
        var app = builder.Build();
        app.Services.GetRequiredService<WorkspaceHold>();
        await app.Services.GetRequiredService<SecondFactorSealing>().SealAsync(cancellation);
        if (settings.Demo)
        {
            ServeAnnouncements.DemoPeople(await app.Services.GetRequiredService<PeopleStore>().AddDemoPeopleAsync(cancellation));
        }

        if (app.Configuration.GetValue("Workbench:BehindProxy", false))
        {
            app.UseForwardedHeaders();
        }

        app.UseExceptionHandler(WorkbenchUrls.ErrorPath, createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute(WorkbenchUrls.NotFoundPath, createScopeForStatusCodePages: true);
        app.UseSecurityHeaders();
        app.UseRequestLocalization();
        app.UseAuthentication();
        app.Use((context, next) => app.Services.GetRequiredService<SignInGate>().InvokeAsync(context, next));
        app.UseApi();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapPreferences();
        app.MapSignIn();
        app.MapApi();
        app.MapLog();
        app.MapBackups();
        app.MapReports();
        app.MapEvidence();
        app.MapRunExport();
        app.MapSuiteSchema();
        app.MapRunManifest();
        app.MapComparisonExport();
        app.MapProvenanceExport();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }
}
