using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Scoring;

/// <summary>Short ways to have an answer judged.</summary>
internal static class Judged
{
    public static Sample Sample(string language = "en", params ImmutableArray<string> targets) =>
        new("s", "What?", targets, [], [], null, true, null, language, null, null, null, [], [], 1);

    public static ScorerSpec Spec(string kind, params (string Name, string Text)[] settings) => new(kind, settings.ToImmutableSortedDictionary(setting => setting.Name, setting => setting.Text, StringComparer.Ordinal));

    public static Score By(string kind, Sample sample, Answer answer, params (string, string)[] settings) => ScorerRegistry.Standard.Find(kind)!.Score(Spec(kind, settings), sample, answer);

    public static Score By(string kind, string answer, Sample sample, params (string, string)[] settings) => By(kind, sample, new Answer(answer), settings);

    public static ModelOutput Output(string text, params double[] logprobs) =>
        new(text, StopReason.Stop, new ModelUsage(1, 0, Math.Max(1, logprobs.Length)), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5), Logprobs: [.. logprobs.Select(value => new TokenLogprob("x", value))]);

    public static Answer WithSamples(string text, double temperature, params ModelOutput[] samples) =>
        new(text) { Tokens = [new TokenLogprob("x", -0.2), new TokenLogprob("y", -1)], Samples = ImmutableDictionary<double, FurtherSamples>.Empty.Add(temperature, new FurtherSamples([.. samples])) };

    /// <summary>Asks the scorer its questions and answers each with the likelihoods of its options.</summary>
    public static Answer Replied(string kind, Sample sample, Answer answer, Func<FurtherQuestion, FurtherReply> reply, params (string, string)[] settings) =>
        answer with { Replies = ScorerRegistry.Standard.Find(kind)!.Questions(Spec(kind, settings), sample, answer).ToImmutableDictionary(question => question.Key, reply) };

    public static FurtherReply Likelihoods(params double[] values) => new(null, new LikelihoodAnswer([.. values.Select(value => new ContinuationLikelihood(value, 1, false, 1))]));

    public static FurtherReply Nothing { get; } = new(null, null, new Phrase("Fake.Nothing"));
}
