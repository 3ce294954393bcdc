using System.Collections.Immutable;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models.Fit;

namespace Workbench.Tests.Engine;

public sealed class HostFitTests
{
    private static readonly ImmutableArray<FitDevice> Two = [new(FitDevice.Processor, 100, 50), new("cuda:0", 80, 70), new("cuda:1", 80, 60)];

    [Theory]
    [InlineData(null, "cuda:0")]
    [InlineData("auto", "cuda:0")]
    [InlineData("gpu", "cuda:0")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("cuda:1", "cuda:1")]
    [InlineData("CUDA1", "cuda:1")]
    [InlineData("cpu", null)]
    [InlineData("CPU", null)]
    public void Graphics_ByWish_IsTheDeviceThatIsMeant(string? wish, string? expected)
    {
        Assert.Equal(expected, HostFit.Graphics(Two, new HostSpec(Device: wish))?.Name);
        Assert.Null(HostFit.Missing(Two, wish));
    }

    [Theory]
    [InlineData("cuda:7")]
    [InlineData("cuda:0,7")]
    [InlineData("tpu")]
    public void Missing_DeviceThatIsNotThere_SaysWhatThereIs(string wish) =>
        Assert.Equal($"There is no device {wish}; this machine offers cpu, cuda:0, cuda:1.", HostFit.Missing(Two, wish)?.In(System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("gpu", true)]
    [InlineData("cuda", true)]
    [InlineData("auto", false)]
    [InlineData("cpu", false)]
    public void Missing_WithoutAnyGraphicsDevice_OnlyWhereOneIsNeeded(string wish, bool isMissing) =>
        Assert.Equal(isMissing, HostFit.Missing([Two[0]], wish) is not null);
}
