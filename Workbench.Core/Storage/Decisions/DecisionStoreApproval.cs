using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Core.Decisions;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Decisions;

/// <summary>Approving.</summary>
public sealed partial class DecisionStore
{
    /// <summary>One person's approval; the last one that the tier asks for approves the decision, for a time and under conditions.</summary>
    /// <exception cref="NotAllowedException">The actor proposed it, is no approver, signed already, evaluated it and would be the last, may not sign in the capacity, or is alone in the workspace.</exception>
    /// <exception cref="InputException">No reason, an end that is not in the future or too late, a decision that no longer waits, or a rule that does not hold.</exception>
    public async Task<Decision> ApproveAsync(string id, ApprovalWord word, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.DecideDecision);
        DecisionIntake.Refuse(
        [
            DecisionIntake.Missing(word.Reason, "reason") ?? DecisionIntake.TooLong(word.Reason, "reason", DecisionIntake.LongestText),
            word.ExpiresAt is { } end && end <= time.GetUtcNow() ? new InputProblem(new Phrase("Decisions.ExpiryInThePast"), Field: "expiresAt") : null,
            word.ExpiresAt is { } last && word.EffectiveFrom is { } first && last <= first ? new InputProblem(new Phrase("Decisions.EndsBeforeItBegins"), Field: "effectiveFrom") : null,
            DecisionIntake.TooLong(word.Override, "override", DecisionIntake.LongestText),
            .. DecisionIntake.CheckConditions(word.Conditions),
        ]);

        // Before the transaction: a model file may have to be read for its hash, which is kept in the same database.
        var before = await FindAsync(id, cancellation).ConfigureAwait(false) ?? throw NoSuch(id);
        var known = await facts.ReadAsync(before, readModels: true, cancellation).ConfigureAwait(false);
        return await TakeAsync(id, DecisionAct.Approve, word.Reason, actor, (db, row, decision) => decision.Revision == before.Revision
            ? ApproveAsync(db, row, decision, known, word, actor, cancellation)
            : throw Meanwhile(id), cancellation).ConfigureAwait(false);
    }

    private async Task<Step> ApproveAsync(WorkbenchDbContext db, DecisionRow row, Decision decision, DecisionFacts known, ApprovalWord word, Actor actor, CancellationToken cancellation)
    {
        var capacities = await signatories.OfAsync(actor.Id, cancellation).ConfigureAwait(false);
        if ((DecisionRules.ForLast(decision, actor, known) ?? DecisionRules.ForCapacity(decision, word.Capacity, capacities)) is { } refused)
        {
            throw new NotAllowedException(refused);
        }

        var broken = RuleCheck.Of(decision, known).Where(check => !check.Holds).ToList();
        var over = broken.Count > 0 && !string.IsNullOrWhiteSpace(word.Override) ? word.Override : null;
        DecisionIntake.Refuse(broken.Where(check => over is null || !check.Overridable).Select(check => new InputProblem(check.Words, Field: check.Rule)));

        var now = time.GetUtcNow();
        var latest = now.AddMonths(decision.Proposal.Rule.Months);
        DecisionIntake.Refuse(
        [
            word.ExpiresAt > latest.AddDays(1) ? new InputProblem(new Phrase("Decisions.ExpiryTooLate", decision.Proposal.Rule.Tier.ToString(), Number(decision.Proposal.Rule.Months)), Field: "expiresAt") : null,
        ]);
        row.Conditions = [.. decision.Conditions.Concat(word.Conditions).DistinctBy(condition => condition.Text)];
        row.ExpiresAt = decision.Proposal.Type.Permits()
            ? new[] { decision.ExpiresAt, word.ExpiresAt, decision.Proposal.ExpiresAt > now ? decision.Proposal.ExpiresAt : null }.OfType<DateTimeOffset>().DefaultIfEmpty(latest).Min()
            : null;
        row.EffectiveFrom = new[] { decision.EffectiveFrom, word.EffectiveFrom }.OfType<DateTimeOffset>().DefaultIfEmpty(now).Max();
        var finding = over is null ? null : await findings.OpenAsync(db, Passed(decision, broken, over, now), actor, cancellation).ConfigureAwait(false);
        var given = decision.Approvals.Length + 1;
        var state = given < decision.Proposal.Rule.Approvals ? DecisionState.InReview : row.Conditions.IsEmpty ? DecisionState.Approved : DecisionState.ConditionallyApproved;
        return new Step(state, new JsonObject
        {
            ["reason"] = word.Reason,
            ["capacity"] = word.Capacity.ToString(),
            ["roles"] = new JsonArray([.. actor.Roles.Order().Select(role => JsonValue.Create(role.ToString()))]),
            ["approval"] = given,
            ["approvalsNeeded"] = decision.Proposal.Rule.Approvals,
            ["conditions"] = new JsonArray([.. row.Conditions.Select(condition => JsonValue.Create(condition.Text))]),
            ["effectiveFrom"] = Day(row.EffectiveFrom),
            ["expiresAt"] = Day(row.ExpiresAt),
            ["override"] = over,
            ["overridden"] = over is null ? null : new JsonArray([.. broken.Select(check => JsonValue.Create(check.Words.In(CultureInfo.InvariantCulture)))]),
            ["finding"] = finding?.Id,
            ["viewSha256"] = new JsonArray([.. known.Views.Select(view => JsonValue.Create(view))]),
            ["contentSha256"] = decision.Proposal.Sha256,
        }, word.Capacity, finding is null ? null : $"{over} ({finding.Id})");
    }

    /// <summary>What is passed over has to be dealt with: by the proposer, within a month.</summary>
    private static FindingDraft Passed(Decision decision, IEnumerable<RuleCheck> broken, string reason, DateTimeOffset now) => new(
        Severity.Major,
        new Phrase("Decisions.OverrideTitle", decision.Id).ToString(),
        string.Join('\n', broken.Select(check => check.Words.ToString()).Append(reason)),
        decision.Proposal.AssessmentId,
        null,
        decision.Proposal.RunId,
        decision.Proposal.Candidate,
        [],
        null,
        null,
        null,
        decision.ProposerId,
        DateOnly.FromDateTime(now.UtcDateTime.AddDays(DecisionReview.Notice)));

    private static string? Day(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
