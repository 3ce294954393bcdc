using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Errors;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Suites;

namespace Workbench.Core.Storage.Runs;

/// <summary>The cells.</summary>
public sealed partial class RunStore
{
    private static readonly Phrase NoReason = new("Runs.NoneScored");

    public async Task<int> ClearErrorsAsync(string runId, Actor actor, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        await FindProblemsAsync(db, run, cancellation).ConfigureAwait(false);
        return await ClearAsync(db, run, Cells(db, run.Number).Where(row => row.IsError), NotJudged, [], actor, cancellation).ConfigureAwait(false);
    }

    /// <summary>Moves cells to history, and lets scores wait again.</summary>
    /// <param name="notJudged">Kinds of those scores.</param>
    /// <param name="detail">What the log says beside their number.</param>
    private async Task<int> ClearAsync(WorkbenchDbContext db, RunKey run, IQueryable<ResultRow> cells, IEnumerable<ProblemKind> notJudged, JsonObject detail, Actor actor, CancellationToken cancellation)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        var broken = await cells.ToListAsync(cancellation).ConfigureAwait(false);
        foreach (var row in broken)
        {
            db.Add(History(run, row, actor));
            Remove(db, row);
        }

        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await CountAsync(db, run, 0, -broken.Count, cancellation).ConfigureAwait(false);
        await KeepDifferencesAsync(db, run, [.. broken.Select(row => row.Ordinal).Distinct()], cancellation).ConfigureAwait(false);
        var waiting = await WaitAgainAsync(db, run, notJudged, cancellation).ConfigureAwait(false);
        if (broken.Count + waiting > 0)
        {
            detail["count"] = broken.Count + waiting;
            await LogAsync(db, "run.errors-retried", run.Number, actor, detail, cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return broken.Count + waiting;
    }

    public async Task<IReadOnlySet<(string Sample, string Candidate, int Repeat)>> DoneAsync(string runId, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        var cells = await db.Set<ResultRow>().Where(row => row.RunNumber == run.Number).Select(row => new { row.Ordinal, row.Candidate, row.Repeat }).ToListAsync(cancellation).ConfigureAwait(false);
        return cells.Select(cell => (run.Samples[cell.Ordinal], run.Candidates[cell.Candidate], cell.Repeat)).ToHashSet();
    }

    public async Task<SampleResult?> CellAsync(string runId, string sampleId, string candidate, int repeat, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        var (ordinal, place) = (run.Ordinal(sampleId), run.Candidate(candidate));
        var row = await Cells(db, run.Number).FirstOrDefaultAsync(each => each.Ordinal == ordinal && each.Candidate == place && each.Repeat == repeat, cancellation).ConfigureAwait(false);
        return row is null ? null : RunRows.Result(run, row);
    }

    public async Task<ImmutableArray<SampleResult>> HistoryAsync(string runId, string sampleId, string candidate, int repeat, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        var (ordinal, place) = (run.Ordinal(sampleId), run.Candidate(candidate));
        var contents = await db.Set<ResultHistoryRow>().Where(row => row.RunNumber == run.Number && row.Ordinal == ordinal && row.Candidate == place && row.Repeat == repeat)
            .OrderByDescending(row => row.Id).Select(row => row.Content).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. contents.Select(RunRows.From<SampleResult>)];
    }

