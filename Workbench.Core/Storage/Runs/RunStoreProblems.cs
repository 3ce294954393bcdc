using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs.Errors;
using Workbench.Core.Scoring;

namespace Workbench.Core.Storage.Runs;

/// <summary>Cells without an answer or a score, by what kept them from it.</summary>
public sealed partial class RunStore
{
    public async Task<ImmutableArray<RunProblem>> ProblemsAsync(string runId, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        await FindProblemsAsync(db, run, cancellation).ConfigureAwait(false);
        var mine = db.Set<ProblemRow>().AsNoTracking().Where(row => row.RunNumber == run.Number);
        var groups = await mine.GroupBy(row => new { row.Kind, row.Candidate })
            .Select(group => new { group.Key.Kind, group.Key.Candidate, Cells = group.Count(), First = group.Min(row => row.ResultId) }).ToListAsync(cancellation).ConfigureAwait(false);
        var problems = ImmutableArray.CreateBuilder<RunProblem>();
        foreach (var group in groups.GroupBy(row => row.Kind, StringComparer.Ordinal).OrderByDescending(group => group.Sum(row => row.Cells)).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            var kind = new ProblemKind(group.Key);
            var counts = ImmutableArray.CreateBuilder<ProblemCount>();
            foreach (var row in group.OrderBy(row => row.Candidate))
            {
                var places = await mine.Where(each => each.Kind == row.Kind && each.Candidate == row.Candidate).OrderBy(each => each.Ordinal).Select(each => each.Ordinal).ToListAsync(cancellation).ConfigureAwait(false);
                counts.Add(new ProblemCount(run.Candidates[row.Candidate], [.. places]));
            }

            var first = group.Min(row => row.First);
            var example = await Cells(db, run.Number).AsNoTracking().FirstAsync(row => row.Id == first, cancellation).ConfigureAwait(false);
            problems.Add(new RunProblem(kind, counts.ToImmutable(), Words(kind, example), (run.Samples[example.Ordinal], run.Candidates[example.Candidate], example.Repeat)));
        }

        return problems.ToImmutable();
    }

    public async Task<int> ClearErrorsAsync(string runId, ProblemKind kind, Actor actor, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        await FindProblemsAsync(db, run, cancellation).ConfigureAwait(false);
        var ids = db.Set<ProblemRow>().Where(row => row.RunNumber == run.Number && row.Kind == kind.Name).Select(row => row.ResultId);
        return await ClearAsync(db, run, Cells(db, run.Number).Where(row => row.IsError && ids.Contains(row.Id)), kind.IsNotJudged ? [kind] : [], new JsonObject { ["kind"] = kind.Name }, actor, cancellation).ConfigureAwait(false);
    }

    /// <summary>Inside the caller's transaction, after the cells themselves.</summary>
    private static Task KeepProblemsAsync(WorkbenchDbContext db, IEnumerable<ResultRow> cells, CancellationToken cancellation) => BulkRows.InsertAsync(
        db,
        [.. from cell in cells
            from kind in ProblemKind.Of(
                cell.Text.Error is null ? null : RunRows.From<Phrase>(cell.Text.Error),
                cell.Scores.Where(score => score.Outcome == Outcome.Unscored).Select(score => (score.Scorer, score.Outcome, RunRows.From<Phrase>(score.Reason))))
            select new ProblemRow { RunNumber = cell.RunNumber, Kind = kind.Name, Candidate = cell.Candidate, Ordinal = cell.Ordinal, ResultId = cell.Id }],
        cancellation);

    /// <summary>For a run from before they were kept: once.</summary>
    private static async Task FindProblemsAsync(WorkbenchDbContext db, RunKey run, CancellationToken cancellation)
    {
        if (await db.Set<RunRow>().AnyAsync(row => row.Number == run.Number && row.KeepsProblems, cancellation).ConfigureAwait(false))
        {
            return;
        }

        var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);

        // Whoever sets it first finds them; another who came at the same moment waits for the transaction and finds it set.
        if (await db.Set<RunRow>().Where(row => row.Number == run.Number && !row.KeepsProblems).ExecuteUpdateAsync(set => set.SetProperty(row => row.KeepsProblems, true), cancellation).ConfigureAwait(false) > 0)
        {
            await db.Set<ProblemRow>().Where(row => row.RunNumber == run.Number).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
            var troubled = await Cells(db, run.Number).AsNoTracking().Where(row => row.IsError || row.Scores.Any(score => score.Outcome == Outcome.Unscored)).ToListAsync(cancellation).ConfigureAwait(false);
            await KeepProblemsAsync(db, troubled, cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private static Phrase Words(ProblemKind kind, ResultRow cell) => cell.Text.Error is { } error
        ? RunRows.From<Phrase>(error)
        : RunRows.From<Phrase>(cell.Scores.First(score => score.Outcome == Outcome.Unscored && score.Scorer == kind.Scorer).Reason);
}
