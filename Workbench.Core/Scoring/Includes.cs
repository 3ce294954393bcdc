using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the answer names a target: whole words in <see cref="TextForm"/> (setting <c>match: words</c>, the default), or anywhere (<c>match: anywhere</c>).</summary>
public sealed class Includes : IScorer
{
    public string Kind => "includes";

    public bool IsReference => true;

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (sample.Targets.IsEmpty)
        {
            return this.Unscored("NoTarget");
        }

        var form = TextForm.From(spec);
        var given = form.Of(answer.Text);
        var anywhere = spec.Setting("match", "words") == "anywhere";
        return given.Length == 0 ? this.NoAnswer(0, null, "Empty")
            : sample.Targets.FirstOrDefault(target => Mention.All(given, form.Of(target), anywhere).Any()) is { } found ? this.Correct(found, "NamesTarget", found)
            : this.Incorrect(null, "NamesNone", sample.Targets.Listed());
    }
}
