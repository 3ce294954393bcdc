using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Language;

namespace Workbench.Core.Findings;

/// <summary>What an answer to a documentary clause must have.</summary>
public static class AnswerRules
{
    public const int MostFiles = 50;

    /// <param name="clause">Null where the pack has none of that id.</param>
    public static IEnumerable<InputProblem?> Check(AnswerDraft draft, Clause? clause)
    {
        yield return clause is null ? new InputProblem(new Phrase("Findings.NoSuchClause", draft.ClauseId), Field: "clause")
            : clause.Kind != ClauseKind.Documentary ? new InputProblem(new Phrase("Findings.NotByDocument", clause.Id), Field: "clause") : null;
        yield return draft.Verdict is Verdict.Conforms or Verdict.DoesNotConform or Verdict.NotApplicable ? null : new InputProblem(new Phrase("Findings.NoVerdict"), Field: "verdict");
        yield return FieldRules.Given(draft.Reason, "reason");
        yield return draft.Verdict == Verdict.DoesNotConform ? FieldRules.Given(draft.Plan, "plan") : FieldRules.Short(draft.Plan, "plan");
        yield return draft.Verdict == Verdict.Conforms && draft.EvidenceIds.IsEmpty ? new InputProblem(new Phrase("Findings.ConformsNeedsEvidence"), Field: "evidence") : null;
        yield return draft.EvidenceIds.Length > MostFiles ? new InputProblem(new Phrase("Findings.TooManyFiles", MostFiles.ToString(CultureInfo.InvariantCulture)), Field: "evidence") : null;
    }

    /// <summary>What a documentary clause comes to now: the last answer, unless evidence it rests on has expired.</summary>
    public static (Verdict Verdict, Phrase Reason) Conclude(ClauseResult frozen, ClauseAnswer? answer, DateTimeOffset now)
    {
        if (answer is null)
        {
            return (frozen.Verdict, frozen.Reason);
        }

        // What does not conform is not better for its evidence having expired.
        var expired = answer.Verdict == Verdict.DoesNotConform ? [] : answer.Expired(now);
        return expired.IsEmpty
            ? (answer.Verdict, new Phrase("Findings.Answered", answer.Reason))
            : (Verdict.NotEnoughEvidence, new Phrase("Findings.EvidenceExpired", string.Join(", ", expired.Select(file => $"{file.Id} ({FieldRules.LastDay(file.ExpiresAt!.Value)})"))));
    }
}
