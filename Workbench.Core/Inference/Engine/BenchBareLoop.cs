using System.Diagnostics;
using System.Numerics.Tensors;

namespace Workbench.Core.Inference.Engine;

/// <summary>The least a program can do with the library: fill a batch, decode, take the largest logit. What scheduler and HTTP are measured against.</summary>
internal static class BenchBareLoop
{
    /// <returns>Answer tokens a second, prompts included in the time; and seconds of processor time, without those for making the cache.</returns>
    public static (double TokensPerSecond, double Processor) Run(EngineModel model, EngineSpec spec, IReadOnlyList<List<int>> prompts, int tokens)
    {
        using var context = new DecodeContext(model, spec, spec.Context ?? EngineSpec.DefaultContext, prompts.Count);
        var rows = new int[prompts.Count];
        var next = new int[prompts.Count];
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        for (var step = 0; step < tokens; step++)
        {
            context.Clear();
            for (var i = 0; i < prompts.Count; i++)
            {
                rows[i] = step == 0 ? AddPrompt(context, prompts[i], i) : context.Add(next[i], prompts[i].Count + step - 1, i, output: true);
            }

            if (context.Decode() != DecodeOutcome.Done)
            {
                throw new InvalidOperationException("The bare loop's batch did not decode.");
            }

            for (var i = 0; i < prompts.Count; i++)
            {
                next[i] = TensorPrimitives.IndexOfMax(context.Logits(rows[i]));
            }
        }

        return (prompts.Count * tokens / watch.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds);
    }

    private static int AddPrompt(DecodeContext context, List<int> prompt, int sequence)
    {
        var row = 0;
        for (var i = 0; i < prompt.Count; i++)
        {
            row = context.Add(prompt[i], i, sequence, output: i == prompt.Count - 1);
        }

        return row;
    }
}
