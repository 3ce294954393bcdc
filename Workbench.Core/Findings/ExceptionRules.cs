using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Findings;

/// <summary>What an exception must have, and who may decide on it.</summary>
public static class ExceptionRules
{
    /// <summary>An exception is for a time.</summary>
    public const int MostDays = 366;

    public const int MostClauses = 50;

    /// <param name="view">Of its candidate; null where the assessment has none of that name.</param>
    public static IEnumerable<InputProblem?> Check(ExceptionDraft draft, CandidateView? view, DateTimeOffset now)
    {
        yield return FieldRules.Given(draft.FieldOfUse, "fieldOfUse", FieldRules.LongestName);
        yield return FieldRules.Given(draft.Reason, "reason");
        yield return FieldRules.Given(draft.Measure, "measure");
        yield return draft.EvidenceIds.IsEmpty ? new InputProblem(new Phrase("Findings.MeasureNeedsEvidence"), Field: "evidence")
            : draft.EvidenceIds.Length > AnswerRules.MostFiles ? new InputProblem(new Phrase("Findings.TooManyFiles", AnswerRules.MostFiles.ToString(CultureInfo.InvariantCulture)), Field: "evidence") : null;
        yield return draft.ExpiresAt <= now ? new InputProblem(new Phrase("Findings.ExpiresInThePast"), Field: "expires")
            : draft.ExpiresAt > now.AddDays(MostDays) ? new InputProblem(new Phrase("Findings.ExpiresTooLate", MostDays.ToString(CultureInfo.InvariantCulture)), Field: "expires") : null;
        yield return draft.ClauseIds.IsEmpty ? new InputProblem(new Phrase("Findings.FieldMissing", "clause"), Field: "clause")
            : draft.ClauseIds.Length > MostClauses ? new InputProblem(new Phrase("Findings.TooManyClauses", MostClauses.ToString(CultureInfo.InvariantCulture)), Field: "clause") : null;
        if (view is null)
        {
            yield return new InputProblem(new Phrase("Findings.NoSuchCandidate", draft.Candidate), Field: "candidate");
            yield break;
        }

        foreach (var id in draft.ClauseIds.Take(MostClauses))
        {
            yield return view.Clauses.FirstOrDefault(clause => clause.Clause.Id == id) is not { } clause ? new InputProblem(new Phrase("Findings.NoSuchClause", id), Field: "clause")
                : clause.Verdict is Verdict.DoesNotConform or Verdict.NotEnoughEvidence or Verdict.Documentary ? null
                : new InputProblem(new Phrase("Findings.NothingToExcept", id), Field: "clause");
        }
    }

    /// <returns>Why the person may not decide on the request; null when they may.</returns>
    /// <param name="people">How many are enrolled.</param>
    public static Phrase? WhyNotDecide(ClauseException exception, Actor actor, int people) =>
        Permissions.WhyNot(actor, Permission.DecideDecision)
        ?? (people < 2 ? new Phrase("Findings.FourEyesNeedTwo") : exception.RequestedBy == actor.Id ? new Phrase("Findings.RequesterMayNotDecide", exception.Id) : null);
}
