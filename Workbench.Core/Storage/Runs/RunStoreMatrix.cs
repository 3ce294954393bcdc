using Microsoft.EntityFrameworkCore;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Suites;

namespace Workbench.Core.Storage.Runs;

/// <summary>The matrix of samples and candidates, a page at a time.</summary>
public sealed partial class RunStore
{
    /// <summary>Counting ends here: what a person wants to know is whether they are many.</summary>
    private const int MostCounted = 2000;

    public async Task<MatrixPage> MatrixPageAsync(string runId, MatrixFilter filter, MatrixPosition position, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        if (filter.OnlyDifferent && !await db.Set<RunRow>().AnyAsync(row => row.Number == run.Number && row.KeepsDifferences, cancellation).ConfigureAwait(false))
        {
            await FindDifferencesAsync(db, run, cancellation).ConfigureAwait(false);
        }

        if (filter.Problem is not null)
        {
            await FindProblemsAsync(db, run, cancellation).ConfigureAwait(false);
        }

        var query = new MatrixQuery(db, run, filter);
        var after = position.After ?? -1;
        var end = query.End(after);
        var places = await query.Ordinals(after, end).Take(position.Count + 1).ToListAsync(cancellation).ConfigureAwait(false);
        var more = places.Count > position.Count;
        if (more)
        {
            places.RemoveAt(position.Count);
        }

        var next = more ? position with { After = places[^1] } : end < run.Shown ? position with { After = end - 1 } : null;
        var (total, counted) = await TotalAsync(query, run, cancellation).ConfigureAwait(false);
        var rows = places.Count == 0 ? [] : await RowsAsync(db, run, [.. places], cancellation).ConfigureAwait(false);
        return new MatrixPage([.. rows], Math.Max(total, places.Count), next, counted, more || end >= run.Shown ? null : end);
    }

    private static async Task<(int Total, bool IsCounted)> TotalAsync(MatrixQuery query, RunKey run, CancellationToken cancellation)
    {
        if (query.IsOpen)
        {
            return (run.Shown, true);
        }

        var end = query.End(-1);
        if (query.HasText && end < run.Shown)
        {
            return (0, false);
        }

        var total = await query.Ordinals(-1, end).Take(MostCounted + 1).CountAsync(cancellation).ConfigureAwait(false);
        return (Math.Min(total, MostCounted), total <= MostCounted && end >= run.Shown);
    }

    private static async Task<IEnumerable<MatrixRow>> RowsAsync(WorkbenchDbContext db, RunKey run, int[] places, CancellationToken cancellation)
    {
        var samples = await db.Set<SampleRow>().Where(sample => sample.SuiteSha256 == run.SuiteSha256 && places.Contains(sample.Ordinal)).OrderBy(sample => sample.Ordinal).AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false);
        var cells = (await CellsAsync(db, run, places, cancellation).ConfigureAwait(false)).ToLookup(cell => cell.Ordinal, cell => cell.Cell);
        return samples.Select(sample => new MatrixRow(sample.Ordinal, sample.SampleId, sample.Prompt, sample.Language, sample.Region, [.. SuiteRows.Unlisted(sample.Tags)], [.. cells[sample.Ordinal]]));
    }

    private static async Task<List<(int Ordinal, MatrixCell Cell)>> CellsAsync(WorkbenchDbContext db, RunKey run, int[] ordinals, CancellationToken cancellation)
    {
        var rows = await db.Set<ResultRow>().Where(row => row.RunNumber == run.Number && ordinals.Contains(row.Ordinal))
            .OrderBy(row => row.Ordinal).ThenBy(row => row.Candidate).ThenBy(row => row.Repeat)
            .Select(row => new
            {
                row.Ordinal,
                row.Candidate,
                row.Repeat,
                row.Outcome,
                row.Value,
                row.IsError,
                Excerpt = row.Text.Answer == null ? null : row.Text.Answer.Substring(0, MatrixCell.ExcerptLength),
                row.Text.Error,
                Reason = row.Scores.Where(score => score.Place == 0).Select(score => score.Reason).FirstOrDefault(),
            })
            .ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => (row.Ordinal, new MatrixCell(
            run.Candidates[row.Candidate],
            row.Repeat,
            row.Outcome,
            row.Value,
            row.Excerpt,
            row.IsError,
            (row.Error ?? row.Reason) is { } reason ? RunRows.From<Phrase>(reason) : null)))];
    }
}
