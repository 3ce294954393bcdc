using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>log anchor</c>: has a time-stamp authority say when the log was as it is.</summary>
public sealed class LogAnchorCommand : AsyncCommand<LogAnchorCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandOption("--request <FILE>")]
        [Description("Only writes the question (.tsq) about a checkpoint signed now, for any time-stamp authority.")]
        public string? Request { get; init; }

        [CommandOption("--tsr <FILE>")]
        [Description("Checks an authority's answer (.tsr) and keeps it beside the checkpoint it is about.")]
        public string? Response { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (settings is { Request: not null, Response: not null })
        {
            throw new InputException(new InputProblem(new Phrase("Log.TimestampEither"), Field: "--tsr"));
        }

        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var anchor = services.GetRequiredService<LogAnchor>();
        if (settings.Request is { } file)
        {
            var (checkpoint, request) = await anchor.RequestAsync(cancellationToken);
            await File.WriteAllBytesAsync(file, request, cancellationToken);
            CommandOutput.Write(
                settings.Json,
                new JsonObject { ["size"] = checkpoint.Size, ["root"] = checkpoint.RootHex, ["out"] = Path.GetFullPath(file) },
                CommandOutput.Say("LogTimestampAsked", checkpoint.Size, file));
            return ExitCode.Done;
        }

        var actor = await settings.ActorAsync(services, cancellationToken);
        var kept = settings.Response is { } answer
            ? await anchor.KeepAsync(await ReadAsync(answer, cancellationToken), actor, cancellationToken)
            : await anchor.AskAsync(Authority(services), actor, cancellationToken);
        CommandOutput.Write(settings.Json, Describe(kept), Words(kept));
        return ExitCode.Done;
    }

    /// <exception cref="InputException">No authority is set, or its address is none.</exception>
    internal static TimestampAuthority Authority(IServiceProvider services) =>
        TimestampAuthority.Read(services.GetService<IConfiguration>()?[TimestampAuthority.Setting]) ?? throw new InputException(new InputProblem(new Phrase("Log.TimestampNobody"), Field: TimestampAuthority.Setting));

    internal static JsonObject Describe(LogTimestamp kept) => new() { ["size"] = kept.Size, ["authority"] = kept.Authority, ["at"] = kept.At, ["sha256"] = kept.Sha256 };

    internal static string Words(LogTimestamp kept) => CommandOutput.Say("LogTimestampKept", kept.Size, kept.Authority, $"{kept.At:u}");

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellation) =>
        !File.Exists(file) || new FileInfo(file).Length > TimestampAnswer.LargestResponse
            ? throw new InputException(new InputProblem(new Phrase("Log.TimestampUnreadable"), file, Field: "--tsr"))
            : await File.ReadAllBytesAsync(file, cancellation);
}
