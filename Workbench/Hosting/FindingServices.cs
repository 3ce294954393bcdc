using Workbench.Core.Evidence;
using Workbench.Core.Storage.Evidence;

namespace Workbench.Hosting;

/// <summary>Evidence files.</summary>
internal static class FindingServices
{
    public static IServiceCollection AddFindings(this IServiceCollection services) => services
        .AddSingleton<EvidenceStore>().AddSingleton<IEvidenceReader>(provider => provider.GetRequiredService<EvidenceStore>());
}
