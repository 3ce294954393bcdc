using System.Collections.Immutable;
using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>Time of one draw from a whole vocabulary, sampler by sampler, on logits spread as models spread them.</summary>
internal static class BenchSampling
{
    private const int Places = 32;

    // A sixteenth of a decode of sixteen answers is 5 ms on a slow core: drawing must not be what is waited for.
    private const double MostMilliseconds = 5;

    public static List<BenchFigure> Run(InferenceEngine engine, int rounds)
    {
        var logits = Logits(engine.Vocabulary.Count);
        return [.. Kinds().Select(kind => new BenchFigure("sampling", kind.Name, BenchFigure.Median(Enumerable.Range(0, rounds).Select(round => Milliseconds(kind.Spec with { Seed = (ulong)round }, logits))), "ms", AtMost: MostMilliseconds))];
    }

    private static IEnumerable<(string Name, SamplingSpec Spec)> Kinds()
    {
        var usual = new SamplingSpec(0.8);
        yield return ("greedy", usual with { Temperature = 0 });
        yield return ("temperature", usual);
        yield return ("topK40", usual with { TopK = 40 });
        yield return ("topP95", usual with { TopP = 0.95 });
        yield return ("minP05", usual with { MinP = 0.05 });
        yield return ("typical95", usual with { More = new SamplerSettings { TypicalP = 0.95 } });
        yield return ("topNSigma1", usual with { More = new SamplerSettings { TopNSigma = 1 } });
        yield return ("xtc", usual with { More = new SamplerSettings { XtcProbability = 1, XtcThreshold = 0.1 } });
        yield return ("mirostat2", usual with { More = new SamplerSettings { Mirostat = 2 } });
        yield return ("penaltiesAndDry", usual with { More = new SamplerSettings { RepeatPenalty = 1.1, PenaltyLastN = 64, DryMultiplier = 0.8 } });
    }

    private static double Milliseconds(SamplingSpec spec, ImmutableArray<float[]> logits)
    {
        var sampler = new TokenSampler(spec, grammar: null);
        List<int> history = [];
        foreach (var place in logits)
        {
            history.Add(sampler.Draw(place, history));
        }

        var watch = Stopwatch.StartNew();
        foreach (var place in logits)
        {
            history.Add(sampler.Draw(place, history));
        }

        return watch.Elapsed.TotalMilliseconds / logits.Length;
    }

    // As models give them: normal with a spread of 3, a handful of likely ones above.
    private static ImmutableArray<float[]> Logits(int vocabulary)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Places).Select(_ => Enumerable.Range(0, vocabulary).Select(token => (float)((3 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())) + (token % 4999 == 0 ? 10 : 0))).ToArray())];
    }
}
