using System.Collections.Immutable;

namespace Workbench.Core.Statistics;

/// <summary>Always-valid intervals of the mean of scores from 0 to 1 in closed form (Waudby-Smith and Ramdas 2024); wider than <see cref="HedgedSequence"/>, to compare with other tools.</summary>
public static class BoundSequences
{
    public const string EmpiricalBernsteinMethod = "empirical-bernstein";
    public const string HoeffdingMethod = "hoeffding";
    private const double MostBet = 0.5;

    /// <summary>Predictable plug-in empirical Bernstein, each side at α/2.</summary>
    public static ImmutableArray<Bounds> EmpiricalBernstein(IReadOnlyList<double> values, double confidence = 0.95)
    {
        var low = LowerBernstein(values, confidence);
        var high = LowerBernstein([.. values.Select(value => 1 - value)], confidence);
        return [.. low.Zip(high, (below, above) => new Bounds(Math.Max(0, below), Math.Min(1, 1 - above)))];
    }

    /// <summary>Predictable Hoeffding bets √(8 ln(2/α) / (t ln(1+t))), at most 1.</summary>
    public static ImmutableArray<Bounds> Hoeffding(IReadOnlyList<double> values, double confidence = 0.95)
    {
        var level = Math.Log(2 / (1 - confidence));
        var answer = ImmutableArray.CreateBuilder<Bounds>(values.Count);
        double bets = 0, weighted = 0, cost = level;
        for (var i = 0; i < values.Count; i++)
        {
            var t = i + 1.0;
            var bet = Math.Min(1, Math.Sqrt(8 * level / (t * Math.Log(1 + t))));
            (bets, weighted, cost) = (bets + bet, weighted + (bet * values[i]), cost + (bet * bet / 8));
            answer.Add(new Bounds(Math.Max(0, (weighted - cost) / bets), Math.Min(1, (weighted + cost) / bets)));
        }

        return answer.MoveToImmutable();
    }

    private static double[] LowerBernstein(IReadOnlyList<double> values, double confidence)
    {
        var bets = new PredictableBets(confidence);
        var answer = new double[values.Count];
        double total = 0, weighted = 0, cost = Math.Log(2 / (1 - confidence)), mean = 0;
        for (var i = 0; i < values.Count; i++)
        {
            var bet = bets.Next(MostBet);
            total += bet;
            weighted += bet * values[i];
            cost += (values[i] - mean) * (values[i] - mean) * (-Math.Log(1 - bet) - bet);
            answer[i] = (weighted - cost) / total;
            mean += (values[i] - mean) / (i + 1);
            bets.See(values[i]);
        }

        return answer;
    }
}
