using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Candidates;

namespace Workbench.Core.Storage.Runs;

/// <summary>The order of work, what a run notes of itself, and candidates that come later.</summary>
public sealed partial class RunStore
{
    public Task SetOrderAsync(string runId, RunPriority priority, double place, CancellationToken cancellation) =>
        ChangeAsync(runId, row => (row.Priority, row.Place) = (priority, place), null, cancellation);

    public Task RecordAsync(string runId, Func<RunRecord, RunRecord> change, CancellationToken cancellation) =>
        ChangeAsync(runId, row => row.Record = RunRows.Json(change(row.Record is null ? RunRecord.Empty : RunRows.From<RunRecord>(row.Record))), null, cancellation);

    public async Task<RunHeader> AddCandidatesAsync(string runId, ImmutableArray<Candidate> candidates, Actor actor, CancellationToken cancellation)
    {
        var suite = await SuiteAsync(runId, cancellation).ConfigureAwait(false);
        await ChangeAsync(
            runId,
            row =>
            {
                var all = RunRows.From<ImmutableArray<Candidate>>(row.Candidates).AddRange(candidates);
                row.Candidates = RunRows.Json(all);

                // Figures and differences are about other columns than before.
                row.Revision++;
                row.KeepsDifferences = false;
                row.Expected += RunPlan.Expected(new RunSpec(suite, candidates, row.Limit));
                (row.Status, row.FinishedAt, row.Problem) = (RunStatus.Queued, null, null);
            },
            async (db, row) =>
            {
                await CandidateRows.UseAsync(db, candidates, "run", runId, actor.Id, time.GetUtcNow(), cancellation).ConfigureAwait(false);
                var added = new JsonArray([.. candidates.Select(candidate => new JsonObject { ["name"] = candidate.Name, ["sha256"] = candidate.Hash })]);
                await LogAsync(db, "run.candidates-added", row, actor, new JsonObject { ["candidates"] = added, ["expected"] = row.Expected }, cancellation).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
        _keys.TryRemove(RunRows.Number(runId), out _);
        return (await FindAsync(runId, cancellation).ConfigureAwait(false))!;
    }
}
