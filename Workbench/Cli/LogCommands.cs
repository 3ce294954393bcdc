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

/// <summary><c>log checkpoint</c>: signs the log as it is now.</summary>
public sealed class LogCheckpointCommand : AsyncCommand<LogCheckpointCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandOption("--anchor")]
        [Description("Has the time-stamp authority of the configuration (Workbench:TimestampUrl) say when.")]
        public bool Anchor { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        var (checkpoint, note) = await services.GetRequiredService<LogStore>().CheckpointAsync(actor, cancellationToken);
        var kept = settings.Anchor ? await services.GetRequiredService<LogAnchor>().AskAsync(LogAnchorCommand.Authority(services), actor, cancellationToken) : null;
        var document = Describe(checkpoint, note);
        if (kept is not null)
        {
            document["timestamp"] = LogAnchorCommand.Describe(kept);
            Console.Error.WriteLine(LogAnchorCommand.Words(kept));
        }

        Console.Out.Write(settings.Json ? document.ToJsonString(CommandJson.Options) + "\n" : note);
        return ExitCode.Done;
    }

    internal static JsonObject Describe(Checkpoint checkpoint, string note) => new() { ["origin"] = checkpoint.Origin, ["size"] = checkpoint.Size, ["root"] = checkpoint.RootHex, ["note"] = note };
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
