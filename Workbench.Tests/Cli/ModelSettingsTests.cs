using Microsoft.Extensions.Configuration;
using Workbench.Cli;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;

namespace Workbench.Tests.Cli;

public sealed class ModelSettingsTests
{
    [Fact]
    public void Specs_ByName_TakeWhatIsGivenAndLeaveTheRestToTheEngine()
    {
        var specs = ModelSettings.Specs(Configuration("Workbench:Models:Qwen:Device=cuda:1", "Workbench:Models:Qwen:Context=8192", "Workbench:Models:Qwen:CacheType=q8_0", "Workbench:Models:other:GpuLayers=0"));

        Assert.Equal(new HostSpec(Context: 8192, Device: "cuda:1", CacheType: "q8_0"), specs["qwen"]);
        Assert.Equal(new HostSpec(GpuLayers: 0), specs["other"]);
    }

    [Fact]
    public void Specs_WithMistakes_NameAllOfThem()
    {
        var exception = Assert.Throws<InputException>(() => ModelSettings.Specs(Configuration("Workbench:Models:a:Context=some", "Workbench:Models:a:CacheType=q9", "Workbench:Models:b:Threads=0")));

        Assert.Equal(["Workbench:Models:a:CacheType", "Workbench:Models:a:Context", "Workbench:Models:b:Threads"], exception.Problems.Select(static problem => problem.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Limits_TakeTimesInSeconds()
    {
        var limits = ModelSettings.Limits(Configuration("Workbench:Hosts:StallSeconds=30", "Workbench:Hosts:SilenceSeconds=5", "Workbench:Hosts:Most=3"));

        Assert.Equal((3, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), HostLimits.Default.Load), (limits.Hosts, limits.Stall, limits.Silence, limits.Load));
    }

    private static IConfiguration Configuration(params string[] entries) =>
        new ConfigurationBuilder().AddInMemoryCollection(entries.Select(static entry => entry.Split('=')).Select(static pair => KeyValuePair.Create(pair[0], (string?)pair[1]))).Build();
}
