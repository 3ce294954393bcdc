using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

/// <summary>Every step against the native library's sampler of the same name, on random logits: the same tokens left with the same chances.</summary>
[Trait("Category", "Engine")]
[Collection(nameof(EngineInThisProcess))]
public sealed class SamplerReferenceTests : IDisposable
{
    private const int Rounds = 40;
    private readonly InferenceEngine _engine = InferenceEngine.Load(new EngineSpec(TestHost.Stories, Context: 256, Device: "cpu"), _ => { });
    private readonly NativeSamplers _native;
    private readonly Random _random = new(5);

    public SamplerReferenceTests() => _native = new NativeSamplers(_engine);

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(5000)]
    public void TopK_IsTheReference(int count) => Compare(() => _native.TopK(count), set => SamplerSteps.TopK(set, count));

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void TopP_IsTheReference(double share) => Compare(() => _native.TopP((float)share), set => SamplerSteps.TopP(set, (float)share));

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)]
    public void MinP_IsTheReference(double share) => Compare(() => _native.MinP((float)share), set => SamplerSteps.MinP(set, (float)share));

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.95)]
    public void Typical_IsTheReference(double share) => Compare(() => _native.Typical((float)share), set => SamplerSteps.Typical(set, (float)share));

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    public void TopNSigma_IsTheReference(double deviations) => Compare(() => _native.TopNSigma((float)deviations), set => SamplerSteps.TopNSigma(set, (float)deviations));

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.01)]
    [InlineData(0.001)]
    public void Xtc_IsTheReference(double threshold) => Compare(() => _native.Xtc(1, (float)threshold), set => SamplerSteps.Xtc(set, (float)threshold));

    [Theory]
    [InlineData(0.7, 0, 1)]
    [InlineData(1, 0.5, 1)]
    [InlineData(0.8, 0.6, 1.7)]
    public void Temperature_IsTheReference(double temperature, double range, double exponent) =>
        Compare(() => range > 0 ? _native.Temperature((float)temperature, (float)range, (float)exponent) : _native.Temperature((float)temperature), set => SamplerSteps.Temperature(set, temperature, range, exponent));

    [Theory]
    [InlineData(64, 1.3, 0.2, 0.4)]
    [InlineData(-1, 1.1, 0, 0)]
    [InlineData(8, 1, -0.5, 0.5)]
    public void Penalties_AreTheReference(int last, double repeat, double frequency, double presence)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var history = History(30, 200);
            var logits = Logits(512);
            var sampler = _native.Penalties(last < 0 ? history.Count : last, (float)repeat, (float)frequency, (float)presence);
            history.ForEach(token => _native.Accept(sampler, token));
            var expected = _native.Apply(logits, sampler).Left;
            _native.Free(sampler);
            new TokenPenalties(new SamplerSettings(RepeatPenalty: repeat, FrequencyPenalty: frequency, PresencePenalty: presence, PenaltyLastN: last)).Apply(logits, history);
            AssertSame(expected, NativeSamplers.Chances(logits.Select((logit, token) => new TokenCandidate { Token = token, Logit = logit })));
        }
    }

    [Theory]
    [InlineData(2, -1)]
    [InlineData(1, 40)]
    [InlineData(4, -1)]
    public void Dry_IsTheReference(int allowed, int last)
    {
        var breakers = DryBreakers.Of(_engine.Vocabulary, SamplingSpec.UsualBreakers);
        for (var round = 0; round < Rounds; round++)
        {
            // Few tokens, so that sequences repeat; now and then one with a full stop or a line's end.
            var history = History(3, 120);
            history[_random.Next(history.Count)] = _engine.Vocabulary.Tokenize("\n")[^1];
            var logits = Logits(512);
            var sampler = _native.Dry(0.8f, 1.75f, allowed, last < 0 ? history.Count : last, [.. SamplingSpec.UsualBreakers]);
            history.ForEach(token => _native.Accept(sampler, token));
            var expected = _native.Apply(logits, sampler).Left;
            _native.Free(sampler);
            new DryPenalty(new SamplerSettings(DryMultiplier: 0.8, DryAllowedLength: allowed, DryLastN: last), breakers).Apply(logits, history);
            AssertSame(expected, NativeSamplers.Chances(logits.Select((logit, token) => new TokenCandidate { Token = token, Logit = logit })));
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(2, 6)]
    public void Mirostat_OverManyDraws_IsTheReference(int version, double tau)
    {
        const double Eta = 0.1;
        var ours = new MirostatState(version, tau, Eta, 512);
        var sampler = version == 1 ? _native.Mirostat1(512, (float)tau, (float)Eta) : _native.Mirostat2((float)tau, (float)Eta);
        for (var round = 0; round < 100; round++)
        {
            var logits = Logits(512);
            var (expected, selected) = _native.Apply(logits, sampler);
            var set = new CandidateSet();
            set.Fill(logits);
            ours.Cut(set);
            var left = NativeSamplers.Chances(set.Items.ToArray());
            AssertSame(expected, left);
            ours.Drawn(left[selected]);
        }

        _native.Free(sampler);
    }

    /// <summary>Without the typical step: the library's gives no number after top-n-sigma, which leaves tokens of no chance in its list.</summary>
    [Fact]
    public void Draw_OfAWholeChain_HasTheReferenceChances()
    {
        var spec = new SamplingSpec(Temperature: 0.8, TopK: 60, TopP: 0.95, MinP: 0.01) { More = new SamplerSettings(RepeatPenalty: 1.2, TopNSigma: 3) };
        for (var round = 0; round < Rounds; round++)
        {
            var history = History(30, 60);
            var logits = Logits(512);
            nint[] chain = [_native.Penalties(64, 1.2f, 0, 0), _native.TopNSigma(3), _native.TopK(60), _native.TopP(0.95f), _native.MinP(0.01f), _native.Temperature(0.8f)];
            history.ForEach(token => _native.Accept(chain[0], token));
            var expected = _native.Apply(logits, chain).Left;
            Array.ForEach(chain, _native.Free);
            for (var seed = 0UL; seed < 20; seed++)
            {
                var sampler = new TokenSampler(spec with { Seed = seed }, null);
                var token = sampler.Draw(logits, history);
                Assert.True(expected.TryGetValue(token, out var chance), $"{token} is not left");
                Assert.Equal(chance, Math.Exp(sampler.Logprob), 1e-4);
            }
        }
    }

    private void Compare(Func<nint> make, Action<CandidateSet> step)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var logits = Logits(round % 2 == 0 ? 512 : 20_000);
            var sampler = make();
            var expected = _native.Apply(logits, sampler).Left;
            _native.Free(sampler);
            var set = new CandidateSet();
            set.Fill(logits);
            step(set);
            AssertSame(expected, NativeSamplers.Chances(set.Items.ToArray()), logits.Length > 1000 ? 3e-4 : 2e-5);
        }
    }

    private static void AssertSame(SortedDictionary<int, double> expected, SortedDictionary<int, double> actual, double border = 2e-5)
    {
        // The library adds up singles: in a long tail the border may move over tokens that together are next to nothing.
        var strays = expected.Keys.Except(actual.Keys).Sum(token => expected[token]) + actual.Keys.Except(expected.Keys).Sum(token => actual[token]);
        Assert.True(strays < border, $"strays have {strays} of the chances");
        foreach (var (token, chance) in expected.Where(entry => actual.ContainsKey(entry.Key)))
        {
            Assert.Equal(chance, actual[token], 5e-4 * Math.Max(chance, 1e-3));
        }
    }

    // Like a model's: a few likely tokens before a long tail.
    private float[] Logits(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((_random.NextDouble() * 4) - (8 * Math.Log(1e-6 + _random.NextDouble()) / 4) - 6))];

    private List<int> History(int different, int length) => [.. Enumerable.Range(0, length).Select(_ => 300 + _random.Next(different))];
}
