using System.Collections.Immutable;
using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>What the measurements of scheduler and cache share: prompts, and greedy answers of a set length.</summary>
internal static class BenchEngine
{
    private static readonly SamplingSpec Greedy = new(Temperature: 0);

    /// <summary>Different prompts of one length, so that none shares its beginning with another, nor with those of another salt.</summary>
    public static List<List<int>> Prompts(Vocabulary vocabulary, int count, int length, int salt = 0)
    {
        var words = vocabulary.Tokenize("the town by the sea had a small harbour and a market where people from all over the country met to trade and talk about news ");
        return [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, length).Select(at => words[(at + ((i + (salt * count)) * 7) + (at < 3 ? (i + salt) >> (at * 2) : 0)) % words.Length]).ToList())];
    }

    public static GenerationSpec Spec(int tokens) => new(tokens, Greedy, ImmutableArray<string>.Empty, IgnoreEnd: true);

    public static async Task<double> TokensPerSecondAsync(InferenceEngine engine, IReadOnlyList<List<int>> prompts, int tokens)
    {
        var watch = Stopwatch.StartNew();
        await AnswerAsync(prompts.SelectMany(prompt => engine.Generate(prompt, Spec(tokens), 1, interactive: false, CancellationToken.None))).ConfigureAwait(false);
        return prompts.Count * tokens / watch.Elapsed.TotalSeconds;
    }

    public static Task AnswerAsync(IEnumerable<GenerationJob> jobs) => Task.WhenAll(jobs.ToList().Select(async job =>
    {
        await foreach (var piece in job.Pieces.ReadAllAsync().ConfigureAwait(false))
        {
            _ = piece;
        }
    }));
}
