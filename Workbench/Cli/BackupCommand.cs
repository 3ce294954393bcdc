using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Storage.Backup;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>backup --out FILE</c>: the whole workspace in one file.</summary>
public sealed class BackupCommand : AsyncCommand<BackupCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandOption("--out <FILE>", isRequired: true)]
        [Description("The file; one that is there is replaced when the new one is whole.")]
        public required string Out { get; init; }

        [CommandOption("--with-key")]
        [Description("Also the private key that signs the log. Without it a restore elsewhere goes on under a new key, unless it is given the kept one.")]
        public bool WithKey { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var stop = new CommandStop(cancellationToken);
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, stop.Token);
        var actor = await settings.ActorAsync(services, stop.Token);
        using var progress = new BackupProgressLine();
        var made = await services.GetRequiredService<WorkspaceBackup>().WriteAsync(settings.Out, actor, settings.WithKey, progress.Show, stop.Token);
        progress.Clear();
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["file"] = made.File, ["bytes"] = made.Bytes, ["sha256"] = made.Sha256 }.With(made.Manifest),
            CommandOutput.Say("BackupMade", made.File, made.Bytes, made.Sha256, made.Manifest.Rows, made.Manifest.Files, made.Manifest.Log.Size, made.Manifest.Log.Root)
                + Environment.NewLine + CommandOutput.Say(settings.WithKey ? "BackupWithKey" : "BackupWithoutKey"));
        return ExitCode.Done;
    }
}

/// <summary>What a backup holds, as both commands say it.</summary>
internal static class BackupJson
{
    public static JsonObject With(this JsonObject document, BackupManifest manifest)
    {
        document["createdAt"] = manifest.CreatedAt;
        document["product"] = manifest.Product;
        document["database"] = manifest.Database;
        document["schema"] = manifest.Schema;
        document["log"] = new JsonObject { ["size"] = manifest.Log.Size, ["root"] = manifest.Log.Root, ["vkey"] = manifest.Log.Vkey };
        document["withKey"] = manifest.WithKey;
        document["rows"] = manifest.Rows;
        document["files"] = manifest.Files;
        document["models"] = new JsonArray([.. manifest.Models.Select(model => new JsonObject { ["name"] = model.Name, ["file"] = model.File, ["bytes"] = model.Bytes, ["sha256"] = model.Sha256 })]);
        return document;
    }
}
