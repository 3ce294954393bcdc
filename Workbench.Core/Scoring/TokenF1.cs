using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Token F1 of SQuAD (Rajpurkar et al. 2016): harmonic mean of the shares of words that answer and reference have in common, after <see cref="TextForm"/>.
/// Characters in place of words for Chinese.</summary>
public sealed class TokenF1 : IScorer
{
    public string Kind => "f1";

    public bool IsReference => true;

    public Score Score(ScorerSpec spec, Sample sample, Answer answer) => TextOverlap.Judge(this, spec, sample, answer, (given, target) => Of(Units(given, spec, sample), Units(target, spec, sample)));

    internal static double Of(string[] given, string[] wanted) =>
        given.Length == 0 || wanted.Length == 0 ? given.Length == wanted.Length ? 1 : 0 : TextOverlap.HarmonicMean(TextOverlap.Common(given, wanted), given.Length, wanted.Length);

    private static string[] Units(string text, ScorerSpec spec, Sample sample)
    {
        var characters = spec.Setting("units", "auto") is "characters" || (spec.Setting("units", "auto") is "auto" && TextUnits.IsUnspaced(sample.Language));
        return characters ? TextUnits.Characters(text) : [.. new TextForm().Of(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(TextUnits.Most)];
    }
}
