using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;

namespace Workbench.Core.Storage.Runs;

/// <summary>Runs in the workspace's database.</summary>
public sealed partial class RunStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time) : IRunStore, IDisposable
{
    private readonly ConcurrentDictionary<long, RunKey> _keys = new();

    /// <summary>The one asked for last: pages ask for it again and again, and a large one takes a second to read.</summary>
    private PromptSuite? _suite;

    public async Task<RunHeader> CreateAsync(RunSpec spec, Actor actor, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        await SuiteRows.AddAsync(db, spec.Suite, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        var row = new RunRow
        {
            SuiteSha256 = spec.Suite.Sha256,
            SuiteName = spec.Suite.Name,
            SuiteVersion = spec.Suite.Version,
            Candidates = RunRows.Json(spec.Candidates),
            Status = RunStatus.Queued,
            Expected = RunPlan.Expected(spec),
            CreatedAt = time.GetUtcNow(),
            StartedBy = actor.Id,
            Reproducible = spec.Reproducible,
            Limit = spec.Limit,
            Priority = spec.Priority,
            Caching = spec.Caching,
            KeepsDifferences = true,
            KeepsProblems = true,
            Repeats = spec.Repeats,
        };
        db.Add(row);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await CandidateRows.UseAsync(db, spec.Candidates, "run", RunRows.Id(row.Number), actor.Id, row.CreatedAt, cancellation).ConfigureAwait(false);
        await LogAsync(db, "run.created", row, actor, Started(row), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);

        // About to be asked for by whoever works on it.
        _suite = spec.Suite;
        return RunRows.Header(row);
    }

    public async Task<RunHeader?> FindAsync(string runId, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var number = RunRows.Number(runId);
        return await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, cancellation).ConfigureAwait(false) is { } found ? RunRows.Header(found) : null;
    }

    public async Task<ImmutableArray<RunHeader>> ListAsync(int count, string? before, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var last = before is null ? long.MaxValue : RunRows.Number(before);
        var rows = await db.Set<RunRow>().AsNoTracking().Where(row => row.Number < last).OrderByDescending(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(RunRows.Header)];
    }

    public async Task<ImmutableArray<RunHeader>> OfSuiteAsync(string suite, int count, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var rows = await db.Set<RunRow>().AsNoTracking().Where(row => row.SuiteName == suite).OrderByDescending(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(RunRows.Header)];
    }

