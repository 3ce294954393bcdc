using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Inference.Devices;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;
using Workbench.Core.Models.Fit;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>models fit FILE...</c>: memory each model and all of them together need before any is loaded; status 1 when they do not fit at the same time.</summary>
public sealed class ModelsFitCommand : AsyncCommand<ModelsFitCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("GGUF files or catalogued names.")]
        public string[] Files { get; init; } = [];

        [CommandOption("--context <TOKENS>")]
        [Description("Most tokens of one conversation.")]
        public int? Context { get; init; }

        [CommandOption("--sequences <N>")]
        [Description("Most conversations decoded at once (16).")]
        public int? Sequences { get; init; }

        [CommandOption("--kv <TYPE>")]
        [Description("Number type of the cache: f16 (usual), f32, q8_0, …")]
        public string? Cache { get; init; }

        [CommandOption("--device <DEVICE>")]
        [Description("cpu, or a graphics device by its name; without it the best there is.")]
        public string? Device { get; init; }

        [CommandOption("--exact")]
        [Description("As loaded in reproducible mode.")]
        public bool Exact { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var spec = FitOutput.Spec(settings.Exact, settings.Context, settings.Sequences, settings.Device, settings.Cache, "--");
        var models = await FindAsync(settings, cancellationToken);
        using var machine = new MachineWatch(TimeProvider.System);
        var devices = HostFit.Devices(machine.State.Current);
        var set = FitOutput.Set(models, spec, devices, _ => false, "--");
        var plan = FitPlan.Of(set, devices);
        if (settings.Json)
        {
            Console.Out.WriteLine(FitOutput.Json(models, set, devices, plan, spec).ToJsonString(CommandJson.Options));
        }
        else
        {
            FitOutput.Print(set, devices, plan);
        }

        return plan.IsTogether ? ExitCode.Done : ExitCode.DidNotHold;
    }

    private static async Task<ImmutableArray<ModelFile>> FindAsync(Settings settings, CancellationToken cancellation)
    {
        await using var services = settings.Files.All(File.Exists) ? null : await WorkspaceServices.OpenAsync(settings.Data, cancellation);
        return FitLookup.Find(settings.Files, name => services?.GetRequiredService<ModelCatalog>().Find(name) ?? ModelFile.Read(name));
    }
}
