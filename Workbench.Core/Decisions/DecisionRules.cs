using System.Globalization;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Decisions;

/// <summary>Whether somebody may do something to a decision, and why not. Pure; what the store asks and what a page shows before anybody tries.</summary>
public static class DecisionRules
{
    /// <returns>Why the act is not possible from where the decision stands; null when it is.</returns>
    public static Phrase? FromState(Decision decision, DecisionAct act, DateTimeOffset now)
    {
        var state = decision.StateAt(now);
        return DecisionMove.Of(act).From.Contains(state) ? null : new Phrase($"Decisions.NotFrom.{state}", decision.Id);
    }

    /// <param name="people">Enrolled in the workspace.</param>
    /// <returns>Why this person may not; null when they may.</returns>
    public static Phrase? ForPerson(Decision decision, DecisionAct act, Actor actor, int people)
    {
        var move = DecisionMove.Of(act);
        if (move.Needs is not { } permission)
        {
            return new Phrase("Decisions.WorkbenchOnly");
        }

        return Permissions.WhyNot(actor, permission) switch
        {
            { } lacks => lacks,
            _ when move.ProposerOnly && actor.Id != decision.ProposerId => new Phrase("Decisions.ProposerOnly", decision.Id),
            _ when move.FourEyes && people < 2 => new Phrase("Governance.FourEyesNeedTwo"),
            _ when move.FourEyes && actor.Id == decision.ProposerId => new Phrase("Decisions.ProposerMayNotDecide", decision.Id),
            _ when act == DecisionAct.Approve && decision.Approvals.Any(step => step.ActorId == actor.Id) => new Phrase("Decisions.SignedAlready", decision.Id),
            _ => null,
        };
    }

    /// <summary>Who evaluated may approve, but not as the last.</summary>
    public static Phrase? ForLast(Decision decision, Actor actor, DecisionFacts facts) =>
        decision.ApprovalsLeft <= 1 && facts.Evaluators.Contains(actor.Id) ? new Phrase("Decisions.EvaluatorNotLast", decision.Id) : null;

    /// <param name="capacities">That the person was named for.</param>
    public static Phrase? ForCapacity(Decision decision, SigningCapacity capacity, IReadOnlyCollection<SigningCapacity> capacities)
    {
        var rule = decision.Proposal.Rule;
        return rule.Capacities.IsEmpty ? capacity == SigningCapacity.Approver || capacities.Contains(capacity) ? null : new Phrase($"Decisions.NotNamedFor.{capacity}")
            : capacity == SigningCapacity.Approver ? new Phrase("Decisions.CapacityNeeded", rule.Tier.ToString(), rule.Approvals.ToString(CultureInfo.InvariantCulture))
            : !decision.CapacitiesLeft.Contains(capacity) ? new Phrase($"Decisions.CapacityTaken.{capacity}")
            : capacities.Contains(capacity) ? null
            : new Phrase($"Decisions.NotNamedFor.{capacity}");
    }
}
