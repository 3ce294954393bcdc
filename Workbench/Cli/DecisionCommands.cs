using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Governance;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>decision propose|approve|reject|revoke|list|show</c>.</summary>
public static class DecisionCommands
{
    public static void AddTo(IConfigurator<CommandSettings> decision)
    {
        decision.AddCommand<DecisionProposeCommand>("propose").WithDescription("Ask that a candidate may be used for something.");
        decision.AddCommand<DecisionApproveCommand>("approve").WithDescription("Approve, by somebody other than the proposer.");
        decision.AddCommand<DecisionRejectCommand>("reject").WithDescription("Reject, by somebody other than the proposer.");
        decision.AddCommand<DecisionRevokeCommand>("revoke").WithDescription("Take an approval back.");
        decision.AddCommand<DecisionListCommand>("list").WithDescription("Every decision, newest first.");
        decision.AddCommand<DecisionShowCommand>("show").WithDescription("One decision with its steps.");
    }

    internal static void Print(Decision decision, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(Describe(decision).ToJsonString(CommandJson.Options));
            return;
        }

        Console.Out.WriteLine($"{decision.Id}  {State(decision)}  {decision.Proposal.Candidate}: {decision.Proposal.FieldOfUse}");
        foreach (var step in decision.Steps)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {step.At:yyyy-MM-dd HH:mm:ss}  {step.State,-8}  {step.ActorName}  [{step.LogIndex}]  {step.Reason}"));
        }
    }

    /// <summary>An approval past its date is no approval.</summary>
    internal static string State(Decision decision) => decision.HasExpired(DateTimeOffset.UtcNow) ? "Expired" : decision.State.ToString();

    internal static JsonObject Describe(Decision decision) => new()
    {
        ["id"] = decision.Id,
        ["state"] = State(decision),
        ["candidate"] = new JsonObject { ["name"] = decision.Proposal.Candidate, ["sha256"] = decision.Proposal.CandidateHash },
        ["fieldOfUse"] = decision.Proposal.FieldOfUse,
        ["assessment"] = decision.Proposal.AssessmentId,
        ["run"] = decision.Proposal.RunId,
        ["proposedBy"] = decision.Steps[0].ActorId,
        ["conditions"] = new JsonArray([.. decision.Conditions.Select(condition => JsonValue.Create(condition))]),
        ["expires"] = decision.ExpiresAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["steps"] = new JsonArray([.. decision.Steps.Select(step => new JsonObject
        {
            ["state"] = step.State.ToString(),
            ["actor"] = step.ActorId,
            ["reason"] = step.Reason,
            ["at"] = step.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["logIndex"] = step.LogIndex,
        })]),
    };
}

/// <summary>A step that somebody takes on a decision.</summary>
public abstract class DecisionStepCommand<TSettings> : AsyncCommand<TSettings>
    where TSettings : ActingSettings
{
    public sealed override async Task<int> ExecuteAsync(CommandContext context, TSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken, namesItself: true);
        DecisionCommands.Print(await StepAsync(services.GetRequiredService<DecisionStore>(), settings, actor, cancellationToken), settings.Json);
        return ExitCode.Done;
    }

    protected abstract Task<Decision> StepAsync(DecisionStore decisions, TSettings settings, Actor actor, CancellationToken cancellation);
}

/// <summary>Options of a step on a decision that is there.</summary>
public class DecisionStepSettings : ActingSettings
{
    [CommandArgument(0, "<DECISION>")]
    [Description("For example DR-2026-001.")]
    public string Decision { get; init; } = "";

    [CommandOption("--reason <TEXT>")]
    [Description("Why; kept in the log.")]
    public string Reason { get; init; } = "";
}

