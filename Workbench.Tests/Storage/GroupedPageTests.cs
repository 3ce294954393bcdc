using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage;

public sealed class SqliteGroupedPageTests() : GroupedPageTests(DatabaseKind.Sqlite);

public sealed class PostgresGroupedPageTests() : GroupedPageTests(DatabaseKind.Postgres);

public abstract class GroupedPageTests : IDisposable
{
    private readonly TestDatabase _database;
    private readonly RunStore _store;

    protected GroupedPageTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _store = new RunStore(_database.Factory, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tag")]
    [InlineData("language")]
    [InlineData("region")]
    [InlineData("field")]
    [InlineData("cluster")]
    public async Task Pages_OfEachDimension_HaveEverySampleOfEveryGroupInOrder(string dimension)
    {
        var suite = SeededRun.Suite();
        var run = await SeededRun.AddAsync(_store, suite);
        var expected = suite.Samples.Index().SelectMany(sample => SampleGrouping.Of(sample.Item, dimension).Select(value => (Value: value, sample.Index)))
            .GroupBy(pair => pair.Value, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(pair => pair.Index).ToList());

        var pages = await PagesAsync(run, dimension, new MatrixFilter(), [], 7);

        var found = pages.SelectMany(page => page.Groups).GroupBy(group => group.Value).ToList();
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Select(group => group.Key).Order(StringComparer.Ordinal));
        Assert.All(found, group => Assert.Equal(expected[group.Key], group.SelectMany(part => part.Rows).Select(row => row.Ordinal)));
        Assert.All(found, group => Assert.All(group, part => Assert.Equal(expected[group.Key].Count, part.Samples)));
        Assert.All(pages, page => Assert.True(page.Groups.Sum(group => group.Rows.Length) <= 7 && page.Groups.Length <= GroupPosition.MostGroups));
        Assert.All(found, group => Assert.Equal(Enumerable.Range(0, group.Count()).Select(place => place > 0), group.Select(part => part.IsContinued)));
    }

    [Fact]
    public async Task Pages_FilteredAndFolded_LeaveOutWhatDoesNotPass()
    {
        var suite = SeededRun.Suite();
        var run = await SeededRun.AddAsync(_store, suite);
        var filter = new MatrixFilter(Outcome.Incorrect, Candidate: "null:random");
        var passing = (await _store.MatrixPageAsync(run, filter, new MatrixPosition(Count: 100), Cancellation)).Rows.Select(row => row.Ordinal).ToHashSet();

        var pages = await PagesAsync(run, "tag", filter, ["t1", "t3"], 5);

        foreach (var group in pages.SelectMany(page => page.Groups).GroupBy(group => group.Value))
        {
            var isFolded = group.Key is "t1" or "t3";
            Assert.All(group, part => Assert.Equal(isFolded, part.IsFolded));
            Assert.Equal(isFolded ? [] : passing.Where(place => suite.Samples[place].Tags.Contains(group.Key)).Order(), group.SelectMany(part => part.Rows).Select(row => row.Ordinal));
        }
    }

    [Fact]
    public async Task Pages_WhileATextIsLookedFor_HaveItsGroupsWithItsSamplesAlone()
    {
        var suite = SeededRun.Suite();
        var run = await SeededRun.AddAsync(_store, suite);
        var filter = new MatrixFilter(Text: "Question 1");
        var passing = (await _store.MatrixPageAsync(run, filter, new MatrixPosition(Count: 100), Cancellation)).Rows.Select(row => row.Ordinal).ToHashSet();
        Assert.InRange(passing.Count, 1, suite.Samples.Length - 1);
        var expected = suite.Samples.Index().SelectMany(sample => sample.Item.Tags.Select(tag => (Tag: tag, sample.Index))).ToLookup(pair => pair.Tag, pair => pair.Index, StringComparer.Ordinal);

        var pages = await PagesAsync(run, "tag", filter, [], 4);

        var found = pages.SelectMany(page => page.Groups).GroupBy(group => group.Value).ToList();
        Assert.Equal(expected.Where(tag => tag.Any(passing.Contains)).Select(tag => tag.Key).Order(StringComparer.Ordinal), found.Select(group => group.Key));
        Assert.All(found, group => Assert.Equal(expected[group.Key].Where(passing.Contains), group.SelectMany(part => part.Rows).Select(row => row.Ordinal)));
        Assert.All(found, group => Assert.All(group, part => Assert.Equal(expected[group.Key].Count(), part.Samples)));
        Assert.Empty((await PagesAsync(run, "tag", new MatrixFilter(Text: "nowhere at all"), [], 4)).SelectMany(page => page.Groups));
    }

