using Workbench.Core.Inference.Clients;
using Workbench.Tests.Inference.Hosts;

namespace Workbench.Tests.Inference.Clients;

public abstract class NullRunnerContract(string model) : ModelClientContract
{
    protected override Task<Opened> OpenAsync(CancellationToken cancellation) => Task.FromResult(new Opened(NullRunner.For(model), static () => ValueTask.CompletedTask));
}

public sealed class EmptyRunnerContract() : NullRunnerContract("null:empty");

public sealed class EchoRunnerContract() : NullRunnerContract("null:echo");

public sealed class RandomRunnerContract() : NullRunnerContract("null:random");

public sealed class RefusingRunnerContract() : NullRunnerContract("null:refuse");

public sealed class RemoteEndpointContract : ModelClientContract
{
    protected override async Task<Opened> OpenAsync(CancellationToken cancellation)
    {
        var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.Piece("Par"), FakeEndpoint.Piece("is"), FakeEndpoint.End(), FakeEndpoint.Usage, "[DONE]"));
        var client = await OpenAiModelClient.ConnectAsync(new ModelEndpoint("fake", server.Address), TimeProvider.System, cancellation);
        return new Opened(client, () =>
        {
            client.Dispose();
            return server.DisposeAsync();
        });
    }
}

[Trait("Category", "Engine")]
public sealed class HostProcessContract(LoadedDemo demo) : ModelClientContract, IClassFixture<LoadedDemo>
{
    protected override Task<Opened> OpenAsync(CancellationToken cancellation) => Task.FromResult(new Opened(demo.Client, static () => ValueTask.CompletedTask));
}
