using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Storage.Log;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>log evidence ID --out DIR</c>: everything an auditor needs about a decision or an assessment.</summary>
public sealed class LogEvidenceCommand : AsyncCommand<LogEvidenceCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<ID>")]
        [Description("A decision or an assessment.")]
        public required string Subject { get; init; }

        [CommandOption("--out <DIR>", isRequired: true)]
        [Description("A new or empty folder.")]
        public required string Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var made = await services.GetRequiredService<EvidencePack>().WriteAsync(settings.Subject, settings.Out, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["subject"] = made.Subject, ["files"] = made.Files.Length, ["entry"] = made.Entry, ["sums"] = made.SumsSha256, ["out"] = Path.GetFullPath(settings.Out) },
            CommandOutput.Say("EvidencePackWritten", made.Files.Length, settings.Out, made.Entry));
        return ExitCode.Done;
    }
}
