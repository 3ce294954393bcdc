using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

/// <summary>The engine in this process: loading it hides PATH for a moment, so nothing else may start programs meanwhile.</summary>
[CollectionDefinition(nameof(EngineInThisProcess), DisableParallelization = true)]
public sealed class EngineInThisProcess;

[Trait("Category", "Engine")]
[Collection(nameof(EngineInThisProcess))]
public sealed class CancellationTests
{
    [Fact]
    public async Task Cancel_OfARunningAnswer_EndsItWithinADecode()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var engine = InferenceEngine.Load(new EngineSpec(TestHost.Stories, Context: 16384, Device: "cpu"), _ => { });
        using var cancel = new CancellationTokenSource();
        var endless = new GenerationSpec(int.MaxValue, new SamplingSpec(Seed: 7), [], IgnoreEnd: true);
        var job = engine.Generate(PromptTokens.OfText(engine.Vocabulary, "Once"), endless, 1, interactive: false, cancel.Token)[0];
        await job.Pieces.ReadAsync(limit.Token);
        await cancel.CancelAsync();
        var decodes = engine.Meter.Decodes;
        var last = (await job.Pieces.ReadAllAsync(limit.Token).ToListAsync(limit.Token))[^1];
        Assert.Equal(StopReason.Cancelled, last.End);
        Assert.InRange(engine.Meter.Decodes - decodes, 0, 1);
    }
}