/// <summary><c>decision propose</c>.</summary>
public sealed class DecisionProposeCommand : DecisionStepCommand<DecisionProposeCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandOption("--candidate <NAME>")]
        public string Candidate { get; init; } = "";

        [CommandOption("--candidate-sha256 <HASH>")]
        [Description("Of its parts: the decision holds for exactly this.")]
        public string CandidateSha256 { get; init; } = "";

        [CommandOption("--use <TEXT>")]
        [Description("The field of use.")]
        public string Use { get; init; } = "";

        [CommandOption("--assessment <ID>")]
        public string Assessment { get; init; } = "";

        [CommandOption("--assessment-sha256 <HASH>")]
        public string? AssessmentSha256 { get; init; }

        [CommandOption("--run <ID>")]
        public string Run { get; init; } = "";

        [CommandOption("--reason <TEXT>")]
        [Description("Why; kept in the log.")]
        public string Reason { get; init; } = "";
    }

    protected override Task<Decision> StepAsync(DecisionStore decisions, Settings settings, Actor actor, CancellationToken cancellation) =>
        decisions.ProposeAsync(new DecisionProposal(settings.Candidate, settings.CandidateSha256, settings.Use, settings.Assessment, settings.AssessmentSha256, settings.Run, settings.Reason), actor, cancellation);
}

/// <summary><c>decision approve</c>.</summary>
public sealed class DecisionApproveCommand : DecisionStepCommand<DecisionApproveCommand.Settings>
{
    public sealed class Settings : DecisionStepSettings
    {
        [CommandOption("--condition <TEXT>")]
        [Description("May be repeated.")]
        public string[] Conditions { get; init; } = [];

        [CommandOption("--expires <DATE>")]
        [Description("Last day of the approval, for example 2027-05-16.")]
        public string Expires { get; init; } = "";
    }

    protected override Task<Decision> StepAsync(DecisionStore decisions, Settings settings, Actor actor, CancellationToken cancellation)
    {
        if (!DateOnly.TryParseExact(settings.Expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            throw new InputException(new InputProblem(new Phrase("Governance.NotADate", settings.Expires), Field: "--expires"));
        }

        // The day itself still counts.
        var end = new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return decisions.ApproveAsync(settings.Decision, settings.Reason, [.. settings.Conditions], end, actor, cancellation);
    }
}

/// <summary><c>decision reject</c>.</summary>
public sealed class DecisionRejectCommand : DecisionStepCommand<DecisionStepSettings>
{
    protected override Task<Decision> StepAsync(DecisionStore decisions, DecisionStepSettings settings, Actor actor, CancellationToken cancellation) =>
        decisions.RejectAsync(settings.Decision, settings.Reason, actor, cancellation);
}

/// <summary><c>decision revoke</c>.</summary>
public sealed class DecisionRevokeCommand : DecisionStepCommand<DecisionStepSettings>
{
    protected override Task<Decision> StepAsync(DecisionStore decisions, DecisionStepSettings settings, Actor actor, CancellationToken cancellation) =>
        decisions.RevokeAsync(settings.Decision, settings.Reason, actor, cancellation);
}

/// <summary><c>decision list</c>.</summary>
public sealed class DecisionListCommand : AsyncCommand<WorkspaceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var decisions = await services.GetRequiredService<DecisionStore>().ListAsync(null, int.MaxValue, cancellationToken);
        if (settings.Json)
        {
            Console.Out.WriteLine(new JsonObject { ["decisions"] = new JsonArray([.. decisions.Select(DecisionCommands.Describe)]) }.ToJsonString(CommandJson.Options));
            return ExitCode.Done;
        }

        foreach (var decision in decisions)
        {
            Console.Out.WriteLine($"{decision.Id}  {DecisionCommands.State(decision),-8}  {decision.Proposal.Candidate}: {decision.Proposal.FieldOfUse}");
        }

        return ExitCode.Done;
    }
}

/// <summary><c>decision show</c>.</summary>
public sealed class DecisionShowCommand : AsyncCommand<DecisionShowCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<DECISION>")]
        public string Decision { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var decision = await services.GetRequiredService<DecisionStore>().FindAsync(settings.Decision, cancellationToken)
            ?? throw new InputException(new InputProblem(new Phrase("Governance.NoSuchDecision", settings.Decision), Field: "DECISION"));
        DecisionCommands.Print(decision, settings.Json);
        return ExitCode.Done;
    }
}
