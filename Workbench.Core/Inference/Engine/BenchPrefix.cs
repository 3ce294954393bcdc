using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>Samples of one prompt against as many answers to different prompts of its length.</summary>
internal static class BenchPrefix
{
    private const int Samples = 16;
    private const int PromptTokens = 512;
    private const int AnswerTokens = 16;
    private const double LeastRatio = 8;

    public static async Task<List<BenchFigure>> RunAsync(InferenceEngine engine, int rounds, Action<string> say)
    {
        List<double> apart = [], shared = [];
        for (var round = 0; round < rounds; round++)
        {
            var prompts = BenchEngine.Prompts(engine.Vocabulary, Samples + 1, PromptTokens, salt: round + 1);
            shared.Add(await SecondsAsync(engine.Generate(prompts[Samples], BenchEngine.Spec(AnswerTokens), Samples, interactive: false, CancellationToken.None)).ConfigureAwait(false));
            apart.Add(await SecondsAsync([.. prompts.Take(Samples).SelectMany(prompt => engine.Generate(prompt, BenchEngine.Spec(AnswerTokens), 1, interactive: false, CancellationToken.None))]).ConfigureAwait(false));
            say(FormattableString.Invariant($"prefix {round + 1}: shared {shared[^1]:0.00} s, apart {apart[^1]:0.00} s"));
        }

        return
        [
            new("prefix", "secondsShared", BenchFigure.Median(shared), "s"),
            new("prefix", "secondsApart", BenchFigure.Median(apart), "s"),
            new("prefix", "timesFaster", BenchFigure.Ratio(apart, shared), AtLeast: LeastRatio),
        ];
    }

    private static async Task<double> SecondsAsync(IReadOnlyList<GenerationJob> jobs)
    {
        var watch = Stopwatch.StartNew();
        await BenchEngine.AnswerAsync(jobs).ConfigureAwait(false);
        return watch.Elapsed.TotalSeconds;
    }
}
