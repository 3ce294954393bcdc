using System.Text.Json.Nodes;
using Workbench.Core.Governance;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class ScoreValuesTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Values_OfAScore_AreStoredSummedUpExportedAndKeptAsHistory()
    {
        var store = new RunStore(_database.Factory, TimeProvider.System);
        var suite = Given.Suite(1);
        var run = await store.CreateAsync(Given.Spec(suite, "a"), Actor.Owner, CancellationToken.None);
        var plain = Given.Result("s0", "a");
        var result = plain with { Scores = [plain.Scores[0].With([("entropy", 0.95), ("clusters", 3), ("missing", null), ("endless", double.PositiveInfinity)])] };
        await store.AddAsync(run.Id, result, false, Actor.Owner, CancellationToken.None);
        var back = (await store.CellAsync(run.Id, "s0", "a", 0, CancellationToken.None))!.Scores[0];
        Assert.Equal(["clusters", "entropy"], back.Values.Keys);
        Assert.Equal(result.Scores[0], back);
        Assert.Equal(0.95, (await store.ScoresAsync(run.Id, CancellationToken.None))[0].Scores[0].Values["entropy"]);
        using var lines = new StringWriter();
        await RunExport.WriteJsonLinesAsync(suite, store.ResultsAsync(run.Id, CancellationToken.None), lines, CancellationToken.None);
        Assert.Equal(3, (double)JsonNode.Parse(lines.ToString())!["scores"]!["claim-outcome"]!["values"]!["clusters"]!);

        await store.AddAsync(run.Id, plain, true, Actor.Owner, CancellationToken.None);
        Assert.Empty((await store.CellAsync(run.Id, "s0", "a", 0, CancellationToken.None))!.Scores[0].Values);
        Assert.Equal(0.95, (await store.HistoryAsync(run.Id, "s0", "a", 0, CancellationToken.None))[0].Scores[0].Values["entropy"]);
    }
}
