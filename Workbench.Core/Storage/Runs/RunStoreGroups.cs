using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;

namespace Workbench.Core.Storage.Runs;

/// <summary>The matrix in groups of samples, a page at a time.</summary>
public sealed partial class RunStore
{
    /// <summary>Samples of a page's groups whose cells are counted for it; larger groups have rates that are kept.</summary>
    private const int MostCountedSamples = 1000;

    public async Task<GroupedPage> GroupedPageAsync(string runId, string dimension, MatrixFilter filter, IReadOnlySet<string> folded, GroupPosition position, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        await FindGroupsAsync(db, run, cancellation).ConfigureAwait(false);
        if (filter.OnlyDifferent && !await db.Set<RunRow>().AnyAsync(row => row.Number == run.Number && row.KeepsDifferences, cancellation).ConfigureAwait(false))
        {
            await FindDifferencesAsync(db, run, cancellation).ConfigureAwait(false);
        }

        if (filter.Problem is not null)
        {
            await FindProblemsAsync(db, run, cancellation).ConfigureAwait(false);
        }

        var from = position.Value ?? "";
        var mine = db.Set<SampleGroupRow>().AsNoTracking().Where(row => row.SuiteSha256 == run.SuiteSha256 && row.Dimension == dimension && row.Ordinal < run.Shown);
        var search = new MatrixQuery(db, run, filter);
        var matches = search.HasText && search.End(-1) >= run.Shown ? await search.Ordinals(-1, run.Shown).ToArrayAsync(cancellation).ConfigureAwait(false) : null;
        var passing = matches is null ? mine : mine.Where(row => EF.Parameter(matches).Contains(row.Ordinal));
#pragma warning disable CA1309 // It becomes SQL, where the column's own order decides.
        var there = await passing.Where(row => string.Compare(row.Value, from) >= 0).GroupBy(row => row.Value).OrderBy(group => group.Key)
            .Select(group => new { Value = group.Key, Samples = group.Count() }).Take(GroupPosition.MostGroups + 1).ToListAsync(cancellation).ConfigureAwait(false);
#pragma warning restore CA1309
        var sizes = matches is null ? there.ToDictionary(group => group.Value, group => group.Samples, StringComparer.Ordinal) : await SizesAsync(mine, [.. there.Select(group => group.Value)], cancellation).ConfigureAwait(false);
        var places = new List<(string Value, int Samples, List<int> Ordinals, bool IsContinued)>();
        var (left, next) = (position.Count, (GroupPosition?)null);
        var toSearch = search.HasText && matches is null ? search.End(-1) : int.MaxValue;
        foreach (var group in there)
        {
            if (left == 0 || places.Count == GroupPosition.MostGroups || toSearch <= 0)
            {
                next = position with { Value = group.Value, After = null };
                break;
            }

            var after = group.Value == position.Value ? position.After ?? -1 : -1;
            List<int> ordinals = [];
            if (!folded.Contains(group.Value))
            {
                // Texts are looked through a stretch at a time; the next page goes on from its end.
                var end = toSearch == int.MaxValue ? run.Shown : search.End(after);
                var found = matches is null
                    ? new MatrixQuery(db, run, filter) { Group = mine.Where(row => row.Value == group.Value).Select(row => row.Ordinal) }.Ordinals(after, end)
                    : passing.Where(row => row.Value == group.Value && row.Ordinal > after).Select(row => row.Ordinal).Distinct().OrderBy(ordinal => ordinal);
                ordinals = await found.Take(left + 1).ToListAsync(cancellation).ConfigureAwait(false);
                if (ordinals.Count > left)
                {
                    ordinals.RemoveAt(left);
                    next = position with { Value = group.Value, After = ordinals[^1] };
                }
                else if (end < run.Shown)
                {
                    next = position with { Value = group.Value, After = end - 1 };
                }

                toSearch -= toSearch == int.MaxValue ? 0 : Math.Min(group.Samples, end - after);
            }

            places.Add((group.Value, sizes[group.Value], ordinals, after >= 0));
            left -= ordinals.Count;
            if (next is not null)
            {
                break;
            }
        }

        int[] shown = [.. places.SelectMany(group => group.Ordinals).Distinct()];
        var rows = shown.Length == 0 ? [] : (await RowsAsync(db, run, shown, cancellation).ConfigureAwait(false)).ToDictionary(row => row.Ordinal);
        var counts = dimension == SampleGrouping.Cluster ? await CountAsync(db, run, mine, [.. places.Select(group => group.Value)], places.Sum(group => group.Samples), cancellation).ConfigureAwait(false) : [];
        return new GroupedPage(dimension, [.. places.Select(group => new MatrixGroup(
            group.Value,
            group.Samples,
            folded.Contains(group.Value),
            group.IsContinued,
            [.. group.Ordinals.Select(ordinal => rows[ordinal])],
            counts.GetValueOrDefault(group.Value) ?? NoCounts))], next);
    }

