using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Labels;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Banks;
using Workbench.Core.Storage.Compliance;
using Workbench.Core.Storage.Labels;
using Workbench.Core.Suites;

namespace Workbench.Hosting;

/// <summary>Policy packs, assessments and reports.</summary>
internal static class ComplianceServices
{
    public static IServiceCollection AddCompliance(this IServiceCollection services, Workspace workspace)
    {
        services.AddSingleton(new PackCatalog(Path.Combine(AppContext.BaseDirectory, "assets", "packs"), workspace.PackFolder));
        services.AddSingleton<IAssessmentStore, AssessmentStore>();
        services.AddSingleton(provider => new PackEditor(workspace.PackFolder, provider.GetRequiredService<PackCatalog>(), provider.GetRequiredService<IAssessmentStore>()));
        services.AddSingleton<IPlanStore, PlanStore>().AddSingleton<ILabelStore, LabelStore>().AddSingleton<LabelDesk>();
        services.AddSingleton(provider => new RunAssessor(
            provider.GetRequiredService<IRunStore>(), provider.GetRequiredService<IAssessmentStore>(), provider.GetRequiredService<ILabelStore>(), provider.GetRequiredService<IPlanStore>(), provider.GetRequiredService<Core.Provenance.IProvenanceDossiers>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider =>
        {
            var query = provider.GetRequiredService<BankQuery>();
            return new AssessmentPlanner(
                provider.GetRequiredService<IPlanStore>(), provider.GetRequiredService<RunQueue>(), provider.GetRequiredService<IRunStore>(), provider.GetRequiredService<RiskTaxonomy>(),
                cancellation => query.ListAsync(new BankFilter(State: BankItemState.Accepted), SuiteFile.MaximumSamples, null, cancellation), query.CoverageAsync);
        });
        services.AddReports();
        return services;
    }
}
