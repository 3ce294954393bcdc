namespace Workbench.Core.Statistics;

/// <summary>Score interval of the difference of two independent rates: the differences that a score test with constrained likelihood
/// would not reject (Mee 1984; Miettinen and Nurminen 1985 multiply the variance by N/(N−1)). To compare with other tools; the workbench shows Newcombe's.</summary>
public static class ConstrainedDifference
{
    private const int Halvings = 100;

    public static Metric Of(string name, int successes1, int n1, int successes2, int n2, bool unbiased, double confidence = 0.95)
    {
        var z = Quantile.TwoSidedNormal(confidence);
        var (p1, p2, total) = ((double)successes1 / n1, (double)successes2 / n2, n1 + n2);
        var inflation = unbiased ? total / (total - 1.0) : 1;
        var difference = p1 - p2;
        var estimate = new Estimate(difference, Solve(-1, difference), Solve(1, difference), total, null, unbiased ? "miettinen-nurminen" : "mee", confidence);
        return Bounded.Metric(name, estimate, -1, 1);

        double Solve(double outer, double inner)
        {
            for (var i = 0; i < Halvings; i++)
            {
                var middle = (outer + inner) / 2;
                if (Math.Abs(Score(middle)) > z)
                {
                    outer = middle;
                }
                else
                {
                    inner = middle;
                }
            }

            return (outer + inner) / 2;
        }

        double Score(double delta)
        {
            var second = SecondRate(successes1, n1, successes2, n2, delta);
            var first = Math.Clamp(second + delta, 0, 1);
            var variance = inflation * ((first * (1 - first) / n1) + (second * (1 - second) / n2));
            return variance > 0 ? (difference - delta) / Math.Sqrt(variance) : difference == delta ? 0 : double.PositiveInfinity;
        }
    }

    /// <summary>The likeliest second rate where the first is that much higher: the root of a cubic (Farrington and Manning 1990).</summary>
    private static double SecondRate(int successes1, int n1, int successes2, int n2, double delta)
    {
        double total = n1 + n2, successes = successes1 + successes2;
        var b = (((n1 + (2.0 * n2)) * delta) - total - successes) / total;
        var c = ((((n2 * delta) - total - (2.0 * successes2)) * delta) + successes) / total;
        var d = successes2 * delta * (1 - delta) / total;
        var v = Math.Pow(b / 3, 3) - (b * c / 6) + (d / 2);
        var radius = Math.Sign(v) * Math.Sqrt(Math.Max(0, (b * b / 9) - (c / 3)));
        var angle = radius == 0 ? Math.PI / 2 : Math.Acos(Math.Clamp(v / Math.Pow(radius, 3), -1, 1));
        return Math.Clamp((2 * radius * Math.Cos((Math.PI + angle) / 3)) - (b / 3), Math.Max(0, -delta), Math.Min(1, 1 - delta));
    }
}
