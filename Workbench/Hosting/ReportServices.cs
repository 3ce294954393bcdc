using Workbench.Api;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Detectors;
using Workbench.Core.Findings;
using Workbench.Core.Models;
using Workbench.Core.Provenance;
using Workbench.Core.Reports;
using Workbench.Core.Reports.Formats;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Compliance;

namespace Workbench.Hosting;

/// <summary>Reports, for pages and commands.</summary>
internal static class ReportServices
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddSingleton<IReportHistory, ReportHistory>();
        services.AddSingleton(provider => new ReportSource(provider.GetRequiredService<IRunStore>(), provider.GetRequiredService<IAssessmentStore>(), provider.GetRequiredService<TimeProvider>())
        {
            History = provider.GetRequiredService<IReportHistory>(),
            Dossiers = provider.GetRequiredService<IProvenanceDossiers>(),
            Views = provider.GetRequiredService<IAssessmentViews>(),
            Plans = provider.GetRequiredService<IPlanStore>(),
            Taxonomy = provider.GetRequiredService<RiskTaxonomy>(),
            Keywords = provider.GetRequiredService<KeywordShelf>(),
            Models = provider.GetRequiredService<IModelCatalog>(),
        });
        services.AddSingleton(provider => new PdfPrinter(provider.GetService<IConfiguration>()?["Workbench:Chromium"]));
        services.AddSingleton<ReportWriter>().AddSingleton<MadeReports>();
        return services;
    }
}
