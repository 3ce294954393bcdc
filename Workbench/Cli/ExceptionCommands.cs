using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Findings;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>exception list|show|request|approve|reject|withdraw</c>.</summary>
public static class ExceptionCommands
{
    public static void AddTo(IConfigurator<CommandSettings> exception)
    {
        exception.SetDescription("Leave, for a time and a use, although clauses do not conform.");
        exception.AddCommand<ExceptionListCommand>("list").WithDescription("Newest first.");
        exception.AddCommand<ExceptionShowCommand>("show").WithDescription("One exception with its steps.");
        exception.AddCommand<ExceptionRequestCommand>("request").WithDescription("Asks for one, with a measure that compensates and evidence for it.");
        exception.AddCommand<ExceptionApproveCommand>("approve").WithDescription("Approves, by somebody other than who asked.");
        exception.AddCommand<ExceptionRejectCommand>("reject").WithDescription("Rejects, by somebody other than who asked.");
        exception.AddCommand<ExceptionWithdrawCommand>("withdraw").WithDescription("Takes one back before its end.");
    }

    internal static void Print(ClauseException exception, bool json) => CommandOutput.Write(json, Json(exception), string.Join(Environment.NewLine,
    [
        Line(exception),
        TerminalText.Lines($"{exception.Reason}{Environment.NewLine}{exception.Measure}"),
        .. exception.Steps.Select(step => TerminalText.Line(string.Create(CultureInfo.InvariantCulture, $"  {step.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}  {FindingNames.Of(step.State),-9}  {step.By}  [{step.LogIndex}]  {step.Reason}"))),
    ]));

    internal static string Line(ClauseException exception) => TerminalText.Line(
        $"{exception.Id}  {FindingNames.Of(exception.Standing(TimeProvider.System.GetUtcNow())),-9}  {exception.ExpiresAt.UtcDateTime.AddTicks(-1):yyyy-MM-dd}  {exception.AssessmentId}  {exception.Candidate}  {string.Join(' ', exception.ClauseIds)}  {exception.FieldOfUse}");

    internal static JsonObject Json(ClauseException exception) => new()
    {
        ["id"] = exception.Id,
        ["standing"] = FindingNames.Of(exception.Standing(TimeProvider.System.GetUtcNow())),
        ["assessment"] = exception.AssessmentId,
        ["pack"] = exception.PackId,
        ["packSha256"] = exception.PackSha256,
        ["candidate"] = new JsonObject { ["name"] = exception.Candidate, ["sha256"] = exception.CandidateHash },
        ["clauses"] = new JsonArray([.. exception.ClauseIds.Select(id => JsonValue.Create(id))]),
        ["fieldOfUse"] = exception.FieldOfUse,
        ["reason"] = exception.Reason,
        ["measure"] = exception.Measure,
        ["evidence"] = new JsonArray([.. exception.Evidence.Select(file => new JsonObject { ["id"] = file.Id, ["sha256"] = file.Sha256 })]),
        ["expires"] = exception.ExpiresAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["steps"] = new JsonArray([.. exception.Steps.Select(step => new JsonObject
        {
            ["state"] = FindingNames.Of(step.State),
            ["actor"] = step.By,
            ["reason"] = step.Reason,
            ["at"] = step.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["logIndex"] = step.LogIndex,
        })]),
    };
}

/// <summary><c>exception list</c>.</summary>
public sealed class ExceptionListCommand : AsyncCommand<ExceptionListCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--standing <STANDING>")]
        [Description("waiting, in-force, expired, rejected or withdrawn.")]
        public string? Standing { get; init; }

        [CommandOption("--assessment <ID>")]
        public string? Assessment { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var standing = settings.Standing is { } name ? FindingCommands.Word<ExceptionStanding>(name, "Findings.NoStatus", "--standing") : (ExceptionStanding?)null;
        var exceptions = await services.GetRequiredService<ExceptionStore>().ListAsync(new ExceptionFilter(standing, settings.Assessment), int.MaxValue, cancellationToken);
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["exceptions"] = new JsonArray([.. exceptions.Select(ExceptionCommands.Json)]) },
            exceptions.IsEmpty ? CommandOutput.Say("ExceptionNone") : string.Join(Environment.NewLine, exceptions.Select(ExceptionCommands.Line)));
        return ExitCode.Done;
    }
}

