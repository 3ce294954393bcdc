using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Whether the answer keeps to instructions that rules can check (IFEval; Zhou et al. 2023), English and Chinese; each setting is a rule (<see cref="InstructionRules"/>).</summary>
/// <remarks>Correct when all are kept, else the share of rules kept. Beside it <c>strict</c> (that share) and <c>loose</c>: the best share when the first line, the last line, both, or asterisks are taken away,
/// so that a preamble such as "Sure, here it is:" does not count against the model. <c>all-loose</c>: all kept loosely.</remarks>
public sealed class InstructionCheck : IScorer
{
    public string Kind => "instruction";

    public ImmutableArray<Measure> Measures { get; } = [Measure.Share("strict"), Measure.Share("loose"), Measure.Share("all-loose")];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        var rules = InstructionRules.All.Where(rule => spec.Settings.ContainsKey(rule.Key)).OrderBy(rule => rule.Key, StringComparer.Ordinal).ToList();
        if (rules.Count == 0)
        {
            return this.Unscored("NoRules");
        }

        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty").With([("strict", 0), ("loose", 0), ("all-loose", 0)]);
        }

        var text = answer.Text.Length > InstructionRules.MostCharacters ? answer.Text[..InstructionRules.MostCharacters] : answer.Text;
        var broken = rules.Where(rule => !rule.Value(spec, text)).Select(rule => $"{rule.Key}: {spec.Settings[rule.Key]}").ToList();
        var variants = Variants(text).Distinct(StringComparer.Ordinal).ToList();
        double strict = 1 - ((double)broken.Count / rules.Count), loose = rules.Average(rule => variants.Exists(variant => variant.Trim().Length > 0 && rule.Value(spec, variant)) ? 1.0 : 0);
        var count = rules.Count.ToString(CultureInfo.InvariantCulture);
        var score = broken.Count == 0 ? this.Verdict(Outcome.Correct, 1, "KeepsRules", count) : this.Verdict(strict > 0 ? Outcome.Partial : Outcome.Incorrect, strict, "BreaksRules", broken.Listed(), count);
        return score.With([("strict", strict), ("loose", loose), ("all-loose", loose >= 1 ? 1 : 0)]);
    }

    private static IEnumerable<string> Variants(string text)
    {
        var lines = text.Split('\n');
        string[] cut = [text, string.Join('\n', lines[1..]), string.Join('\n', lines[..^1]), lines.Length > 2 ? string.Join('\n', lines[1..^1]) : ""];
        return cut.Concat(cut.Select(each => each.Replace("*", "", StringComparison.Ordinal)));
    }
}
