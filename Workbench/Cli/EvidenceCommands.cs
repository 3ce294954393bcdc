using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Evidence;
using Workbench.Core.Language;
using Workbench.Core.Storage.Evidence;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>evidence add|list|show|link|unlink|verify</c>.</summary>
public static class EvidenceCommands
{
    public static void AddTo(IConfigurator<CommandSettings> evidence)
    {
        evidence.SetDescription("Files that show something: kept by their hash, with an expiry, linked to what they show.");
        evidence.AddCommand<EvidenceAddCommand>("add").WithDescription("Takes a file in.");
        evidence.AddCommand<EvidenceListCommand>("list").WithDescription("Files, newest first.");
        evidence.AddCommand<EvidenceShowCommand>("show").WithDescription("One file; --out writes it.");
        evidence.AddCommand<EvidenceLinkCommand>("link").WithDescription("Links a file to a clause, finding, exception, decision or provenance card.");
        evidence.AddCommand<EvidenceUnlinkCommand>("unlink").WithDescription("Takes a link away; the file stays.");
        evidence.AddCommand<EvidenceVerifyCommand>("verify").WithDescription("Reads every file and holds it against its hash.");
    }

    internal static JsonObject Json(EvidenceFile file) => new()
    {
        ["id"] = file.Id,
        ["sha256"] = file.Sha256,
        ["name"] = file.Name,
        ["kind"] = EvidenceNames.Of(file.Kind),
        ["note"] = file.Note,
        ["bytes"] = file.Bytes,
        ["mediaType"] = file.MediaType,
        ["by"] = file.By,
        ["at"] = file.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["expires"] = file.ExpiresAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["subjects"] = new JsonArray([.. file.Subjects.Select(subject => JsonValue.Create(subject.ToString()))]),
    };

    internal static string Line(EvidenceFile file) => TerminalText.Line(
        $"{file.Id}  {file.Sha256[..12]}  {EvidenceNames.Of(file.Kind),-15}  {Until(file),-10}  {file.Name}  {string.Join("; ", file.Subjects)}");

    /// <summary>A day that still counts, as the moment after it.</summary>
    internal static DateTimeOffset? EndOf(string? day, string option) => day is null ? null
        : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last) && last < DateOnly.MaxValue ? new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : throw new InputException(new InputProblem(new Phrase("Governance.NotADate", day), Field: option));

    internal static EvidenceKind? Kind(string? name) => name is null ? null
        : EvidenceNames.Kind(name) ?? throw new InputException(new InputProblem(new Phrase("Evidence.NoKind", string.Join(", ", EvidenceNames.All)), Field: "--kind"));

    private static string Until(EvidenceFile file) => file.ExpiresAt is not { } end ? "-" : file.HasExpired(TimeProvider.System.GetUtcNow()) ? "expired" : end.UtcDateTime.AddTicks(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary><c>evidence add</c>.</summary>
public sealed class EvidenceAddCommand : AsyncCommand<EvidenceAddCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<FILE>")]
        public string File { get; init; } = "";

        [CommandOption("--kind <KIND>", isRequired: true)]
        [Description("model-card, risk-assessment, licence-text, test-report, approval-record, procedure, training-record, contract, correspondence or other.")]
        public string Kind { get; init; } = "";

        [CommandOption("--name <NAME>")]
        [Description("Instead of the file's own.")]
        public string? Name { get; init; }

        [CommandOption("--note <TEXT>")]
        public string? Note { get; init; }

        [CommandOption("--expires <DATE>")]
        [Description("Last day on which it counts, for example 2027-05-16.")]
        public string? Expires { get; init; }

        [CommandOption("--for <SUBJECT>")]
        [Description("For example \"clause A-0001 9.1\" or \"finding F-0001\"; may be repeated.")]
        public string[] For { get; init; } = [];
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        if (!File.Exists(settings.File))
        {
            throw new InputException(new InputProblem(new Phrase("Evidence.NoFileGiven"), File: settings.File));
        }

        var draft = new EvidenceDraft(settings.Name ?? Path.GetFileName(settings.File), EvidenceCommands.Kind(settings.Kind)!.Value, settings.Note, null, EvidenceCommands.EndOf(settings.Expires, "--expires"));
        await using var content = File.OpenRead(settings.File);
        var file = await services.GetRequiredService<EvidenceStore>().AddAsync(content, draft, [.. settings.For.Select(EvidenceSubject.Parse)], actor, cancellationToken);
        CommandOutput.Write(settings.Json, EvidenceCommands.Json(file), EvidenceCommands.Line(file));
        return ExitCode.Done;
    }
}

