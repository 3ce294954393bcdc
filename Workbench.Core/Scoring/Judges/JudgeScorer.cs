using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring.Judges;

/// <summary>
/// A model judges the answer: against the references (<c>correctness</c>), against the context (<c>support</c>), or by criteria of the suite's own; greedily, and held to a few words. Nobody has held its verdicts
/// against people's here, so that they are marked <i>not validated</i> wherever they are shown. A reply that is none of the words is invalid: unscored, and counted in <c>invalid</c>.
/// </summary>
/// <remarks>A cell is answered first and judged once the candidates have answered, when their models can make place; until then its score waits (<see cref="Waiting"/>).</remarks>
public class JudgeScorer(string kind) : IScorer
{
    public const string Name = "judge";

    /// <summary>Reason of a score that no judge has given yet.</summary>
    public static Phrase Waiting { get; } = new("Scoring.JudgeWaits");

    /// <summary>Key of the reason of a score whose judge could not be asked.</summary>
    public const string NotAskedKey = "Scoring.JudgeNotAsked";

    /// <summary>Kinds of scorers that ask a judge.</summary>
    public static ImmutableArray<string> Kinds { get; } = [Name, UnsafeContentScorer.KindName];

    public JudgeScorer()
        : this(Name)
    {
    }

    public string Kind => kind;

    public bool IsValidated => false;

    public ImmutableArray<Measure> Measures { get; } = [Measure.Share("probability"), Measure.Share("mass")];

    /// <summary>Whether scorers of this kind ask a judge.</summary>
    public static bool IsJudge(string kind) => Kinds.Contains(kind);

    /// <summary>Whether a judge has yet to be asked.</summary>
    public static bool Waits(Score score) => IsJudge(score.Scorer) && score.Reason.Key == Waiting.Key;

    public Score Score(ScorerSpec spec, Sample sample, Answer answer) =>
        answer.IsEmpty ? this.NoAnswer(0, null, "Empty")
        : Missing(spec, sample) is { } missing ? this.Unscored(missing)
        : this.Unscored(Waiting);

    /// <summary>The score that a judge's reply makes.</summary>
    /// <param name="model">How the judge is called.</param>
    public Score Judged(JudgeQuestion question, Sample sample, ModelOutput output, string model)
    {
        var sent = output.PromptSent ?? string.Join("\n\n", question.Messages.Select(static message => $"[{message.Role}]\n{message.Content}"));
        var verdict = JudgeVerdict.Read(question.Form, output);
        if (verdict.Label is not { } label)
        {
            return (this.Unscored("JudgeInvalid", model, output.Text) with { Answer = output.Text, Sent = sent }).With([("invalid", 1)]);
        }

        // Where nothing can be known, saying so is what is right.
        var (outcome, value) = label.Outcome == Outcome.NoAnswer && !sample.Answerable ? (Outcome.Correct, 1) : (label.Outcome, label.Value);
        return (this.Verdict(outcome, value, "JudgeSays", model, label.Word) with { Answer = label.Word, Sent = sent })
            .With([("invalid", 0), ("probability", verdict.Probability), ("mass", verdict.Mass)]);
    }

    /// <summary>The judge could not be asked; that says nothing of its verdicts.</summary>
    public Score NotAsked(string model, Phrase reason) => this.Unscored("JudgeNotAsked", model, reason.ToString());

    private static Phrase? Missing(ScorerSpec spec, Sample sample) => JudgeSettings.Rubric(spec) switch
    {
        "correctness" or "meaning" when sample.Targets.IsEmpty && sample.Answerable => new Phrase("Scoring.JudgeNoReference"),
        UnsafeContentScorer.KindName when UnsafeRubrics.Of(spec, sample) is null => new Phrase("Scoring.NoRubric"),
        "support" when string.IsNullOrWhiteSpace(sample.Context) => new Phrase("Scoring.NoContext"),
        _ => null,
    };
}
