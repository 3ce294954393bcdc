using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
[Collection(nameof(EngineInThisProcess))]
public sealed class DecodingThreadsTests
{
    [Fact]
    public async Task SetThreads_WhileAnAnswerIsWritten_CountsFromTheNextDecodeAndChangesNoToken()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var engine = InferenceEngine.Load(new EngineSpec(TestHost.Stories, Context: 512, Device: "cpu"), _ => { });
        var spec = new GenerationSpec(48, new SamplingSpec(Temperature: 0), [], IgnoreEnd: true);
        var prompt = PromptTokens.OfText(engine.Vocabulary, "Once upon a time");
        Assert.Equal(1, engine.Threads);
        var alone = await TextAsync(engine.Generate(prompt, spec, 1, interactive: false, limit.Token)[0], limit.Token);
        var job = engine.Generate(prompt, spec, 1, interactive: false, limit.Token)[0];
        engine.SetThreads(2);
        Assert.Equal(alone, await TextAsync(job, limit.Token));
        Assert.Equal(2, engine.Threads);
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.SetThreads(0));
    }

    private static async Task<string> TextAsync(GenerationJob job, CancellationToken cancellation) =>
        string.Concat(await job.Pieces.ReadAllAsync(cancellation).Select(piece => piece.Text).ToListAsync(cancellation));
}