/// <summary><c>evidence list</c>.</summary>
public sealed class EvidenceListCommand : AsyncCommand<EvidenceListCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--kind <KIND>")]
        public string? Kind { get; init; }

        [CommandOption("--for <SUBJECT>")]
        public string? For { get; init; }

        [CommandOption("--expired")]
        [Description("Only those past their last day.")]
        public bool Expired { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var filter = new EvidenceFilter(EvidenceCommands.Kind(settings.Kind), settings.For is { } subject ? EvidenceSubject.Parse(subject) : null, settings.Expired ? true : null);
        var files = await services.GetRequiredService<IEvidenceReader>().ListAsync(filter, int.MaxValue, null, cancellationToken);
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["evidence"] = new JsonArray([.. files.Select(EvidenceCommands.Json)]) },
            files.IsEmpty ? CommandOutput.Say("EvidenceNone") : string.Join(Environment.NewLine, files.Select(EvidenceCommands.Line)));
        return ExitCode.Done;
    }
}

/// <summary><c>evidence show</c>.</summary>
public sealed class EvidenceShowCommand : AsyncCommand<EvidenceShowCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<EVIDENCE>")]
        public string Evidence { get; init; } = "";

        [CommandOption("--out <FILE>")]
        [Description("Writes the file there, once its hash is right.")]
        public string? Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var evidence = services.GetRequiredService<IEvidenceReader>();
        var file = await evidence.FindAsync(settings.Evidence, cancellationToken) ?? throw new InputException(new InputProblem(new Phrase("Evidence.NoFile", settings.Evidence), Field: "EVIDENCE"));
        if (settings.Out is { } path)
        {
            await using var content = await evidence.OpenAsync(file.Id, cancellationToken);
            await using var target = File.Create(path);
            await content.CopyToAsync(target, cancellationToken);
        }

        CommandOutput.Write(settings.Json, EvidenceCommands.Json(file), EvidenceCommands.Line(file));
        return ExitCode.Done;
    }
}

/// <summary>A file and what it is to be evidence for.</summary>
public sealed class EvidenceLinkSettings : ActingSettings
{
    [CommandArgument(0, "<EVIDENCE>")]
    public string Evidence { get; init; } = "";

    [CommandArgument(1, "<SUBJECT>")]
    [Description("For example \"clause A-0001 9.1\"; in quotes.")]
    public string Subject { get; init; } = "";
}

/// <summary><c>evidence link</c>.</summary>
public sealed class EvidenceLinkCommand : AsyncCommand<EvidenceLinkSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, EvidenceLinkSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var file = await services.GetRequiredService<EvidenceStore>().LinkAsync(settings.Evidence, EvidenceSubject.Parse(settings.Subject), await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(settings.Json, EvidenceCommands.Json(file), EvidenceCommands.Line(file));
        return ExitCode.Done;
    }
}

/// <summary><c>evidence unlink</c>.</summary>
public sealed class EvidenceUnlinkCommand : AsyncCommand<EvidenceLinkSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, EvidenceLinkSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var file = await services.GetRequiredService<EvidenceStore>().UnlinkAsync(settings.Evidence, EvidenceSubject.Parse(settings.Subject), await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(settings.Json, EvidenceCommands.Json(file), EvidenceCommands.Line(file));
        return ExitCode.Done;
    }
}

/// <summary><c>evidence verify</c>.</summary>
public sealed class EvidenceVerifyCommand : AsyncCommand<WorkspaceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var evidence = services.GetRequiredService<IEvidenceReader>();
        var (damaged, count) = (await evidence.DamagedAsync(cancellationToken), await evidence.CountAsync(new EvidenceFilter(), cancellationToken));
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["files"] = count, ["damaged"] = new JsonArray([.. damaged.Select(file => JsonValue.Create(file.Id))]) },
            string.Join(Environment.NewLine, [.. damaged.Select(file => new Phrase("Evidence.Damaged", file.Id).ToString()), CommandOutput.Say("EvidenceVerified", count, damaged.Length)]));
        return damaged.IsEmpty ? ExitCode.Done : ExitCode.DidNotHold;
    }
}
