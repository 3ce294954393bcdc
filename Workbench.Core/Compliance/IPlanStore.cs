using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>Keeps assessment plans. What was kept never changes but for the run that was made of it.</summary>
public interface IPlanStore
{
    Task<PlanState?> FindAsync(string planId, CancellationToken cancellation);

    /// <summary>The plan that a run was made by; null for none.</summary>
    Task<AssessmentPlan?> OfRunAsync(string runId, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    Task<ImmutableArray<PlanState>> ListAsync(int count, CancellationToken cancellation);

    /// <summary>The plan's questions as a suite.</summary>
    Task<PromptSuite> SuiteAsync(AssessmentPlan plan, CancellationToken cancellation);

    /// <summary>Writes the plan, its packs' and suite's exact content and the log entry in one transaction.</summary>
    /// <exception cref="Language.InputException">A version of a pack was used with other content.</exception>
    Task<AssessmentPlan> AddAsync(PlanRequest request, PromptSuite suite, ImmutableArray<PlannedQuestion> questions, ImmutableArray<BankStock> stock, Actor actor, CancellationToken cancellation);

    /// <summary>Notes the run that was made of the plan.</summary>
    Task BeginAsync(string planId, string runId, Actor actor, CancellationToken cancellation);
}
