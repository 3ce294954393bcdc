using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;

namespace Workbench.Hosting;

/// <summary>Suites, scorers and runs, for pages and commands.</summary>
public static class RunServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services, Workspace workspace)
    {
        services.AddSingleton(new SuiteCatalog(workspace.SuiteFolder, Path.Combine(AppContext.BaseDirectory, "assets", "suites")));
        services.AddSingleton(provider => new SuiteFolder(workspace.SuiteFolder, provider.GetRequiredService<SuiteCatalog>()));
        services.AddSingleton<SuiteHistory>();
        services.AddSingleton<SuiteEditor>();
        services.AddSingleton(ScorerRegistry.Standard);
        services.AddSingleton<IRunStore, RunStore>();
        services.AddSingleton<Runner>();
        services.AddSingleton<RunQueue>();
        return services;
    }
}
