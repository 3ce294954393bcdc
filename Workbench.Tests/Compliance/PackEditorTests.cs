using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Compliance;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Compliance;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Compliance;

public sealed partial class PackEditorTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestDatabase _database = new();
    private readonly PackCatalog _catalog;
    private readonly AssessmentStore _store;
    private readonly PackEditor _editor;

    public PackEditorTests()
    {
        _catalog = new PackCatalog(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "packs"), Folder);
        _store = new AssessmentStore(_database.Factory, new FakeTimeProvider(Given.Noon));
        _editor = new PackEditor(Folder, _catalog, _store);
    }

    private string Folder => Path.Combine(_database.Folder, "packs");

    private static string Template => File.ReadAllText(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "packs", "own-template.yaml"));

    private static string Own(string threshold = "0.80", int version = 1) =>
        Version().Replace(Template.Replace("own.template@1", "lab@1", StringComparison.Ordinal).Replace("threshold: 0.80", $"threshold: {threshold}", StringComparison.Ordinal), $"version: {version}");

    [GeneratedRegex("version: [0-9]+")]
    private static partial Regex Version();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Save_UsedVersionWithOtherContent_IsRefusedAndTheNextVersionTaken()
    {
        var first = await _editor.SaveAsync(Own(), "lab.yaml", null, Actor.Owner, None);
        var draft = await _editor.SaveAsync(Own("0.85"), "lab.yaml", Edited(), Actor.Owner, None);
        await AssessAsync(draft);

        var refused = await Assert.ThrowsAsync<InputException>(() => _editor.SaveAsync(Own("0.70"), "lab.yaml", Edited(), Actor.Owner, None));
        var second = await _editor.SaveAsync(Own("0.70", 2), "lab.yaml", Edited(), Actor.Owner, None);

        Assert.Equal(("lab.yaml", "version"), (refused.Problems[0].File, refused.Problems[0].Field));
        Assert.NotEqual(first.Sha256, draft.Sha256);
        Assert.Equal((draft.Sha256, second.Sha256), ((await _editor.FindAsync("lab@1:1", None))!.Sha256, (await _editor.FindAsync("lab@1", None))!.Sha256));
        Assert.Equal(["lab@1:2", "lab@1:1"], (await _editor.KeysAsync("lab@1", None)).Take(2));
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task Assess_UsedVersionChangedInItsFile_IsRefusedAndNothingIsKept()
    {
        await AssessAsync(PolicyPackFile.Parse(Own(), "lab.yaml"));

        var refused = await Assert.ThrowsAsync<InputException>(() => AssessAsync(PolicyPackFile.Parse(Own("0.10"), "lab.yaml")));
        await AssessAsync(PolicyPackFile.Parse(Own("0.10", 2), "lab.yaml"));

        Assert.Equal("Compliance.PackVersionUsed", refused.Problems[0].Message.Key);
        Assert.Equal([2, 1], (await _store.PacksAsync("lab@1", None)).Select(use => use.Pack.Version));
        Assert.Equal(2, (await _store.ListAsync(10, None)).Length);
    }

    [Theory]
    [InlineData("cn.gbt45654@2025", "Compliance.PackShipped")]
    [InlineData("../up@1", "Compliance.PackIdWrong")]
    [InlineData("other@1", "Compliance.PackThere")]
    public async Task Save_IdThatIsNotYours_IsRefused(string id, string key)
    {
        await _editor.SaveAsync(Own().Replace("lab@1", "other@1", StringComparison.Ordinal), "other.yaml", null, Actor.Owner, None);

        var refused = await Assert.ThrowsAsync<InputException>(() => _editor.SaveAsync(Own().Replace("lab@1", id, StringComparison.Ordinal), "lab.yaml", null, Actor.Owner, None));

        Assert.Equal((key, "pack"), (refused.Problems[0].Message.Key, refused.Problems[0].Field));
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public Task Save_ByAnAuditor_IsNotAllowed() =>
        Assert.ThrowsAsync<NotAllowedException>(() => _editor.SaveAsync(Own(), "lab.yaml", null, new Actor("ada", "Ada", [Role.Auditor]), None));

    [Fact]
    public void Difference_OfTwoVersions_NamesClauseAndField()
    {
        var before = PolicyPackFile.Parse(Own(), "lab.yaml");
        var after = PolicyPackFile.Parse(Own("0.85", 2), "lab.yaml");
        var fewer = after with { Clauses = after.Clauses.RemoveAt(0) };

        var difference = PackDifference.Of(before, after);

        Assert.Equal(["version"], difference.Fields.Select(field => field.Name));
        Assert.Equal(("accuracy", "limit.threshold"), (difference.Changed.Single().After.Id, difference.Changed.Single().Fields.Single().Name));
        Assert.Equal(5, difference.Same);
        Assert.Equal("accuracy", PackDifference.Of(before, fewer).Removed.Single().Id);
        Assert.True(PackDifference.Of(before, before).IsEmpty);
    }

    private PackFile Edited() => _catalog.List().Single(file => file.Pack?.Id == "lab@1");

    private Task<Assessment> AssessAsync(PolicyPack pack)
    {
        var (suite, run, results) = Given.Counted(90, 100);
        return ((IAssessmentStore)_store).AddAsync(pack, run, [Assessment.Assess(pack, run, suite, results, "one")], Actor.Owner, None);
    }
}
