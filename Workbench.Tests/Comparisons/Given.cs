using System.Collections.Immutable;
using Workbench.Core.Comparisons;
using Workbench.Core.Inference;

namespace Workbench.Tests.Comparisons;

internal static class Given
{
    public static readonly ImmutableArray<Candidate> Candidates = [new("alpha", "alpha", null, new GenerateSettings()), new("beta", "beta", "Be brief.", new GenerateSettings(Temperature: 0.7) { Samplers = new SamplerSettings(TypicalP: 0.9) }, [new AdapterUse("poet", 0.5)])];

    public static ComparisonAnswer Answer(int id, int turn, int candidate, int? parent, string text) => new(
        id,
        turn,
        candidate,
        parent,
        new GenerateSettings(Seed: id),
        text,
        [new TokenLogprob(text, -0.25, [new TokenChoice(text, -0.25), new TokenChoice("other", -1.5)], -0.1)],
        new ModelOutput(text, StopReason.Stop, new ModelUsage(12, 3, 1), TimeSpan.FromSeconds(1.5), TimeSpan.FromMilliseconds(80), "<user>"),
        false,
        null,
        new ModelFacts("alpha", Quantisation: "F16"),
        null,
        new DateTimeOffset(2026, 11, 16, 8, 0, 0, TimeSpan.Zero));

    /// <summary>Two questions; the first column has two answers to the first one, and the second of them is shown.</summary>
    public static Comparison Comparison(string question = "Why?") => new(
        "",
        Candidates,
        [new ComparisonTurn(1, null, question), new ComparisonTurn(2, 1, "And then?")],
        [Answer(1, 1, 0, null, "Because"), Answer(2, 1, 1, null, "No idea"), Answer(3, 1, 0, null, "Be"), Answer(4, 2, 0, 3, "Then"), Answer(5, 2, 1, 2, "Nothing")],
        new ComparisonView("System", "in-turn", true, [1, 0], true, new ComparisonVerdict([0, 1], 1, false), 2, [4, 5], "draft"));
}
