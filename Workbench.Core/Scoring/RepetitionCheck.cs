using System.Globalization;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the answer does not go round in circles: the share of repeated n-grams, 1 − different / all (Welleck et al. 2020), is at most the setting <c>most</c>.</summary>
public sealed class RepetitionCheck : IScorer
{
    public string Kind => "repetition";

    public System.Collections.Immutable.ImmutableArray<Measure> Measures { get; } = [Measure.Share("repeated")];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        var units = TextUnits.Of(answer.Text, spec, sample);
        var n = (int)spec.Number("n", 4);
        var grams = Enumerable.Range(0, Math.Max(0, units.Length - n + 1)).Select(start => string.Join('\0', units[start..(start + n)])).ToList();
        var repeated = grams.Count == 0 ? 0 : 1 - ((double)grams.Distinct(StringComparer.Ordinal).Count() / grams.Count);
        var text = repeated.ToString("0.###", CultureInfo.InvariantCulture);
        var score = repeated <= spec.Number("most", 0.2) ? this.Correct(null, "RepeatsLittle", text) : this.Incorrect(null, "RepeatsMuch", text);
        return score.With([("repeated", repeated), ("units", units.Length)]);
    }
}
