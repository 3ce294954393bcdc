namespace Workbench.Core.Scoring.Hallucination;

/// <summary>How well a model knows which questions have no answer (Yin et al. 2023, SelfAware): abstaining is the positive, a question without an answer the class to find.</summary>
/// <param name="Precision">Share of abstentions that were due; null where it never abstained.</param>
/// <param name="Recall">Share of unanswerable questions it abstained from; null where there were none.</param>
/// <param name="F1">Harmonic mean; null where there were no unanswerable questions.</param>
/// <param name="OverRefusal">Share of answerable questions it abstained from; null where there were none.</param>
public sealed record Unanswerable(double? Precision, double? Recall, double? F1, double? OverRefusal)
{
    public static Unanswerable Of(IReadOnlyList<(bool Answerable, bool Abstained)> answers)
    {
        double unanswerable = answers.Count(answer => !answer.Answerable), abstained = answers.Count(answer => answer.Abstained);
        double due = answers.Count(answer => answer is { Answerable: false, Abstained: true });
        return new Unanswerable(
            abstained > 0 ? due / abstained : null,
            unanswerable > 0 ? due / unanswerable : null,
            unanswerable > 0 ? 2 * due / (unanswerable + abstained) : null,
            answers.Count > unanswerable ? (abstained - due) / (answers.Count - unanswerable) : null);
    }
}
