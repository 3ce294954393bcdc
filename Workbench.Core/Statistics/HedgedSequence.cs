using System.Collections.Immutable;

namespace Workbench.Core.Statistics;

/// <summary>Always-valid interval of the mean of scores from 0 to 1, by betting against each possible mean, half the capital each way
/// (hedged capital with predictable empirical-Bernstein bets cut to half; Waudby-Smith and Ramdas 2024). Holds for any distribution.</summary>
public static class HedgedSequence
{
    public const string Method = "betting";
    private const double MostOfCapital = 0.5;

    /// <param name="values">0 to 1, each independent of the others.</param>
    /// <param name="steps">Means tried: 0, 1/steps, … 1; the interval is one step wider on each side.</param>
    /// <returns>One interval a value, not yet cut to those before.</returns>
    public static ImmutableArray<Bounds> Of(IReadOnlyList<double> values, double confidence = 0.95, int steps = 1000)
    {
        Bounded.RequireConfidence(confidence);
        var limit = Math.Log(2 / (1 - confidence));
        var (up, down) = (new double[steps + 1], new double[steps + 1]);
        var answer = ImmutableArray.CreateBuilder<Bounds>(values.Count);
        var bets = new PredictableBets(confidence);
        foreach (var value in values)
        {
            var bet = bets.Next(double.PositiveInfinity);
            var (first, last) = (-1, -1);
            for (var i = 0; i <= steps; i++)
            {
                var mean = i / (double)steps;
                up[i] += Math.Log(1 + (Math.Min(bet, MostOfCapital / mean) * (value - mean)));
                down[i] += Math.Log(1 - (Math.Min(bet, MostOfCapital / (1 - mean)) * (value - mean)));
                if (Math.Max(up[i], down[i]) < limit)
                {
                    (first, last) = (first < 0 ? i : first, i);
                }
            }

            bets.See(value);
            answer.Add(first < 0
                ? new Bounds(bets.Mean, bets.Mean)
                : new Bounds(Math.Max(0, (first - 1) / (double)steps), Math.Min(1, (last + 1) / (double)steps)));
        }

        return answer.MoveToImmutable();
    }
}
