using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Storage.Evidence;
using Workbench.Core.Storage.Findings;

namespace Workbench.Hosting;

/// <summary>Evidence files, answers to documentary clauses, findings, exceptions.</summary>
internal static class FindingServices
{
    public static IServiceCollection AddFindings(this IServiceCollection services) => services
        .AddSingleton<EvidenceStore>().AddSingleton<IEvidenceReader>(provider => provider.GetRequiredService<EvidenceStore>())
        .AddSingleton<AssessmentViews>().AddSingleton<IAssessmentViews>(provider => provider.GetRequiredService<AssessmentViews>())
        .AddSingleton<AnswerStore>().AddSingleton<FindingStore>().AddSingleton<ExceptionStore>();
}
