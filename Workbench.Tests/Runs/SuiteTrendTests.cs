using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Trends;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class SuiteTrendTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly RunStore _store;

    public SuiteTrendTests() => _store = new RunStore(_database.Factory, _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task Of_ThreeRuns_HasALineForEachCandidateWithTheKeptFigures()
    {
        string[] runs = [await AddAsync(1, 0.5), await AddAsync(1, 0.7), await AddAsync(2, 0.8)];

        var trend = (await SuiteTrend.OfAsync(_store, "seeded", null, Cancellation))!;

        Assert.Equal(["alpha", "beta", "null:random"], trend.Lines.Select(line => line.Candidate.Name));
        Assert.All(trend.Lines, line => Assert.Equal(runs, line.Points.Select(point => point.Run.Id)));
        Assert.Equal("claim-outcome.accuracy", trend.Lines[0].Metric);
        Assert.Equal([false, false, true], trend.Lines[0].Points.Select(point => point.IsBreak));
        Assert.Equal([null, "R-0001", "R-0002"], trend.Lines[0].Points.Select(point => point.Before));
        foreach (var point in trend.Lines[0].Points)
        {
            var summary = (await _store.SummaryAsync(point.Run.Id, Cancellation)).Summary!;
            Assert.Equal(summary.Candidates[0].Metric("claim-outcome.accuracy"), point.Metric);
        }
    }

    [Fact]
    public async Task Of_MetricThatNothingMeasured_SaysWhatThereIs()
    {
        await AddAsync(1, 0.5);

        var refused = await Assert.ThrowsAsync<InputException>(() => SuiteTrend.OfAsync(_store, "seeded", "refusal.refused", Cancellation));

        Assert.Contains("verbalised-confidence.auroc", refused.Problems[0].Hint!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_RunThatNobodyCounted_IsNamedAndHasNoPoint()
    {
        await AddAsync(1, 0.5);
        var uncounted = await SeededRun.AddAsync(_store, SeededRun.Suite(), 0.6);

        var trend = (await SuiteTrend.OfAsync(_store, "seeded", "claim-outcome.made-up", Cancellation))!;

        Assert.Equal([uncounted], trend.Uncounted);
        Assert.Equal(["R-0001"], trend.Lines[0].Points.Select(point => point.Run.Id));
    }

    [Fact]
    public async Task Of_SuiteThatWasNeverRun_IsNothing() => Assert.Null(await SuiteTrend.OfAsync(_store, "nothing", null, Cancellation));

    private async Task<string> AddAsync(int version, double skill)
    {
        var run = await SeededRun.AddAsync(_store, SeededRun.Suite(version), skill);
        await new RunSummaries(_store, _time).OfAsync(run, Cancellation);
        _time.Advance(TimeSpan.FromDays(3));
        return run;
    }
}
