using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>Loads and unloads a model again and again: time, and what memory keeps.</summary>
internal static class BenchLoad
{
    private const double MostGrowth = 15;

    public static List<BenchFigure> Run(EngineSpec spec, int cycles)
    {
        List<double> seconds = [], memory = [];
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            var watch = Stopwatch.StartNew();
            using (var engine = InferenceEngine.Load(spec, _ => { }))
            {
                seconds.Add(watch.Elapsed.TotalSeconds);
                engine.Sha256.Wait();
            }

            memory.Add(Environment.WorkingSet / 1e6);
        }

        // The first tenth fills the allocators' stores.
        var settled = memory[Math.Min(memory.Count - 1, memory.Count / 10)];
        return
        [
            new("load", "cycles", cycles),
            new("load", "seconds", BenchFigure.Median(seconds), "s"),
            new("load", "memoryAtFirst", settled, "MB"),
            new("load", "memoryGrowth", memory[^1] - settled, "MB", AtMost: MostGrowth),
        ];
    }
}
