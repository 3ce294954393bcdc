using Workbench.Core.Compliance;
using Workbench.Core.Reports;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Compliance;

namespace Workbench.Hosting;

/// <summary>Policy packs, assessments and reports.</summary>
internal static class ComplianceServices
{
    public static IServiceCollection AddCompliance(this IServiceCollection services, Workspace workspace)
    {
        services.AddSingleton(new PackCatalog(Path.Combine(AppContext.BaseDirectory, "assets", "packs"), workspace.PackFolder));
        services.AddSingleton<IAssessmentStore, AssessmentStore>();
        services.AddSingleton(provider => new PackEditor(workspace.PackFolder, provider.GetRequiredService<PackCatalog>(), provider.GetRequiredService<IAssessmentStore>()));
        services.AddSingleton<IReportHistory, ReportHistory>();
        services.AddSingleton(provider => new RunAssessor(provider.GetRequiredService<IRunStore>(), provider.GetRequiredService<IAssessmentStore>()));
        services.AddSingleton(provider => new ReportSource(
            provider.GetRequiredService<IRunStore>(), provider.GetRequiredService<IAssessmentStore>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IReportHistory>()));
        services.AddSingleton(provider => new PdfPrinter(provider.GetService<IConfiguration>()?["Workbench:Chromium"]));
        services.AddSingleton<ReportWriter>();
        return services;
    }
}
