using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

public sealed class HostMeasuresTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly HostMeasures _measures;

    public HostMeasuresTests() => _measures = new HostMeasures(_time);

    [Fact]
    public void Look_AtALoadAndAStretchOfAnswers_MeasuresBoth()
    {
        Assert.Empty(Look(new HostPhase.Loading(0)));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(Look(new HostPhase.Loading(0.9)));
        var load = Assert.Single(Look(new HostPhase.Ready(), loaded: true));
        Assert.Equal((MeasureKind.LoadSeconds, 4.0, "/m.gguf"), (load.Kind, load.Value, load.Path));

        foreach (var speed in new[] { 1.0, 30, 50, 50, 52, 54, 51, 20, 5 })
        {
            Assert.Empty(Look(new HostPhase.Busy(), loaded: true, speed, bytes: (long)speed * 10));
        }

        var stretch = Look(new HostPhase.Ready(), loaded: true);
        Assert.Equal([(MeasureKind.TokensPerSecond, 50.0), (MeasureKind.BusyBytes, 540.0)], stretch.Select(measure => (measure.Kind, measure.Value)));
        Assert.Empty(Look(new HostPhase.Ready(), loaded: true));
    }

    [Fact]
    public void Look_AtWhatItDidNotSeeBegin_MeasuresNoLoad() => Assert.Empty(Look(new HostPhase.Ready(), loaded: true));

    [Fact]
    public void Look_AtAFewTokens_MeasuresNoSpeed()
    {
        Look(new HostPhase.Busy(), loaded: true, 40);
        Assert.Empty(Look(new HostPhase.Ready(), loaded: true));
    }

    private IReadOnlyList<HostMeasure> Look(HostPhase phase, bool loaded = false, double? speed = null, long bytes = 0) =>
        _measures.Look(new HostsState([new HostState("m", "/m.gguf", HostSpec.Default, phase, LoadedAt: loaded ? DateTimeOffset.UnixEpoch : null, TokensPerSecond: speed, MemoryBytes: bytes) { Number = 1 }]));
}
