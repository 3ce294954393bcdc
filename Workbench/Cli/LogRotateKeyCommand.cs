using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Storage.Log;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>log rotate-key</c>: another key signs the log from now on, and the one before vouches for it.</summary>
public sealed class LogRotateKeyCommand : AsyncCommand<LogRotateKeyCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandOption("--new-history")]
        [Description("Only after the database was put back to an earlier state: goes on as another log, under a key that the old one does not vouch for.")]
        public bool NewHistory { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var rotated = await services.GetRequiredService<LogRotation>().RotateAsync(settings.NewHistory, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["vkey"] = rotated.Key.Vkey, ["before"] = rotated.Before.Vkey, ["vouched"] = rotated.Vouched, ["size"] = rotated.Checkpoint.Size, ["root"] = rotated.Checkpoint.RootHex },
            CommandOutput.Say(rotated.Vouched ? "LogKeyRotated" : "LogKeyReplaced", rotated.Key.Vkey));
        return ExitCode.Done;
    }
}
