using System.ComponentModel;
using System.Globalization;
using Spectre.Console.Cli;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Storage.Decisions;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary>A command that changes a decision and prints it.</summary>
public abstract class DecisionCommand<TSettings> : AsyncCommand<TSettings>
    where TSettings : ActingSettings
{
    public sealed override async Task<int> ExecuteAsync(CommandContext context, TSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken, namesItself: true);
        var decision = await ChangeAsync(services.GetRequiredService<DecisionStore>(), context, settings, actor, cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (settings.Json)
        {
            Console.Out.WriteLine(DecisionJson.Of(decision, now).ToJsonString(CommandJson.Options));
            return ExitCode.Done;
        }

        Print(decision, now);
        return ExitCode.Done;
    }

    protected abstract Task<Decision> ChangeAsync(DecisionStore decisions, CommandContext context, TSettings settings, Actor actor, CancellationToken cancellation);

    internal static void Print(Decision decision, DateTimeOffset now)
    {
        Console.Out.WriteLine(DecisionListCommand.Line(decision, now));
        foreach (var step in decision.Steps)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {step.At:yyyy-MM-dd HH:mm:ss}  {step.Act,-14}  {step.ActorName}  [{step.LogIndex}]  {step.Reason}"));
        }
    }
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

/// <summary><c>decision submit|withdraw|review|request-changes|reject|dissent|suspend|reinstate|revoke</c>.</summary>
public sealed class DecisionStepCommand : DecisionCommand<DecisionStepSettings>
{
    protected override Task<Decision> ChangeAsync(DecisionStore decisions, CommandContext context, DecisionStepSettings settings, Actor actor, CancellationToken cancellation) =>
        decisions.TakeAsync((DecisionAct)context.Data!, settings.Decision, settings.Reason, actor, cancellation);
}

/// <summary><c>decision approve</c>.</summary>
public sealed class DecisionApproveCommand : DecisionCommand<DecisionApproveCommand.Settings>
{
    public sealed class Settings : DecisionStepSettings
    {
        [CommandOption("--condition <TEXT>")]
        [Description("As \"text | owner | due\", the last two optional; may be repeated.")]
        public string[] Conditions { get; init; } = [];

        [CommandOption("--expires <DATE>")]
        [Description("Last day of the approval, for example 2027-05-16; without it as long as the tier allows.")]
        public string? Expires { get; init; }

        [CommandOption("--from <DATE>")]
        [Description("First day of the approval; without it at once.")]
        public string? From { get; init; }

        [CommandOption("--capacity <CAPACITY>")]
        [Description("Approver, LegalRepresentative, HeadOfAssessment or HeadOfLegal.")]
        public string? Capacity { get; init; }

        [CommandOption("--override <TEXT>")]
        [Description("Why rules that do not hold are passed over; opens a finding.")]
        public string? Override { get; init; }
    }

    protected override Task<Decision> ChangeAsync(DecisionStore decisions, CommandContext context, Settings settings, Actor actor, CancellationToken cancellation) =>
        decisions.ApproveAsync(
            settings.Decision,
            new ApprovalWord(
                settings.Reason,
                [.. settings.Conditions.Select(DecisionCondition.Parse)],
                DecisionWords.EndOf(settings.Expires, "--expires"),
                DecisionWords.Start(settings.From, "--from"),
                DecisionWords.Choice<SigningCapacity>(settings.Capacity, "--capacity") ?? SigningCapacity.Approver,
                settings.Override),
            actor,
            cancellation);
}
