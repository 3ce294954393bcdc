using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>log verify</c>: the workspace's log, an exported pack, or one proof.</summary>
public sealed class LogVerifyCommand : AsyncCommand<LogVerifyCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--pack <DIR>")]
        [Description("An exported pack, or an evidence pack, verified offline.")]
        public string? Pack { get; init; }

        [CommandOption("--proof <FILE>")]
        [Description("One proof, as log prove wrote it, verified offline; needs --vkey.")]
        public string? Proof { get; init; }

        [CommandOption("--vkey <FILE>")]
        [Description("The key as it was published, instead of the pack's own. Keys that followed it are believed as far as it vouches for them.")]
        public string? Key { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (settings.Proof is { } proof)
        {
            return VerifyProof(proof, settings);
        }

        LogVerification found;
        if (settings.Pack is { } pack)
        {
            found = (EvidencePackCheck.IsOne(pack) ? EvidencePackCheck.Verify : (Func<string, LogVerifier?, LogVerification>)LogPackCheck.Verify)(pack, Published(settings.Key)?.Current);
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

    private static int VerifyProof(string file, Settings settings)
    {
        var keys = Published(settings.Key) ?? throw new InputException(new InputProblem(new Phrase("Log.ProofNeedsKey"), Field: "--vkey"));
        var found = File.Exists(file) ? LogProof.Verify(File.ReadAllText(file), keys) : throw new InputException(new InputProblem(new Phrase("Log.ProofMissing"), file, Field: "--proof"));
        CommandOutput.Write(
            settings.Json,
            new JsonObject
            {
                ["ok"] = found.Ok,
                ["size"] = found.Size,
                ["older"] = found.Older,
                ["index"] = found.Index,
                ["entry"] = found is { Ok: true, Entry: { } entry } ? JsonNode.Parse(entry) : null,
                ["problem"] = found.Problem?.ToString(),
            },
            !found.Ok ? found.Problem!.ToString()
            : found.Older is { } older ? CommandOutput.Say("LogContinues", older, found.Size)
            : CommandOutput.Say("LogIncludes", found.Index, found.Size) + Environment.NewLine + found.Entry);
        return found.Ok ? ExitCode.Done : ExitCode.DidNotHold;
    }

    private static LogVerifiers? Published(string? file) => file is null ? null
        : File.Exists(file) && LogVerifiers.Parse(File.ReadAllText(file)) is { } keys ? keys
        : throw new InputException(new InputProblem(new Phrase("Log.PackKeyUnreadable", file), file, Field: "--vkey"));
}
