using System.Collections.Immutable;
using Workbench.Core.Banks;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>What would be planned: the suite, and for each pack what its clauses can show.</summary>
public sealed record PlanPreview(PlanRequest Request, PromptSuite Suite, ImmutableArray<PlannedQuestion> Questions, ImmutableArray<BankStock> Stock, ImmutableArray<(PolicyPack Pack, ImmutableArray<ClauseForecast> Clauses)> Packs);

/// <summary>Fixes assessments before their runs, and begins the runs.</summary>
/// <param name="accepted">Gives the accepted questions of all banks.</param>
/// <param name="coverage">Gives what the banks hold.</param>
public sealed class AssessmentPlanner(IPlanStore plans, RunQueue queue, IRunStore runs, RiskTaxonomy taxonomy, Func<CancellationToken, Task<ImmutableArray<BankItem>>> accepted, Func<CancellationToken, Task<ImmutableArray<BankCoverage>>> coverage)
{
    /// <summary>Draws and counts without keeping anything. Sizes that were left open are those that the packs ask for.</summary>
    /// <exception cref="InputException">All that is wrong with the request, or no question to draw.</exception>
    public async Task<PlanPreview> PreviewAsync(PlanRequest request, CancellationToken cancellation)
    {
        if (request.Problems().ToArray() is { Length: > 0 } problems)
        {
            throw new InputException([.. problems]);
        }

        var whole = request with { Banks = request.Banks.IsEmpty ? PlanSizes.Of(request.Packs) : request.Banks, People = request.People ?? PlanSizes.People(request.Packs) };
        var items = await accepted(cancellation).ConfigureAwait(false);
        var (suite, questions) = PlanSuite.Draw(whole, items, taxonomy);
        var stock = PlanSuite.Stock(await coverage(cancellation).ConfigureAwait(false));
        return new PlanPreview(whole, suite, questions, stock, [.. whole.Packs.Select(pack => (pack, ClauseForecast.Of(pack, suite, stock, whole.People ?? 0)))]);
    }

    /// <summary>Draws the questions and fixes the plan.</summary>
    /// <exception cref="InputException">All that is wrong with the request, no question to draw, or a used version of a pack was changed.</exception>
    /// <exception cref="NotAllowedException">The person may not assess.</exception>
    public async Task<AssessmentPlan> PlanAsync(PlanRequest request, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Assess);
        var preview = await PreviewAsync(request, cancellation).ConfigureAwait(false);
        RunPlan.Check(new RunSpec(preview.Suite, request.Candidates));
        return await plans.AddAsync(preview.Request, preview.Suite, preview.Questions, preview.Stock, actor, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes the plan's run; a run that was cancelled or failed can be made again, any other can't: nobody picks the best of several.</summary>
    /// <exception cref="InputException">No such plan, or it was run.</exception>
    /// <exception cref="NotAllowedException">The person may not start runs.</exception>
    public async Task<RunHeader> BeginAsync(string planId, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var state = await plans.FindAsync(planId, cancellation).ConfigureAwait(false) ?? throw NoSuchPlan(planId);
        if (state.RunId is { } earlier && await runs.FindAsync(earlier, cancellation).ConfigureAwait(false) is { Status: not (RunStatus.Cancelled or RunStatus.Failed) })
        {
            throw new InputException(new InputProblem(new Phrase("Compliance.PlanWasRun", planId, earlier), Field: "plan"));
        }

        var suite = await plans.SuiteAsync(state.Plan, cancellation).ConfigureAwait(false);
        var run = await queue.EnqueueAsync(new RunSpec(suite, state.Plan.Candidates), actor, cancellation).ConfigureAwait(false);
        await plans.BeginAsync(planId, run.Id, actor, cancellation).ConfigureAwait(false);
        return run;
    }

    public static InputException NoSuchPlan(string planId) => new(new InputProblem(new Phrase("Compliance.NoSuchPlan", planId), Field: "plan"));
}
