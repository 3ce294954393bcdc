using Workbench.Cli;
using Workbench.Components;

namespace Workbench.Hosting;

/// <summary>The web workbench as one application: options, what each folder adds, and the pages.</summary>
public static class WorkbenchApp
{
    public static WebApplication Build(ServeCommand.Settings settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(settings.Urls ?? builder.Configuration["Workbench:Urls"] ?? "http://127.0.0.1:5210");
        if (!Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")))
        {
            builder.WebHost.UseStaticWebAssets();
        }

        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
