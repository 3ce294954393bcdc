namespace Workbench.Core.Scoring;

/// <summary>What a scorer needs of a candidate; what cannot be given leaves the sample unscored, with the reason.</summary>
/// <param name="Text">One answer to the prompt.</param>
/// <param name="Choices">Log-likelihoods of the sample's choices: after the prompt as it stands (<c>raw</c>), or as the answer in a chat (<c>chat</c>); null for none.</param>
/// <param name="Tokens">Log-probabilities of the answer's tokens.</param>
/// <param name="Samples">Further answers to the same prompt.</param>
public sealed record ScorerNeeds(bool Text = true, string? Choices = null, bool Tokens = false, SamplesNeed? Samples = null)
{
    public static ScorerNeeds JustText { get; } = new();
}

/// <summary>Further answers, shared by all scorers of a sample that ask for the same temperature.</summary>
/// <param name="Count">1 to <see cref="Most"/>.</param>
/// <param name="Temperature">Above 0, or all answers are the same.</param>
public sealed record SamplesNeed(int Count, double Temperature)
{
    public const int Most = 50;
}

/// <summary>A number that a scorer finds beside its verdict, and the range its mean can have.</summary>
public sealed record Measure(string Name, double Least = double.NegativeInfinity, double Most = double.PositiveInfinity)
{
    /// <summary>A share of something, 0 to 1.</summary>
    public static Measure Share(string name) => new(name, 0, 1);

    /// <summary>A number that is never below 0.</summary>
    public static Measure Amount(string name) => new(name, 0);
}
