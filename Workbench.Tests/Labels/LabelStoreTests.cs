using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Governance;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Labels;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Compliance;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Labels;

public sealed class LabelStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Labels_OfTwoPeople_AreRowsOfTheirOwn_AndOneTakenBackIsInTheLogAlone(DatabaseKind kind)
    {
        using var database = new TestDatabase(kind);
        var store = new LabelStore(database.Factory, new FakeTimeProvider(Given.Noon));
        var (suite, run, _) = Given.Counted(3, 3);
        var items = LabelQueue.Of(run, suite, new LabelRules()).Items;
        Actor ann = new("p-1", "Ann", [Role.Reviewer]), ben = new("p-2", "Ben", [Role.Reviewer]);

        await store.AddAsync(run.Id, items[0], LabelValue.Pass, "seen", ann, None);
        await store.AddAsync(run.Id, items[0], LabelValue.Fail, null, ben, None);
        var again = await Assert.ThrowsAsync<InputException>(() => store.AddAsync(run.Id, items[0], LabelValue.Fail, null, ann, None));
        Assert.Equal(2, await store.AddManyAsync(run.Id, [new(items[1], LabelValue.Pass, null), new(items[2], LabelValue.Unclear, null)], "l.csv", ann, None));
        await Assert.ThrowsAsync<InputException>(() => store.AddManyAsync(run.Id, [new(items[1], LabelValue.Pass, null)], "l.csv", ann, None));
        var undone = await store.UndoAsync(run.Id, ben, None);
        var nothing = await store.UndoAsync(run.Id, ben, None);

        var labels = await store.OfAsync(run.Id, None);
        Assert.Equal("Labels.LabelledBefore", again.Problems[0].Message.Key);
        Assert.Equal((LabelValue.Fail, null), (undone!.Value, nothing?.Value));
        Assert.Equal(["p-1", "p-1", "p-1"], labels.All.Select(label => label.By));
        Assert.Equal(("seen", LabelValue.Pass), (labels.All[0].Note, labels.All[0].Value));
        Assert.Empty((await store.OfAsync("R-0002", None)).All);
        await using var db = database.Factory.CreateDbContext();
        Assert.Equal(["label.given", "label.given", "label.imported", "label.withdrawn"], db.Set<LogEntryRow>().OrderBy(row => row.Index).AsEnumerable().Select(row => row.Kind));
        Assert.DoesNotContain(db.Set<LogEntryRow>().AsEnumerable(), row => row.Body.AsSpan().IndexOf("seen"u8) >= 0);
    }
}
