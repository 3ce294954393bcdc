using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Banks;

namespace Workbench.Core.Storage.Banks;

/// <summary>The questions that a step is about: one by its id, or all that a filter takes.</summary>
public sealed record BankSelection
{
    private BankSelection()
    {
    }

    public string? Id { get; private init; }

    public BankFilter? Filter { get; private init; }

    public static BankSelection One(string id) => new() { Id = id };

    public static BankSelection All(BankFilter filter) => new() { Filter = filter };
}

/// <summary>Reads banks.</summary>
public sealed class BankQuery(IDbContextFactory<WorkbenchDbContext> database, RiskTaxonomy taxonomy)
{
    public async Task<BankItem?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var number = BankItemRow.NumberOf(id);
        return (await db.Set<BankItemRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, cancellation).ConfigureAwait(false))?.ToItem();
    }

    /// <summary>In order of their ids.</summary>
    /// <param name="after">Id of the last one of the page before.</param>
    public async Task<ImmutableArray<BankItem>> ListAsync(BankFilter filter, int count, string? after, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var last = after is null ? 0 : BankItemRow.NumberOf(after);
        var rows = await Rows(db, filter).AsNoTracking().Where(row => row.Number > last).OrderBy(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToItem())];
    }

    public async Task<int> CountAsync(BankFilter filter, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await Rows(db, filter).CountAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<ImmutableArray<BankCoverage>> CoverageAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var groups = await db.Set<BankItemRow>().AsNoTracking().GroupBy(row => new { row.Kind, row.Leaf, row.Language, row.State })
            .Select(group => new { group.Key, Count = group.Count(), Changed = group.Max(row => row.ChangedAt) }).ToListAsync(cancellation).ConfigureAwait(false);
        return BankCoverage.Of(
            taxonomy,
            [.. groups.Select(group => new BankCount(group.Key.Kind, group.Key.Leaf, group.Key.Language, group.Key.State, group.Count))],
            groups.GroupBy(group => group.Key.Kind).ToDictionary(kind => kind.Key, kind => kind.Max(group => group.Changed)));
    }

    internal static IQueryable<BankItemRow> Rows(WorkbenchDbContext db, BankFilter filter)
    {
        var rows = db.Set<BankItemRow>().AsQueryable();
        rows = filter.Kind is { } kind ? rows.Where(row => row.Kind == kind) : rows;
        rows = filter.Leaf is { } leaf ? rows.Where(row => row.Leaf == leaf) : rows;
        rows = filter.State is { } state ? rows.Where(row => row.State == state) : rows;
        rows = filter.Language is { } language ? rows.Where(row => row.Language == language) : rows;
        return string.IsNullOrWhiteSpace(filter.Text) ? rows : rows.Where(TextMatch.Contains<BankItemRow>(db, row => row.Text, filter.Text));
    }
}
