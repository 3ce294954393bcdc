using Spectre.Console.Cli;
using Workbench.Core.Decisions;

namespace Workbench.Cli;

/// <summary><c>decision …</c>: proposing, deciding, and what stands.</summary>
public static class DecisionCommands
{
    public static void AddTo(IConfigurator<CommandSettings> decision)
    {
        decision.SetDescription("Decisions on candidates: propose, decide, review, see what is in force.");
        decision.AddCommand<DecisionProposeCommand>("propose").WithDescription("Ask that a candidate may be used for something; with --draft without putting it before anybody.");
        decision.AddCommand<DecisionReviseCommand>("revise").WithDescription("Change a draft, or a proposal that was sent back.");
        decision.AddCommand<DecisionRenewCommand>("renew").WithDescription("Propose that a use goes on, in the place of an earlier decision.");
        decision.AddCommand<DecisionApproveCommand>("approve").WithDescription("Approve, by somebody other than the proposer.");
        Step("submit", DecisionAct.Submit, "Put a draft before the approvers.");
        Step("withdraw", DecisionAct.Withdraw, "Take a proposal back, by its proposer.");
        Step("review", DecisionAct.StartReview, "Begin to review, by an approver.");
        Step("request-changes", DecisionAct.RequestChanges, "Send a proposal back to its proposer.");
        Step("reject", DecisionAct.Reject, "Reject, by somebody other than the proposer.");
        Step("dissent", DecisionAct.Dissent, "Keep a different opinion beside a decision.");
        Step("suspend", DecisionAct.Suspend, "Stop an approved use for now.");
        Step("reinstate", DecisionAct.Reinstate, "Let a suspended use go on.");
        Step("revoke", DecisionAct.Revoke, "Take an approval back.");
        decision.AddCommand<DecisionListCommand>("list").WithDescription("Every decision, newest first; with --waiting what waits for a person.");
        decision.AddCommand<DecisionBoardCommand>("board").WithDescription("What is in force, for what use, until when, and what is due for review.");
        decision.AddCommand<DecisionShowCommand>("show").WithDescription("One decision with its steps, its rules and what changed since.");
        decision.AddCommand<DecisionLookCommand>("look").WithDescription("Write down what has expired and what is due for review, as the open workbench does daily.");
        decision.AddCommand<DecisionSignatoryCommand>("signatory").WithDescription("Name the capacities that a person may sign in.");

        void Step(string name, DecisionAct act, string description) => decision.AddCommand<DecisionStepCommand>(name).WithDescription(description).WithData(act);
    }
}
