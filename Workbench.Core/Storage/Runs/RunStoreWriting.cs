using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs;

namespace Workbench.Core.Storage.Runs;

/// <summary>Cells are written in turns: one transaction takes along everything that waits. Each caller hears when its own cell is committed, not before.</summary>
public sealed partial class RunStore
{
    private const int MostAtOnce = 1000;

    private readonly ConcurrentQueue<PendingCell> _waiting = new();
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>What waits is being written.</summary>
    internal bool IsWriting => _writing.CurrentCount == 0;

    /// <summary>Waits for what is being written.</summary>
    public void Dispose()
    {
        _writing.Wait();
        _writing.Dispose();
    }

    public Task AddAsync(string runId, SampleResult result, bool replace, Actor actor, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return AddAsync([new PendingCell(runId, result, replace, actor)]);
    }

    public async Task AddAsync(string runId, IEnumerable<SampleResult> results, Actor actor, CancellationToken cancellation)
    {
        foreach (var chunk in results.Chunk(MostAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            await AddAsync([.. chunk.Select(result => new PendingCell(runId, result, false, actor))]).ConfigureAwait(false);
        }
    }

    /// <summary>What waits is written whatever becomes of who asked: an answer costs more than a row.</summary>
    private async Task AddAsync(PendingCell[] cells)
    {
        foreach (var cell in cells)
        {
            _waiting.Enqueue(cell);
        }

        if (_writing.Wait(0))
        {
            _ = Task.Run(WriteWaitingAsync);
        }

        await (cells.Length == 1 ? cells[0].Written : Task.WhenAll(cells.Select(cell => cell.Written))).ConfigureAwait(false);
    }

    private async Task WriteWaitingAsync()
    {
        do
        {
            while (!_waiting.IsEmpty)
            {
                await WriteOrFailAsync(NextBatch()).ConfigureAwait(false);
            }

            _writing.Release();
        }
        while (!_waiting.IsEmpty && _writing.Wait(0)); // One that came between the last look and the end found somebody writing.
    }

    /// <summary>What takes the place of another cell goes alone: it may be asked for twice.</summary>
    private List<PendingCell> NextBatch()
    {
        List<PendingCell> batch = [];
        while (batch.Count < MostAtOnce && _waiting.TryPeek(out var next) && (batch.Count == 0 || !(next.Replace || batch[0].Replace)))
        {
            _waiting.TryDequeue(out _);
            batch.Add(next);
        }

        return batch;
    }

    /// <summary>Where a batch cannot be written, each cell is tried by itself, so that one of them keeps no other away.</summary>
    private async Task WriteOrFailAsync(List<PendingCell> batch)
    {
        try
        {
            await WriteAsync(batch, CancellationToken.None).ConfigureAwait(false);
            batch.ForEach(cell => cell.Complete());
        }
        catch (Exception) when (batch.Count > 1)
        {
            foreach (var cell in batch)
            {
                cell.Refusal = null;
                await WriteOrFailAsync([cell]).ConfigureAwait(false);
            }
        }
        catch (Exception broken)
        {
            batch[0].Fail(broken);
        }
    }

    private async Task WriteAsync(List<PendingCell> batch, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        foreach (var group in batch.GroupBy(cell => RunRows.Number(cell.RunId)))
        {
            var run = await KeyAsync(db, group.First().RunId, cancellation).ConfigureAwait(false);
            await WriteAsync(db, run, [.. group], cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private async Task WriteAsync(WorkbenchDbContext db, RunKey run, List<PendingCell> cells, CancellationToken cancellation)
    {
        int[] touched = [.. cells.Select(cell => run.Ordinal(cell.Result.SampleId)).Distinct()];
        var there = (await db.Set<ResultRow>().Where(row => row.RunNumber == run.Number && EF.Parameter(touched).Contains(row.Ordinal)).Select(row => new { row.Ordinal, row.Candidate, row.Repeat }).ToListAsync(cancellation).ConfigureAwait(false))
            .Select(row => (row.Ordinal, row.Candidate, row.Repeat)).ToHashSet();
        var numbers = await BulkRows.NumbersAsync<ResultRow>(db, cells.Count, cancellation).ConfigureAwait(false);
        var rows = new Dictionary<(int Ordinal, int Candidate, int Repeat), ResultRow>();
        var (answered, errors) = (0, 0);
        foreach (var (cell, number) in cells.Zip(numbers))
        {
            var row = RunRows.Row(run, cell.Result, number);
            var key = (row.Ordinal, row.Candidate, row.Repeat);
            if (rows.ContainsKey(key) || (there.Contains(key) && !cell.Replace))
            {
                cell.Refusal = new InputException(new InputProblem(new Phrase("Runs.CellThere", cell.Result.SampleId, cell.Result.Candidate, RunPlan.Text(cell.Result.Repeat))));
                continue;
            }

            if (there.Contains(key))
            {
                var old = await ReplaceAsync(db, run, row, cell, cancellation).ConfigureAwait(false);
                (answered, errors) = (answered - (old.IsError ? 0 : 1), errors - (old.IsError ? 1 : 0));
            }

            rows.Add(key, row);
            (answered, errors) = (answered + (row.IsError ? 0 : 1), errors + (row.IsError ? 1 : 0));
        }

        await BulkRows.InsertAsync(db, rows.Values, cancellation).ConfigureAwait(false);
        await BulkRows.InsertAsync(db, [.. rows.Values.Select(row => row.Text)], cancellation).ConfigureAwait(false);
        await BulkRows.InsertAsync(db, [.. rows.Values.SelectMany(row => row.Scores)], cancellation).ConfigureAwait(false);
        await KeepProblemsAsync(db, rows.Values, cancellation).ConfigureAwait(false);
        await CountAsync(db, run, answered, errors, cancellation).ConfigureAwait(false);
        await KeepDifferencesAsync(db, run, touched, cancellation).ConfigureAwait(false);
    }

    private async Task<ResultRow> ReplaceAsync(WorkbenchDbContext db, RunKey run, ResultRow row, PendingCell cell, CancellationToken cancellation)
    {
        var old = await Cells(db, run.Number).FirstAsync(each => each.Ordinal == row.Ordinal && each.Candidate == row.Candidate && each.Repeat == row.Repeat, cancellation).ConfigureAwait(false);
        db.Add(History(run, old, cell.Actor));
        Remove(db, old);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject { ["sample"] = cell.Result.SampleId, ["candidate"] = cell.Result.Candidate, ["repeat"] = cell.Result.Repeat };
        await LogAsync(db, "run.cell-rerun", run.Number, cell.Actor, detail, cancellation).ConfigureAwait(false);
        return old;
    }

    private static Task<int> CountAsync(WorkbenchDbContext db, RunKey run, int answered, int errors, CancellationToken cancellation) => db.Set<RunRow>()
        .Where(row => row.Number == run.Number)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.Answered, row => row.Answered + answered).SetProperty(row => row.Errors, row => row.Errors + errors).SetProperty(row => row.Revision, row => row.Revision + 1), cancellation);

    /// <summary>Looks again at samples whose cells have changed. Where a sample has one cell there is nothing it could differ from.</summary>
    private static async Task KeepDifferencesAsync(WorkbenchDbContext db, RunKey run, int[] ordinals, CancellationToken cancellation)
    {
        if (run.Expected <= run.Shown)
        {
            return;
        }

        foreach (var chunk in ordinals.Chunk(MostAtOnce))
        {
            var differing = await Differing(db, run).Where(row => EF.Parameter(chunk).Contains(row.Ordinal)).GroupBy(row => row.Ordinal)
                .Where(group => group.Max(row => row.Outcome == null ? -1 : (int)row.Outcome) != group.Min(row => row.Outcome == null ? -1 : (int)row.Outcome))
                .Select(group => group.Key).ToListAsync(cancellation).ConfigureAwait(false);
            await db.Set<DifferenceRow>().Where(row => row.RunNumber == run.Number && EF.Parameter(chunk).Contains(row.Ordinal)).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
            await BulkRows.InsertAsync(db, [.. differing.Select(ordinal => new DifferenceRow { RunNumber = run.Number, Ordinal = ordinal })], cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The cells that are compared. A null runner differs from nearly everybody, so that it says nothing about the models.</summary>
    private static IQueryable<ResultRow> Differing(WorkbenchDbContext db, RunKey run)
    {
        int[] models = [.. run.Models];
        var results = db.Set<ResultRow>().Where(row => row.RunNumber == run.Number);
        return models.Length < 2 ? results : results.Where(row => models.Contains(row.Candidate));
    }

    /// <summary>For a run from before they were kept: once.</summary>
    private static async Task FindDifferencesAsync(WorkbenchDbContext db, RunKey run, CancellationToken cancellation)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        await KeepDifferencesAsync(db, run, [.. Enumerable.Range(0, run.Shown)], cancellation).ConfigureAwait(false);
        await db.Set<RunRow>().Where(row => row.Number == run.Number).ExecuteUpdateAsync(set => set.SetProperty(row => row.KeepsDifferences, true), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }
}
