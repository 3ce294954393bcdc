using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs;

namespace Workbench.Core.Compliance;

/// <summary>Assesses a finished run and keeps the result.</summary>
public sealed class RunAssessor(IRunStore runs, IAssessmentStore assessments)
{
    /// <param name="candidate">Name of one candidate; null takes all of the run.</param>
    /// <exception cref="InputException">No such run or candidate, or the run is still going on.</exception>
    /// <exception cref="NotAllowedException">The person may not assess.</exception>
    public async Task<Assessment> AssessAsync(string runId, PolicyPack pack, string? candidate, Actor actor, CancellationToken cancellation) =>
        (await AssessAsync(runId, [pack], candidate, actor, cancellation).ConfigureAwait(false))[0];

    /// <summary>Against several packs at once, the answers read once; an assessment for each, in their order.</summary>
    /// <param name="candidate">Name of one candidate; null takes all of the run.</param>
    /// <exception cref="InputException">No such run or candidate, the run is still going on, or a used version of a pack was changed.</exception>
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

        var suite = await runs.SuiteAsync(runId, cancellation).ConfigureAwait(false);
        var results = await runs.ResultsAsync(runId, cancellation).ToListAsync(cancellation).ConfigureAwait(false);
        var made = ImmutableArray.CreateBuilder<Assessment>();
        foreach (var pack in packs)
        {
            var judged = names.Where(name => candidate is null || name == candidate).Select(name => Assessment.Assess(pack, run, suite, results, name));
            made.Add(await assessments.AddAsync(pack, run, [.. judged], actor, cancellation).ConfigureAwait(false));
        }

        return made.ToImmutable();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
