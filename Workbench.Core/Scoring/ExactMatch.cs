using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the whole answer equals a target in <see cref="TextForm"/>.</summary>
public sealed class ExactMatch : IScorer
{
    public string Kind => "exact";

    public bool IsReference => true;

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (sample.Targets.IsEmpty)
        {
            return this.Unscored("NoTarget");
        }

        var form = TextForm.From(spec);
        var given = form.Of(answer.Text);
        return given.Length == 0 ? this.NoAnswer(0, null, "Empty")
            : sample.Targets.FirstOrDefault(target => form.Of(target) == given) is { } found ? this.Correct(null, "EqualsTarget", found)
            : this.Incorrect(null, "EqualsNone", sample.Targets.Listed());
    }
}
