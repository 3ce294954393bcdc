using Microsoft.Extensions.DependencyInjection;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Hosting;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class ModelAccessTests
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    [Fact]
    public async Task WorkspaceClosed_WithAModelInUse_NoHostRemains()
    {
        using var database = new TestDatabase();
        var workspace = await WorkspaceServices.OpenAsync(Path.Combine(database.Folder, "workspace"), _limit);
        await workspace.GetRequiredService<IModelPool>().AcquireAsync("demo-knows", _limit);
        var process = workspace.GetRequiredService<ModelHosts>().State.Current.Hosts.Single().ProcessId!.Value;
        Assert.True(DemoHosts.IsRunning(process));

        await workspace.DisposeAsync();

        Assert.False(DemoHosts.IsRunning(process));
    }
}
