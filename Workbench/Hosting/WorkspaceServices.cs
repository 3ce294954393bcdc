using Microsoft.EntityFrameworkCore;
using Workbench.Cli;
using Workbench.Components.Compare;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;
using Workbench.Core.Models.Stores;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Backup;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Comparisons;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
using Workbench.Core.Storage.Models;
using Workbench.Core.Storage.Races;
using Workbench.Models;

namespace Workbench.Hosting;

/// <summary>What the pages and every command are made of: one registration per folder of Core.</summary>
public static class WorkspaceServices
{
    public static IServiceCollection AddWorkspace(this IServiceCollection services, Workspace workspace, IDbContextFactory<WorkbenchDbContext> database)
    {
        services.AddSingleton(workspace);
        services.AddSingleton(database);
        services.AddSingleton(_ => WorkspaceHold.Share(workspace)).AddSingleton<WorkspaceBackup>().AddSingleton<KeptBackups>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ModelCatalog(
            provider.GetService<IConfiguration>()?.GetSection("Workbench:ModelFolders").Get<string[]>() ?? [],
            provider.GetService<IConfiguration>()?.GetValue("Workbench:ModelCaches", true) == true ? KnownStores.Existing() : []));
        services.AddSingleton<IModelCatalog>(provider => provider.GetRequiredService<ModelCatalog>());
        services.AddSingleton<IModelHashStore, ModelHashStore>();
        services.AddSingleton<ModelHashes>();
        services.AddModelAccess();
        services.AddSingleton<LoadSettingsStore>().AddSingleton<ModelLoads>().AddSingleton<ModelMeasureStore>();
        services.AddCompliance(workspace);
        services.AddSingleton<LogStore>().AddSingleton<LogCheck>().AddSingleton<LogExport>().AddSingleton<LogRotation>().AddSingleton<LogAnchor>().AddSingleton<EvidencePack>().AddSingleton<Workbench.Core.Governance.ISecretSeal, Workbench.People.DataProtectionSeal>().AddSingleton<SecondFactorSealing>().AddSingleton<PeopleStore>().AddSingleton<TokenStore>().AddSingleton<ExportJournal>();
        services.AddDecisions();
        services.AddSingleton<SeasonStore>();
        services.AddSingleton<VoteStore>();
        services.AddSingleton<ComparisonStore>().AddSingleton<CandidateStore>();
        services.AddSingleton(provider => PaceSource.Of(provider.GetRequiredService<ModelCatalog>(), provider.GetRequiredService<ModelHosts>()));
        services.AddSingleton(provider => new ModelNames(
            () => provider.GetRequiredService<IModelCatalog>().Names,
            () => ModelAccess.Endpoints(provider.GetService<IConfiguration>()).Select(endpoint => endpoint.Name),
            () => provider.GetRequiredService<ModelCatalog>().Adapters));
        services.AddRuns(workspace);
        services.AddBanks(workspace);
        services.AddFindings();
        services.AddProvenance(workspace);
        return services;
    }

    /// <summary><c>Workbench:Database</c> with <c>Workbench:ConnectionString</c>, or <c>ConnectionStrings:Workbench</c>.</summary>
    public static DatabaseSettings Database(this IConfiguration configuration) =>
        DatabaseSettings.Parse(configuration["Workbench:Database"], configuration["Workbench:ConnectionString"] ?? configuration.GetConnectionString("Workbench"));

    /// <summary>Opens the workspace a command was told to use; dispose the provider when the command ends.</summary>
    public static async Task<ServiceProvider> OpenAsync(string? dataDirectory, CancellationToken cancellation)
    {
        var configuration = Configuration();
        var workspace = Workspace.At(dataDirectory ?? configuration["Workbench:DataDirectory"]);
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging();
        var provider = services.AddWorkspace(workspace, await workspace.OpenAsync(configuration.Database(), cancellation)).BuildServiceProvider();
        provider.GetRequiredService<WorkspaceHold>();
        return provider;
    }

    /// <summary>As a command reads it: <c>appsettings.json</c> beside the program, then the environment.</summary>
    public static IConfiguration Configuration() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();
}
