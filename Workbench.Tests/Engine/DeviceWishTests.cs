using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

public sealed class DeviceWishTests
{
    private static readonly EngineDevice[] TwoCards =
    [
        new("CUDA0", "card", "gpu", 0, 0),
        new("CUDA1", "card", "gpu", 0, 0),
        new("CPU", "processor", "cpu", 0, 0),
    ];

    [Theory]
    [InlineData(null, "CUDA0 CUDA1")]
    [InlineData("auto", "CUDA0 CUDA1")]
    [InlineData("gpu", "CUDA0 CUDA1")]
    [InlineData("cuda", "CUDA0 CUDA1")]
    [InlineData("cuda:1", "CUDA1")]
    [InlineData("CUDA1", "CUDA1")]
    [InlineData("cuda:1,0", "CUDA1 CUDA0")]
    [InlineData("cuda:2", "")]
    [InlineData("cuda:0,2", "")]
    [InlineData("vulkan", "")]
    [InlineData("cpu", "CPU")]
    [InlineData("Metal", "")]
    public void Choose_OfTwoCards_TakesWhatIsMeantOrNothing(string? text, string expected) =>
        Assert.Equal(expected, string.Join(' ', DeviceWish.Parse(text).Choose(TwoCards).Select(static device => device.Name)));

    [Theory]
    [InlineData(null, "CPU")]
    [InlineData("gpu", "")]
    [InlineData("cuda:0", "")]
    public void Choose_WithoutCards_NeverTakesTheProcessorForAGraphicsDevice(string? text, string expected) =>
        Assert.Equal(expected, string.Join(' ', DeviceWish.Parse(text).Choose(TwoCards[2..]).Select(static device => device.Name)));

    [Theory]
    [InlineData("cuda:1", null, "CUDA_VISIBLE_DEVICES=1")]
    [InlineData("cuda:1", "4,7", "CUDA_VISIBLE_DEVICES=7")]
    [InlineData("cuda:0,1", "4,7", "CUDA_VISIBLE_DEVICES=4,7")]
    [InlineData("cuda:1", "GPU-aa,GPU-bb", "CUDA_VISIBLE_DEVICES=GPU-bb")]
    [InlineData("vulkan:0", null, "GGML_VK_VISIBLE_DEVICES=0")]
    [InlineData("cuda", null, "")]
    [InlineData("gpu", "4", "")]
    public void Pin_CountsAmongTheDevicesThisProcessSees(string device, string? mine, string expected)
    {
        var pin = DeviceWish.Parse(device).Pin(_ => mine);

        Assert.Equal(expected, pin is { } set ? $"{set.Variable}={set.Value}" : "");
    }

    [Theory]
    [InlineData("cuda:7", "cuda:7")]
    [InlineData("vulkan", "vulkan")]
    [InlineData("card", "card")]
    [InlineData("cuda:1", null)]
    [InlineData("gpu", null)]
    [InlineData("cpu", null)]
    [InlineData(null, null)]
    public void Missing_NamesADeviceThatIsNotThere(string? asked, string? named)
    {
        var missing = EngineDevice.Missing(asked, TwoCards);

        Assert.Equal(named, missing?.Arguments[0]);
        Assert.Equal(missing is null ? null : "Inference.NoSuchDevice", missing?.Key);
    }

    [Theory]
    [InlineData("cuda:0", 0, "cpu")]
    [InlineData("cuda:0", 1, "cuda:0")]
    [InlineData("cuda:0", null, "cuda:0")]
    [InlineData(null, 0, "cpu")]
    [InlineData(null, null, null)]
    public void Place_WithoutLayersOnADevice_IsTheProcessor(string? device, int? layers, string? place) =>
        Assert.Equal(place, new EngineSpec("x.gguf", Device: device) { GpuLayers = layers }.Place);

    [Theory]
    [InlineData("load_tensors: offloaded 29/29 layers to GPU", null, null)]
    [InlineData("load_tensors: offloaded 10/29 layers to GPU", 10, null)]
    [InlineData("load_tensors: offloaded 29/29 layers to GPU", 99, null)]
    [InlineData("load_tensors: offloaded 28/29 layers to GPU", null, "Inference.OffloadShort")]
    [InlineData("load_tensors: offloaded 5/29 layers to GPU", 10, "Inference.OffloadShort")]
    [InlineData("something else", null, "Inference.OffloadNotTold")]
    [InlineData("something else", 0, null)]
    public void Offload_OtherThanAsked_IsAProblem(string said, int? asked, string? problem) =>
        Assert.Equal(problem, Offload.Problem(Offload.Parse(said), asked, "CUDA0")?.Key);
}
