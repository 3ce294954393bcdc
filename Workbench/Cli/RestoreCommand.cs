using System.ComponentModel;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Backup;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>restore FILE</c>: a workspace from a backup.</summary>
public sealed class RestoreCommand : AsyncCommand<RestoreCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("A backup.")]
        public required string File { get; init; }

        [CommandOption("--replace")]
        [Description("Also where a workspace is; that one is kept aside.")]
        public bool Replace { get; init; }

        [CommandOption("--key <FILE>")]
        [Description("The log's private key (keys/log.key), kept apart from the backup.")]
        public string? Key { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var stop = new CommandStop(cancellationToken);
        var configuration = WorkspaceServices.Configuration();
        var workspace = Workspace.At(settings.Data ?? configuration["Workbench:DataDirectory"]);
        using var progress = new BackupProgressLine();
        var restored = await new WorkspaceRestore(workspace, configuration.Database(), TimeProvider.System)
            .RestoreAsync(settings.File, new RestoreOptions(settings.Replace, settings.Key), Actor.Owner, progress.Show, stop.Token);
        progress.Clear();
        CommandOutput.Write(
            settings.Json,
            new JsonObject
            {
                ["workspace"] = workspace.Folder,
                ["sha256"] = restored.Sha256,
                ["key"] = restored.Key switch { RestoredKey.FromBackup => "backup", RestoredKey.Given => "given", RestoredKey.Kept => "kept", _ => "new" },
                ["vkey"] = restored.Vkey,
                ["aside"] = restored.Aside,
                ["asideSchema"] = restored.AsideSchema,
            }.With(restored.Manifest),
            string.Join(Environment.NewLine, Lines(workspace, restored)));
        return ExitCode.Done;
    }

    private static IEnumerable<string> Lines(Workspace workspace, Restored restored)
    {
        var manifest = restored.Manifest;
        yield return CommandOutput.Say("Restored", workspace.Folder, manifest.CreatedAt.ToLocalTime(), manifest.Rows, manifest.Files, manifest.Log.Size, manifest.Log.Root);
        yield return CommandOutput.Say($"RestoredKey.{restored.Key}", restored.Vkey);
        if (restored.Aside is not null)
        {
            yield return CommandOutput.Say(restored.AsideSchema is null ? "RestoredAside" : "RestoredAsideSchema", restored.Aside, restored.AsideSchema);
        }

        if (!manifest.Models.IsEmpty)
        {
            yield return CommandOutput.Say("RestoredModels", manifest.Models.Length, string.Join(", ", manifest.Models.Select(model => model.File)));
        }
    }
}
