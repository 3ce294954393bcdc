using Workbench.Core.Provenance;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Provenance;

namespace Workbench.Hosting;

/// <summary>Provenance cards, for pages and commands.</summary>
internal static class ProvenanceServices
{
    public static IServiceCollection AddProvenance(this IServiceCollection services, Workspace workspace)
    {
        services.AddSingleton(_ => LicenceCatalog.Read(Own(workspace, "licences.json")));
        services.AddSingleton(_ => ProvenanceRules.Read(Own(workspace, "provenance-rules.json", "rules.json")));
        services.AddSingleton<ProvenanceStore>().AddSingleton<ProvenanceDossiers>();
        services.AddSingleton<IProvenanceDossiers>(provider => provider.GetRequiredService<ProvenanceDossiers>());
        return services;
    }

    /// <summary>An organisation's own list in the workspace, in place of the one that came with the program.</summary>
    private static string Own(Workspace workspace, string own, string? shipped = null) =>
        Path.Combine(workspace.Folder, own) is var path && File.Exists(path) ? path : Path.Combine(LicenceCatalog.ShippedFolder, shipped ?? own);
}
