using System.Collections.Concurrent;
using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>How long running answers pause while a long prompt comes in.</summary>
internal static class BenchGap
{
    private const int Streams = 7;
    private const int LongPrompt = 4096;
    private const int TokensAlone = 24;
    private const double MostMicroBatches = 2;

    public static async Task<List<BenchFigure>> RunAsync(InferenceEngine engine)
    {
        var microBatch = MicroBatchSeconds(engine);
        using var stop = new CancellationTokenSource();
        var prompts = BenchEngine.Prompts(engine.Vocabulary, Streams + 1, Math.Min(LongPrompt, engine.Context - 64), salt: 11);
        var watch = new StreamWatch(prompts.Take(Streams).Select(prompt => engine.Generate(prompt[..16], BenchEngine.Spec(int.MaxValue), 1, interactive: true, stop.Token)[0]));
        await watch.TokensAsync(TokensAlone).ConfigureAwait(false);
        var alone = watch.Longest();
        var started = Stopwatch.GetTimestamp();
        await BenchEngine.AnswerAsync(engine.Generate(prompts[Streams], BenchEngine.Spec(1), 1, interactive: true, CancellationToken.None)).ConfigureAwait(false);
        var entering = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var beside = watch.Longest();
        await stop.CancelAsync().ConfigureAwait(false);
        await watch.Ended.ConfigureAwait(false);
        return
        [
            new("gap", "promptTokens", prompts[Streams].Count),
            new("gap", "microBatchSeconds", microBatch, "s"),
            new("gap", "longestPauseAlone", alone, "s"),
            new("gap", "longestPauseBesideThePrompt", beside, "s"),
            new("gap", "pauseToMicroBatch", beside / microBatch, AtMost: MostMicroBatches),
            new("gap", "secondsUntilThePromptWasRead", entering, "s"),
        ];
    }

    private static double MicroBatchSeconds(InferenceEngine engine)
    {
        using var context = new DecodeContext(engine.Model, engine.Spec, engine.Context, 1);
        var prompt = BenchEngine.Prompts(engine.Vocabulary, 1, DecodeContext.BatchTokens, salt: 5)[0];
        var seconds = double.MaxValue;
        for (var round = 0; round < 2; round++)
        {
            context.Remove(0);
            context.Clear();
            foreach (var (position, token) in prompt.Index())
            {
                context.Add(token, position, 0, output: position == prompt.Count - 1);
            }

            var watch = Stopwatch.StartNew();
            if (context.Decode() != DecodeOutcome.Done)
            {
                throw new InvalidOperationException("A whole batch did not decode.");
            }

            seconds = Math.Min(seconds, watch.Elapsed.TotalSeconds);
        }

        return seconds;
    }

    /// <summary>Reads answers and remembers the longest time between two pieces of one.</summary>
    private sealed class StreamWatch
    {
        private readonly List<GenerationJob> _jobs;
        private readonly ConcurrentBag<double> _pauses = [];

        public StreamWatch(IEnumerable<GenerationJob> jobs)
        {
            _jobs = [.. jobs];
            Ended = Task.WhenAll(_jobs.Select(job => Task.Run(() => ReadAsync(job))));
        }

        public Task Ended { get; }

        public async Task TokensAsync(int tokens)
        {
            while (_jobs.Exists(job => job.Generated < tokens))
            {
                await Task.Delay(10).ConfigureAwait(false);
            }
        }

        public double Longest()
        {
            var longest = _pauses.DefaultIfEmpty(0).Max();
            _pauses.Clear();
            return longest;
        }

        private async Task ReadAsync(GenerationJob job)
        {
            long last = 0;
            await foreach (var piece in job.Pieces.ReadAllAsync().ConfigureAwait(false))
            {
                if (last != 0 && piece.End is null)
                {
                    _pauses.Add(Stopwatch.GetElapsedTime(last).TotalSeconds);
                }

                last = Stopwatch.GetTimestamp();
            }
        }
    }
}