    /// <summary>Samples of whole groups.</summary>
    private static async Task<Dictionary<string, int>> SizesAsync(IQueryable<SampleGroupRow> mine, string[] values, CancellationToken cancellation) =>
        (await mine.Where(row => values.Contains(row.Value)).GroupBy(row => row.Value).Select(group => new { Value = group.Key, Samples = group.Count() }).ToListAsync(cancellation).ConfigureAwait(false))
            .ToDictionary(group => group.Value, group => group.Samples, StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, (int Right, int Judged)> NoCounts { get; } = ImmutableSortedDictionary.Create<string, (int Right, int Judged)>(StringComparer.Ordinal);

    /// <summary>Right and judged cells by group and candidate; nothing where there are many.</summary>
    private static async Task<Dictionary<string, ImmutableSortedDictionary<string, (int Right, int Judged)>>> CountAsync(WorkbenchDbContext db, RunKey run, IQueryable<SampleGroupRow> mine, string[] values, int samples, CancellationToken cancellation)
    {
        if (samples > MostCountedSamples)
        {
            return [];
        }

        // Cells are read by their places: joined, the database goes through all cells of the run.
        var groups = await mine.Where(row => values.Contains(row.Value)).Select(row => new { row.Value, row.Ordinal }).ToListAsync(cancellation).ConfigureAwait(false);
        int[] ordinals = [.. groups.Select(row => row.Ordinal).Distinct()];
        var cells = await db.Set<ResultRow>()
            .Where(cell => cell.RunNumber == run.Number && ordinals.Contains(cell.Ordinal) && cell.Outcome != null && cell.Outcome != Outcome.Unscored && cell.Outcome != Outcome.Measured)
            .GroupBy(cell => new { cell.Ordinal, cell.Candidate })
            .Select(among => new { among.Key.Ordinal, among.Key.Candidate, Judged = among.Count(), Right = among.Sum(cell => cell.Outcome == Outcome.Correct ? 1 : 0) })
            .ToListAsync(cancellation).ConfigureAwait(false);
        var counts = cells.ToLookup(cell => cell.Ordinal);
        return groups.GroupBy(row => row.Value, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => group.SelectMany(row => counts[row.Ordinal]).GroupBy(cell => cell.Candidate)
                .ToImmutableSortedDictionary(among => run.Candidates[among.Key], among => (among.Sum(cell => cell.Right), among.Sum(cell => cell.Judged)), StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>For a suite from before they were kept: once.</summary>
    private static async Task FindGroupsAsync(WorkbenchDbContext db, RunKey run, CancellationToken cancellation)
    {
        if (await db.Set<SuiteRow>().AnyAsync(row => row.Sha256 == run.SuiteSha256 && row.KeepsGroups, cancellation).ConfigureAwait(false))
        {
            return;
        }

        var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        if (await db.Set<SuiteRow>().Where(row => row.Sha256 == run.SuiteSha256 && !row.KeepsGroups).ExecuteUpdateAsync(set => set.SetProperty(row => row.KeepsGroups, true), cancellation).ConfigureAwait(false) > 0)
        {
            var kept = await db.Set<SuiteRow>().AsNoTracking().Where(row => row.Sha256 == run.SuiteSha256).Select(row => new { row.Name, row.Content }).FirstAsync(cancellation).ConfigureAwait(false);
            await SampleGroupRow.AddAsync(db, SuiteFile.ParseCanonical(kept.Content, kept.Name), cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }
}
