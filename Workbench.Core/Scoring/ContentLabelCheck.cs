using Workbench.Core.Detectors;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the answer bears the marks of generated content that <c>mark</c> asks for: <c>explicit</c> words (the default), the <c>implicit</c> metadata, or <c>both</c> (<see cref="ContentLabel"/>).</summary>
public sealed class ContentLabelCheck : IScorer
{
    public string Kind => "content-label";

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        var (marks, due) = (ContentLabel.Find(answer.Text), spec.Setting("mark", "explicit"));
        var score = due != "implicit" && marks.Explicit is null ? this.Incorrect(null, "NoExplicitLabel")
            : due != "explicit" && marks.Flaw is { } flaw ? this.Incorrect(null, "LabelFlawed", flaw)
            : due != "explicit" && marks.Implicit is null ? this.Incorrect(null, "NoImplicitLabel")
            : this.Correct(marks.Explicit, "Labelled", marks.Explicit ?? "-", marks.Implicit ?? "-");
        return score.With([("label-explicit", marks.Explicit is null ? 0 : 1), ("label-implicit", marks.Implicit is null ? 0 : 1)]);
    }
}
