using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Governance;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Provenance;
using Workbench.Core.Runs;

namespace Workbench.Core.Compliance;

/// <summary>Assesses a finished run and keeps the result. A run that was made by a plan is judged by what the plan fixed.</summary>
/// <param name="provenance">Null leaves provenance clauses without evidence.</param>
public sealed class RunAssessor(IRunStore runs, IAssessmentStore assessments, ILabelStore? labels = null, IPlanStore? plans = null, IProvenanceDossiers? provenance = null, TimeProvider? time = null)
{
    /// <param name="candidate">Name of one candidate; null takes all of the run.</param>
    /// <exception cref="InputException">No such run or candidate, or the run is still going on.</exception>
    /// <exception cref="NotAllowedException">The person may not assess.</exception>
    public async Task<Assessment> AssessAsync(string runId, PolicyPack pack, string? candidate, Actor actor, CancellationToken cancellation) =>
        (await AssessAsync(runId, [pack], candidate, actor, cancellation).ConfigureAwait(false))[0];

    /// <summary>Against several packs at once, the answers read once; an assessment for each, in their order.</summary>
    /// <param name="candidate">Name of one candidate; null takes all of the run.</param>
    /// <exception cref="InputException">No such run or candidate, the run is still going on, a used version of a pack was changed, or criteria or candidates are not those of the run's plan.</exception>
    /// <exception cref="NotAllowedException">The person may not assess.</exception>
    public async Task<ImmutableArray<Assessment>> AssessAsync(string runId, ImmutableArray<PolicyPack> packs, string? candidate, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Assess);
        var run = await runs.FindAsync(runId, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Compliance.NoSuchRun", runId), Field: "run"));
        if (run.Status is RunStatus.Queued or RunStatus.Running or RunStatus.Paused)
        {
            throw new InputException(new InputProblem(new Phrase("Compliance.RunUnfinished", runId, Text(run.Answered), Text(run.Expected)), Field: "run"));
        }

        var names = run.Candidates.Select(one => one.Name).ToImmutableArray();
        if (candidate is not null && !names.Contains(candidate))
        {
            throw new InputException(new InputProblem(new Phrase("Compliance.NoSuchCandidate", candidate, string.Join(", ", names)), Field: "candidate"));
        }

        var plan = plans is null ? null : await plans.OfRunAsync(runId, cancellation).ConfigureAwait(false);
        if (plan is not null && PlanKept.Problems(plan, run, packs).ToArray() is { Length: > 0 } problems)
        {
            throw new InputException([.. problems]);
        }

        var suite = await runs.SuiteAsync(runId, cancellation).ConfigureAwait(false);
        var results = await runs.ResultsAsync(runId, cancellation).ToListAsync(cancellation).ConfigureAwait(false);
        var given = labels is null ? LabelSet.Empty : await labels.OfAsync(runId, cancellation).ConfigureAwait(false);
        var basis = new AssessmentBasis(given, given.All.IsEmpty ? [] : MethodCheck.Of(suite, results, given), plan?.Stock);
        var today = DateOnly.FromDateTime((time ?? TimeProvider.System).GetUtcNow().UtcDateTime);
        var cards = new Dictionary<string, CandidateProvenance?>(StringComparer.Ordinal);
        foreach (var name in packs.Any(pack => pack.Clauses.Any(clause => clause.Kind == ClauseKind.Provenance)) ? names : [])
        {
            cards[name] = await ProvenanceClause.CollectAsync(provenance, run, name, today, cancellation).ConfigureAwait(false);
        }

        var made = ImmutableArray.CreateBuilder<Assessment>();
        foreach (var pack in packs)
        {
            var judged = names.Where(name => candidate is null || name == candidate).Select(name => Assessment.Assess(pack, run, suite, results, name, basis with { Provenance = cards.GetValueOrDefault(name) }));
            var reference = plan is not null && plan.Packs.Any(planned => planned.Sha256 == pack.Sha256) ? new PlanReference(plan.Id, plan.Sha256) : null;
            made.Add(await assessments.AddAsync(pack, run, [.. judged], reference, basis.Checks, actor, cancellation).ConfigureAwait(false));
        }

        return made.ToImmutable();
    }

    /// <summary>The plan's run against the plan's packs.</summary>
    /// <exception cref="InputException">No such plan, or it was not run to its end.</exception>
    /// <exception cref="NotAllowedException">The person may not assess.</exception>
    public async Task<ImmutableArray<Assessment>> AssessPlanAsync(string planId, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Assess);
        var state = plans is null ? null : await plans.FindAsync(planId, cancellation).ConfigureAwait(false);
        if (state is null)
        {
            throw AssessmentPlanner.NoSuchPlan(planId);
        }

        var runId = state.RunId ?? throw new InputException(new InputProblem(new Phrase("Compliance.PlanNotRun", planId), Field: "plan"));
        var packs = ImmutableArray.CreateBuilder<PolicyPack>();
        foreach (var pack in state.Plan.Packs)
        {
            packs.Add(await assessments.PackAsync(pack.Sha256, cancellation).ConfigureAwait(false) ?? throw new InputException(new InputProblem(new Phrase("Compliance.NoSuchPackVersion", pack.Id))));
        }

        return await AssessAsync(runId, packs.ToImmutable(), null, actor, cancellation).ConfigureAwait(false);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
