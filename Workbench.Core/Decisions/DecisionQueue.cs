using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Decisions;

/// <summary>Something that waits for a person.</summary>
/// <param name="Act">What they can do about it.</param>
/// <param name="Why">Why it waits for them.</param>
/// <param name="Since">Since when.</param>
public sealed record WaitingDecision(Decision Decision, DecisionAct Act, Phrase Why, DateTimeOffset Since);

/// <summary>What waits for whom.</summary>
public static class DecisionQueue
{
    /// <param name="dueOf">Why a decision is due for review.</param>
    /// <param name="factsOf">Of a decision that waits for approvers.</param>
    /// <param name="capacities">That the person was named for.</param>
    /// <returns>Longest waiting first.</returns>
    public static ImmutableArray<WaitingDecision> For(
        Actor actor, int people, IReadOnlyCollection<SigningCapacity> capacities, IEnumerable<Decision> decisions, Func<Decision, DecisionFacts> factsOf, Func<Decision, ImmutableArray<ReviewCause>> dueOf, DateTimeOffset now) =>
    [
        .. decisions.Select(decision => Of(actor, people, capacities, decision, factsOf, dueOf, now)).OfType<WaitingDecision>().OrderBy(item => item.Since),
    ];

    private static WaitingDecision? Of(
        Actor actor, int people, IReadOnlyCollection<SigningCapacity> capacities, Decision decision, Func<Decision, DecisionFacts> factsOf, Func<Decision, ImmutableArray<ReviewCause>> dueOf, DateTimeOffset now)
    {
        var last = decision.Steps[^1];
        switch (decision.StateAt(now))
        {
            case DecisionState.Draft when actor.Id == decision.ProposerId && Permissions.Has(actor, Permission.ProposeDecision):
                return new(decision, DecisionAct.Submit, new Phrase("Decisions.Waits.Draft"), last.At);
            case DecisionState.ChangesRequested when actor.Id == decision.ProposerId && Permissions.Has(actor, Permission.ProposeDecision):
                return new(decision, DecisionAct.Revise, new Phrase("Decisions.Waits.Changes", decision.Steps.Last(step => step.Act == DecisionAct.RequestChanges).Reason), last.At);
            case DecisionState.Submitted or DecisionState.InReview when MayApprove(actor, people, capacities, decision, factsOf):
                return new(decision, DecisionAct.Approve, new Phrase("Decisions.Waits.Approval", Number(decision.Approvals.Length), Number(decision.Proposal.Rule.Approvals)), decision.Steps.Last(step => step.Act == DecisionAct.Submit).At);
            case DecisionState.Approved or DecisionState.ConditionallyApproved or DecisionState.Suspended or DecisionState.Expired
                when decision.SupersededBy is null && decision.Proposal.Type.Permits() && Permissions.Has(actor, Permission.ProposeDecision) && dueOf(decision) is { IsEmpty: false } causes:
                return new(decision, DecisionAct.Supersede, causes[0].Words, decision.ExpiresAt is { } end && end <= now ? end : last.At);
            default:
                return null;
        }
    }

    private static bool MayApprove(Actor actor, int people, IReadOnlyCollection<SigningCapacity> capacities, Decision decision, Func<Decision, DecisionFacts> factsOf) =>
        DecisionRules.ForPerson(decision, DecisionAct.Approve, actor, people) is null
        && (decision.CapacitiesLeft.IsEmpty || decision.CapacitiesLeft.Any(capacities.Contains))
        && DecisionRules.ForLast(decision, actor, factsOf(decision)) is null;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