    public async IAsyncEnumerable<SampleResult> ResultsAsync(string runId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const int page = 500;
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);
        for (var first = 0; first < run.Samples.Length; first += page)
        {
            // By ranges of samples, so that a long export holds no read open and no row in memory twice.
            var (from, until) = (first, first + page);
            var rows = await Cells(db, run.Number).Where(row => row.Ordinal >= from && row.Ordinal < until)
                .OrderBy(row => row.Ordinal).ThenBy(row => row.Candidate).ThenBy(row => row.Repeat).AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false);
            foreach (var row in rows)
            {
                yield return RunRows.Result(run, row);
            }
        }
    }

    public async Task<ImmutableArray<SampleResult>> ScoresAsync(string runId, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var run = await KeyAsync(db, runId, cancellation).ConfigureAwait(false);

        // One row for a score, read as they come: with a list under each cell a million of them would be in memory twice.
        var rows = from row in db.Set<ResultRow>().AsNoTracking()
                   where row.RunNumber == run.Number
                   from score in row.Scores.DefaultIfEmpty()
                   orderby row.Ordinal, row.Candidate, row.Repeat, score.Place
                   select new { row.Ordinal, row.Candidate, row.Repeat, row.IsError, row.Stop, row.PromptTokens, row.CachedTokens, row.CompletionTokens, row.Duration, row.FirstToken, row.Cached, row.At, score.Scorer, Outcome = (Outcome?)score.Outcome, score.Value, score.Values };
        var cells = ImmutableArray.CreateBuilder<SampleResult>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        (int, int, int)? last = null;
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation).ConfigureAwait(false))
        {
            ImmutableArray<Score> scores = row.Outcome is { } outcome ? [new Score(Name(row.Scorer), outcome, row.Value, null, NoReason).With(RunRows.Values(row.Values))] : [];
            if (last == (row.Ordinal, row.Candidate, row.Repeat))
            {
                cells[^1] = cells[^1] with { Scores = [.. cells[^1].Scores, .. scores] };
                continue;
            }

            last = (row.Ordinal, row.Candidate, row.Repeat);
            var usage = row.PromptTokens is { } prompt ? new ModelUsage(prompt, row.CachedTokens ?? 0, row.CompletionTokens ?? 0) : null;
            cells.Add(new SampleResult(run.Samples[row.Ordinal], run.Candidates[row.Candidate], row.Repeat, null, null, row.Stop, usage, row.Duration, row.FirstToken, scores, row.IsError ? NoReason : null, row.At) { Cached = row.Cached });
        }

        return cells.DrainToImmutable();

        string Name(string name) => names.TryGetValue(name, out var known) ? known : names[name] = name;
    }

    private async Task<RunKey> KeyAsync(WorkbenchDbContext db, string runId, CancellationToken cancellation)
    {
        var number = RunRows.Number(runId);
        if (_keys.TryGetValue(number, out var known) && await db.Set<RunRow>().Where(row => row.Number == number).Select(row => (int?)row.Expected).FirstOrDefaultAsync(cancellation).ConfigureAwait(false) == known.Expected)
        {
            return known;
        }

        // New to this process, or another one has added candidates since.
        var run = await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, cancellation).ConfigureAwait(false) ?? throw NoRun(runId);
        var samples = await IdsAsync(db, run.SuiteSha256, cancellation).ConfigureAwait(false);
        var candidates = RunRows.From<ImmutableArray<Candidate>>(run.Candidates);
        var key = new RunKey(number, run.Expected, run.SuiteSha256, Math.Min(run.Limit ?? int.MaxValue, samples.Length), [.. candidates.Select(candidate => candidate.Name)], [.. candidates.Index().Where(each => !each.Item.IsNull).Select(each => each.Index)], samples, samples.Index().ToDictionary(each => each.Item, each => each.Index, StringComparer.Ordinal));
        return _keys[number] = key;
    }

    /// <summary>In the suite's order. Where the suite is in memory its own texts do: those of the database would be there a second time.</summary>
    private async Task<ImmutableArray<string>> IdsAsync(WorkbenchDbContext db, string suite, CancellationToken cancellation) => _suite is { } last && last.Sha256 == suite
        ? [.. last.Samples.Select(static sample => sample.Id)]
        : [.. await db.Set<SampleRow>().Where(sample => sample.SuiteSha256 == suite).OrderBy(sample => sample.Ordinal).Select(sample => sample.SampleId).ToListAsync(cancellation).ConfigureAwait(false)];

    private static IQueryable<ResultRow> Cells(WorkbenchDbContext db, long number) => db.Set<ResultRow>().Include(row => row.Text).Include(row => row.Scores).Where(row => row.RunNumber == number);

    private ResultHistoryRow History(RunKey run, ResultRow row, Actor actor) => new()
    {
        RunNumber = run.Number,
        Ordinal = row.Ordinal,
        Candidate = row.Candidate,
        Repeat = row.Repeat,
        Content = RunRows.Json(RunRows.Result(run, row)),
        ReplacedBy = actor.Id,
        ReplacedAt = time.GetUtcNow(),
    };

    private static void Remove(WorkbenchDbContext db, ResultRow row)
    {
        db.RemoveRange(row.Scores);
        db.Remove(row.Text);
        db.Remove(row);
    }
}
