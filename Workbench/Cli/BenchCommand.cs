using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Inference.Engine;
using Workbench.Hosting.ModelHost;

namespace Workbench.Cli;

/// <summary><c>bench engine</c>: the engine's figures of docs/benchmarks.md on this machine, each as a median of interleaved rounds.</summary>
public sealed class BenchCommand : AsyncCommand<BenchCommand.Settings>
{
    private const int PromptTokens = 16;

    public sealed class Settings : CommandSettings
    {
        [CommandOption("--model <FILE>", isRequired: true)]
        [Description("The GGUF file.")]
        public string Model { get; init; } = "";

        [CommandOption("--sequences <N>")]
        public int Sequences { get; init; } = 16;

        [CommandOption("--tokens <N>")]
        public int Tokens { get; init; } = 64;

        [CommandOption("--rounds <N>")]
        public int Rounds { get; init; } = 5;

        [CommandOption("--threads <N>")]
        public int Threads { get; init; } = 1;

        [CommandOption("--natives <DIR>")]
        public string? Natives { get; init; }

        [CommandOption("--only <PART>")]
        [Description("decode, prefix, gap or load; without it all.")]
        public string? Only { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var spec = new EngineSpec(settings.Model, 4096, settings.Sequences, settings.Threads, Natives: settings.Natives);
        var result = new JsonObject();
        if (settings.Only is null or "load")
        {
            result["load"] = Load(spec, settings.Rounds);
        }

        using var engine = InferenceEngine.Load(spec, _ => { });
        result["natives"] = Path.GetFileName(engine.Model.Library.Folder.Path);
        if (settings.Only is null or "decode")
        {
            result["decode"] = await DecodeAsync(engine, settings, cancellationToken);
        }

        if (settings.Only is null or "prefix")
        {
            result["prefix"] = await PrefixAsync(engine, settings);
        }

        if (settings.Only is null or "gap")
        {
            var (before, during) = await BenchEngine.LongestGapAsync(engine, 7, Math.Min(3000, engine.Context - 64), 96);
            result["gap"] = new JsonObject { ["longestSecondsAlone"] = before, ["longestSecondsBesideALongPrompt"] = during };
        }

        Console.Out.WriteLine(result.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
        return ExitCode.Done;
    }

    private static async Task<JsonObject> DecodeAsync(InferenceEngine engine, Settings settings, CancellationToken cancellation)
    {
        var prompts = BenchEngine.Prompts(engine.Vocabulary, settings.Sequences, PromptTokens);
        var socket = Path.Combine(Directory.CreateTempSubdirectory("bench").FullName, "s");
        var address = HostAddress.Parse($"unix:{socket}");
        await using var app = ModelHostApp.Build(engine, address, "bench", null);
        await ModelHostApp.StartAsync(app, address, cancellation);
        using var http = BenchClient.Open(socket);
        List<double> bare = [], scheduled = [], served = [], scheduledCost = [], servedCost = [];
        for (var round = 0; round <= settings.Rounds; round++)
        {
            // The first round warms up pages and compiled code and is not counted.
            var (one, bareCost) = BenchBareLoop.Run(engine.Model, engine.Spec, prompts, settings.Tokens);
            var afterOne = Processor();
            var two = await BenchEngine.TokensPerSecondAsync(engine, prompts, settings.Tokens);
            var afterTwo = Processor();
            var three = await BenchClient.TokensPerSecondAsync(http, settings.Sequences, settings.Tokens, round);
            var afterThree = Processor();
            if (round > 0)
            {
                bare.Add(one);
                scheduled.Add(two);
                served.Add(three);
                scheduledCost.Add((afterTwo - afterOne) / bareCost);
                servedCost.Add((afterThree - afterTwo) / bareCost);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: bare {one:0.0}, scheduler {two:0.0}, HTTP {three:0.0} tokens/s"));
            }
        }

        return new JsonObject
        {
            ["sequences"] = settings.Sequences,
            ["bare"] = Median(bare),
            ["scheduler"] = Median(scheduled),
            ["http"] = Median(served),
            ["schedulerToBare"] = Median([.. scheduled.Zip(bare, (a, b) => a / b)]),
            ["httpToBare"] = Median([.. served.Zip(bare, (a, b) => a / b)]),
            ["schedulerProcessorTimeToBare"] = Median(scheduledCost),
            ["httpProcessorTimeToBare"] = Median(servedCost),
        };
    }

    private static async Task<JsonObject> PrefixAsync(InferenceEngine engine, Settings settings)
    {
        List<double> apart = [], shared = [];
        for (var round = 0; round < Math.Min(3, settings.Rounds); round++)
        {
            apart.Add(await BenchEngine.PrefixSecondsAsync(engine, shared: false, 16, 384, 16, round));
            shared.Add(await BenchEngine.PrefixSecondsAsync(engine, shared: true, 16, 384, 16, round));
        }

        return new JsonObject { ["secondsApart"] = Median(apart), ["secondsShared"] = Median(shared), ["ratio"] = Median([.. apart.Zip(shared, (a, b) => a / b)]) };
    }

    private static JsonObject Load(EngineSpec spec, int rounds)
    {
        List<double> seconds = [], memory = [];
        for (var round = 0; round < rounds * 4; round++)
        {
            var watch = Stopwatch.StartNew();
            InferenceEngine.Load(spec, _ => { }).Dispose();
            seconds.Add(watch.Elapsed.TotalSeconds);
            memory.Add(Environment.WorkingSet / 1e6);
        }

        return new JsonObject { ["seconds"] = Median(seconds), ["megabytesAfterFirst"] = memory[0], ["megabytesAfterLast"] = memory[^1], ["cycles"] = memory.Count };
    }

    // Tells the same on a busy machine, where the clock measures the neighbours. Server and client are both in it.
    private static double Processor() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return Math.Round(sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2, 3);
    }
}
