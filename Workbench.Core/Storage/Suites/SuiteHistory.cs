using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Suites;

namespace Workbench.Core.Storage.Suites;

/// <summary>A content of a suite that has been run, and what ran it.</summary>
/// <param name="LastRun">Id of the newest run.</param>
public sealed record SuiteUse(string Name, int Version, string Sha256, int Runs, string LastRun, DateTimeOffset LastRunAt);

/// <summary>The suites that runs used, each exactly as it was. They stay whatever becomes of the files.</summary>
public sealed class SuiteHistory(IDbContextFactory<WorkbenchDbContext> database)
{
    /// <param name="name">Of one suite; null takes all.</param>
    /// <returns>The most recently run first.</returns>
    public async Task<ImmutableArray<SuiteUse>> ListAsync(string? name, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var used = await db.Set<RunRow>().AsNoTracking().Where(run => name == null || run.SuiteName == name)
            .GroupBy(run => run.SuiteSha256).Select(group => new { Count = group.Count(), Last = group.Max(run => run.Number) })
            .ToDictionaryAsync(group => group.Last, group => group.Count, cancellation).ConfigureAwait(false);
        var last = used.Keys.ToArray();
        var runs = await db.Set<RunRow>().AsNoTracking().Where(run => last.Contains(run.Number))
            .Select(run => new { run.Number, run.SuiteName, run.SuiteVersion, run.SuiteSha256, run.CreatedAt }).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. runs.OrderByDescending(run => run.Number).Select(run => new SuiteUse(run.SuiteName, run.SuiteVersion, run.SuiteSha256, used[run.Number], RunRows.Id(run.Number), run.CreatedAt))];
    }

    /// <returns>The content that was last run under this name and version (any, where it is null); null when there is none.</returns>
    public async Task<PromptSuite?> FindAsync(string name, int? version, CancellationToken cancellation)
    {
        var uses = await ListAsync(name, cancellation).ConfigureAwait(false);
        if (uses.FirstOrDefault(use => version is null || use.Version == version) is not { } found)
        {
            return null;
        }

        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var content = await db.Set<SuiteRow>().AsNoTracking().Where(row => row.Sha256 == found.Sha256).Select(row => row.Content).FirstAsync(cancellation).ConfigureAwait(false);
        return SuiteFile.ParseCanonical(content, name);
    }
}
