using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Errors;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;

namespace Workbench.Core.Storage.Runs;

/// <summary>Verdicts of judges.</summary>
public sealed partial class RunStore
{
    private static readonly string Waiting = RunRows.Json(JudgeScorer.Waiting);

    /// <summary>How a reason with that key begins.</summary>
    private static readonly string NotAsked = RunRows.Json(new Phrase(JudgeScorer.NotAskedKey)).Split(JudgeScorer.NotAskedKey)[0] + JudgeScorer.NotAskedKey + '"';

    private static readonly ImmutableArray<ProblemKind> NotJudged = [.. JudgeScorer.Kinds.Select(static kind => ProblemKind.OfScore(kind, new Phrase(JudgeScorer.NotAskedKey)))];

    public async Task<int> WaitAgainAsync(string runId, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        await FindProblemsAsync(db, run, cancellation).ConfigureAwait(false);
        var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        var waiting = await WaitAgainAsync(db, run, NotJudged, cancellation).ConfigureAwait(false);
        if (waiting > 0)
        {
            await CountAsync(db, run, 0, 0, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return waiting;
    }

    public async Task<bool> JudgedAsync(string runId, RunCell cell, int place, Score score, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await WriteVerdictAsync(runId, cell, place, score).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    // A verdict costs more than a row: begun, it is written whatever becomes of who asked.
    private async Task<bool> WriteVerdictAsync(string runId, RunCell cell, int place, Score score)
    {
        var db = await database.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, CancellationToken.None).ConfigureAwait(false);
        var (ordinal, candidate) = (run.Ordinal(cell.Sample.Id), run.Candidate(cell.Candidate.Name));
        var id = await db.Set<ResultRow>().Where(row => row.RunNumber == run.Number && row.Ordinal == ordinal && row.Candidate == candidate && row.Repeat == cell.Repeat).Select(row => (long?)row.Id).FirstOrDefaultAsync().ConfigureAwait(false);
        var (values, reason) = (score.Values.IsEmpty ? null : RunRows.Json(score.Values), RunRows.Json(score.Reason));
        var changed = await db.Set<ScoreRow>().Where(row => row.ResultId == id && row.Place == place && row.Scorer == score.Scorer && row.Reason == Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Outcome, score.Outcome).SetProperty(row => row.Value, score.Value).SetProperty(row => row.Answer, score.Answer)
            .SetProperty(row => row.Values, values).SetProperty(row => row.Reason, reason).SetProperty(row => row.Sent, score.Sent)).ConfigureAwait(false);
        if (changed == 0)
        {
            return false;
        }

        if (place == 0)
        {
            await db.Set<ResultRow>().Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Outcome, score.Outcome).SetProperty(row => row.Value, score.Value)).ConfigureAwait(false);
        }

        await TellProblemAsync(db, new ProblemRow { RunNumber = run.Number, Kind = ProblemKind.OfScore(score.Scorer, JudgeScorer.Waiting).Name, Candidate = candidate, Ordinal = ordinal, ResultId = id!.Value }, score).ConfigureAwait(false);
        await CountAsync(db, run, 0, 0, CancellationToken.None).ConfigureAwait(false);
        await KeepDifferencesAsync(db, run, [ordinal], CancellationToken.None).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    /// <summary>Inside the caller's transaction.</summary>
    /// <param name="kinds">Of <see cref="NotJudged"/>.</param>
    private static async Task<int> WaitAgainAsync(WorkbenchDbContext db, RunKey run, IEnumerable<ProblemKind> kinds, CancellationToken cancellation)
    {
        var count = 0;
        foreach (var kind in kinds)
        {
            var (scorer, waits) = (kind.Scorer!, ProblemKind.OfScore(kind.Scorer!, JudgeScorer.Waiting).Name);
            var mine = db.Set<ProblemRow>().Where(row => row.RunNumber == run.Number && row.Kind == kind.Name);
            count += await db.Set<ScoreRow>().Where(row => mine.Any(problem => problem.ResultId == row.ResultId) && row.Scorer == scorer && row.Outcome == Outcome.Unscored && row.Reason.StartsWith(NotAsked))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, Waiting).SetProperty(row => row.Sent, (string?)null), cancellation).ConfigureAwait(false);
            var troubled = await mine.AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false);
            var there = await db.Set<ProblemRow>().Where(row => row.RunNumber == run.Number && row.Kind == waits).Select(row => row.ResultId).ToHashSetAsync(cancellation).ConfigureAwait(false);
            await mine.ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
            await BulkRows.InsertAsync(
                db,
                [.. troubled.Where(row => !there.Contains(row.ResultId)).Select(row => new ProblemRow { RunNumber = row.RunNumber, Kind = waits, Candidate = row.Candidate, Ordinal = row.Ordinal, ResultId = row.ResultId })],
                cancellation).ConfigureAwait(false);
        }

        return count;
    }

    /// <summary>It waits no more; a verdict that is none is a problem of its own.</summary>
    private static async Task TellProblemAsync(WorkbenchDbContext db, ProblemRow waited, Score score)
    {
        await db.Set<ProblemRow>().Where(row => row.RunNumber == waited.RunNumber && row.Kind == waited.Kind && row.Candidate == waited.Candidate && row.Ordinal == waited.Ordinal && row.ResultId == waited.ResultId).ExecuteDeleteAsync().ConfigureAwait(false);
        if (score.Outcome == Outcome.Unscored)
        {
            var kind = ProblemKind.OfScore(score.Scorer, score.Reason).Name;
            if (!await db.Set<ProblemRow>().AnyAsync(row => row.RunNumber == waited.RunNumber && row.Kind == kind && row.Candidate == waited.Candidate && row.Ordinal == waited.Ordinal && row.ResultId == waited.ResultId).ConfigureAwait(false))
            {
                await BulkRows.InsertAsync(db, [new ProblemRow { RunNumber = waited.RunNumber, Kind = kind, Candidate = waited.Candidate, Ordinal = waited.Ordinal, ResultId = waited.ResultId }], CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
