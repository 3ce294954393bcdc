using System.Globalization;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Suites;

public sealed class SqliteSuiteHistoryTests() : SuiteHistoryTests(DatabaseKind.Sqlite);

public sealed class PostgresSuiteHistoryTests() : SuiteHistoryTests(DatabaseKind.Postgres);

public abstract class SuiteHistoryTests : IDisposable
{
    private readonly TestDatabase _database;
    private readonly RunStore _runs;
    private readonly SuiteHistory _history;
    private readonly SuiteCatalog _catalog;
    private readonly SuiteFolder _folder;
    private readonly SuiteEditor _editor;
    private readonly string _shipped;

    protected SuiteHistoryTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _runs = new RunStore(_database.Factory, TimeProvider.System);
        _history = new SuiteHistory(_database.Factory);
        _shipped = Directory.CreateDirectory(Path.Combine(_database.Folder, "shipped")).FullName;
        var own = Path.Combine(_database.Folder, "own");
        _catalog = new SuiteCatalog(own, _shipped);
        _folder = new SuiteFolder(own, _catalog);
        _editor = new SuiteEditor(_folder, _catalog, _history);
    }

    [Fact]
    public async Task ListAsync_RunsOfTwoContents_CountsEachAndGivesItBackExactly()
    {
        var (first, second) = (SuiteFile.Parse(SuiteFormatTests.Everything, "e"), SuiteFile.Parse(Text("other", 1, "q"), "o"));
        await RunAsync(first);
        await RunAsync(second);
        await RunAsync(first);

        Assert.Equal([("everything", 3, 2, "R-0003"), ("other", 1, 1, "R-0002")], (await _history.ListAsync(null, CancellationToken.None)).Select(use => (use.Name, use.Version, use.Runs, use.LastRun)));
        Assert.Equal(second.Sha256, Assert.Single(await _history.ListAsync("other", CancellationToken.None)).Sha256);
        Assert.Equal(first.Sha256, (await _history.FindAsync("everything", 3, CancellationToken.None))!.Sha256);
        Assert.Equal(first.Sha256, (await _history.FindAsync("everything", null, CancellationToken.None))!.Sha256);
        Assert.Null(await _history.FindAsync("everything", 4, CancellationToken.None));
    }

    [Fact]
    public async Task FindAsync_TranslationThatCameLater_IsKeptToo()
    {
        await _runs.CreateAsync(Given.Spec(SuiteFile.Parse("description: Small sums\n" + Text("sums", 1, "q"), "s"), "a"), Actor.Owner, CancellationToken.None);
        await _runs.CreateAsync(Given.Spec(SuiteFile.Parse("description: { en: Small sums, zh-Hans: 简单加法 }\n" + Text("sums", 1, "q"), "s"), "a"), Actor.Owner, CancellationToken.None);

        var kept = (await _history.FindAsync("sums", 1, CancellationToken.None))!;
        Assert.Equal("简单加法", kept.DescriptionIn(CultureInfo.GetCultureInfo("zh-Hans")));
    }

    [Fact]
    public async Task FindAsync_DescriptionInTwoLanguages_KeepsBothAndGivesTheHashedContent()
    {
        var suite = SuiteFile.Parse("description: { en: Small sums, zh-Hans: 简单加法 }\n" + Text("sums", 1, "q"), "s");
        var run = await _runs.CreateAsync(Given.Spec(suite, "a"), Actor.Owner, CancellationToken.None);

        var kept = (await _history.FindAsync("sums", 1, CancellationToken.None))!;
        Assert.Equal((suite.Sha256, "简单加法", "Small sums"), (kept.Sha256, kept.DescriptionIn(CultureInfo.GetCultureInfo("zh-Hans")), kept.DescriptionIn(CultureInfo.GetCultureInfo("en"))));
        Assert.Equal(SuiteCanonical.Write(suite), await _runs.SuiteContentAsync(run.Id, CancellationToken.None));
    }

    [Fact]
    public async Task SaveAsync_ShippedOrRunVersion_StaysAndTheNextIsTaken()
    {
        File.WriteAllText(Path.Combine(_shipped, "mine.yaml"), Text("mine", 1, "q"));
        await RunAsync(SuiteFile.Parse(Text("mine", 2, "q"), "m"));

        Assert.Equal("Suites.VersionShipped", await RefusalAsync(Text("mine", 1, "changed")));
        Assert.Equal("Suites.VersionRun", await RefusalAsync(Text("mine", 2, "changed")));
        Assert.Equal(3, await _editor.NextVersionAsync("mine", CancellationToken.None));
        var saved = await _editor.SaveAsync(SuiteEditor.WithVersion(Text("mine", 2, "changed"), 3), "m", null, Actor.Owner, CancellationToken.None);
        Assert.Equal((3, "changed"), (saved.Version, _catalog.Find("mine").Samples[0].Prompt));
    }

    [Fact]
    public async Task SaveAsync_DraftSavedInBetween_IsNotOverwritten()
    {
        _folder.Add(Text("mine", 1, "first"), "m", Actor.Owner);
        var begun = Assert.Single(_catalog.List());
        await _editor.SaveAsync(Text("mine", 1, "second"), "m", begun, Actor.Owner, CancellationToken.None);

        Assert.Equal("Suites.VersionThere", await RefusalAsync(Text("mine", 1, "third"), begun));
        Assert.Equal("second", _catalog.Find("mine").Samples[0].Prompt);
    }

    [Theory]
    [InlineData("name: a\nversion: 1\nx: y", "name: a\nversion: 7\nx: y")]
    [InlineData("# c\nname: a\nx: y", "# c\nname: a\nversion: 7\nx: y")]
    public void WithVersion_AnyText_ChangesThatLineAlone(string before, string after) => Assert.Equal(after, SuiteEditor.WithVersion(before, 7));

    public void Dispose()
    {
        _runs.Dispose();
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<string> RefusalAsync(string text, SuiteEntry? edited = null) =>
        Assert.Single((await Assert.ThrowsAsync<InputException>(() => _editor.SaveAsync(text, "m", edited, Actor.Owner, CancellationToken.None))).Problems).Message.Key;

    private async Task RunAsync(PromptSuite suite) => await _runs.CreateAsync(Given.Spec(suite, "a"), Actor.Owner, CancellationToken.None);

    private static string Text(string name, int version, string prompt) => $"name: {name}\nversion: {version}\nscorers: [exact]\nsamples: [ {{ id: x, prompt: {prompt}, target: t }} ]";
}
