using System.Collections.Concurrent;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class ResponseCacheTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TestDatabase _database = new();
    private readonly ConcurrentQueue<GenerateRequest> _asked = [];
    private readonly ResponseCache _cache;
    private readonly RunStore _store;
    private readonly RunQueue _queue;

    public ResponseCacheTests()
    {
        _cache = new ResponseCache(Path.Combine(_database.Folder, "cache.db"), 1 << 20, TimeProvider.System);
        _store = new RunStore(_database.Factory, TimeProvider.System);
        var pool = new FakePool((model, request, _) =>
        {
            _asked.Enqueue(request);
            return Task.FromResult(model == "wordless" ? "" : "answer");
        });
        _queue = new RunQueue(_store, new Runner(_store, pool, ScorerRegistry.Standard, TimeProvider.System) { Cache = _cache }, TimeProvider.System);
    }

    [Fact]
    public async Task Run_SameAsBefore_AsksNothingAndSaysSo()
    {
        var first = await RunAsync(static spec => spec);
        Assert.Equal((5, 0), (_asked.Count, await HitsAsync(first)));
        var second = await RunAsync(static spec => spec);

        Assert.Equal((5, 5), (_asked.Count, await HitsAsync(second)));
        var (before, after) = (await _store.CellAsync(first, "s1", "a", 0, CancellationToken.None), await _store.CellAsync(second, "s1", "a", 0, CancellationToken.None));
        Assert.Equal((before!.Answer, before.Usage, before.PromptSent), (after!.Answer, after.Usage, after.PromptSent));
        Assert.Equal((false, true), (before.Cached, after.Cached));
        Assert.Equal(5, (int)RunManifest.Write((await _store.FindAsync(second, CancellationToken.None))!, Given.Suite(5), await HitsAsync(second))["cache"]!["hits"]!);

        // A cell that is asked anew is asked, whatever is kept of it.
        var rerun = await _queue.RerunAsync(second, "s1", "a", 0, Actor.Owner, CancellationToken.None);
        Assert.Equal((6, false), (_asked.Count, rerun.Cached));
    }

    [Fact]
    public async Task Run_AllKept_LoadsNoModelAndNeedsNone()
    {
        var pool = new FakePool((model, request, _) =>
        {
            _asked.Enqueue(request);
            return Task.FromResult("answer 1");
        })
        { IsKnown = true };
        using var queue = new RunQueue(_store, new Runner(_store, pool, ScorerRegistry.Standard, TimeProvider.System) { Cache = _cache }, TimeProvider.System);
        var first = await RunAsync(queue, 5);
        Assert.Equal((5, 1), (_asked.Count, pool.Acquired));

        // Not there any more, and not needed.
        pool.IsDown = true;
        Workbench.Core.Live.LiveState<RunState>? live = null;
        var second = await RunAsync(queue, 5, state => live = state);
        Assert.Equal((5, 1, 5), (_asked.Count, pool.Acquired, await HitsAsync(second)));
        var ended = (await _store.FindAsync(second, CancellationToken.None))!;
        Assert.Equal((RunStatus.Finished, 5, 0, 5), (ended.Status, ended.Answered, ended.Errors, live!.Current.Kept));
        Assert.Equal((await _store.FindAsync(first, CancellationToken.None))!.Models!["a"], ended.Models!["a"]);
        Assert.Equal((await _store.CellAsync(first, "s1", "a", 0, CancellationToken.None))!.Scores[0], (await _store.CellAsync(second, "s1", "a", 0, CancellationToken.None))!.Scores[0]);

        // One cell more than is kept: the model is loaded for that one.
        pool.IsDown = false;
        var third = await RunAsync(queue, 6);
        Assert.Equal((6, 2, 5), (_asked.Count, pool.Acquired, await HitsAsync(third)));
        Assert.Equal(6, (await _store.FindAsync(third, CancellationToken.None))!.Answered);
    }

    [Fact]
    public async Task IsKept_NothingOrAll_SaysSo()
    {
        var pool = new FakePool(static (_, _, _) => Task.FromResult("answer")) { IsKnown = true };
        var runner = new Runner(_store, pool, ScorerRegistry.Standard, TimeProvider.System) { Cache = _cache };
        using var queue = new RunQueue(_store, runner, TimeProvider.System);
        var spec = Given.Spec(Given.Suite(5), "a") with { Caching = RunCaching.Deterministic };
        Assert.False(await runner.IsKeptAsync(spec, spec.Candidates[0], CancellationToken.None));
        await RunAsync(queue, 5);

        Assert.True(await runner.IsKeptAsync(spec, spec.Candidates[0], CancellationToken.None));
        Assert.False(await runner.IsKeptAsync(spec with { Caching = RunCaching.Off }, spec.Candidates[0], CancellationToken.None));
        Assert.False(await runner.IsKeptAsync(spec with { Suite = Given.Suite(6) }, spec.Candidates[0], CancellationToken.None));
        Assert.False(await runner.IsKeptAsync(spec with { Reproducible = true }, spec.Candidates[0], CancellationToken.None));
    }

    public static TheoryData<string> Differences => ["mode", "seed", "temperature", "prompt", "template", "off", "drawn"];

    [Theory, MemberData(nameof(Differences))]
    public async Task Run_AnythingThatMattersDiffers_IsAsked(string difference)
    {
        var settings = new GenerateSettings(Temperature: 0.5);
        RunSpec Spec(RunSpec spec, Func<Candidate, Candidate> change) => spec with { Candidates = [change(new Candidate("a", "a", Settings: difference == "drawn" ? settings with { Seed = null } : settings))] };
        await RunAsync(spec => Spec(spec, static candidate => candidate));
        var second = await RunAsync(spec => difference switch
        {
            "mode" => Spec(spec, static candidate => candidate) with { Reproducible = true },
            "seed" => Spec(spec, static candidate => candidate with { Settings = candidate.Settings! with { Seed = 7 } }),
            "temperature" => Spec(spec, static candidate => candidate with { Settings = candidate.Settings! with { Temperature = 0.6 } }),
            "prompt" => Spec(spec, static candidate => candidate with { SystemPrompt = "Be brief." }),
            "template" => Spec(spec, static candidate => candidate with { Template = "chatml" }),
            "off" => Spec(spec, static candidate => candidate) with { Caching = RunCaching.Off },
            _ => Spec(spec, static candidate => candidate),
        });

        Assert.Equal((10, 0), (_asked.Count, await HitsAsync(second)));
        Assert.Equal(difference == "template" ? "chatml" : null, _asked.Last().Template);
    }

    [Fact]
    public async Task Keep_MoreThanItMayHold_DropsWhatWasNotUsedForLongest()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var small = new ResponseCache(Path.Combine(_database.Folder, "small.db"), 20_000, time);
        var random = new Random(1);
        string Text() => Convert.ToHexString(Enumerable.Range(0, 1000).Select(_ => (byte)random.Next(256)).ToArray());
        string Key(int number) => number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
        for (var number = 0; number < 40; number++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await small.KeepAsync(Key(number), Text(), CancellationToken.None);
            Assert.NotNull(await small.FindAsync(Key(0), CancellationToken.None));
        }

        var size = await small.SizeAsync(CancellationToken.None);
        Assert.InRange(size.Bytes, 10_000, 20_000);
        Assert.Null(await small.FindAsync(Key(1), CancellationToken.None));
        Assert.NotNull(await small.FindAsync(Key(39), CancellationToken.None));
        await small.KeepAsync(Key(39), "{}", CancellationToken.None);
        Assert.Equal("{}", await small.FindAsync(Key(39), CancellationToken.None));
        await small.ClearAsync(CancellationToken.None);
        Assert.Equal(new CacheSize(0, 0, 20_000), await small.SizeAsync(CancellationToken.None));
    }

    public void Dispose()
    {
        _queue.Dispose();
        _store.Dispose();
        _cache.Dispose();
        _database.Dispose();
    }

    private async Task<string> RunAsync(Func<RunSpec, RunSpec> change)
    {
        var run = await _queue.EnqueueAsync(change(Given.Spec(Given.Suite(5), "a") with { Caching = RunCaching.Deterministic }), Actor.Owner, CancellationToken.None);
        await _queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        return run.Id;
    }

    private static async Task<string> RunAsync(RunQueue queue, int samples, Action<Workbench.Core.Live.LiveState<RunState>>? watch = null)
    {
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(samples), "a") with { Caching = RunCaching.Deterministic }, Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, watch, CancellationToken.None).WaitAsync(Limit);
        return run.Id;
    }

    private async Task<int> HitsAsync(string run) => (await _store.ScoresAsync(run, CancellationToken.None)).Count(static cell => cell.Cached);
}
