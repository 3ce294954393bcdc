using System.ComponentModel;
using System.Globalization;
using Spectre.Console.Cli;
using Workbench.Core.Inference.Engine;
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
        [Description("cpu, gpu, cuda, vulkan, cuda:0, vulkan:0,1, or a device's name; without it the best there is.")]
        public string? Device { get; init; }

        [CommandOption("--gpu-layers <N>")]
        [Description("Layers put on the graphics device; without it all of them.")]
        public int? GpuLayers { get; init; }

        [CommandOption("--cache-type <TYPE>")]
        [Description("Number type of the cache: f32, f16 (the usual), bf16, q8_0, q5_1, q5_0, q4_1, q4_0.")]
        public string? CacheType { get; init; }

        [CommandOption("--api-key <KEY>")]
        [Description("Asked for with every request.")]
        public string? ApiKey { get; init; }

        [CommandOption("--api-key-file <FILE>")]
        [Description("A file that holds the key; a key on the command line can be read by other users of the machine.")]
        public string? ApiKeyFile { get; init; }

        [CommandOption("--adapter <FILE[=SCALE]>")]
        [Description("A LoRA adapter put on the model, with its scale (1); may be repeated.")]
        public string[] Adapters { get; init; } = [];

        [CommandOption("--queue <N>")]
        [Description("Most answers that wait while others are decoded (512); more are refused with status 429.")]
        public int Queue { get; init; } = HostSurface.UsualQueue;

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
        var (spec, surface) = HostOptions.Read(settings);
        if (settings.Parent is { } parent)
        {
            ParentProcess.Follow(parent);
        }

        NativeAbort.Doing = $"{settings.Model}: ";
        NativeAbort.Arm();
        if (surface is not null)
        {
            return await ServeAsync(spec, surface, cancellationToken);
        }

        using var engine = await LoadAsync(spec, new LoadProgress(), cancellationToken);
        return ExitCode.Done;
    }

    /// <summary>Listens at once, so that whoever waits can follow the loading.</summary>
    private static async Task<int> ServeAsync(EngineSpec spec, HostSurface surface, CancellationToken cancellation)
    {
        var (app, model) = ModelHostApp.Build(surface);
        await using var ending = app;
        var loading = LoadAsync(spec, model.Load, cancellation);
        var listening = await ModelHostApp.StartAsync(app, surface.Address, cancellation);
        Say($"open {listening}");
        var stopped = app.WaitForShutdownAsync(cancellation);
        if (await Task.WhenAny(loading, stopped) == stopped)
        {
            return ExitCode.Done;
        }

        using var engine = await loading;
        model.Loaded(engine);
        Say($"listening {listening}");
        await stopped;
        await app.DisposeAsync();
        return ExitCode.Done;
    }

    private static async Task<InferenceEngine> LoadAsync(EngineSpec spec, LoadProgress progress, CancellationToken cancellation)
    {
        try
        {
            var say = Progress();
            var engine = await Task.Run(
                () => InferenceEngine.Load(spec, share =>
                {
                    progress.Read(share);
                    say(share);
                }),
                cancellation);
            foreach (var problem in engine.Template.Problems)
            {
                Console.Error.WriteLine(problem);
            }

            // One decode, so that the first asker does not wait for the pages of the file.
            progress.Set(new LoadStage("warming up"));
            await engine.LikelihoodAsync([0], [[0, 0]], cancellation);
            return engine;
        }
        catch (Exception exception)
        {
            progress.Set(new LoadStage("failed", Problem: exception.Message));
            throw;
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
