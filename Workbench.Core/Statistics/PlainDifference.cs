namespace Workbench.Core.Statistics;

/// <summary>The field's other intervals of differences of rates, to compare with other tools; the workbench itself shows Newcombe's and Tango's.</summary>
public static class PlainDifference
{
    /// <summary>Independent: p1 − p2 ± z √(p1q1/n1 + p2q2/n2).</summary>
    public static Metric Wald(string name, int successes1, int n1, int successes2, int n2, double confidence = 0.95) =>
        Independent(name, successes1, n1, successes2, n2, 0, "wald", confidence);

    /// <summary>Independent: Wald after one further success and failure on each side (Agresti and Caffo 2000).</summary>
    public static Metric AgrestiCaffo(string name, int successes1, int n1, int successes2, int n2, double confidence = 0.95) =>
        Independent(name, successes1, n1, successes2, n2, 1, "agresti-caffo", confidence);

    /// <summary>Paired: mean difference ± z times its population standard deviation / √n.</summary>
    public static Metric PairedWald(string name, PairTable table, double confidence = 0.95) => Paired(name, table, 0, "wald-paired", confidence);

    /// <summary>Paired: Wald after half a pair more in each cell (Agresti and Min 2005).</summary>
    public static Metric AgrestiMin(string name, PairTable table, double confidence = 0.95) => Paired(name, table, 0.5, "agresti-min", confidence);

    /// <summary>Paired: from the two Wilson intervals and the correlation φ (Newcombe 1998, method 10; <paramref name="corrected"/> shrinks φ by n/2).</summary>
    public static Metric NewcombePaired(string name, PairTable table, bool corrected = true, double confidence = 0.95)
    {
        var z = Quantile.TwoSidedNormal(confidence);
        var (n, first, second) = ((double)table.N, table.Both + table.OnlyFirst, table.Both + table.OnlySecond);
        var (p1, p2) = (first / n, second / n);
        var ((low1, high1), (low2, high2)) = (WilsonInterval.Bounds(p1, n, z), WilsonInterval.Bounds(p2, n, z));
        var phi = table.Correlation(corrected);
        var below = Math.Pow(p1 - low1, 2) - (2 * phi * (p1 - low1) * (high2 - p2)) + Math.Pow(high2 - p2, 2);
        var above = Math.Pow(high1 - p1, 2) - (2 * phi * (high1 - p1) * (p2 - low2)) + Math.Pow(p2 - low2, 2);
        var estimate = new Estimate(p1 - p2, p1 - p2 - Math.Sqrt(below), p1 - p2 + Math.Sqrt(above), table.N, null, corrected ? "newcombe-paired-cc" : "newcombe-paired", confidence);
        return Bounded.Metric(name, estimate, -1, 1);
    }

    private static Metric Independent(string name, int successes1, int n1, int successes2, int n2, int added, string method, double confidence)
    {
        var (p1, p2) = ((double)(successes1 + added) / (n1 + (2 * added)), (double)(successes2 + added) / (n2 + (2 * added)));
        var half = Quantile.TwoSidedNormal(confidence) * Math.Sqrt((p1 * (1 - p1) / (n1 + (2 * added))) + (p2 * (1 - p2) / (n2 + (2 * added))));
        var difference = ((double)successes1 / n1) - ((double)successes2 / n2);
        return Bounded.Metric(name, new Estimate(difference, p1 - p2 - half, p1 - p2 + half, n1 + n2, null, method, confidence), -1, 1);
    }

    private static Metric Paired(string name, PairTable table, double added, string method, double confidence)
    {
        var n = table.N + (4 * added);
        var (sum, apart) = (table.OnlyFirst - table.OnlySecond, table.OnlyFirst + table.OnlySecond + (2 * added));
        var half = Quantile.TwoSidedNormal(confidence) * Math.Sqrt(apart - (sum * (double)sum / n)) / n;
        return Bounded.Metric(name, new Estimate((double)sum / table.N, (sum / n) - half, (sum / n) + half, table.N, null, method, confidence), -1, 1);
    }
}
