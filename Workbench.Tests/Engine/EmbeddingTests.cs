using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
[Collection(nameof(EngineInThisProcess))]
public sealed class EmbeddingTests
{
    [Fact]
    public async Task EmbedAsync_EqualAndDifferentTexts_GivesEqualAndDifferentVectorsWhateverStandsBesideThem()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var engine = Load();
        var three = await engine.EmbedAsync(["The cat sat.", "一只猫 🐈", "The cat sat."], limit.Token);
        var alone = await engine.EmbedAsync(["The cat sat."], limit.Token);
        Assert.Equal(three[0].Vector, three[2].Vector);
        Assert.Equal(three[0].Vector, alone[0].Vector);
        Assert.NotEqual(three[0].Vector, three[1].Vector);
        Assert.All(three, embedding => Assert.Equal(1, embedding.Vector.Sum(value => (double)value * value), 1e-5));
        Assert.Equal(engine.Model.Width, alone[0].Vector.Length);
    }

    [Fact]
    public async Task EmbedAsync_LongText_IsTheMeanOverAllItsTokens()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var engine = Load();
        var text = string.Concat(Enumerable.Repeat("One day a big dog ran to the park. ", 12));
        var whole = (await engine.EmbedAsync([text], limit.Token))[0];
        Assert.InRange(whole.Tokens, 100, 500);
        var shorter = (await engine.EmbedAsync([text[..^35]], limit.Token))[0];
        var cosine = whole.Vector.Zip(shorter.Vector, (a, b) => a * b).Sum();
        Assert.InRange(cosine, 0.9, 0.99999);
    }

    [Fact]
    public async Task EmbedAsync_WhileAnswersAreWritten_ChangesNoTokenOfThem()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var engine = Load();
        var prompt = PromptTokens.OfText(engine.Vocabulary, "Once upon a time");
        var spec = new GenerationSpec(64, new SamplingSpec(Temperature: 0), [], IgnoreEnd: true);
        var alone = await TextAsync(engine.Generate(prompt, spec, 1, false, limit.Token)[0], limit.Token);
        var job = engine.Generate(prompt, spec, 1, false, limit.Token)[0];
        await engine.EmbedAsync(["The cat sat.", "A dog."], limit.Token);
        Assert.Equal(alone, await TextAsync(job, limit.Token));
    }

    [Fact]
    public async Task EmbedAsync_EmptyTooLongOrTooMany_NamesEveryOne()
    {
        using var engine = Load();
        var exception = await Assert.ThrowsAsync<InputException>(() => engine.EmbedAsync(["", "fine", " \n", string.Concat(Enumerable.Repeat("dog ", 600))], default));
        Assert.Equal(["input[0]", "input[2]", "input[3]"], exception.Problems.Select(problem => problem.Field));
        await Assert.ThrowsAsync<InputException>(() => engine.EmbedAsync([], default));
        await Assert.ThrowsAsync<InputException>(() => engine.EmbedAsync([.. Enumerable.Repeat("a", 300)], default));
    }

    private static InferenceEngine Load() => InferenceEngine.Load(new EngineSpec(TestHost.Stories, Context: 512, Device: "cpu"), _ => { });

    private static async Task<string> TextAsync(GenerationJob job, CancellationToken cancellation) =>
        string.Concat(await job.Pieces.ReadAllAsync(cancellation).Select(piece => piece.Text).ToListAsync(cancellation));
}
