using System.Collections.Immutable;
using MathNet.Numerics;

namespace Workbench.Core.Statistics;

/// <summary>Always-valid interval of a rate from yes/no answers looked at after every one: the rates whose likelihood is not 1/α times smaller than that of
/// the uniform mixture, {p: ln B(s+1, f+1) − s ln p − f ln(1−p) &lt; ln 1/α} (Robbins 1970).</summary>
public static class RobbinsSequence
{
    public const string Method = "robbins";
    private const int Halvings = 80;

    /// <returns>One interval a value, not yet cut to those before.</returns>
    public static ImmutableArray<Bounds> Of(IReadOnlyList<bool> values, double confidence = 0.95)
    {
        Bounded.RequireConfidence(confidence);
        var answer = ImmutableArray.CreateBuilder<Bounds>(values.Count);
        var (successes, failures) = (0, 0);
        foreach (var value in values)
        {
            (successes, failures) = value ? (successes + 1, failures) : (successes, failures + 1);
            answer.Add(At(successes, failures, confidence));
        }

        return answer.MoveToImmutable();
    }

    public static Bounds At(int successes, int failures, double confidence = 0.95)
    {
        var (limit, mixture, rate) = (-Math.Log(1 - confidence), SpecialFunctions.BetaLn(successes + 1, failures + 1), (double)successes / (successes + failures));
        return new Bounds(successes == 0 ? 0 : Solve(0, rate), failures == 0 ? 1 : Solve(1, rate));

        double Solve(double outer, double inner)
        {
            for (var i = 0; i < Halvings; i++)
            {
                var middle = (outer + inner) / 2;
                (outer, inner) = mixture - Likelihood(successes, failures, middle) < limit ? (outer, middle) : (middle, inner);
            }

            return (outer + inner) / 2;
        }
    }

    /// <summary>Evidence against a rate: how many times likelier the answers are under the mixture. At least 1/α only with probability α, whenever one stops.
    /// Pairs of candidates: count only the samples where they differ, against ½.</summary>
    public static double Evidence(int successes, int failures, double rate) =>
        Math.Exp(SpecialFunctions.BetaLn(successes + 1, failures + 1) - Likelihood(successes, failures, rate));

    private static double Likelihood(int successes, int failures, double rate) =>
        (successes == 0 ? 0 : successes * Math.Log(rate)) + (failures == 0 ? 0 : failures * Math.Log(1 - rate));
}
