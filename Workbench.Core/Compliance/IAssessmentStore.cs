using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Runs;

namespace Workbench.Core.Compliance;

/// <summary>Keeps assessments and the packs they were made with. Each method is one operation, committed on return; what was kept never changes.</summary>
public interface IAssessmentStore
{
    /// <summary>Writes the assessment, the pack's exact content and the log entry in one transaction.</summary>
    /// <param name="plan">That fixed criteria and questions before the run; null for none.</param>
    /// <param name="checks">What the automatic methods are worth against people's labels; empty without labels.</param>
    /// <exception cref="InputException">This version of the pack was used with other content: what was used stays as it was.</exception>
    Task<Assessment> AddAsync(PolicyPack pack, RunHeader run, ImmutableArray<CandidateAssessment> candidates, PlanReference? plan, ImmutableArray<MethodCheck> checks, Actor actor, CancellationToken cancellation);

    /// <summary>The same without a plan and without labels.</summary>
    Task<Assessment> AddAsync(PolicyPack pack, RunHeader run, ImmutableArray<CandidateAssessment> candidates, Actor actor, CancellationToken cancellation) => AddAsync(pack, run, candidates, null, [], actor, cancellation);

    Task<Assessment?> FindAsync(string assessmentId, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    Task<ImmutableArray<Assessment>> ListAsync(int count, CancellationToken cancellation);

    /// <summary>The pack as it was when it was used.</summary>
    Task<PolicyPack?> PackAsync(string sha256, CancellationToken cancellation);

    /// <summary>Every pack that was used, the last used first.</summary>
    /// <param name="packId">Null for all.</param>
    Task<ImmutableArray<PackUse>> PacksAsync(string? packId, CancellationToken cancellation);
}
