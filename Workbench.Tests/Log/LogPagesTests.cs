using System.Net;
using System.Text.RegularExpressions;
using Workbench.Core.Governance;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Log;
using Workbench.Tests.People;

namespace Workbench.Tests.Log;

public sealed partial class LogPagesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_AfterAPersonIsErased_ShowTheSameTreeAndNoName()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        var workspace = new Workspace(server.Process.Folder);
        var database = new WorkspaceContextFactory(workspace.DatabaseFile);
        var log = new LogStore(database, workspace, TimeProvider.System);
        var chief = await server.AddAsync("Chief", Role.Administrator);
        var gone = await server.AddAsync("Wang Erased", Role.Administrator);
        var lin = await server.AddAsync("Lin", Role.Researcher);
        await server.People.LockAsync(lin.Id, gone.ToActor(), Cancellation);
        var older = (await log.SignAsync(Cancellation)).Checkpoint;
        var done = (await log.SearchAsync(new LogFilter(Actor: gone.Id), 10, null, Cancellation)).Single();
        using var visitor = new Visitor(server.Address);
        await visitor.SignInAsync("Chief", PeopleServer.Password);
        Assert.Contains("Wang Erased", await visitor.TextAsync($"/log?actor={gone.Id}"), StringComparison.Ordinal);

        await server.People.EraseAsync(gone.Id, chief.ToActor(), Cancellation);
        var newer = (await log.SignAsync(Cancellation)).Checkpoint;

        var list = await visitor.TextAsync($"/log?actor={gone.Id}");
        Assert.Contains($"data-entry=\"{done.Index}\"", list, StringComparison.Ordinal);
        Assert.Single(Entries().Matches(list));
        var entry = await visitor.TextAsync($"/log/{done.Index}");
        var checkpoints = await visitor.TextAsync($"/log/checkpoints?from={older.Size}&to={newer.Size}");
        Assert.All((string[])[list, entry, checkpoints, await visitor.TextAsync("/log")], page => Assert.DoesNotContain("Wang Erased", page, StringComparison.Ordinal));
        Assert.Contains("data-erased", entry, StringComparison.Ordinal);
        Assert.Contains("data-leads=\"yes\"", entry, StringComparison.Ordinal);
        Assert.Contains(newer.RootHex, entry, StringComparison.Ordinal);
        Assert.Contains("data-continues=\"yes\"", checkpoints, StringComparison.Ordinal);
        Assert.True((await new LogCheck(database, workspace).VerifyAsync(Cancellation)).Ok);

        using var key = LogKey.Open(workspace.KeyFolder);
        var keys = LogVerifiers.In(workspace.KeyFolder, key);
        var proof = LogProof.Verify(await visitor.TextAsync($"/log/{done.Index}/proof"), keys);
        Assert.Equal((true, (long?)done.Index), (proof.Ok, proof.Index));
        Assert.True(LogProof.Verify(await visitor.TextAsync($"/log/checkpoints/proof?from={older.Size}&to={newer.Size}"), keys).Ok);
        (string Query, int Expected)[] filters =
        [
            ("kind=person.enrolled", 3), ("kind=person.enrolled&actor=nobody", 0), ($"subject={lin.Id}", 2), ("until=2020-01-01", 0), ("from=2020-01-01&kind=person.locked", 1), ("from=nonsense&kind=person.erased", 1),
        ];
        foreach (var (query, expected) in filters)
        {
            Assert.Equal((query, expected), (query, Entries().Count(await visitor.TextAsync($"/log?{query}"))));
        }

        Assert.Equal(HttpStatusCode.NotFound, await visitor.StatusAsync("/log/99999/proof"));
        Assert.Contains("99999", await visitor.TextAsync("/log/99999"), StringComparison.Ordinal);
    }

    [GeneratedRegex("data-entry=")]
    private static partial Regex Entries();
}