/// <summary><c>exception show</c>.</summary>
public sealed class ExceptionShowCommand : AsyncCommand<ExceptionShowCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<EXCEPTION>")]
        public string Exception { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        ExceptionCommands.Print(
            await services.GetRequiredService<ExceptionStore>().FindAsync(settings.Exception, cancellationToken) ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchException", settings.Exception), Field: "EXCEPTION")),
            settings.Json);
        return ExitCode.Done;
    }
}

/// <summary>A step that somebody takes on an exception.</summary>
public abstract class ExceptionStepCommand<TSettings> : AsyncCommand<TSettings>
    where TSettings : ActingSettings
{
    public sealed override async Task<int> ExecuteAsync(CommandContext context, TSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken, namesItself: true);
        ExceptionCommands.Print(await StepAsync(services.GetRequiredService<ExceptionStore>(), settings, actor, cancellationToken), settings.Json);
        return ExitCode.Done;
    }

    protected abstract Task<ClauseException> StepAsync(ExceptionStore exceptions, TSettings settings, Actor actor, CancellationToken cancellation);
}

/// <summary><c>exception request</c>.</summary>
public sealed class ExceptionRequestCommand : ExceptionStepCommand<ExceptionRequestCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandOption("--assessment <ID>", isRequired: true)]
        public string Assessment { get; init; } = "";

        [CommandOption("--candidate <NAME>", isRequired: true)]
        public string Candidate { get; init; } = "";

        [CommandOption("--clause <ID>", isRequired: true)]
        [Description("May be repeated.")]
        public string[] Clauses { get; init; } = [];

        [CommandOption("--use <TEXT>", isRequired: true)]
        [Description("The field of use; it holds for this and no other.")]
        public string Use { get; init; } = "";

        [CommandOption("--reason <TEXT>")]
        public string Reason { get; init; } = "";

        [CommandOption("--measure <TEXT>")]
        [Description("What compensates.")]
        public string Measure { get; init; } = "";

        [CommandOption("--evidence <ID>")]
        [Description("What shows that the measure works; may be repeated.")]
        public string[] Evidence { get; init; } = [];

        [CommandOption("--expires <DATE>", isRequired: true)]
        [Description("Last day, for example 2027-05-16.")]
        public string Expires { get; init; } = "";
    }

    protected override Task<ClauseException> StepAsync(ExceptionStore exceptions, Settings settings, Actor actor, CancellationToken cancellation) => exceptions.RequestAsync(
        new ExceptionDraft(settings.Assessment, settings.Candidate, [.. settings.Clauses], settings.Use, settings.Reason, settings.Measure, [.. settings.Evidence], EvidenceCommands.EndOf(settings.Expires, "--expires")!.Value), actor, cancellation);
}

/// <summary>Options of a step on an exception that is there.</summary>
public sealed class ExceptionStepSettings : ActingSettings
{
    [CommandArgument(0, "<EXCEPTION>")]
    [Description("For example E-0001.")]
    public string Exception { get; init; } = "";

    [CommandOption("--reason <TEXT>")]
    [Description("Why; kept in the log.")]
    public string Reason { get; init; } = "";
}

/// <summary><c>exception approve</c>.</summary>
public sealed class ExceptionApproveCommand : ExceptionStepCommand<ExceptionStepSettings>
{
    protected override Task<ClauseException> StepAsync(ExceptionStore exceptions, ExceptionStepSettings settings, Actor actor, CancellationToken cancellation) => exceptions.ApproveAsync(settings.Exception, settings.Reason, actor, cancellation);
}

/// <summary><c>exception reject</c>.</summary>
public sealed class ExceptionRejectCommand : ExceptionStepCommand<ExceptionStepSettings>
{
    protected override Task<ClauseException> StepAsync(ExceptionStore exceptions, ExceptionStepSettings settings, Actor actor, CancellationToken cancellation) => exceptions.RejectAsync(settings.Exception, settings.Reason, actor, cancellation);
}

/// <summary><c>exception withdraw</c>.</summary>
public sealed class ExceptionWithdrawCommand : ExceptionStepCommand<ExceptionStepSettings>
{
    protected override Task<ClauseException> StepAsync(ExceptionStore exceptions, ExceptionStepSettings settings, Actor actor, CancellationToken cancellation) => exceptions.WithdrawAsync(settings.Exception, settings.Reason, actor, cancellation);
}
