using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>A run laid out for labelling, by the rules of its plan where it has one.</summary>
public sealed record LabelTask(RunHeader Run, PromptSuite Suite, LabelRules Rules, LabelQueue Queue);

/// <summary>An answer that waits for a person's label.</summary>
public sealed record LabelTurn(LabelItem Item, string Answer);

/// <summary>Opens runs for labelling.</summary>
public sealed class LabelDesk(IRunStore runs, IPlanStore plans)
{
    /// <exception cref="InputException">There is no such run.</exception>
    public async Task<LabelTask> OpenAsync(string runId, CancellationToken cancellation)
    {
        var run = await runs.FindAsync(runId, cancellation).ConfigureAwait(false) ?? throw new InputException(new InputProblem(new Phrase("Compliance.NoSuchRun", runId), Field: "run"));
        var suite = await runs.SuiteAsync(runId, cancellation).ConfigureAwait(false);
        var plan = await plans.OfRunAsync(runId, cancellation).ConfigureAwait(false);
        var rules = plan is null ? new LabelRules() : new LabelRules(plan.Seed, plan.People.Twice, plan.People.PerCandidate > 0 ? plan.People.PerCandidate : null, "generated");
        return new LabelTask(run, suite, rules, LabelQueue.Of(run, suite, rules));
    }

    /// <summary>What a person labels next; what the machinery could not answer is passed over.</summary>
    /// <returns>Null where nothing is left for this person.</returns>
    public async Task<LabelTurn?> NextAsync(LabelTask task, LabelSet labels, string person, CancellationToken cancellation)
    {
        foreach (var item in task.Queue.For(person, labels))
        {
            if (await runs.CellAsync(task.Run.Id, item.Sample.Id, item.Candidate, item.Repeat, cancellation).ConfigureAwait(false) is { Error: null, Answer: { } answer })
            {
                return new LabelTurn(item, answer);
            }
        }

        return null;
    }
}
