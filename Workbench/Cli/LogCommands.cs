using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Storage.Governance;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>log verify</c>: the workspace's log, or an exported pack.</summary>
public sealed class LogVerifyCommand : AsyncCommand<LogVerifyCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--pack <DIR>")]
        [Description("An exported pack, verified offline.")]
        public string? Pack { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        LogVerification found;
        if (settings.Pack is { } pack)
        {
            found = LogPackCheck.Verify(pack);
        }
        else
        {
            await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
            found = await services.GetRequiredService<LogCheck>().VerifyAsync(cancellationToken);
        }

        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["size"] = found.Size, ["root"] = found.Root, ["ok"] = found.Ok, ["firstBad"] = found.FirstBad, ["problem"] = found.Problem?.ToString() },
            found.Ok ? CommandOutput.Say("LogHolds", found.Size, found.Root) : found.Problem!.ToString());
        return found.Ok ? ExitCode.Done : ExitCode.DidNotHold;
    }
}

/// <summary><c>log export --out DIR</c>.</summary>
public sealed class LogExportCommand : AsyncCommand<LogExportCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--out <DIR>", isRequired: true)]
        [Description("Folder of the pack.")]
        public required string Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var checkpoint = await services.GetRequiredService<LogExport>().WriteAsync(settings.Out, Actor.Owner, cancellationToken);
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["size"] = checkpoint.Size, ["root"] = checkpoint.RootHex, ["out"] = Path.GetFullPath(settings.Out) },
            CommandOutput.Say("LogExported", checkpoint.Size, checkpoint.RootHex, settings.Out));
        return ExitCode.Done;
    }
}

/// <summary><c>log prove INDEX</c>.</summary>
public sealed class LogProveCommand : AsyncCommand<LogProveCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<INDEX>")]
        [Description("Number of the entry, counted from 0.")]
        public required long Index { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var proof = await services.GetRequiredService<LogStore>().ProveAsync(settings.Index, cancellationToken);
        Console.Out.Write(settings.Json ? new JsonObject { ["index"] = settings.Index, ["proof"] = proof }.ToJsonString(CommandJson.Options) + "\n" : proof);
        return ExitCode.Done;
    }
}

/// <summary><c>log checkpoint</c>: signs the log as it is now.</summary>
public sealed class LogCheckpointCommand : AsyncCommand<WorkspaceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var (checkpoint, note) = await services.GetRequiredService<LogStore>().SignAsync(cancellationToken);
        Console.Out.Write(settings.Json
            ? new JsonObject { ["origin"] = checkpoint.Origin, ["size"] = checkpoint.Size, ["root"] = checkpoint.RootHex, ["note"] = note }.ToJsonString(CommandJson.Options) + "\n"
            : note);
        return ExitCode.Done;
    }
}
