using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class ModelPoolTests
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    [Fact]
    public async Task Acquire_MoreThanPlaces_UnloadsTheLongestIdle()
    {
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Hosts = 2 });
        using var pool = new ModelPool(hosts, [], TimeProvider.System);
        (await pool.AcquireAsync("demo-knows", _limit)).Dispose();
        (await pool.AcquireAsync("demo-invents", _limit)).Dispose();
        (await pool.AcquireAsync("demo-knows", _limit)).Dispose();

        using var third = await pool.AcquireAsync("demo-refuses", _limit);

        Assert.IsType<HostPhase.Unloaded>(hosts.State.Current.Find("demo-invents")!.Phase);
        Assert.True(hosts.State.Current.Find("demo-knows")!.IsActive);
    }

    [Fact]
    public async Task Acquire_AllPlacesInUse_WaitsForOneToBeGivenBack()
    {
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Hosts = 1 });
        using var pool = new ModelPool(hosts, [], TimeProvider.System);
        var first = await pool.AcquireAsync("demo-knows", _limit);

        var second = pool.AcquireAsync("demo-invents", _limit);
        (await pool.AcquireAsync("demo-knows", _limit)).Dispose();
        Assert.False(second.IsCompleted);
        var waiting = await hosts.UntilAsync("demo-invents", static host => host.Phase is HostPhase.Waiting, _limit);
        Assert.Equal("Inference.WaitingPlace", ((HostPhase.Waiting)waiting.Phase).Reason.Key);
        first.Dispose();

        using var lease = await second;
        Assert.Equal("demo-invents", lease.Client.Facts.Name);
    }

    [Fact]
    public async Task Acquire_MemoryShort_MakesPlaceAlthoughPlacesAreFree()
    {
        await using var hosts = DemoHosts.Start();
        using var pool = new ModelPool(hosts, [], TimeProvider.System, static () => 1 << 20);
        (await pool.AcquireAsync("demo-knows", _limit)).Dispose();

        using var lease = await pool.AcquireAsync("demo-invents", _limit);

        Assert.IsType<HostPhase.Unloaded>(hosts.State.Current.Find("demo-knows")!.Phase);
    }

    [Fact]
    public async Task Acquire_MemoryShortAndAllInUse_WaitsAndSaysWhatItNeeds()
    {
        await using var hosts = DemoHosts.Start();
        using var pool = new ModelPool(hosts, [], TimeProvider.System, static () => 1 << 20);
        var first = await pool.AcquireAsync("demo-knows", _limit);

        var second = pool.AcquireAsync("demo-invents", _limit);
        var waiting = await hosts.UntilAsync("demo-invents", static host => host.Phase is HostPhase.Waiting, _limit);
        var reason = ((HostPhase.Waiting)waiting.Phase).Reason;
        Assert.Equal(("Inference.WaitingMemory", "demo-invents", "0.00", "demo-knows"), (reason.Key, reason.Arguments[0], reason.Arguments[2], reason.Arguments[3]));
        Assert.False(waiting.IsActive);
        first.Dispose();

        using var lease = await second;
        Assert.IsType<HostPhase.Unloaded>(hosts.State.Current.Find("demo-knows")!.Phase);
    }

    [Fact]
    public async Task Acquire_GivenUpWhileWaiting_WaitsNoMoreInTheState()
    {
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Hosts = 1 });
        using var pool = new ModelPool(hosts, [], TimeProvider.System);
        using var first = await pool.AcquireAsync("demo-knows", _limit);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_limit);
        var second = pool.AcquireAsync("demo-invents", stop.Token);
        await hosts.UntilAsync("demo-invents", static host => host.Phase is HostPhase.Waiting, _limit);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.IsType<HostPhase.Unloaded>(hosts.State.Current.Find("demo-invents")!.Phase);
    }

    [Fact]
    public async Task Acquire_AfterALoadWithSettings_ComesBackWithThem()
    {
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Hosts = 1 });
        using var pool = new ModelPool(hosts, [], TimeProvider.System);
        await hosts.LoadAsync("demo-knows", new HostSpec(Context: 512, CacheType: "f32"), _limit);
        (await pool.AcquireAsync("demo-invents", _limit)).Dispose();

        using var lease = await pool.AcquireAsync("demo-knows", _limit);

        Assert.Equal(512, lease.Client.Facts.Context);
        Assert.Equal("f32", hosts.State.Current.Find("demo-knows")!.Spec.CacheType);
    }

    [Fact]
    public async Task Acquire_Exact_IsAnotherHostOfTheSameFile()
    {
        await using var hosts = DemoHosts.Start();
        using var pool = new ModelPool(hosts, [], TimeProvider.System);
        using var usual = await pool.AcquireAsync("demo-knows", _limit);
        using var exact = await pool.AcquireAsync("demo-knows", exact: true, _limit);

        Assert.Equal(["demo-knows", "demo-knows (exact)"], hosts.State.Current.Hosts.Select(static host => host.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Acquire_Endpoint_IsAskedOverTheNetwork()
    {
        await using var server = await Clients.FakeEndpoint.StartAsync(Clients.FakeEndpoint.Says(Clients.FakeEndpoint.Piece("far"), Clients.FakeEndpoint.End()));
        await using var hosts = DemoHosts.Start();
        using var pool = new ModelPool(hosts, [new ModelEndpoint("node", server.Address + "/v1", "secret", "big")], TimeProvider.System);

        using var lease = await pool.AcquireAsync("node", _limit);

        Assert.Equal("far", (await lease.Client.AnswerAsync(new GenerateRequest([new ChatMessage("user", "hi")], new GenerateSettings()), _limit)).Text);
        Assert.Contains("\"model\":\"big\"", server.Bodies.Single(), StringComparison.Ordinal);
        Assert.Empty(hosts.State.Current.Hosts);
    }

    [Theory]
    [InlineData("null:oracle", "Inference.NullRunnerUnknown")]
    [InlineData("nowhere", "Inference.ModelUnknown")]
    public async Task Acquire_Unknown_SaysSo(string model, string key)
    {
        await using var hosts = DemoHosts.Start();
        using var pool = new ModelPool(hosts, [], TimeProvider.System);

        Assert.Equal(key, (await Assert.ThrowsAsync<ModelUnavailableException>(() => pool.AcquireAsync(model, _limit))).Reason.Key);
    }
}
