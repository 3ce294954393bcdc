using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the answer has at least <c>least</c> and at most <c>most</c> of a <c>unit</c> (words, characters, sentences or tokens); without either, only measured.
/// A Han character counts as a word.</summary>
public sealed class LengthCheck : IScorer
{
    public string Kind => "length";

    public ImmutableArray<Measure> Measures { get; } = [Measure.Amount("words"), Measure.Amount("tokens")];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        double? tokens = answer.Output is { Usage.Completion: > 0 } output ? output.Usage.Completion : answer.IsEmpty ? 0 : null;
        var (words, characters, sentences) = (TextUnits.Words(answer.Text).Length, TextUnits.Characters(answer.Text).Length, TextUnits.Sentences(answer.Text).Length);
        var unit = spec.Setting("unit", "words");
        double? length = unit switch { "characters" => characters, "sentences" => sentences, "tokens" => tokens, _ => words };
        return Judge(spec, unit, length).With([("words", words), ("characters", characters), ("sentences", sentences), ("tokens", tokens)]);
    }

    private Score Judge(ScorerSpec spec, string unit, double? length)
    {
        if (length is not { } known)
        {
            return this.Unscored("NoTokenCount");
        }

        var text = known.ToString(CultureInfo.InvariantCulture);
        return !spec.Settings.ContainsKey("least") && !spec.Settings.ContainsKey("most") ? this.Measured("LengthIs", text, unit)
            : known < spec.Number("least", 0) ? this.Incorrect(null, "TooShort", text, unit, spec.Setting("least", ""))
            : known > spec.Number("most", double.MaxValue) ? this.Incorrect(null, "TooLong", text, unit, spec.Setting("most", ""))
            : this.Correct(null, "LengthIs", text, unit);
    }
}
