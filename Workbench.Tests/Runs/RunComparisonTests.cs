using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class RunComparisonTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly RunStore _store;

    public RunComparisonTests() => _store = new RunStore(_database.Factory, TimeProvider.System);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Compare_TwoRunsOfASuite_CountsPairsAndTestsThemTogether()
    {
        var suite = Given.Suite(40);
        var before = await RunAsync(suite, "a", sample => sample % 4 != 0);
        var now = await RunAsync(suite, "a", sample => sample % 8 != 0 && sample != 1);

        var comparison = await RunComparison.OfAsync(_store, before, now, CancellationToken.None);

        var change = Assert.Single(comparison.Changes);
        Assert.Equal((40, 0, 0, 0), (comparison.Common, comparison.OnlyBefore, comparison.OnlyNow, comparison.Reworded));
        Assert.Equal((5, 1, 34), (change.Better, change.Worse, change.Same));
        Assert.Equal((0.75, 0.85), (change.Before!.Value, Math.Round(change.Now!.Value, 12)));
        var values = Enumerable.Range(0, 40).ToList();
        var expected = PairedDifference.Of("claim-outcome.change", [.. values.Select(sample => sample % 8 != 0 && sample != 1 ? 1.0 : 0)], [.. values.Select(sample => sample % 4 != 0 ? 1.0 : 0)], [.. values.Select(sample => $"c:c{sample / 2}")]);
        Assert.Equal(expected.Metric, change.Change.Metric);
        Assert.Equal(expected.P, change.AdjustedP);
        Assert.Equal("s1", comparison.Changed[0].SampleId);
        Assert.Equal(6, comparison.Changed.Length);
    }

    [Fact]
    public async Task Compare_VersionsOfASuite_LeavesOutWhatAsksSomethingElse()
    {
        var before = await RunAsync(Given.Suite(6), "old", _ => true);
        var other = SuiteFile.Parse("name: small\nversion: 2\nscorers: [ { kind: claim-outcome } ]\nsamples:\n" + string.Concat(Enumerable.Range(1, 6).Select(index => $"  - {{ id: s{index}, prompt: \"{(index == 1 ? "Quite another" : "Question")} {index}?\", target: \"answer {index}\" }}\n")), "small.yaml");
        var now = await RunAsync(other, "new", _ => false, 1);

        var comparison = await RunComparison.OfAsync(_store, before, now, CancellationToken.None);

        Assert.Equal((4, 1, 1, 1), (comparison.Common, comparison.OnlyBefore, comparison.OnlyNow, comparison.Reworded));
        Assert.Equal(("new", "old", 4), (comparison.Changes[0].Candidate, comparison.Changes[0].BeforeCandidate, comparison.Changes[0].Worse));
    }

    [Fact]
    public async Task Compare_WithNothingInCommon_SaysSo()
    {
        var suite = Given.Suite(2);
        var one = await _store.CreateAsync(Given.Spec(suite, "a", "b"), Actor.Owner, CancellationToken.None);
        var two = await _store.CreateAsync(Given.Spec(suite, "c"), Actor.Owner, CancellationToken.None);
        await Assert.ThrowsAsync<InputException>(() => RunComparison.OfAsync(_store, one.Id, two.Id, CancellationToken.None));
        await Assert.ThrowsAsync<InputException>(() => RunComparison.OfAsync(_store, one.Id, "R-0077", CancellationToken.None));
    }

    private async Task<string> RunAsync(PromptSuite suite, string candidate, Func<int, bool> right, int first = 0)
    {
        var run = await _store.CreateAsync(Given.Spec(suite, candidate), Actor.Owner, CancellationToken.None);
        await _store.AddAsync(run.Id, suite.Samples.Select((sample, index) => Given.Result(sample.Id, candidate, right(index + first) ? Outcome.Correct : Outcome.Incorrect)), Actor.Owner, CancellationToken.None);
        await _store.SetStatusAsync(run.Id, RunStatus.Finished, Actor.Owner, CancellationToken.None);
        return run.Id;
    }
}
