using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Provenance;
using Workbench.Core.Models;

namespace Workbench.Tests.Components.Provenance;

public sealed class UnreadModelsTests : ComponentTest
{
    private readonly MemoryHashStore _known = new();
    private readonly ModelCatalog _catalog = new([]);

    public UnreadModelsTests()
    {
        _catalog.Scan();
        Services.AddSingleton(_catalog);
        Services.AddSingleton(new ModelHashes(_known));
    }

    [Theory]
    [InlineData("en", "Not read yet: 2 models", "Read them now")]
    [InlineData("zh-Hans", "尚有 2 个模型未读取", "立即读取")]
    public async Task Read_TwoModels_KnowsTheirHashesAndSaysWhenItIsDone(string culture, string words, string act)
    {
        Speak(culture);
        var done = false;
        var shown = Render<UnreadModels>(parameters => parameters.Add(each => each.Names, ["demo-knows", "demo-invents"]).Add(each => each.OnRead, () => done = true));
        Assert.Contains(words, shown.Find("[data-unread]").TextContent, StringComparison.Ordinal);
        Assert.Equal(act, shown.Find("button").TextContent);

        shown.Find("button").Click();

        shown.WaitForAssertion(() => Assert.True(done), TimeSpan.FromMinutes(1));
        foreach (var name in new[] { "demo-knows", "demo-invents" })
        {
            var file = _catalog.Find(name);
            Assert.Equal(64, (await _known.FindAsync(file.Path, file.Bytes, file.Changed, Xunit.TestContext.Current.CancellationToken))!.Length);
        }
    }

    [Fact]
    public void Open_AllRead_SaysNothing() => Assert.Empty(Render<UnreadModels>(parameters => parameters.Add(each => each.Names, [])).FindAll("[data-unread]"));
}
