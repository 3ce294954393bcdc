using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Language;

namespace Workbench.Core.Findings;

/// <summary>A clause at a moment, for one candidate.</summary>
/// <param name="Result">As the assessment froze it.</param>
/// <param name="Verdict">The frozen one; of a documentary clause what its last answer comes to.</param>
/// <param name="Answers">Newest first; those after the first are superseded.</param>
/// <param name="Exceptions">In force.</param>
/// <param name="Findings">About this clause.</param>
public sealed record ClauseView(
    Clause Clause,
    ClauseResult Result,
    Verdict Verdict,
    Phrase Reason,
    ImmutableArray<ClauseAnswer> Answers,
    ImmutableArray<ClauseException> Exceptions,
    ImmutableArray<Finding> Findings)
{
    public ClauseAnswer? Answer => Answers.FirstOrDefault();

    /// <summary>It was answered, and what the answer rests on has expired.</summary>
    public bool IsStale => Answer is not null && Verdict == Verdict.NotEnoughEvidence;

    /// <summary>"Does not conform, excepted by E-0001 until …", once for each exception; empty when it conforms or nothing excepts it.</summary>
    public ImmutableArray<Phrase> Excepted => Verdict is Verdict.Conforms or Verdict.NotApplicable
        ? []
        : [.. Exceptions.Select(exception => new Phrase("Findings.Excepted", exception.Id, FieldRules.LastDay(exception.ExpiresAt), exception.FieldOfUse))];

    internal static ClauseView Make(
        Clause clause, ClauseResult result, ImmutableArray<ClauseAnswer> answers, ImmutableArray<Finding> findings, ImmutableArray<ClauseException> exceptions, DateTimeOffset now)
    {
        ImmutableArray<ClauseAnswer> newest = clause.Kind == ClauseKind.Documentary ? [.. answers.OrderByDescending(answer => answer.LogIndex)] : [];
        var (verdict, reason) = AnswerRules.Conclude(result, newest.FirstOrDefault(), now);
        return new ClauseView(
            clause, result, verdict, reason, newest,
            [.. exceptions.Where(exception => exception.ClauseIds.Contains(clause.Id) && exception.IsInForce(now))],
            [.. findings.Where(finding => finding.Content.ClauseId == clause.Id)]);
    }
}
