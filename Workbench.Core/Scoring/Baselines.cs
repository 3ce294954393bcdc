using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>What an answer tells of itself without another question: how long it is, and how surprising its tokens were to the model. Any cleverer sign of guessing has to beat these.</summary>
internal static class Baselines
{
    /// <summary><c>length</c> in words; <c>surprise-mean</c> and <c>surprise-max</c>, −ln p in nats of the answer's tokens, where the candidate tells them.</summary>
    public static IEnumerable<(string Name, double? Value)> Of(Answer answer) =>
    [
        ("length", TextUnits.Words(answer.Text).Length),
        ("surprise-mean", answer.Tokens.IsEmpty ? null : -answer.Tokens.Average(token => token.Logprob)),
        ("surprise-max", answer.Tokens.IsEmpty ? null : -answer.Tokens.Min(token => token.Logprob)),
    ];

    /// <summary>Further answers as the settings <c>samples</c> and <c>temperature</c> have them.</summary>
    public static SamplesNeed Samples(ScorerSpec spec, int otherwise) => new((int)spec.Number("samples", otherwise), spec.Number("temperature", 1));

    public static string Text(double value) => value.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