    public async Task<ImmutableArray<RunHeader>> UnfinishedAsync(CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var rows = await db.Set<RunRow>().AsNoTracking()
            .Where(row => row.Status == RunStatus.Queued || row.Status == RunStatus.Running || row.Status == RunStatus.Paused)
            .ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(RunRows.Header).OrderByDescending(run => run.Priority).ThenBy(run => run.Place).ThenBy(run => run.Id, StringComparer.Ordinal)];
    }

    public async Task<PromptSuite> SuiteAsync(string runId, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var number = RunRows.Number(runId);
        var found = await db.Set<RunRow>().Where(run => run.Number == number).Select(run => new { run.SuiteSha256, run.Repeats }).FirstOrDefaultAsync(cancellation).ConfigureAwait(false) ?? throw NoRun(runId);
        if (_suite is not { } last || last.Sha256 != found.SuiteSha256)
        {
            var content = await db.Set<SuiteRow>().Where(suite => suite.Sha256 == found.SuiteSha256).Select(suite => suite.Content).FirstAsync(cancellation).ConfigureAwait(false);
            _suite = last = SuiteFile.ParseCanonical(content, runId);
        }

        return found.Repeats is { } repeats ? last with { Repeats = repeats } : last;
    }

    public async Task<string> SuiteContentAsync(string runId, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var number = RunRows.Number(runId);
        var content = await db.Set<RunRow>().Where(run => run.Number == number).Join(db.Set<SuiteRow>(), run => run.SuiteSha256, suite => suite.Sha256, (_, suite) => suite.Content).FirstOrDefaultAsync(cancellation).ConfigureAwait(false) ?? throw NoRun(runId);

        // What the hash is taken over, so that anybody can take it.
        return SuiteCanonical.IsTranslated(content) ? SuiteCanonical.Write(SuiteFile.ParseCanonical(content, runId)) : content;
    }

    public async Task SetStatusAsync(string runId, RunStatus status, Actor actor, CancellationToken cancellation) => await EndAsync(runId, status, null, actor, cancellation).ConfigureAwait(false);

    public async Task FailAsync(string runId, Phrase problem, Actor actor, CancellationToken cancellation) => await EndAsync(runId, RunStatus.Failed, problem, actor, cancellation).ConfigureAwait(false);

    public async Task SetModelAsync(string runId, string candidate, ModelFacts facts, CancellationToken cancellation) =>
        await ChangeAsync(runId, row => row.Models = RunRows.Json((row.Models is null ? ImmutableSortedDictionary<string, ModelFacts>.Empty : RunRows.From<ImmutableSortedDictionary<string, ModelFacts>>(row.Models)).SetItem(candidate, facts)), null, cancellation).ConfigureAwait(false);

    public async Task<bool> TryLeaseAsync(string runId, string owner, DateTimeOffset until, string? takeFrom, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var (number, now) = (RunRows.Number(runId), time.GetUtcNow());
        return await db.Set<RunRow>()
            .Where(row => row.Number == number && (row.LeaseOwner == null || row.LeaseOwner == owner || row.LeaseOwner == takeFrom || row.LeaseUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, owner).SetProperty(row => row.LeaseUntil, until), cancellation).ConfigureAwait(false) == 1;
    }

    public async Task<RunLease?> LeaseAsync(string runId, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var number = RunRows.Number(runId);
        var found = await db.Set<RunRow>().Where(row => row.Number == number).Select(row => new { row.LeaseOwner, row.LeaseUntil }).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        return found is { LeaseOwner: { } owner, LeaseUntil: { } until } ? new RunLease(owner, until) : null;
    }

    public async Task ReleaseAsync(string runId, string owner, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var number = RunRows.Number(runId);
        await db.Set<RunRow>().Where(row => row.Number == number && row.LeaseOwner == owner)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, (string?)null).SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null), cancellation).ConfigureAwait(false);
    }

    private async Task EndAsync(string runId, RunStatus status, Phrase? problem, Actor actor, CancellationToken cancellation) => await ChangeAsync(
        runId,
        row =>
        {
            row.Status = status;
            row.Problem = problem is null ? null : RunRows.Json(problem);
            row.FinishedAt = status is RunStatus.Finished or RunStatus.Cancelled or RunStatus.Failed ? time.GetUtcNow() : null;
        },
        async (db, row) =>
        {
            if (status is not RunStatus.Queued)
            {
                var verb = status == RunStatus.Running ? "run.started" : $"run.{RunExport.Word<RunStatus>(status)}";
                await LogAsync(db, verb, row, actor, new JsonObject { ["answered"] = row.Answered, ["errors"] = row.Errors, ["expected"] = row.Expected }, cancellation).ConfigureAwait(false);
            }
        },
        cancellation).ConfigureAwait(false);

    private async Task ChangeAsync(string runId, Action<RunRow> change, Func<WorkbenchDbContext, RunRow, Task>? log, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        var number = RunRows.Number(runId);
        var row = await db.Set<RunRow>().FirstOrDefaultAsync(each => each.Number == number, cancellation).ConfigureAwait(false) ?? throw NoRun(runId);
        change(row);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        if (log is not null)
        {
            await log(db, row).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private static JsonObject Started(RunRow row) => new()
    {
        ["suite"] = row.SuiteName,
        ["suiteVersion"] = row.SuiteVersion,
        ["suiteSha256"] = row.SuiteSha256,
        ["candidates"] = new JsonArray([.. RunRows.From<ImmutableArray<Candidate>>(row.Candidates).Select(candidate => new JsonObject { ["name"] = candidate.Name, ["sha256"] = candidate.Hash })]),
        ["expected"] = row.Expected,
        ["reproducible"] = row.Reproducible,
    };

    private static InputException NoRun(string runId) => new(new InputProblem(new Phrase("Runs.NoRun", runId)));
}
