using System.ComponentModel;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;

namespace Workbench.Cli;

/// <summary><c>bench engine</c>: the engine's figures of docs/benchmarks.md on this machine, each as a median of interleaved rounds.</summary>
public sealed class BenchCommand : AsyncCommand<BenchCommand.Settings>
{
    private const int LongestContext = 5120;
    private const int LoadCycles = 200;
    private static readonly string[] Parts = ["streams", "prefix", "gap", "choices", "cancel", "sampling", "load", "soak", "crash", "hosts"];

    public sealed class Settings : CommandSettings
    {
        [CommandOption("--model <FILE>", isRequired: true)]
        [Description("The GGUF file.")]
        public string Model { get; init; } = "";

        [CommandOption("--only <PARTS>")]
        [Description("Of streams, prefix, gap, choices, cancel, sampling, load, soak, crash, hosts, with commas between; without it all but the last three.")]
        public string? Only { get; init; }

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

        [CommandOption("--device <DEVICE>")]
        [Description("cpu, gpu, cuda, vulkan, cuda:0, …; without it the best there is. Not for soak, crash and hosts, whose models have devices of their own.")]
        public string? Device { get; init; }

        [CommandOption("--exact")]
        [Description("Reproducible mode, for choices against another engine's likelihoods.")]
        public bool Exact { get; init; }

        [CommandOption("--questions <FILE>")]
        [Description("Multiple-choice questions, one JSON object a line, with another engine's likelihoods to compare with.")]
        public string? Questions { get; init; }

        [CommandOption("--requests <N>")]
        [Description("Requests of soak (10000).")]
        public int Requests { get; init; } = 10_000;

        [CommandOption("--peer <PROGRAM>")]
        [Description("Another engine's loop, run beside streams as PROGRAM MODEL SEQUENCES TOKENS THREADS; its last line is tokens a second.")]
        public string? Peer { get; init; }

        [CommandOption("--append <FILE>")]
        [Description("Also adds a table of the figures to a Markdown file.")]
        public string? Append { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var chosen = settings.Only?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? Parts[..^3];
        if (chosen.Except(Parts).FirstOrDefault() is { } unknown)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.NoSuchBench", unknown, string.Join(", ", Parts)), Field: "--only"));
        }

        var spec = new EngineSpec(settings.Model, LongestContext, settings.Sequences, settings.Threads, settings.Exact, settings.Device, settings.Natives);
        List<BenchFigure> figures = [];
        if (chosen.Contains("load"))
        {
            figures.AddRange(BenchLoad.Run(spec, settings.Only is null ? settings.Rounds * 4 : LoadCycles));
        }

        if (chosen.Contains("soak"))
        {
            figures.AddRange(await BenchSoak.RunAsync(settings.Model, settings.Requests, Say, cancellationToken));
        }

        if (chosen.Contains("crash"))
        {
            figures.AddRange(await BenchCrash.RunAsync(settings.Model, settings.Rounds, Say, cancellationToken));
        }

        if (chosen.Contains("hosts"))
        {
            figures.AddRange(await BenchHosts.RunAsync(settings.Model, LoadCycles, Say, cancellationToken));
        }

        BenchMachine machine;
        using (var engine = InferenceEngine.Load(spec, _ => { }))
        {
            machine = BenchMachine.Of(engine);
            foreach (var part in chosen)
            {
                figures.AddRange(await RunAsync(part, engine, settings, cancellationToken));
            }
        }

        Console.Out.WriteLine(Json(machine, figures).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
        if (settings.Append is { } file)
        {
            await File.AppendAllTextAsync(file, BenchTable.Of(machine, figures), cancellationToken);
        }

        return ExitCode.Done;
    }

    private static async Task<List<BenchFigure>> RunAsync(string part, InferenceEngine engine, Settings settings, CancellationToken cancellation) => part switch
    {
        "streams" => await BenchStreams.RunAsync(engine, settings.Sequences, settings.Tokens, settings.Rounds, settings.Peer, Say, cancellation),
        "prefix" => await BenchPrefix.RunAsync(engine, Math.Min(2, settings.Rounds), Say),
        "gap" => await BenchGap.RunAsync(engine),
        "choices" => await BenchChoices.RunAsync(engine, settings.Questions is { } file ? BenchQuestion.Read(file) : BenchQuestion.Made(settings.Rounds), settings.Rounds, Say),
        "cancel" => await BenchCancel.RunAsync(engine, settings.Rounds),
        "sampling" => BenchSampling.Run(engine, settings.Rounds),
        _ => [],
    };

    private static JsonObject Json(BenchMachine machine, List<BenchFigure> figures)
    {
        var result = machine.Json();
        foreach (var part in figures.GroupBy(figure => figure.Part))
        {
            result[part.Key] = new JsonObject(part.Select(figure => KeyValuePair.Create<string, JsonNode?>(figure.Name, Describe(figure))));
        }

        return result;
    }

    internal static JsonNode Describe(BenchFigure figure)
    {
        var value = Math.Round(figure.Value, 4);
        if (figure.Holds is not { } holds)
        {
            return JsonValue.Create(value);
        }

        var described = new JsonObject { ["value"] = value, ["holds"] = holds };
        described[figure.AtLeast is null ? "atMost" : "atLeast"] = Math.Round(figure.AtLeast ?? figure.AtMost!.Value, 4);
        return described;
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
