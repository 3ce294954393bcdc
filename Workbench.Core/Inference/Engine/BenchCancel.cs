using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>From the wish to stop until the answer has ended: of one among running answers, and of one whose long prompt is being read.</summary>
internal static class BenchCancel
{
    private const int Streams = 8;
    private const int LongPrompt = 3000;
    private const double MostDecodes = 1;
    private const double MostMilliseconds = 70;

    public static async Task<List<BenchFigure>> RunAsync(InferenceEngine engine, int rounds)
    {
        List<double> running = [], decodes = [], reading = [];
        for (var round = 0; round < rounds; round++)
        {
            using var others = new CancellationTokenSource();
            var prompts = BenchEngine.Prompts(engine.Vocabulary, Math.Min(Streams, engine.Spec.Sequences), 16, salt: 20 + round);
            var rest = BenchEngine.AnswerAsync(prompts.Skip(1).Select(prompt => Start(engine, prompt, others.Token)));
            using var one = new CancellationTokenSource();
            var job = Start(engine, prompts[0], one.Token);
            while (job.Generated < 4)
            {
                await Task.Delay(5).ConfigureAwait(false);
            }

            var (milliseconds, count) = await EndAsync(engine, job, one).ConfigureAwait(false);
            running.Add(milliseconds);
            decodes.Add(count);
            await others.CancelAsync().ConfigureAwait(false);
            await rest.ConfigureAwait(false);

            using var late = new CancellationTokenSource();
            var prompt = BenchEngine.Prompts(engine.Vocabulary, 1, Math.Min(LongPrompt, engine.Context - 64), salt: 40 + round)[0];
            job = Start(engine, prompt, late.Token);
            await Task.Delay(300).ConfigureAwait(false);
            reading.Add((await EndAsync(engine, job, late).ConfigureAwait(false)).Milliseconds);
        }

        return
        [
            new("cancel", "millisecondsAmongAnswers", BenchFigure.Median(running), "ms"),
            new("cancel", "decodesAmongAnswers", BenchFigure.Median(decodes), AtMost: MostDecodes),
            new("cancel", "millisecondsInALongPrompt", BenchFigure.Median(reading), "ms", AtMost: MostMilliseconds),
        ];
    }

    private static GenerationJob Start(InferenceEngine engine, List<int> prompt, CancellationToken cancellation) => engine.Generate(prompt, BenchEngine.Spec(int.MaxValue), 1, interactive: false, cancellation)[0];

    private static async Task<(double Milliseconds, long Decodes)> EndAsync(InferenceEngine engine, GenerationJob job, CancellationTokenSource cancel)
    {
        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync().ConfigureAwait(false);
        var before = engine.Meter.Decodes;
        await foreach (var piece in job.Pieces.ReadAllAsync().ConfigureAwait(false))
        {
            if (piece.End is not null)
            {
                return (watch.Elapsed.TotalMilliseconds, engine.Meter.Decodes - before);
            }
        }

        throw new InvalidOperationException("An answer ended without its last piece.");
    }
}
