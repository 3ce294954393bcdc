using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;
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

        [CommandOption("--vkey <FILE>")]
        [Description("The key as it was published, instead of the pack's own.")]
        public string? Key { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        LogVerification found;
        if (settings.Pack is { } pack)
        {
            found = LogPackCheck.Verify(pack, Published(settings.Key));
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

    private static LogVerifier? Published(string? file) => file is null ? null
        : File.Exists(file) && LogVerifier.Parse(File.ReadAllText(file)) is { } key ? key
        : throw new InputException(new InputProblem(new Phrase("Log.PackKeyUnreadable", file), file, Field: "--vkey"));
}

/// <summary><c>log export --out DIR</c>.</summary>
public sealed class LogExportCommand : AsyncCommand<LogExportCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandOption("--out <DIR>", isRequired: true)]
        [Description("Folder of the pack.")]
        public required string Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var checkpoint = await services.GetRequiredService<LogExport>().WriteAsync(settings.Out, await settings.ActorAsync(services, cancellationToken), cancellationToken);
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

/// <summary><c>log list</c>: entries, newest first.</summary>
public sealed class LogListCommand : AsyncCommand<LogListCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--count <N>")]
        [Description("Entries at most; 50 unless told.")]
        public int Count { get; init; } = 50;

        [CommandOption("--before <INDEX>")]
        [Description("Only entries before this one.")]
        public long? Before { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var entries = await services.GetRequiredService<LogStore>().ListAsync(settings.Count, settings.Before, cancellation: cancellationToken);
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["entries"] = new JsonArray([.. entries.Select(entry => JsonNode.Parse(entry.Body))]) },
            string.Join(Environment.NewLine, entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Index,8}  {entry.At:yyyy-MM-dd HH:mm:ss}  {entry.Kind,-22}  {entry.Subject,-14}  {entry.Actor}"))));
        return ExitCode.Done;
    }
}
