using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>log prove INDEX</c>, or <c>log prove --from SIZE --to SIZE</c>: a proof that stands alone.</summary>
public sealed class LogProveCommand : AsyncCommand<LogProveCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "[INDEX]")]
        [Description("Number of the entry, counted from 0.")]
        public long? Index { get; init; }

        [CommandOption("--from <SIZE>")]
        [Description("Size of a signed checkpoint: proves that the log of --to begins with it.")]
        public long? From { get; init; }

        [CommandOption("--to <SIZE>")]
        [Description("Size of a later checkpoint.")]
        public long? To { get; init; }

        [CommandOption("--out <FILE>")]
        [Description("Write it there instead of to the console; an entry's proof is usually called INDEX.tlog-proof.")]
        public string? Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if ((settings.Index is null) != (settings.From is not null && settings.To is not null))
        {
            throw new InputException(new InputProblem(new Phrase("Log.ProveWhat"), Field: "INDEX"));
        }

        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var log = services.GetRequiredService<LogStore>();
        var proof = settings.Index is { } index
            ? await log.ProveAsync(index, cancellationToken)
            : await log.ProveContinuationAsync(settings.From!.Value, settings.To!.Value, cancellationToken);
        if (settings.Out is { } file)
        {
            await File.WriteAllTextAsync(file, proof, cancellationToken);
        }

        Console.Out.Write(
            settings.Json ? new JsonObject { ["index"] = settings.Index, ["from"] = settings.From, ["to"] = settings.To, ["proof"] = proof }.ToJsonString(CommandJson.Options) + "\n"
            : settings.Out is null ? proof
            : CommandOutput.Say("LogProofWritten", settings.Out) + "\n");
        return ExitCode.Done;
    }
}
