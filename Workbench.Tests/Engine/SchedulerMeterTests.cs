using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

public sealed class SchedulerMeterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void StalledFor_WithoutWork_IsZero()
    {
        var meter = new SchedulerMeter(_time);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, meter.StalledFor);
        meter.Arrived();
        _time.Advance(TimeSpan.FromSeconds(2));
        meter.Ended(0);
        Assert.Equal(TimeSpan.Zero, meter.StalledFor);
    }

    [Fact]
    public void StalledFor_WithWork_CountsFromTheArrivalOrTheLastDecode()
    {
        var meter = new SchedulerMeter(_time);
        _time.Advance(TimeSpan.FromMinutes(1));
        meter.Arrived();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), meter.StalledFor);
        meter.Decoded(4, 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        meter.Arrived();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(2), meter.StalledFor);
    }
}
