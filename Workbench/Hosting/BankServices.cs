using Workbench.Core.Banks;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Banks;

namespace Workbench.Hosting;

/// <summary>Question banks, for pages and commands.</summary>
public static class BankServices
{
    public static IServiceCollection AddBanks(this IServiceCollection services, Workspace workspace)
    {
        services.AddSingleton(_ => RiskTaxonomy.Read(File.Exists(Own(workspace)) ? Own(workspace) : Path.Combine(RiskTaxonomy.ShippedFolder, "taxonomy.json")));
        services.AddSingleton<BankQuery>().AddSingleton<BankStore>().AddSingleton<BankExport>();
        services.AddSingleton(provider => new StarterBanks(RiskTaxonomy.ShippedFolder, provider.GetRequiredService<RiskTaxonomy>(), provider.GetRequiredService<BankStore>()));
        return services;
    }

    /// <summary>An organisation's own risks in place of those that came with the program.</summary>
    private static string Own(Workspace workspace) => Path.Combine(workspace.Folder, "taxonomy.json");
}
