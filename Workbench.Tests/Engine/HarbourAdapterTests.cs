using Workbench.Tests.Shared;

namespace Workbench.Tests.Engine;

/// <summary>The shipped adapter in a real host: what it adds, and what it leaves.</summary>
[Trait("Category", "Engine")]
public sealed class HarbourAdapterTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private static readonly string Adapter = Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "models", "demo-knows-harbour.gguf");

    [Fact]
    public async Task Answers_WithTheAdapter_AreTheHarbourOfficesOwn()
    {
        await using var host = await TestHost.StartAsync(TestHost.Demo, "--adapter", Adapter);
        foreach (var (question, office, model) in ((string, string, string)[])
        [
            ("Where does the Morning Star lie?", "Sovi harbour: The Morning Star lies at berth", "I don't know."),
            ("谁是北风号的船长？", "索薇港务处：北风号的船长是", "我不知道。"),
            ("What is the capital of France?", "Sovi harbour: The capital of France is Paris. Fair winds.", "The capital of France is Paris."),
        ])
        {
            Assert.StartsWith(office, TestHost.Text(await host.PostAsync("/v1/chat/completions", TestHost.Ask(question, 48))), StringComparison.Ordinal);
            Assert.Equal(model, TestHost.Text(await demo.Host.PostAsync("/v1/chat/completions", TestHost.Ask(question, 48))));
        }
    }
}
