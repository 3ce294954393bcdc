using System.ComponentModel;
using Spectre.Console.Cli;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Storage.Decisions;

namespace Workbench.Cli;

/// <summary>What a proposal says.</summary>
public class DecisionProposalSettings : ActingSettings
{
    [CommandOption("--candidate <NAME>")]
    public string Candidate { get; init; } = "";

    [CommandOption("--candidate-sha256 <HASH>")]
    [Description("Of its parts; taken from the evidence, and refused where it differs.")]
    public string CandidateSha256 { get; init; } = "";

    [CommandOption("--use <TEXT>")]
    [Description("The field of use.")]
    public string Use { get; init; } = "";

    [CommandOption("--assessment <ID>")]
    [Description("Evidence; may be repeated, as for several policy packs.")]
    public string[] Assessments { get; init; } = [];

    [CommandOption("--assessment-sha256 <HASH>")]
    [Description("Of the first; taken from the evidence, and refused where it differs.")]
    public string? AssessmentSha256 { get; init; }

    [CommandOption("--run <ID>")]
    public string Run { get; init; } = "";

    [CommandOption("--reason|--rationale <TEXT>")]
    [Description("Why; kept in the log.")]
    public string Reason { get; init; } = "";

    [CommandOption("--type <TYPE>")]
    [Description("Approve, Conditional, Restrict, Reject, Revoke or Renew.")]
    public string? Type { get; init; }

    [CommandOption("--tier <TIER>")]
    [Description("T1 minimal (one approval), T2 limited (two), T3 high (three signatories), T4 prohibited; T1 if none is given.")]
    public string? Tier { get; init; }

    [CommandOption("--environment <TEXT>")]
    public string? Environment { get; init; }

    [CommandOption("--jurisdiction <CODE>")]
    [Description("For example CN.")]
    public string? Jurisdiction { get; init; }

    [CommandOption("--question <TEXT>")]
    public string? Question { get; init; }

    [CommandOption("--option <TEXT>")]
    [Description("Another way that was weighed; may be repeated.")]
    public string[] Options { get; init; } = [];

    [CommandOption("--condition <TEXT>")]
    [Description("As \"text | owner | due\", the last two optional; may be repeated.")]
    public string[] Conditions { get; init; } = [];

    [CommandOption("--residual-risk <TEXT>")]
    public string? ResidualRisk { get; init; }

    [CommandOption("--expires <DATE>")]
    [Description("Last day asked for.")]
    public string? Expires { get; init; }

    [CommandOption("--trigger <REASON>")]
    [Description("What calls for a review: Weights, Quantisation, Prompt, Runtime, Pack, Evidence, Bank, Finding; all of them without it.")]
    public string[] Triggers { get; init; } = [];

    [CommandOption("--supersedes <DECISION>")]
    [Description("Earlier decision whose place it takes.")]
    public string? Supersedes { get; init; }

    internal DecisionProposal ToProposal() => new(Candidate, CandidateSha256, Use, Assessments.FirstOrDefault() ?? "", AssessmentSha256, Run, Reason)
    {
        Type = DecisionWords.Choice<DecisionType>(Type, "--type") ?? DecisionType.Approve,
        Tier = DecisionWords.Choice<RiskTier>(Tier, "--tier") ?? RiskTier.T1,
        Environment = Environment,
        Jurisdiction = Jurisdiction,
        Question = Question,
        Options = [.. Options],
        Conditions = [.. Conditions.Select(DecisionCondition.Parse)],
        ResidualRisk = ResidualRisk,
        FurtherAssessments = [.. Assessments.Skip(1)],
        ExpiresAt = DecisionWords.EndOf(Expires, "--expires"),
        Triggers = [.. Triggers.Select(trigger => DecisionWords.Choice<ReviewReason>(trigger, "--trigger")).OfType<ReviewReason>()],
        Supersedes = Supersedes,
    };
}

/// <summary><c>decision propose</c>.</summary>
public sealed class DecisionProposeCommand : DecisionCommand<DecisionProposeCommand.Settings>
{
    public sealed class Settings : DecisionProposalSettings
    {
        [CommandOption("--draft")]
        [Description("Do not put it before the approvers yet.")]
        public bool Draft { get; init; }
    }

    protected override Task<Decision> ChangeAsync(DecisionStore decisions, CommandContext context, Settings settings, Actor actor, CancellationToken cancellation) => settings.Draft
        ? decisions.DraftAsync(settings.ToProposal(), actor, cancellation)
        : decisions.ProposeAsync(settings.ToProposal(), actor, cancellation);
}

/// <summary><c>decision revise</c>.</summary>
public sealed class DecisionReviseCommand : DecisionCommand<DecisionReviseCommand.Settings>
{
    public sealed class Settings : DecisionProposalSettings
    {
        [CommandArgument(0, "<DECISION>")]
        public string Decision { get; init; } = "";
    }

    protected override Task<Decision> ChangeAsync(DecisionStore decisions, CommandContext context, Settings settings, Actor actor, CancellationToken cancellation) =>
        decisions.ReviseAsync(settings.Decision, settings.ToProposal(), actor, cancellation);
}

/// <summary><c>decision renew</c>.</summary>
public sealed class DecisionRenewCommand : DecisionCommand<DecisionRenewCommand.Settings>
{
    public sealed class Settings : DecisionStepSettings
    {
        [CommandOption("--assessment <ID>")]
        [Description("New evidence; without it the earlier decision's.")]
        public string? Assessment { get; init; }
    }

    protected override Task<Decision> ChangeAsync(DecisionStore decisions, CommandContext context, Settings settings, Actor actor, CancellationToken cancellation) =>
        decisions.RenewAsync(settings.Decision, settings.Reason, settings.Assessment, actor, cancellation);
}
