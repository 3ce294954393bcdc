using Microsoft.EntityFrameworkCore;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Suites;

namespace Workbench.Core.Storage.Runs;

/// <summary>The matrix of samples and candidates, a page at a time.</summary>
public sealed partial class RunStore
{
    public async Task<MatrixPage> MatrixPageAsync(string runId, MatrixFilter filter, MatrixPosition position, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        var limit = await db.Set<RunRow>().Where(row => row.Number == run.Number).Select(row => row.Limit).FirstAsync(cancellation).ConfigureAwait(false) ?? int.MaxValue;
        var samples = Filtered(db, run, filter).Where(sample => sample.Ordinal < limit);
        var total = await samples.CountAsync(cancellation).ConfigureAwait(false);
        var after = position.After ?? -1;
        var page = await samples.Where(sample => sample.Ordinal > after).OrderBy(sample => sample.Ordinal).Take(position.Count + 1).AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false);
        var more = page.Count > position.Count;
        if (more)
        {
            page.RemoveAt(position.Count);
        }

        var cells = page.Count == 0 ? [] : await CellsAsync(db, run, [.. page.Select(sample => sample.Ordinal)], cancellation).ConfigureAwait(false);
        var byOrdinal = cells.ToLookup(cell => cell.Ordinal, cell => cell.Cell);
        return new MatrixPage(
            [.. page.Select(sample => new MatrixRow(sample.Ordinal, sample.SampleId, sample.Prompt, sample.Language, sample.Region, [.. SuiteRows.Unlisted(sample.Tags)], [.. byOrdinal[sample.Ordinal]]))],
            total,
            more ? position with { After = page[^1].Ordinal } : null);
    }

    private static IQueryable<SampleRow> Filtered(WorkbenchDbContext db, RunKey run, MatrixFilter filter)
    {
        var samples = db.Set<SampleRow>().Where(sample => sample.SuiteSha256 == run.SuiteSha256);
        var results = db.Set<ResultRow>().Where(row => row.RunNumber == run.Number);
        if (filter.Language is { } language)
        {
            samples = samples.Where(sample => sample.Language == language);
        }

        if (filter.Region is { } region)
        {
            samples = samples.Where(sample => sample.Region == region);
        }

        if (filter.Tag is { } tag)
        {
            var listed = SuiteRows.Listed([tag]);
            samples = samples.Where(sample => sample.Tags.Contains(listed));
        }

        if (filter.Text is { Length: > 0 } text)
        {
            var answers = results.Where(TextMatch.Contains<ResultRow>(db, row => row.Text.Answer, text));
            var prompts = db.Set<SampleRow>().Where(sample => sample.SuiteSha256 == run.SuiteSha256).Where(TextMatch.Contains<SampleRow>(db, sample => sample.Prompt, text));
            samples = samples.Where(sample => prompts.Any(each => each.Ordinal == sample.Ordinal) || answers.Any(row => row.Ordinal == sample.Ordinal));
        }

        if (filter.Candidate is not null || filter.Outcome is not null || filter.ErrorsOnly)
        {
            var cells = results;
            if (filter.Candidate is { } candidate)
            {
                var place = run.Candidate(candidate);
                cells = cells.Where(row => row.Candidate == place);
            }

            if (filter.Outcome is { } outcome)
            {
                cells = cells.Where(row => row.Outcome == outcome);
            }

            if (filter.ErrorsOnly)
            {
                cells = cells.Where(row => row.IsError);
            }

            samples = samples.Where(sample => cells.Any(row => row.Ordinal == sample.Ordinal));
        }

        // A null runner differs from nearly everybody, so that it says nothing about the models.
        int[] models = [.. run.Models];
        var compared = models.Length < 2 ? results : results.Where(row => models.Contains(row.Candidate));
        return filter.OnlyDifferent
            ? samples.Where(sample => compared.Where(row => row.Ordinal == sample.Ordinal).Select(row => row.Outcome).Distinct().Count() > 1)
            : samples;
    }

    private static async Task<List<(int Ordinal, MatrixCell Cell)>> CellsAsync(WorkbenchDbContext db, RunKey run, int[] ordinals, CancellationToken cancellation)
    {
        var (first, last) = (ordinals[0], ordinals[^1]);
        var rows = await db.Set<ResultRow>().Where(row => row.RunNumber == run.Number && row.Ordinal >= first && row.Ordinal <= last && ordinals.Contains(row.Ordinal))
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
