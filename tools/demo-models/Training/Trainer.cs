using System.Diagnostics;
using DemoModels.Corpus;
using DemoModels.Network;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DemoModels.Training;

/// <summary>Trains some tensors of a network by a plan, on one thread. A checkpoint each minute: the same command goes on from it.</summary>
internal sealed class Trainer(LlamaNetwork network, IReadOnlyList<(string Name, Parameter Tensor)> learnt, Plan plan, string checkpoint)
{
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromMinutes(1);
    private readonly AdamWeights _adam = new(learnt, plan.Decay);
    private readonly Tensor _progress = zeros(1);

    public void Run(Func<Random, Example> draw)
    {
        set_num_threads(1);
        var first = Resume();
        using var batches = new Batches(draw, plan, first);
        var (watch, saved, tokens, smooth) = (Stopwatch.StartNew(), Stopwatch.StartNew(), 0L, 0.0);
        Console.WriteLine($"{learnt.Sum(entry => entry.Tensor.numel()):N0} weights to learn, steps {first}..{plan.Steps}");
        for (var step = first; step < plan.Steps; step++)
        {
            CollectedBetweenSteps.At(step);
            using var scope = NewDisposeScope();
            var batch = batches.Next();
            var loss = Learn(batch, step);
            tokens += batch.Tokens;
            smooth = step == first ? loss : (smooth * .98) + (loss * .02);
            if (step % 200 == 0 || step == plan.Steps - 1)
            {
                Console.WriteLine($"{DateTime.Now:HH:mm:ss} {step,6} loss {smooth:F4} {tokens / watch.Elapsed.TotalSeconds:F0} tokens/s {(step + 1 - first) / watch.Elapsed.TotalSeconds:F1} steps/s");
            }

            if (saved.Elapsed > CheckpointEvery)
            {
                Save(step + 1);
                saved.Restart();
            }
        }

        Save(plan.Steps);
    }

    private float Learn(Batch batch, int step)
    {
        var logits = network.Forward(tensor(batch.Ids).reshape(batch.Rows, batch.Time), tensor(batch.Wanted));
        var loss = nn.functional.cross_entropy(logits, tensor(batch.Next));
        loss.backward();
        _adam.Step(step + 1, plan.RateAt(step));
        return loss.item<float>();
    }

    private IEnumerable<(string Name, Tensor Tensor)> State => [("progress", _progress), .. learnt.AsTensors(), .. _adam.State];

    private int Resume()
    {
        if (!File.Exists(checkpoint))
        {
            return 0;
        }

        WeightFile.Load(checkpoint, State);
        return (int)_progress.item<float>();
    }

    private void Save(int step)
    {
        _progress.fill_(step);
        WeightFile.Save(checkpoint, State);
    }
}
