using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Core.Scoring;

/// <summary>What a candidate gave for a sample: its text and, where a scorer needs it, whatever else was asked.</summary>
/// <param name="Choices">Likelihoods of the choices in order, after the prompt as it stands; null where not asked for.</param>
public sealed record Answer(string Text, LikelihoodAnswer? Choices = null)
{
    /// <summary>Likelihoods of the choices as the answer in a chat.</summary>
    public LikelihoodAnswer? ChatChoices { get; init; }

    /// <summary>Tokens of the text; empty where not asked for or not available.</summary>
    public ImmutableArray<TokenLogprob> Tokens { get; init; } = [];

    public Phrase? TokensNotAvailable { get; init; }

    /// <summary>Further answers by temperature.</summary>
    public ImmutableDictionary<double, FurtherSamples> Samples { get; init; } = ImmutableDictionary<double, FurtherSamples>.Empty;

    /// <summary>Replies by <see cref="FurtherQuestion.Key"/>.</summary>
    public ImmutableDictionary<string, FurtherReply> Replies { get; init; } = ImmutableDictionary<string, FurtherReply>.Empty;

    /// <summary>How the text came about: tokens, times, why it ended; null where there is none, or it is not known.</summary>
    public ModelOutput? Output { get; init; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);

    /// <summary>The first <paramref name="need"/>.Count further answers, or why there are fewer.</summary>
    public FurtherSamples Further(SamplesNeed need)
    {
        var given = Samples.GetValueOrDefault(need.Temperature);
        return given is null ? new FurtherSamples([], new Phrase("Scoring.NoSamples"))
            : given.NotAvailable is null && given.Outputs.Length < need.Count ? new FurtherSamples([], new Phrase("Scoring.NoSamples"))
            : given with { Outputs = [.. given.Outputs.Take(need.Count)] };
    }

    /// <summary>The reply to a question, or why there is none.</summary>
    public FurtherReply Reply(FurtherQuestion question) => Replies.GetValueOrDefault(question.Key) ?? new FurtherReply(null, null, new Phrase("Scoring.NoReply"));
}
