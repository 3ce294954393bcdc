using System.IO.Compression;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Runs.Outputs;
using Workbench.Components.Shared;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Outputs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Suites;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Runs;

public sealed class OutputsPagesTests : ComponentTest
{
    private readonly TestDatabase _database = new();
    private readonly RunStore _store;

    public OutputsPagesTests()
    {
        DefaultWaitTimeout = TimeSpan.FromMinutes(1);
        File.WriteAllText(Path.Combine(_database.Folder, "small.yaml"), SuiteYaml.Write(Given.Suite(4)));
        _store = new RunStore(_database.Factory, TimeProvider.System);
        Services.AddSingleton<IRunStore>(_store);
        Services.AddSingleton(new SuiteCatalog(_database.Folder, ""));
        Services.AddSingleton(new OutputScoring(_store, ScorerRegistry.Standard, TimeProvider.System));
    }

    [Fact]
    public async Task Upload_AnswersOfAnotherProgram_ArePreviewedAndBecomeARun()
    {
        var page = Outputs("?suite=small%401");
        Upload(page, "sample,answer\ns0,answer 0\ns1,something else\n", "../../mine.csv");
        page.WaitForAssertion(() => Assert.Contains("2 answers to 2 of 4", page.Find("#outputs-verdict").TextContent, StringComparison.Ordinal));
        Assert.Contains("Question 1?", page.FindAll("td.prompt")[2].TextContent, StringComparison.Ordinal);
        Assert.Equal("mine.csv", page.Find(".name").TextContent);

        page.Find("button.primary").Click();

        page.WaitForAssertion(() => Assert.EndsWith("/runs/R-0001", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal(Outcome.Incorrect, (await _store.CellAsync("R-0001", "s1", "mine", 0, CancellationToken.None))!.Scores[0].Outcome);
    }

    [Fact]
    public void Upload_AnswersToOtherSamples_AreProblemsByLineAndCannotBeStarted()
    {
        var page = Outputs("?suite=small%401");
        Upload(page, "sample,answer\ns0,answer 0\nnobody,x\ns0,again\n", "mine.csv");

        page.WaitForAssertion(() => Assert.Equal(["mine.csv:3 sample", "mine.csv:4 sample"], page.FindAll(".problems .place").Select(place => place.TextContent)));
        Assert.True(page.Find("button.primary").HasAttribute("disabled"));
    }

    [Fact]
    public void Open_WithoutASuite_AsksForItFirst()
    {
        var page = Outputs("");

        Assert.Contains("Choose the suite", page.Find("#outputs-verdict").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("#outputs-file").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Keep_NamesWithFolders_StayInTheFolderOfTheUpload()
    {
        using var folder = new UploadFolder();
        var first = await folder.KeepAsync("..\\..\\a/../.b.csv", "x", CancellationToken.None);
        var second = await folder.KeepAsync("b.csv", "y", CancellationToken.None);

        Assert.Equal(("b.csv", "b.csv"), (Path.GetFileName(first), Path.GetFileName(second)));
        Assert.NotEqual(first, second);
        Assert.StartsWith(Path.Combine(Path.GetTempPath(), "workbench-upload"), Path.GetFullPath(first), StringComparison.Ordinal);
        folder.Dispose();
        Assert.False(File.Exists(first));
    }

    [Fact]
    public void Upload_ArchiveThatIsLargeUnpacked_IsRefused()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("samples/a.json", CompressionLevel.Fastest).Open();
            var block = new byte[1 << 20];
            for (var written = 0; written <= 512; written++)
            {
                entry.Write(block);
            }
        }

        var page = Outputs("?suite=small%401");
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(bytes.ToArray(), "bomb.eval"));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=alert]")));
        Assert.True(page.Find("button.primary").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Rescore_OtherScorersWithSettings_MakesANewRunAndLeavesTheOld()
    {
        var old = await SeededRun.AddAsync(_store, SeededRun.Suite());
        var before = await _store.ScoresAsync(old, CancellationToken.None);
        var page = Rescore(old);
        Assert.Equal(["claim-outcome", "verbalised-confidence", "semantic-entropy", "rouge-l"], page.FindAll(".draft select option[selected]").Select(kind => kind.TextContent));
        Assert.Equal(2, page.FindAll(".asks").Count);
        while (page.FindAll(".draft").Count > 1)
        {
            page.Find(".draft button").Click();
        }

        page.Find(".draft select").Change("includes");
        page.Find("#scorer-0-match").Change("anywhere");
        page.Find(".page-head button.primary, button.primary").Click();

        page.WaitForAssertion(() => Assert.EndsWith("/runs/R-0002", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var suite = await _store.SuiteAsync("R-0002", CancellationToken.None);
        Assert.Equal(("includes", "anywhere"), (suite.Scorers.Single().Kind, suite.Scorers.Single().Settings["match"]));
        Assert.Equal(before.Length, (await _store.ScoresAsync("R-0002", CancellationToken.None)).Length);
        Assert.Equal(before.Select(cell => cell.Scores.Length), (await _store.ScoresAsync(old, CancellationToken.None)).Select(cell => cell.Scores.Length));
    }

    [Fact]
    public async Task Rescore_SettingThatMeansNothing_IsSaidByFieldAndMakesNoRun()
    {
        var page = Rescore(await SeededRun.AddAsync(_store, SeededRun.Suite()));
        page.Find(".draft select").Change("includes");
        page.Find("#scorer-0-match").Change("sideways");
        page.Find("button.primary").Click();

        page.WaitForAssertion(() => Assert.Contains("match", page.Find(".problems").TextContent, StringComparison.Ordinal));
        Assert.Null(await _store.FindAsync("R-0002", CancellationToken.None));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _store.Dispose();
        _database.Dispose();
    }

    private static void Upload(IRenderedComponent<OutputsPage> page, string text, string name) => page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, name));

    private IRenderedComponent<OutputsPage> Outputs(string query)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/runs/outputs{query}");
        return Render<OutputsPage>();
    }

    private IRenderedComponent<RescorePage> Rescore(string run)
    {
        var page = Render<RescorePage>(parameters => parameters.Add(shown => shown.Id, run));
        page.WaitForState(() => page.FindAll(".draft").Count > 0);
        return page;
    }
}
