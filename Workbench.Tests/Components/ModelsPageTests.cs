using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Models;
using Workbench.Core.Inference.Devices;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Models.Fit;
using Workbench.Models;
using Workbench.Tests.Models;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components;

public sealed class ModelsPageTests : ComponentTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly TemporaryFolder _folder = new();
    private readonly TestDatabase _database = new();
    private readonly ModelHosts _hosts;

    public ModelsPageTests()
    {
        _folder.File("通义.gguf", GgufImage.Llama().ToArray());
        _folder.File("adapter.gguf", new GgufImage().Field("general.type", "adapter").Field("general.architecture", "llama").Tensor("blk.0.attn_q.weight.lora_a", [8, 4]).ToArray());
        _folder.File("broken.gguf", [1, 2, 3]);
        var catalog = new ModelCatalog([_folder.Path]);
        _hosts = new ModelHosts(catalog, HostLimits.Default, new HostProgram("there-is-no-such-program"), TimeProvider.System);
        Services.AddSingleton(catalog);
        Services.AddSingleton(_hosts);
        Services.AddSingleton(new MachineWatch(TimeProvider.System));
        Services.AddSingleton(new ModelNames(() => catalog.Names, () => []));
        Services.AddSingleton(new ModelHashes(new MemoryHashStore()));
        Services.AddSingleton(new Core.Storage.Candidates.CandidateStore(_database.Factory, TimeProvider.System));
        Services.AddSingleton(new Core.Storage.Models.LoadSettingsStore(_database.Factory, TimeProvider.System));
        Services.AddSingleton<Core.Storage.Models.ModelLoads>();
        Services.AddSingleton(new Core.Storage.Models.ModelMeasureStore(_database.Factory, TimeProvider.System));
    }

    [Fact]
    public void Page_ListsEveryFileAsWhatItIs()
    {
        var page = Open("/models");

        Assert.Equal(["demo-invents", "demo-judge", "demo-knows", "demo-knows-harbour", "demo-refuses"], Rows(page).Take(5));
        Assert.Contains("adapter", Row(page, "adapter").QuerySelector(".badge")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(Row(page, "broken").QuerySelector(".tag.is-error"));
        Assert.Null(Row(page, "broken").QuerySelector("input"));
        Assert.Equal(["broken"], Rows(Open("/models?show=problems")));
        Assert.Equal(["demo-knows-harbour", "adapter"], Rows(Open("/models?show=other")));
        Assert.Equal(["通义"], Rows(Open("/models?filter=%E9%80%9A%E4%B9%89")));
    }

    [Fact]
    public void Choosing_PutsTheModelIntoTheAddressAndTheBar()
    {
        var page = Open("/models?set=demo-knows");
        Assert.Contains("all at the same time", page.Find(".verdict").TextContent, StringComparison.Ordinal);
        Assert.Equal(3, page.FindAll(".fit .plan").Count);

        Row(page, "通义").QuerySelector("input")!.Change(true);
        Assert.EndsWith("/models?set=demo-knows&set=%E9%80%9A%E4%B9%89", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal(6, page.FindAll(".fit .plan").Count);
    }

    [Fact]
    public void ASetThatDoesNotFit_SaysWhyAndInWhichOrder()
    {
        var page = Open("/models?set=demo-knows&context=1048576&sequences=128&kv=f32&set=nothing-of-that-name");

        // Not every machine is small enough for these; the plan's own tests hold the order.
        var verdict = page.Find(".verdict").TextContent;
        Assert.Equal(verdict.Contains("all at the same time", StringComparison.Ordinal), page.FindAll(".note.is-undecided[role=status]").Count == 0);
        Assert.Single(page.FindAll("input[placeholder=usual]"), input => input.GetAttribute("value") == "1048576");
    }

    [Fact]
    public void ALoadingModel_ShowsItsStages()
    {
        var page = Open("/models");
        Say(new HostPhase.Loading(0.5, LoadStage.Weights));

        page.WaitForAssertion(() => Assert.Equal("weights", page.Find(".steps .now").TextContent), Limit);
        Assert.Equal(2, page.FindAll(".steps .icon").Count);
        Assert.Equal("50", page.Find(".steps [role=progressbar]").GetAttribute("aria-valuenow"));
    }

    [Fact]
    public void AModelThatCrashed_KeepsItsHistoryAndLastWords()
    {
        var page = Open("/models?model=demo-knows");
        Say(new HostPhase.Ready(), state => state with { MemoryBytes = 100 << 20, TokensPerSecond = 123, Restarts = 1, Crashes = [new HostCrash(DateTimeOffset.UtcNow, new Phrase("It died of the test."), 134, TimeSpan.FromSeconds(5), false, ["last line"])] });

        page.WaitForAssertion(() => Assert.Contains("It died of the test.", page.Find(".crashes").TextContent, StringComparison.Ordinal), Limit);
        Assert.Contains("last line", page.Find(".crashes pre").TextContent, StringComparison.Ordinal);
        Assert.Contains("123", Row(page, "demo-knows").TextContent, StringComparison.Ordinal);
        Assert.Contains("estimated", page.Find(".drawer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drawer_OfAModelThatWasUsed_LinksToWhere()
    {
        Assert.DoesNotContain("Used in", Open("/models?model=demo-knows").Find(".drawer").TextContent, StringComparison.Ordinal);
        var comparison = Comparisons.Given.Comparison() with { Candidates = [new("demo-knows", "demo-knows", null, new Core.Inference.GenerateSettings()), Comparisons.Given.Candidates[1]] };
        var kept = await new Core.Storage.Comparisons.ComparisonStore(_database.Factory, TimeProvider.System).SaveAsync(comparison, Core.Governance.Actor.Owner, Xunit.TestContext.Current.CancellationToken);

        var page = Open("/models?model=demo-knows");
        page.WaitForAssertion(() => Assert.NotNull(page.Find($".drawer a[href='{Configuration.WorkbenchUrls.Comparison(kept.Id)}']")), Limit);
    }

    [Fact]
    public void Drawer_Tabs_ShowFieldsTensorsTemplateAndProvenance()
    {
        Assert.Contains("llama.block_count", Open("/models?model=demo-knows&tab=metadata&q=block").Find(".fields").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("general.name", Open("/models?model=demo-knows&tab=metadata&q=block").Find(".fields").TextContent, StringComparison.Ordinal);
        Assert.Contains("token_embd.weight", Open("/models?model=demo-knows&tab=tensors&q=token_embd").Find(".drawer").TextContent, StringComparison.Ordinal);
        var template = Open("/models?model=demo-knows&tab=template").Find(".sent");
        Assert.Contains("What is the capital of Ireland?", template.QuerySelector(".content + .control + .content")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("the workbench itself", Open("/models?model=demo-knows&tab=provenance").Find(".drawer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawer_OfABrokenTemplate_NamesLineAndConstruct()
    {
        _folder.File("bad-template.gguf", GgufImage.Llama(changed: new Dictionary<string, object?> { ["tokenizer.chat_template"] = "a\n{% include 'x' %}" }).ToArray());
        Services.GetRequiredService<ModelCatalog>().Scan();
        var page = Open("/models?model=bad-template&tab=template");

        Assert.Contains("include", page.Find(".note.is-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void MemoryTab_FollowsTheSettings()
    {
        var page = Open("/models?model=demo-knows&tab=memory");
        Assert.Contains("4,096 cells, f16", page.Find(".settings").TextContent, StringComparison.Ordinal);

        page.Find(".settings input[type=checkbox]").Change(true);
        Assert.Contains("256 cells, f32", page.Find(".settings").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithSettings_ReachesTheHosts()
    {
        var page = Open("/models?model=demo-knows&tab=memory");
        page.Find(".settings input[type=number]").Input("128");
        page.Find(".settings").Submit();

        page.WaitForAssertion(() => Assert.Equal(128, _hosts.State.Current.Find("demo-knows")?.Spec.Context), Limit);
    }

    [Fact]
    public void Board_OfAGraphicsDevice_HasABarForItAndForMainMemory()
    {
        const long Gibi = 1L << 30;
        var file = Services.GetRequiredService<ModelCatalog>().Find("demo-knows");
        System.Collections.Immutable.ImmutableArray<FitDevice> devices = [new(FitDevice.Processor, 8 * Gibi, 6 * Gibi), new("cuda:0", 4 * Gibi, 3 * Gibi)];
        var host = new HostState("other", file.Path, new HostSpec(Device: "cuda:0"), new HostPhase.Ready(), MemoryBytes: Gibi, Facts: new Workbench.Core.Inference.ModelFacts("other", Device: "CUDA0"));
        var board = FitBoard.Of([file], new HostsState([host]), _ => HostSpec.Default, devices, HostFit.Estimate, _ => file);

        Assert.Equal(["null", "other", "demo-knows"], board.Bars[0].Parts.Select(part => part.Name ?? "null"));
        Assert.Equal((Gibi, Gibi), (board.Bars[0].Parts[0].Bytes, board.Bars[0].Parts[1].Bytes));
        Assert.Equal(["null", "other", "demo-knows"], board.Bars[1].Parts.Select(part => part.Name ?? "null"));
        Assert.True(board.Bars[1].Parts[2].Planned && board.Plan.IsTogether);
        Assert.Equal("cpu", FitBoard.Of([file], HostsState.Empty, _ => new HostSpec(Device: "cpu"), devices, HostFit.Estimate, _ => file).Set[0].Device);
    }

    [Theory]
    [InlineData("/models?p=-1&context=abc&sequences=999999999999&kv=zz&tab=none&show=none&set=")]
    [InlineData("/models?model=demo-knows&tab=metadata&p=99999&q=%00")]
    public void Page_OfANonsensicalAddress_StillShowsTheModels(string address) => Assert.NotEmpty(Rows(Open(address)));

    [Fact]
    public void Page_InChinese_SpeaksIt()
    {
        Speak("zh-Hans");
        var page = Open("/models?set=demo-knows&model=demo-knows&tab=memory");

        Assert.Contains("可以同时加载", page.Markup, StringComparison.Ordinal);
        Assert.Contains("加载设置", page.Find(".drawer").TextContent, StringComparison.Ordinal);
    }

    protected override void Dispose(bool disposing)
    {
        _hosts.Dispose();
        _folder.Dispose();
        base.Dispose(disposing);
        _database.Dispose();
    }

    private IRenderedComponent<ModelsPage> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<ModelsPage>();
    }

    private void Say(HostPhase phase, Func<HostState, HostState>? change = null)
    {
        var model = Services.GetRequiredService<ModelCatalog>().Find("demo-knows");
        var state = new HostState(model.Name, model.Path, HostSpec.Default, phase);
        _hosts.State.Update(_ => new HostsState([change?.Invoke(state) ?? state]));
    }

    private static string[] Rows(IRenderedComponent<ModelsPage> page) => [.. page.FindAll("tr[data-model]").Select(row => row.GetAttribute("data-model")!)];

    private static IElement Row(IRenderedComponent<ModelsPage> page, string name) => page.Find($"tr[data-model='{name}']");
}
