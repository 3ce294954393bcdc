using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Sorts an answer into correct, made up, or no answer, against references.</summary>
/// <remarks>
/// Answerable sample: <see cref="Outcome.Correct"/> (value 1) when it names a target and no distractor; <see cref="Outcome.NoAnswer"/> (value 0) when it is empty, says that it
/// does not know, or refuses; else <see cref="Outcome.Incorrect"/> (value 0): a claim that is made up. Unanswerable sample: no answer is the right behaviour (value 1), every claim
/// is made up (value 0). A name said not to be so (<c>not Lyon</c>) does not count, a name inside a longer distractor neither. Names of a target and a distractor side by side
/// cannot be judged by words alone: unscored. Rates from it: made up among attempted, attempted and correct among answerable.
/// </remarks>
public sealed class ClaimOutcome : IScorer
{
    public string Kind => "claim-outcome";

    public bool IsReference => true;

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (sample.Answerable && sample.Targets.IsEmpty)
        {
            return this.Unscored("NoTarget");
        }

        var declined = answer.Text.Trim().Length == 0 ? "" : Reply.SaysUnknown(answer.Text) ?? Reply.Refuses(answer.Text);
        if (declined is not null)
        {
            var value = sample.Answerable ? 0 : 1;
            return declined.Length == 0 ? this.NoAnswer(value, null, "Empty") : this.NoAnswer(value, declined, "Declined", declined);
        }

        return sample.Answerable ? Claim(spec, sample, answer.Text) : this.Incorrect(null, "ClaimOfUnknown");
    }

    private Score Claim(ScorerSpec spec, Sample sample, string answer)
    {
        var form = new TextForm();
        var text = form.Of(answer);
        var anywhere = spec.Setting("match", "words") == "anywhere";
        var right = sample.Targets.SelectMany(target => Named(target)).ToList();
        var wrong = sample.Distractors.SelectMany(distractor => Named(distractor)).Where(mention => !right.Exists(found => found.Mention.Covers(mention.Mention))).ToList();
        right.RemoveAll(found => wrong.Exists(mention => mention.Mention.Covers(found.Mention)));
        return (right.Count, wrong.Count) switch
        {
            ( > 0, > 0) => this.Unscored("NamesBoth", right[0].Name, wrong[0].Name),
            ( > 0, _) => this.Correct(right[0].Name, "NamesTarget", right[0].Name),
            (_, > 0) => this.Incorrect(wrong[0].Name, "NamesDistractor", wrong[0].Name, sample.Targets.Listed()),
            _ => this.Incorrect(null, "NamesNone", sample.Targets.Listed()),
        };

        IEnumerable<(string Name, Mention Mention)> Named(string name) =>
            Mention.All(text, form.Of(name), anywhere).Where(mention => !mention.IsDenied(text)).Select(mention => (name, mention));
    }
}
