using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the answer's last number (setting <c>take: first</c> for the first) is within <c>tolerance</c>, or <c>relative</c> times the target, of a target.</summary>
public sealed class NumericMatch : IScorer
{
    /// <summary>So that 0.1 + 0.2 is 0.3.</summary>
    private const double Rounding = 1e-9;

    public string Kind => "numeric";

    public bool IsReference => true;

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        var targets = sample.Targets.Select(target => NumberText.Find(target)).Where(found => found.Length == 1).Select(found => found[0]).ToList();
        if (targets.Count == 0)
        {
            return this.Unscored(sample.Targets.IsEmpty ? "NoTarget" : "TargetNotNumber", sample.Targets.Listed());
        }

        var numbers = NumberText.Find(answer.Text);
        if (numbers.IsEmpty)
        {
            return this.NoAnswer(0, null, "NoNumber");
        }

        var (value, text) = spec.Setting("take", "last") == "first" ? numbers[0] : numbers[^1];
        var (tolerance, relative) = (spec.Number("tolerance", 0), spec.Number("relative", 0));
        foreach (var (target, written) in targets)
        {
            if (Math.Abs(value - target) <= Math.Max(tolerance, Math.Max(relative, Rounding) * Math.Max(Math.Abs(target), relative > 0 ? 0 : 1)))
            {
                return this.Correct(text, "NumberRight", text, written);
            }
        }

        return this.Incorrect(text, "NumberWrong", text, targets.Select(target => target.Text).Listed());
    }
}
