using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

public sealed class TokenSamplerTests
{
    private static readonly float[] Logits = [0f, 2f, 1f, -1f];

    [Fact]
    public void Draw_AtTemperatureZero_TakesTheLikeliest() => Assert.Equal(1, Draw(new SamplingSpec(Temperature: 0), 1)[0]);

    [Fact]
    public void Draw_ManyTimes_FollowsTheSoftmax()
    {
        const int Draws = 20000;
        var drawn = Draw(new SamplingSpec(Temperature: 0.8, Seed: 5), Draws);
        var weights = Logits.Select(logit => Math.Exp(logit / 0.8)).ToArray();
        for (var token = 0; token < Logits.Length; token++)
        {
            var expected = weights[token] / weights.Sum();
            Assert.Equal(expected, drawn.Count(one => one == token) / (double)Draws, 4 * Math.Sqrt(expected * (1 - expected) / Draws));
        }
    }

    [Fact]
    public void Draw_WithTopK_KeepsThatMany() => Assert.Equal([1, 2], Draw(new SamplingSpec(TopK: 2), 500).Distinct().Order());

    [Fact]
    public void Draw_WithTopP_KeepsTheFewestThatReachIt() => Assert.Equal([1, 2], Draw(new SamplingSpec(TopP: 0.8), 500).Distinct().Order());

    [Fact]
    public void Draw_WithMinP_KeepsWhatIsLikelyEnough() => Assert.Equal([1, 2], Draw(new SamplingSpec(MinP: 0.3), 500).Distinct().Order());

    [Fact]
    public void Draw_SameSeed_GivesTheSameTokens() => Assert.Equal(Draw(new SamplingSpec(Seed: 9), 100), Draw(new SamplingSpec(Seed: 9), 100));

    [Fact]
    public void Draw_WithRepeatPenalty_LeavesWhatWasSaid()
    {
        var sampler = new TokenSampler(new SamplingSpec(Temperature: 0) { More = new SamplerSettings(RepeatPenalty: 3) }, null);
        Assert.Equal(2, sampler.Draw(Logits, [1]));
    }

    private static int[] Draw(SamplingSpec spec, int count)
    {
        var sampler = new TokenSampler(spec, null);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Draw(Logits, []))];
    }
}
