using System.Collections.Immutable;
using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>Measurements of scheduler and cache on one loaded model, without HTTP.</summary>
internal static class BenchEngine
{
    private static readonly SamplingSpec Greedy = new(Temperature: 0);

    /// <summary>Different prompts of one length, so that none shares its beginning with another.</summary>
    public static List<List<int>> Prompts(Vocabulary vocabulary, int count, int length)
    {
        var words = vocabulary.Tokenize("the town by the sea had a small harbour and a market where people from all over the country met to trade and talk about news ");
        return [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, length).Select(at => words[(at + (i * 7) + (at == 0 ? i : 0)) % words.Length]).ToList())];
    }

    public static async Task<double> TokensPerSecondAsync(InferenceEngine engine, IReadOnlyList<List<int>> prompts, int tokens)
    {
        var watch = Stopwatch.StartNew();
        await AnswerAsync(engine, prompts, tokens).ConfigureAwait(false);
        return prompts.Count * tokens / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Seconds for answers after one shared prefix, or after as many different ones of its length.</summary>
    public static async Task<double> PrefixSecondsAsync(InferenceEngine engine, bool shared, int answers, int prefix, int tokens, int round)
    {
        var prompts = Prompts(engine.Vocabulary, answers, prefix);
        var salt = engine.Vocabulary.Tokenize($" {round} {shared} ");
        foreach (var prompt in prompts)
        {
            prompt.InsertRange(0, salt);
        }

        var chosen = shared ? prompts.Select((_, i) => new List<int>([.. prompts[0], .. engine.Vocabulary.Tokenize($" {i}")])).ToList() : prompts;
        var watch = Stopwatch.StartNew();
        await AnswerAsync(engine, chosen, tokens).ConfigureAwait(false);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>The longest time between two pieces of running answers while a long prompt comes in, and the longest decode of one without it.</summary>
    public static async Task<(double Before, double During)> LongestGapAsync(InferenceEngine engine, int answers, int prompt, int tokens)
    {
        var before = await GapAsync(engine, answers, tokens, null).ConfigureAwait(false);
        var during = await GapAsync(engine, answers, tokens, Prompts(engine.Vocabulary, 1, prompt)[0]).ConfigureAwait(false);
        return (before, during);
    }

    private static async Task<double> GapAsync(InferenceEngine engine, int answers, int tokens, List<int>? late)
    {
        var spec = new GenerationSpec(tokens, Greedy, [], IgnoreEnd: true);
        var jobs = Prompts(engine.Vocabulary, answers, 16).Select(prompt => engine.Generate(prompt, spec, 1, interactive: false, CancellationToken.None)[0]).ToList();
        var started = new TaskCompletionSource();
        var pumps = jobs.Select(job => Task.Run(async () =>
        {
            long last = 0;
            var gap = 0.0;
            await foreach (var piece in job.Pieces.ReadAllAsync().ConfigureAwait(false))
            {
                gap = last == 0 || piece.End is not null ? gap : Math.Max(gap, Stopwatch.GetElapsedTime(last).TotalSeconds);
                last = Stopwatch.GetTimestamp();
                if (job.Generated >= 8)
                {
                    started.TrySetResult();
                }
            }

            return gap;
        })).ToList();
        await started.Task.ConfigureAwait(false);
        if (late is not null)
        {
            await AnswerAsync(engine, [late], 1).ConfigureAwait(false);
        }

        return (await Task.WhenAll(pumps).ConfigureAwait(false)).Max();
    }

    private static Task AnswerAsync(InferenceEngine engine, IReadOnlyList<List<int>> prompts, int tokens)
    {
        var spec = new GenerationSpec(tokens, Greedy, ImmutableArray<string>.Empty, IgnoreEnd: true);
        var jobs = prompts.SelectMany(prompt => engine.Generate(prompt, spec, 1, interactive: false, CancellationToken.None)).ToList();
        return Task.WhenAll(jobs.Select(async job =>
        {
            await foreach (var piece in job.Pieces.ReadAllAsync().ConfigureAwait(false))
            {
                _ = piece;
            }
        }));
    }
}
