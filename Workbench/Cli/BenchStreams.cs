using System.Diagnostics;
using System.Globalization;
using Workbench.Core.Inference.Engine;
using Workbench.Hosting.ModelHost;

namespace Workbench.Cli;

/// <summary>Many answers at once in a bare loop over the library, through the scheduler, through HTTP, and by another engine if one is given.</summary>
internal static class BenchStreams
{
    private const int PromptTokens = 16;
    private const double LeastOfBare = 0.95;
    private const double LeastOfPeer = 1;

    public static async Task<List<BenchFigure>> RunAsync(InferenceEngine engine, int sequences, int tokens, int rounds, string? peer, Action<string> say, CancellationToken cancellation)
    {
        var socket = Path.Combine(Directory.CreateTempSubdirectory("bench").FullName, "s");
        var address = HostAddress.Parse($"unix:{socket}");
        await using var app = ModelHostApp.Build(engine, address, "bench", null);
        await ModelHostApp.StartAsync(app, address, cancellation);
        using var http = BenchClient.Open(socket);
        List<double> bare = [], scheduled = [], served = [], others = [], scheduledCost = [], servedCost = [];
        for (var round = 0; round <= rounds; round++)
        {
            var prompts = BenchEngine.Prompts(engine.Vocabulary, sequences, PromptTokens, salt: 100 + round);
            var (one, bareCost) = BenchBareLoop.Run(engine.Model, engine.Spec, prompts, tokens);
            var afterOne = Processor();
            var two = await BenchEngine.TokensPerSecondAsync(engine, prompts, tokens);
            var afterTwo = Processor();
            var three = await BenchClient.TokensPerSecondAsync(http, sequences, tokens, round);
            var afterThree = Processor();
            var four = peer is null ? 0 : await PeerAsync(peer, engine.Spec, sequences, tokens, cancellation);

            // The first round warms up pages and compiled code and is not counted.
            if (round > 0)
            {
                bare.Add(one);
                scheduled.Add(two);
                served.Add(three);
                others.Add(four);
                scheduledCost.Add((afterTwo - afterOne) / bareCost);
                servedCost.Add((afterThree - afterTwo) / bareCost);
                say(string.Create(CultureInfo.InvariantCulture, $"streams {round}: bare {one:0.0}, scheduler {two:0.0}, HTTP {three:0.0}{(peer is null ? "" : $", peer {four:0.0}")} tokens/s"));
            }
        }

        List<BenchFigure> figures =
        [
            new("streams", "sequences", sequences),
            new("streams", "bare", BenchFigure.Median(bare), "tokens/s"),
            new("streams", "scheduler", BenchFigure.Median(scheduled), "tokens/s"),
            new("streams", "http", BenchFigure.Median(served), "tokens/s"),
            new("streams", "schedulerToBare", BenchFigure.Ratio(scheduled, bare)),
            new("streams", "httpToBare", BenchFigure.Ratio(served, bare), AtLeast: LeastOfBare),
            new("streams", "schedulerProcessorTimeToBare", BenchFigure.Median(scheduledCost)),
            new("streams", "httpProcessorTimeToBare", BenchFigure.Median(servedCost)),
        ];
        if (peer is not null)
        {
            figures.Add(new("streams", "peer", BenchFigure.Median(others), "tokens/s"));
            figures.Add(new("streams", "httpToPeer", BenchFigure.Ratio(served, others), AtLeast: LeastOfPeer));
        }

        return figures;
    }

    private static async Task<double> PeerAsync(string program, EngineSpec spec, int sequences, int tokens, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.GetFullPath(spec.File), Number(sequences), Number(tokens), Number(spec.Threads) })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        var last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return double.TryParse(last, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed > 0 ? speed : throw new InvalidOperationException($"{program} ended with {process.ExitCode} and gave no speed.");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // Tells the same on a busy machine, where the clock measures the neighbours. Server and client are both in it.
    private static double Processor() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
}
