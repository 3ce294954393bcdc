using System.Diagnostics;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;

namespace Workbench.Cli;

/// <summary>A model loaded, asked and unloaded many times, each time in a process of its own, as the workbench does it: what stays behind in the workbench.</summary>
internal static class BenchHosts
{
    private const int Warm = 20;
    private const double MostGrowth = 15;
    private const double MostHandles = 8;

    public static async Task<List<BenchFigure>> RunAsync(string model, int cycles, Action<string> say, CancellationToken cancellation)
    {
        await using var hosts = new ModelHosts(new ModelCatalog([]), HostLimits.Default, HostProgram.OfThisWorkbench(), TimeProvider.System);
        var path = Path.GetFullPath(model);
        var question = new GenerateRequest([new ChatMessage("user", "What is in the harbour of the town?")], new GenerateSettings(MaxTokens: 8));
        List<double> loads = [];
        var (memory, handles) = (0.0, 0);
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            var watch = Stopwatch.StartNew();
            var client = await hosts.LoadAsync(path, HostSpec.Default, cancellation);
            loads.Add(watch.Elapsed.TotalSeconds);
            await client.AnswerAsync(question, cancellation);
            await hosts.UnloadAsync(path);
            if (cycle + 1 == Math.Min(Warm, cycles))
            {
                (memory, handles) = Rest();
                say(FormattableString.Invariant($"hosts: {cycle + 1} loads, {memory:0.0} MB, {handles} handles"));
            }
        }

        var (memoryAfter, handlesAfter) = Rest();
        return
        [
            new("hosts", "loads", cycles),
            new("hosts", "load", BenchFigure.Median(loads), "s"),
            new("hosts", "memory", memoryAfter, "MB"),
            new("hosts", "memoryGrowth", memoryAfter - memory, "MB", AtMost: MostGrowth),
            new("hosts", "handlesGrowth", handlesAfter - handles, AtMost: MostHandles),
        ];
    }

    private static (double Megabytes, int Handles) Rest()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var self = Process.GetCurrentProcess();
        return (self.WorkingSet64 / 1e6, self.HandleCount);
    }
}
