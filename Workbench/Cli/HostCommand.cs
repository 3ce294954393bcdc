using System.ComponentModel;
using System.Globalization;
using Spectre.Console.Cli;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;
using Workbench.Hosting.ModelHost;

namespace Workbench.Cli;

/// <summary><c>host</c>: one model behind the OpenAI protocol, in a process of its own.</summary>
public sealed class HostCommand : AsyncCommand<HostCommand.Settings>
{
    public sealed class Settings : CommandSettings
    {
        [CommandOption("--model <FILE>", isRequired: true)]
        [Description("The GGUF file.")]
        public string Model { get; init; } = "";

        [CommandOption("--listen <ADDRESS>")]
        [Description("unix:PATH or HOST:PORT; beyond this machine only with --api-key.")]
        public string Listen { get; init; } = "";

        [CommandOption("--exact")]
        [Description("The same bytes every time: F32 cache, no flash attention, one sequence a decode.")]
        public bool Exact { get; init; }

        [CommandOption("--context <TOKENS>")]
        [Description("Most tokens of one conversation.")]
        public int? Context { get; init; }

        [CommandOption("--sequences <N>")]
        [Description("Most conversations decoded at once (16).")]
        public int Sequences { get; init; } = 16;

        [CommandOption("--threads <N>")]
        [Description("Decoding threads (1).")]
        public int Threads { get; init; } = 1;

        [CommandOption("--device <DEVICE>")]
        [Description("cpu, gpu, or a device's name; without it the best there is.")]
        public string? Device { get; init; }

        [CommandOption("--api-key <KEY>")]
        [Description("Asked for with every request.")]
        public string? ApiKey { get; init; }

        [CommandOption("--name <NAME>")]
        [Description("The model's name in the protocol; without it the file's.")]
        public string? Name { get; init; }

        [CommandOption("--natives <DIR>")]
        [Description("A folder of engine libraries to use instead of the chosen one.")]
        public string? Natives { get; init; }

        [CommandOption("--check")]
        [Description("Load the model, decode one token, and end.")]
        public bool Check { get; init; }

        [CommandOption("--parent <PID>")]
        [Description("The process to end with.")]
        public int? Parent { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var address = Validate(settings);
        if (settings.Parent is { } parent)
        {
            ParentProcess.Follow(parent);
        }

        LastWords.Doing = $"{settings.Model}: ";
        LastWords.Arm();
        var spec = new EngineSpec(settings.Model, settings.Context, settings.Sequences, settings.Threads, settings.Exact, settings.Device, settings.Natives);
        using var engine = InferenceEngine.Load(spec, Progress());
        foreach (var problem in engine.Template.Problems)
        {
            Console.Error.WriteLine(problem);
        }

        if (settings.Check)
        {
            await engine.LikelihoodAsync([0], [[0, 0]], cancellationToken);
            return ExitCode.Done;
        }

        await using var app = ModelHostApp.Build(engine, address!, settings.Name ?? Path.GetFileNameWithoutExtension(settings.Model), settings.ApiKey);
        var listening = await ModelHostApp.StartAsync(app, address!, cancellationToken);
        Say($"listening {listening}");
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }

    private static HostAddress? Validate(Settings settings)
    {
        var problems = new List<InputProblem>();
        Range("--context", settings.Context ?? 16, 16, 1 << 20);
        Range("--sequences", settings.Sequences, 1, EngineSpec.MostSequences);
        Range("--threads", settings.Threads, 1, 256);
        HostAddress? address = null;
        try
        {
            address = settings.Check ? null : HostAddress.Parse(settings.Listen);
        }
        catch (InputException exception)
        {
            problems.AddRange(exception.Problems);
        }

        if (address is { IsLocal: false } && string.IsNullOrEmpty(settings.ApiKey))
        {
            problems.Add(new InputProblem(new Phrase("Inference.KeyNeeded", settings.Listen), Field: "--api-key"));
        }

        return problems.Count == 0 ? address : throw new InputException([.. problems]);

        void Range(string field, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                problems.Add(new InputProblem(new Phrase("Inference.OutOfRange", value.ToString(CultureInfo.InvariantCulture), least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture)), Field: field));
            }
        }
    }

    // One line per hundredth, for the parent to follow.
    private static Action<float> Progress()
    {
        var last = -1;
        return share =>
        {
            var hundredth = (int)(share * 100);
            if (hundredth > last)
            {
                last = hundredth;
                Say(string.Create(CultureInfo.InvariantCulture, $"progress {hundredth / 100.0:0.00}"));
            }
        };
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
