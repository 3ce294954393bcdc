using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>Difference of two independent proportions, from their Wilson bounds (Newcombe 1998, method 10).</summary>
public static class Newcombe
{
    public const string Method = "newcombe";

    public static Metric Of(string name, int successes1, int n1, int successes2, int n2, double confidence = 0.95)
    {
        var first = WilsonInterval.Of(name, successes1, n1, confidence).Estimate;
        var second = WilsonInterval.Of(name, successes2, n2, confidence).Estimate;
        if (first is null || second is null)
        {
            return new Metric(name, null, new Phrase("Statistics.NoSamples"));
        }

        var difference = first.Value - second.Value;
        var low = difference - double.Hypot(first.Value - first.Low, second.High - second.Value);
        var high = difference + double.Hypot(first.High - first.Value, second.Value - second.Low);
        return Bounded.Metric(name, new Estimate(difference, low, high, n1 + n2, null, Method, confidence), -1, 1);
    }
}