    [Fact]
    public async Task Pages_WhileATextIsLookedForInALargeRun_LookThroughItPartByPart()
    {
        // More samples than one request looks through: 8,000 cells of texts at most.
        const int samples = 9_000;
        var suite = SuiteFile.Parse("name: large\nscorers: [ { kind: includes } ]\nsamples:\n" + string.Concat(Enumerable.Range(0, samples).Select(static index => $"  - {{ id: s{index}, prompt: \"Question {index}?\", target: a, tags: [t{index % 2}] }}\n")), "large.yaml");
        var run = (await _store.CreateAsync(Given.Spec(suite, "a"), Actor.Owner, Cancellation)).Id;
        await _store.AddAsync(run, suite.Samples.Index().Select(static sample => Given.Result(sample.Item.Id, "a", answer: sample.Index % 1000 == 999 ? "needle" : "hay")), Actor.Owner, Cancellation);

        var pages = await PagesAsync(run, "tag", new MatrixFilter(Text: "needle"), [], 4);

        Assert.Equal(Enumerable.Range(0, 9).Select(static index => (1000 * index) + 999), pages.SelectMany(page => page.Groups).Where(group => group.Value == "t1").SelectMany(group => group.Rows).Select(row => row.Ordinal));
        Assert.Empty(pages.SelectMany(page => page.Groups).Where(group => group.Value == "t0").SelectMany(group => group.Rows));
    }

    [Fact]
    public async Task Clusters_HaveCountsOfTheirOwn()
    {
        var run = await SeededRun.AddAsync(_store, SeededRun.Suite(), troubled: false);
        var cells = await _store.ScoresAsync(run, Cancellation);

        var group = (await PagesAsync(run, "cluster", new MatrixFilter(), [], 50))[0].Groups.Single(each => each.Value == "c10");

        var mine = cells.Where(cell => cell.SampleId is "s20" or "s21" && cell.Candidate == "alpha").ToList();
        Assert.Equal((mine.Count(cell => cell.Scores[0].Outcome == Outcome.Correct), 2), group.Counts["alpha"]);
    }

    [Fact]
    public async Task Rates_OfGroups_AreThoseOfTheirSamplesAlone()
    {
        var suite = SeededRun.Suite();
        var run = await SeededRun.AddAsync(_store, suite);
        var summary = RunSummary.Build((await _store.FindAsync(run, Cancellation))!, suite, await _store.ScoresAsync(run, Cancellation));

        var alpha = summary.Candidates[0];

        Assert.Equal(["tag", "language", "region", "field"], alpha.Groups.Select(rate => rate.Dimension).Distinct());
        Assert.Equal(["law", "medicine"], alpha.Groups.Where(rate => rate.Dimension == "field").Select(rate => rate.Value));
        var split = alpha.Splits.Single(each => each is { Dimension: "language", Value: "en" }).Metrics.Single(metric => metric.Name == "claim-outcome.accuracy");
        Assert.Equal(split, alpha.Groups.Single(rate => rate is { Dimension: "language", Value: "en" }).Metric);
    }

    [Fact]
    public async Task Pages_OfASuiteFromBefore_AreTheSame()
    {
        var run = await SeededRun.AddAsync(_store, SeededRun.Suite());
        var before = Shape(await PagesAsync(run, "field", new MatrixFilter(), [], 9));
        await using (var db = _database.Factory.CreateDbContext())
        {
            await db.Set<SampleGroupRow>().ExecuteDeleteAsync(Cancellation);
            await db.Set<SuiteRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.KeepsGroups, false), Cancellation);
        }

        Assert.Equal(before, Shape(await PagesAsync(run, "field", new MatrixFilter(), [], 9)));
    }

    [Fact]
    public async Task Plan_OfAGroup_ReadsItsIndexInOrder()
    {
        await using var db = _database.Factory.CreateDbContext();
        var run = new RunKey(1, 10, "suite", 100_000, ["a", "b"], [0, 1], [], ImmutableDictionary<string, int>.Empty);
        var group = db.Set<SampleGroupRow>().Where(row => row.SuiteSha256 == "suite" && row.Dimension == "language" && row.Value == "en" && row.Ordinal < 100_000).Select(row => row.Ordinal);

        var plan = await MatrixQueryTests.PlanAsync(db, new MatrixQuery(db, run, new MatrixFilter()) { Group = group }.Ordinals(500, 100_000).Take(51));

        Assert.NotEmpty(plan);
        Assert.DoesNotContain(plan, step => step.Contains("Seq Scan", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal) || step.StartsWith("SCAN s", StringComparison.Ordinal) || step.Contains("LIST SUBQUERY", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
        _database.Dispose();
    }

    private static List<string> Shape(IEnumerable<GroupedPage> pages) => [.. pages.SelectMany(page => page.Groups).Select(group => $"{group.Value} {group.Samples}: {string.Join(' ', group.Rows.Select(row => row.Ordinal))}")];

    private async Task<List<GroupedPage>> PagesAsync(string run, string dimension, MatrixFilter filter, string[] folded, int count)
    {
        List<GroupedPage> pages = [];
        for (GroupPosition? position = new(Count: count); position is not null; position = pages[^1].Next)
        {
            pages.Add(await _store.GroupedPageAsync(run, dimension, filter, folded.ToImmutableHashSet(), position, Cancellation));
            Assert.True(pages.Count < 100);
        }

        return pages;
    }
}
