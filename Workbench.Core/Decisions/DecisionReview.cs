using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Decisions;

/// <summary>What calls for a decision to be looked at again.</summary>
public enum ReviewReason
{
    /// <summary>It ends soon, or has ended.</summary>
    Expiry,
    Weights,
    Quantisation,
    Prompt,
    Runtime,
    Pack,

    /// <summary>The assessment or another piece of evidence changed or ran out.</summary>
    Evidence,
    Bank,
    Finding,
}

/// <summary>Why a decision is due for review.</summary>
public sealed record ReviewCause(ReviewReason Reason, Phrase Words);

/// <summary>Whether a decision that stands has to be reviewed.</summary>
public static class DecisionReview
{
    /// <summary>Days before its end from which an approval calls for its renewal.</summary>
    public const int Notice = 30;

    /// <returns>Every cause; empty for what was never approved or has ended otherwise than by its date.</returns>
    public static ImmutableArray<ReviewCause> Of(Decision decision, DecisionFacts facts, DateTimeOffset now)
    {
        var state = decision.StateAt(now);
        if (!(state.IsApproved() || state is DecisionState.Suspended or DecisionState.Expired))
        {
            return [];
        }

        var causes = ImmutableArray.CreateBuilder<ReviewCause>();
        if (decision.ExpiresAt is { } end && end <= now.AddDays(Notice))
        {
            var day = end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            causes.Add(new ReviewCause(ReviewReason.Expiry, new Phrase(end <= now ? "Decisions.Due.Ended" : "Decisions.Due.EndsSoon", day)));
        }

        // What has ended is renewed or not; what changed since is part of that.
        causes.AddRange(facts.Changes.Select(change => new ReviewCause(change.Reason, change.Words)));
        causes.AddRange(facts.Evidence.Where(check => check.Words is not null && check.Evidence.Kind is DecisionEvidenceKind.Assessment or DecisionEvidenceKind.File && check.Standing != EvidenceStanding.Unchanged)
            .Select(check => new ReviewCause(ReviewReason.Evidence, check.Words!)));
        causes.AddRange(facts.BanksOverdue.Select(bank => new ReviewCause(ReviewReason.Bank, new Phrase("Decisions.Due.Bank", bank))));
        causes.AddRange(facts.BlockingFindings.Select(finding => new ReviewCause(ReviewReason.Finding, new Phrase("Decisions.Due.Finding", finding))));
        return [.. causes.Where(cause => decision.Proposal.Watches(cause.Reason))];
    }
}
