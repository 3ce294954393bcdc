using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

/// <summary>One host of a demonstration model for all tests of a class that leave it as it is.</summary>
public sealed class LoadedDemo : IAsyncLifetime
{
    public ModelHosts Hosts { get; } = DemoHosts.Start();

    public IModelClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        Client = await Hosts.LoadAsync("demo-knows", HostSpec.Default, limit.Token);
    }

    public ValueTask DisposeAsync() => Hosts.DisposeAsync();
}
