using System.Collections.Immutable;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Governance;

namespace Workbench.Core.Storage.Decisions;

/// <summary>A decision with everything its page says of it.</summary>
/// <param name="Acts">Acts possible from where it stands, each with why this person may not; null where they may.</param>
/// <param name="Capacities">That this person may sign in.</param>
public sealed record DecisionSheet(
    Decision Decision, DecisionFacts Facts, ImmutableArray<RuleCheck> Checks, ImmutableArray<ReviewCause> Due, ImmutableArray<(DecisionAct Act, Phrase? WhyNot)> Acts, ImmutableArray<SigningCapacity> Capacities);

/// <summary>A decision that stands, with why it is due for review.</summary>
public sealed record StandingDecision(Decision Decision, ImmutableArray<ReviewCause> Due);

/// <summary>Which decisions are meant; null lets all through.</summary>
/// <param name="Field">Words in the field of use or the environment.</param>
/// <param name="InForce">True: only those in force now.</param>
public sealed record DecisionFilter(string? Field = null, string? Jurisdiction = null, DecisionState? State = null, bool InForce = false)
{
    public bool Takes(Decision decision, DateTimeOffset now) =>
        (string.IsNullOrWhiteSpace(Field) || Says(decision.Proposal.FieldOfUse) || Says(decision.Proposal.Environment) || Says(decision.Proposal.Candidate))
        && (string.IsNullOrEmpty(Jurisdiction) || decision.Proposal.Jurisdiction == Jurisdiction)
        && (State is not { } state || decision.StateAt(now) == state)
        && (!InForce || decision.IsInForce(now));

    private bool Says(string? text) => text?.Contains(Field!.Trim(), StringComparison.CurrentCultureIgnoreCase) == true;
}

/// <summary>Reads decisions as people look at them.</summary>
public sealed class DecisionDesk(DecisionStore decisions, DecisionFactsReader facts, SignatoryStore signatories, PeopleStore people, TimeProvider time)
{
    public async Task<DecisionSheet?> SheetAsync(string id, Actor actor, CancellationToken cancellation)
    {
        if (await decisions.FindAsync(id, cancellation).ConfigureAwait(false) is not { } decision)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var count = await people.CountAsync(cancellation).ConfigureAwait(false);
        var known = await facts.ReadAsync(decision, readModels: false, cancellation).ConfigureAwait(false);
        var capacities = await signatories.OfAsync(actor.Id, cancellation).ConfigureAwait(false);
        var acts = DecisionMove.All.Where(move => move.Needs is not null && DecisionRules.FromState(decision, move.Act, now) is null)
            .Select(move => (move.Act, DecisionRules.ForPerson(decision, move.Act, actor, count) ?? (move.Act == DecisionAct.Approve ? WhyNotApprove(decision, actor, known, capacities) : null)));
        return new DecisionSheet(decision, known, RuleCheck.Of(decision, known), DecisionReview.Of(decision, known, now), [.. acts], capacities);
    }

    /// <summary>Newest first, with why each that stands is due for review.</summary>
    public async Task<ImmutableArray<StandingDecision>> ListAsync(DecisionFilter filter, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var list = ImmutableArray.CreateBuilder<StandingDecision>();
        foreach (var decision in (await decisions.ListAsync(null, int.MaxValue, cancellation).ConfigureAwait(false)).Where(decision => filter.Takes(decision, now)))
        {
            list.Add(new StandingDecision(decision, await DueAsync(decision, now, cancellation).ConfigureAwait(false)));
        }

        return list.ToImmutable();
    }

    /// <summary>What waits for this person, the longest waiting first.</summary>
    public async Task<ImmutableArray<WaitingDecision>> WaitingAsync(Actor actor, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var all = await decisions.ListAsync(null, int.MaxValue, cancellation).ConfigureAwait(false);
        var due = new Dictionary<string, ImmutableArray<ReviewCause>>(StringComparer.Ordinal);
        var known = new Dictionary<string, DecisionFacts>(StringComparer.Ordinal);
        foreach (var decision in all.Where(decision => decision.StateAt(now).IsBeforeApprovers() && Permissions.Has(actor, Permission.DecideDecision)))
        {
            known[decision.Id] = await facts.ReadAsync(decision, readModels: false, cancellation).ConfigureAwait(false);
        }

        foreach (var decision in all.Where(decision => !decision.State.IsOpen() && Permissions.Has(actor, Permission.ProposeDecision)))
        {
            due[decision.Id] = await DueAsync(decision, now, cancellation).ConfigureAwait(false);
        }

        // A renewal that is under way no longer waits for somebody to begin it.
        var underWay = all.Where(decision => decision.State.IsOpen()).Select(decision => decision.Proposal.Supersedes).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return DecisionQueue.For(
            actor,
            await people.CountAsync(cancellation).ConfigureAwait(false),
            await signatories.OfAsync(actor.Id, cancellation).ConfigureAwait(false),
            all,
            decision => known.GetValueOrDefault(decision.Id, DecisionFacts.None),
            decision => underWay.Contains(decision.Id) ? [] : due.GetValueOrDefault(decision.Id, []),
            now);
    }

    private static Phrase? WhyNotApprove(Decision decision, Actor actor, DecisionFacts known, ImmutableArray<SigningCapacity> capacities) =>
        DecisionRules.ForLast(decision, actor, known)
        ?? (decision.CapacitiesLeft.IsEmpty || decision.CapacitiesLeft.Any(capacities.Contains) ? null : new Phrase("Decisions.NoCapacityLeft", decision.Proposal.Rule.Tier.ToString()));

    private async Task<ImmutableArray<ReviewCause>> DueAsync(Decision decision, DateTimeOffset now, CancellationToken cancellation) =>
        decision.SupersededBy is not null || !(decision.StateAt(now).IsApproved() || decision.StateAt(now) is DecisionState.Suspended or DecisionState.Expired)
            ? []
            : DecisionReview.Of(decision, await facts.ReadAsync(decision, readModels: false, cancellation).ConfigureAwait(false), now);
}
